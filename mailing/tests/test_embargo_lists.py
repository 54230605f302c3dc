"""Reading links under embargo for a named list: one a journalist, mailed in their language, its key in the message alone."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from mailing import retention
from mailing.models import PressList, Subscriber
from mailing.person_export import about
from mailing.tests.test_audiences import journalist
from mailing.tests.test_mailings import confirmed
from news import embargo_links
from news.models import Edition, ReadingLink, ReadingOpening
from news.tests.newsroom import MAIN, NOON, OTHER, TUESDAY, ready, user
from publishing import languages
from publishing.enums import MailState
from publishing.outbox import OutboxMessage
from tests.backoffice import route, staff

pytestmark = pytest.mark.django_db
UNTIL = TUESDAY + timedelta(days=7)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def desk() -> PressList:
    """Of two on the list one reads both languages; others are on no list, on another one, or have left."""
    desk, other = PressList.objects.create(name="Science"), PressList.objects.create(name="Local")
    journalist("ada", lists=[desk], outlet="The Gazette")
    confirmed("ada@example.org", OTHER)
    journalist("bob", OTHER, lists=[desk])
    journalist("local", lists=[other])
    journalist("none")
    late = journalist("late", lists=[desk])
    Subscriber.objects.filter(journalist=late).update(state="left", left_at=NOON)
    return desk


def give(release, desk, codes=None) -> list[ReadingLink]:
    codes = codes or embargo_links.languages_to_give(release)
    return embargo_links.give_to_list(release, str(desk.pk), desk.name, codes, UNTIL, user("olga"))


def delivered() -> dict[tuple[str, str], str]:
    """What left, by address and language: its text."""
    call_command("deliver", once=True)
    return {(message.to[0], message.extra_headers["Content-Language"]): message.body for message in mail.outbox}


def path_in(text: str) -> str:
    return "/" + re.search(r"https?://[^/]+/(\S+/)", text)[1]


def stored() -> str:
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows.extend(cursor.fetchall())
    return str(rows)


def test_each_journalist_gets_a_link_of_their_own_in_their_languages(client, desk):
    release = ready("scheduled", "Lunaire")
    links = give(release, desk)
    assert sorted((link.email, link.language) for link in links) == sorted(
        [("ada@example.org", MAIN), ("ada@example.org", OTHER), ("bob@example.org", OTHER)]
    )
    sent = delivered()
    assert sorted(sent) == sorted((link.email, link.language) for link in links)
    assert len({path_in(text) for text in sent.values()}) == 3
    for (email, language), text in sent.items():
        path = path_in(text)
        assert path.startswith(f"/{language}/") and "Lunaire" not in text and "2026-12-08" in text
        with override(language):
            assert gettext("Please publish, quote and pass on nothing of it before.") in text
        page = client.post(path, follow=True).content.decode()
        assert f"Lunaire title_{language}" in page and email in page
        opening = ReadingOpening.objects.get(link__email=email, link__language=language)
        assert opening.edition == release.edition_in(language)
    assert ReadingLink.objects.get(email="ada@example.org", language=MAIN).reader == "ada@example.org (The Gazette)"


def test_no_table_holds_a_key(client, desk):
    release, olga = ready("scheduled", "Lunaire"), staff("olga2", group="Press officers")
    give(release, desk)
    waiting = stored()
    tokens = [path_in(text).split("/")[-2] for text in delivered().values()]
    assert len(tokens) == 3
    pages = [route(ReadingLink, "changelist"), route(type(release), "life", release.pk), route(OutboxMessage, "changelist")]
    pages += [route(ReadingLink, "change", link.pk) for link in ReadingLink.objects.all()]
    seen = [waiting, stored(), *(olga.get(page).content.decode() for page in pages)]
    assert not [token for token in tokens if any(token in text for text in seen)]
    hashes = [*ReadingLink.objects.values_list("token_hash", flat=True), *ReadingLink.objects.values_list("seed", flat=True)]
    assert all(hashes) and not [one for one in hashes if any(one in text for text in seen[2:])]


def test_who_has_an_open_link_gets_no_second_one(desk):
    release = ready("scheduled")
    assert len(give(release, desk)) == 3
    assert give(release, desk) == []
    embargo_links.revoke(ReadingLink.objects.filter(email="bob@example.org"))
    assert [link.email for link in give(release, desk)] == ["bob@example.org"]


def test_what_is_not_approved_is_frozen_once_a_language(client, desk):
    release = ready("draft", "Lunaire")
    give(release, desk)
    assert Edition.objects.count() == len(languages.codes())
    for code in languages.codes():
        setattr(release, languages.column("title", code), "Martienne")
    release.save()
    for text in delivered().values():
        page = client.post(path_in(text), follow=True).content.decode()
        assert "Lunaire" in page and "Martienne" not in page


def test_a_list_is_revoked_at_once_and_what_waits_does_not_leave(client, desk):
    release, olga = ready("scheduled", "Lunaire"), staff("olga2", group="Press officers")
    other = ready("scheduled", "Solaire", **dict.fromkeys(languages.columns("slug"), "autre"))
    give(other, desk)
    give(release, desk, [MAIN])
    paths = [path_in(text) for text in delivered().values()]
    give(release, desk, [OTHER])
    url = reverse("admin:news_readinglink_list_revoke", args=(release.pk,))
    assert olga.get(url).status_code == 405
    assert staff("emma", group="Editors").post(url, {"list_name": "Science"}).status_code == 403
    for name in ("", "Local"):
        olga.post(url, {"list_name": name})
        assert not ReadingLink.objects.exclude(revoked_at=None).exists()
    assert olga.post(url, {"list_name": "Science"}).status_code == 302
    assert not ReadingLink.objects.filter(release=release, revoked_at=None).exists()
    assert ReadingLink.objects.filter(release=other, revoked_at=None).count() == 3
    mail.outbox.clear()
    assert delivered() == {}
    gone = ReadingLink.objects.get(release=release, language=MAIN)
    dead = [path for path in paths if client.get(path).status_code == 404]
    assert len(dead) == 1 and embargo_links.digest(dead[0].split("/")[-2]) == gone.token_hash


def test_a_message_that_is_written_after_a_revocation_holds_no_key(desk):
    release = ready("scheduled")
    give(release, desk)
    ReadingLink.objects.update(revoked_at=timezone.now())
    for (_email, language), text in delivered().items():
        assert "://" not in text
        with override(language):
            assert gettext("The reading link that was meant for you has been taken back.") in text


def test_a_key_is_made_anew_where_the_secret_of_the_portal_changed(client, desk, settings):
    give(ready("scheduled", "Lunaire"), desk)
    settings.SECRET_KEY = "another secret of the portal, as long as such things are"
    for text in delivered().values():
        assert client.get(path_in(text)).status_code == 200


def test_who_is_erased_leaves_no_link_behind(client, desk):
    give(ready("scheduled"), desk)
    (path,) = [path_in(text) for (email, _language), text in delivered().items() if email == "bob@example.org"]
    client.post(path)
    assert any(row["record"] == "news.ReadingLink" for row in about("bob@example.org")["elsewhere"])
    retention.erase_address("BOB@example.org")
    assert client.get(path).status_code == 404
    assert not ReadingLink.objects.filter(email__icontains="bob").exists()
    assert not ReadingLink.objects.filter(reader__icontains="bob").exists()
    assert ReadingOpening.objects.count() == 1 and ReadingLink.objects.exclude(email="").count() == 2


def test_who_leaves_the_list_for_long_leaves_no_link_behind(desk):
    give(ready("scheduled"), desk)
    gone = Subscriber.objects.filter(email="bob@example.org")
    gone.update(state="left", left_at=NOON - timedelta(days=40))
    Subscriber.objects.filter(email="ada@example.org", language=OTHER).update(state="left", left_at=NOON - timedelta(days=40))
    retention.forget()
    assert sorted(ReadingLink.objects.values_list("email", flat=True)) == ["", "ada@example.org", "ada@example.org"]


# The form


def form_url(release) -> str:
    return reverse("admin:news_readinglink_list", args=(release.pk,))


def typed(desk, **fields) -> dict:
    return {"press_list": desk.pk, "chosen": languages.codes(), "expires_at": "2026-12-15 14:00"} | fields


def test_the_press_office_gives_links_to_a_list(desk):
    release, olga = ready("scheduled", "Lunaire"), staff("olga2", group="Press officers")
    page = olga.get(form_url(release))
    assert page.status_code == 200 and "Science" in page.content.decode() and "no-store" in page["Cache-Control"]
    assert olga.post(form_url(release), typed(desk, chosen=[OTHER])).status_code == 302
    links = ReadingLink.objects.all()
    assert {(link.email, link.list_name, link.created_by.username) for link in links} == {
        ("ada@example.org", "Science", "olga2"),
        ("bob@example.org", "Science", "olga2"),
    }
    assert OutboxMessage.objects.filter(state=MailState.WAITING).count() == 2
    life = olga.get(route(type(release), "life", release.pk)).content.decode()
    with override("en"):
        assert "Science" in life and "Revoke all links of “Science”" in life


def test_what_is_wrong_is_said_and_gives_nothing(desk):
    release, olga = ready("scheduled"), staff("olga2", group="Press officers")
    for fields, wrong in (
        ({"press_list": "0"}, "press_list"),
        ({"press_list": "x"}, "press_list"),
        ({"chosen": []}, "chosen"),
        ({"chosen": ["xx"]}, "chosen"),
        ({"expires_at": "2026-12-01 11:59"}, "expires_at"),
        ({"expires_at": "soon"}, "expires_at"),
    ):
        response = olga.post(form_url(release), typed(desk, **fields))
        assert list(response.context["form"].errors) == [wrong]
    for state in ("public", "withdrawn"):
        slugs = dict.fromkeys(languages.columns("slug"), state)
        other = ready(state, **slugs)
        assert olga.post(form_url(other), typed(desk)).status_code == 200
    assert not ReadingLink.objects.exists() and not OutboxMessage.objects.exists()


def test_only_the_press_office_gives_links_to_a_list(client, desk):
    release = ready("scheduled")
    for somebody in (staff("emma", group="Editors"), staff("theo", group="Translators"), client):
        assert somebody.get(form_url(release)).status_code in (302, 403)
        assert somebody.post(form_url(release), typed(desk)).status_code in (302, 403)
    assert not ReadingLink.objects.exists()


def test_a_long_list_takes_the_same_page_of_the_life(desk, django_assert_max_num_queries):
    release, olga = ready("scheduled"), staff("olga2", group="Press officers")
    page = route(type(release), "life", release.pk)
    give(release, desk), olga.get(page)
    with django_assert_max_num_queries(300) as before:
        olga.get(page)
    for number in range(5):
        journalist(f"more-{number}", lists=[desk])
    give(release, desk)
    with django_assert_max_num_queries(300) as after:
        olga.get(page)
    assert len(after) == len(before)
