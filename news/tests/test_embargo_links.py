"""Personal keys to a release under embargo: what opens, what does not, and what is kept."""

import hashlib
import io
import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from news import embargo_links, reading_views, services
from news.models import ReadingLink, ReadingOpening
from publishing import languages
from tests.backoffice import form_of, route, staff
from tests.make import seal_anew

from .newsroom import MAIN, NOON, OTHER, TUESDAY, approve, officer, ready, together, words

pytestmark = pytest.mark.django_db
UNTIL = TUESDAY + timedelta(days=7)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def given(release, language=MAIN, until=UNTIL) -> str:
    """The path of a new link."""
    link = ReadingLink(release=release, language=language, reader="Ada, The Gazette", expires_at=until)
    return "/" + embargo_links.give(link).split("/", 3)[3]


def stable(response) -> tuple:
    body = response.content.decode()
    headers = {name: re.sub(r"nonce-[\w+/=]+", "", value) for name, value in response.items()}
    return response.status_code, re.sub(r'nonce="[^"]+"', "", body), headers


def is_unknown(client, path: str) -> bool:
    """Whether every method answers as at an address that never was."""
    nothing = f"/{path.split('/')[1]}/jamais/vu/nulle-part/"
    return all(
        stable(getattr(client, method)(path)) == stable(getattr(client, method)(nothing))
        for method in ("get", "head", "post", "options", "put", "delete")
    )


def opened(client, path: str):
    """The release behind a key, once the button is pressed."""
    return client.post(path, follow=True)


def test_the_button_opens_the_release_and_is_noted(client):
    release = ready("scheduled", "Lunaire")
    for code in languages.codes():
        path = given(release, code)
        before = client.get(path)
        assert before.status_code == 200
        assert "Lunaire" not in before.content.decode()
        assert not ReadingOpening.objects.filter(link__language=code).exists()
        pressed = client.post(path)
        assert (pressed.status_code, pressed["Location"]) == (302, path)
        after = client.get(path)
        assert "news/reading_release.html" in [template.name for template in after.templates]
        assert f"Lunaire title_{code}" in after.content.decode()
        opening = ReadingOpening.objects.get(link__language=code)
        assert (opening.at, opening.edition) == (NOON, release.edition_in(code))
        for response in (before, pressed, after):
            assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
        for response in (before, after):
            page = response.content.decode()
            assert '<meta name="robots" content="noindex, nofollow">' in page
            assert "Ada, The Gazette" in page and "2026-12-08" in page
            assert path.split("/")[-2] not in page
        # The form has to say where it comes from, and says the host alone.
        assert before["Referrer-Policy"] == "strict-origin"
        assert pressed["Referrer-Policy"] == after["Referrer-Policy"] == "no-referrer"


def test_who_follows_the_link_and_presses_nothing_reads_and_notes_nothing(client):
    """As do the scanners of mailboxes, and browsers that fetch ahead."""
    path = given(ready("scheduled", "Lunaire"))
    for method in ("get", "head", "options", "get"):
        response = getattr(client, method)(path)
        assert "Lunaire" not in response.content.decode() and "reading" not in response.cookies
    assert not ReadingOpening.objects.exists()


def test_the_button_takes_the_token_of_its_form():
    path, browser = given(ready("scheduled", "Lunaire")), Client(enforce_csrf_checks=True)
    assert browser.post(path).status_code == 403
    assert not ReadingOpening.objects.exists()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(path).content.decode())[1]
    response = browser.post(path, {"csrfmiddlewaretoken": token}, follow=True)
    assert "Lunaire" in response.content.decode()


def test_the_cookie_is_of_one_link_and_for_its_own_addresses(client):
    release = ready("scheduled", "Lunaire")
    path, other = given(release), given(release)
    cookie = client.post(path).cookies["reading"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (path, True, "Lax")
    assert "Lunaire" in client.get(path).content.decode()
    assert "Lunaire" not in client.get(other).content.decode()
    client.cookies["reading"] = str(ReadingLink.objects.first().pk)
    assert "Lunaire" not in client.get(path).content.decode()


def test_the_cookie_lasts_for_some_hours(client):
    path = given(ready("scheduled", "Lunaire"))
    opened(client, path)
    with time_machine.travel(NOON + timedelta(hours=8), tick=False):
        assert "Lunaire" in client.get(path).content.decode()
    with time_machine.travel(NOON + timedelta(hours=8, seconds=2), tick=False):
        assert "Lunaire" not in client.get(path).content.decode()


def test_a_cookie_does_not_outlive_its_link(client):
    release = ready("scheduled", "Lunaire")
    path = given(release, until=NOON + timedelta(hours=1))
    opened(client, path)
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        assert is_unknown(client, path)
    embargo_links.revoke(ReadingLink.objects.all())
    assert is_unknown(client, path)


def test_who_goes_on_reading_after_another_approval_has_read_that_one_too(client):
    release = ready("scheduled", "Lunaire")
    path = given(release)
    opened(client, path)
    release.refresh_from_db()
    setattr(release, languages.column("title", MAIN), "Solaire")
    release.save()
    assert "Solaire" not in client.get(path).content.decode()
    seal_anew(release)
    first = ReadingOpening.objects.get()
    for _turn in range(2):
        assert "Solaire" in client.get(path).content.decode()
    release.refresh_from_db()
    editions = list(ReadingOpening.objects.values_list("edition", flat=True))
    assert editions == [first.edition_id, release.edition_in(MAIN).pk]
    assert len(set(editions)) == 2


def test_nobody_opens_a_link_without_end(client):
    path = given(ready("scheduled", "Lunaire"))
    answers = [client.post(path).status_code for _turn in range(reading_views.OPENINGS_AN_HOUR + 1)]
    assert answers == [302] * reading_views.OPENINGS_AN_HOUR + [429]
    assert ReadingOpening.objects.count() == reading_views.OPENINGS_AN_HOUR


def test_the_release_itself_stays_unknown(client):
    release = ready("scheduled")
    client.post(given(release))
    assert client.get(release.get_absolute_url()).status_code == 404


def test_the_other_language_takes_a_key_of_its_own(client):
    path = given(ready("scheduled"), MAIN)
    with override(OTHER):
        other = reverse("reading-link", kwargs={"token": path.split("/")[-2]})
    assert other != path
    assert is_unknown(client, other)


def test_a_key_dies_with_its_time(client):
    path = given(ready("scheduled"), until=NOON + timedelta(hours=1))
    with time_machine.travel(NOON + timedelta(minutes=59, seconds=59), tick=False):
        assert client.get(path).status_code == 200
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        assert is_unknown(client, path)
    assert not ReadingOpening.objects.exists()


def leads_to(client, path: str, public: str) -> bool:
    """Whether every way of asking leads to a public address, and nobody keeps that it does."""
    answers = [getattr(client, method)(path) for method in ("get", "head", "post")]
    return all(
        (answer.status_code, answer.headers.get("Location"), answer["Cache-Control"]) == (302, public, "private, no-store")
        for answer in answers
    )


def test_a_key_leads_to_the_public_page_at_the_second_of_publication(client):
    release = ready("scheduled")
    path = given(release)
    opened(client, path)
    with time_machine.travel(TUESDAY - timedelta(seconds=1), tick=False):
        assert client.get(path).status_code == 200
    with time_machine.travel(TUESDAY, tick=False):
        assert leads_to(client, path, release.get_absolute_url(MAIN))
        assert client.get(path, follow=True).status_code == 200
    assert ReadingOpening.objects.count() == 1


def test_an_expired_key_leads_to_what_is_public_and_a_revoked_one_never(client):
    release = ready("scheduled")
    expired, revoked = given(release, until=NOON + timedelta(hours=1)), given(release)
    embargo_links.revoke(ReadingLink.objects.filter(token_hash=embargo_links.digest(revoked.split("/")[-2])))
    with time_machine.travel(TUESDAY - timedelta(seconds=1), tick=False):
        assert is_unknown(client, expired) and is_unknown(client, revoked)
    with time_machine.travel(TUESDAY, tick=False):
        assert leads_to(client, expired, release.get_absolute_url(MAIN))
        assert is_unknown(client, revoked)


def test_a_key_to_a_later_language_outlives_the_main_one(client):
    release = ready("scheduled", "Lunaire", **{languages.column("public_from", OTHER): TUESDAY + timedelta(days=1)})
    main, other = given(release, MAIN), given(release, OTHER)
    with time_machine.travel(TUESDAY, tick=False):
        assert leads_to(client, main, release.get_absolute_url(MAIN))
        assert client.get(other).status_code == 200 and "Lunaire" not in client.get(other).content.decode()


def test_a_key_leads_to_the_notice_of_what_was_public_and_is_withdrawn(client):
    release = ready("scheduled")
    path = given(release)
    with time_machine.travel(TUESDAY + timedelta(hours=1), tick=False):
        services.withdraw(release, officer(), words("Retiré"))
        assert leads_to(client, path, release.get_absolute_url(MAIN))
        answer = client.get(path, follow=True)
        assert answer.status_code == 410 and "Retiré" in answer.content.decode()


def test_a_key_dies_with_a_withdrawal(client):
    release = ready("scheduled")
    path = given(release)
    services.withdraw(release, officer(), words(""))
    assert is_unknown(client, path)


def test_unknown_keys_answer_like_unknown_pages(client):
    with override(MAIN):
        for token in ("x", "A" * 43, "é", "A" * 4000):
            assert is_unknown(client, reverse("reading-link", kwargs={"token": token}))


def test_a_draft_can_be_read_by_its_reviewer(client):
    release = ready("draft", "Lunaire")
    path = given(release)
    setattr(release, languages.column("title", MAIN), "Martienne")
    release.save()
    page = opened(client, path).content.decode()
    assert "Lunaire" in page and "Martienne" not in page
    with override(MAIN):
        assert page.count(gettext("Not approved: this text may still change.")) == 2
    services.submit(release, officer())
    approve(release, officer(), together(TUESDAY))
    page = client.get(path).content.decode()
    assert "Martienne" in page
    with override(MAIN):
        assert gettext("Not approved: this text may still change.") not in page


# Giving and revoking


def give_through_admin(client, release, **fields):
    url = route(ReadingLink, "add")
    form = form_of(client.get(f"{url}?release={release.pk}"), ReadingLink)
    typed = {"release": release.pk, "reader": "Ada, The Gazette", "language": MAIN, "expires_at": "2026-12-15 14:00"}
    return client.post(url, form | typed | fields)


def test_the_key_is_shown_once_and_only_its_hash_is_kept(client):
    release, olga = ready("scheduled", "Lunaire"), staff("olga", group="Press officers")
    response = give_through_admin(olga, release)
    assert response.status_code == 200 and "no-store" in response["Cache-Control"]
    address = re.search(r'readonly value="([^"]+)"', response.content.decode())[1]
    token = address.split("/")[-2]
    assert len(token) == 43
    link = ReadingLink.objects.get()
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert link.created_by.username == "olga"
    assert token not in _everything_stored()
    pages = [route(ReadingLink, "changelist"), route(ReadingLink, "change", link.pk), route(type(release), "life", release.pk)]
    for page in pages:
        assert token not in olga.get(page).content.decode()
        assert link.token_hash not in olga.get(page).content.decode()
    assert "Lunaire" in opened(client, "/" + address.split("/", 3)[3]).content.decode()


def _everything_stored() -> str:
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows.extend(cursor.fetchall())
    return str(rows)


def test_each_key_is_another():
    release = ready("scheduled")
    assert given(release) != given(release)


def test_a_key_is_for_a_time_to_come_and_for_what_is_not_public():
    olga = staff("olga", group="Press officers")
    for release, fields, wrong in (
        (ready("scheduled"), {"expires_at": "2026-12-01 12:00"}, "expires_at"),
        (ready("scheduled"), {"language": "xx"}, "language"),
        (ready("public"), {}, "language"),
        (ready("withdrawn"), {}, "release"),
    ):
        response = give_through_admin(olga, release, **fields)
        assert list(response.context["adminform"].form.errors) == [wrong]
    assert not ReadingLink.objects.exists()


def test_who_opened_what_and_when_is_listed(client):
    release, olga = ready("scheduled"), staff("olga", group="Press officers")
    path = given(release)
    for hours in (1, 2):
        with time_machine.travel(NOON + timedelta(hours=hours), tick=False):
            client.post(path)
    link = ReadingLink.objects.get()
    with override("en"):
        page = olga.get(route(ReadingLink, "change", link.pk)).content.decode()
        assert "1 December 2026, 1 pm" in page and "1 December 2026, 2 pm" in page
        life = olga.get(route(type(release), "life", release.pk)).content.decode()
    assert "Ada, The Gazette" in life and "opened 2 times" in life


def test_who_has_read_an_older_edition_is_told(client):
    release, olga = ready("scheduled"), staff("olga", group="Press officers")
    path = given(release)
    opened(client, path)
    life = route(type(release), "life", release.pk)
    with override("en"):
        assert "has read an older edition" not in olga.get(life).content.decode()
        setattr(release, languages.column("title", MAIN), "Solaire")
        release.save()
        seal_anew(release)
        assert "has read an older edition" in olga.get(life).content.decode()
        client.get(path)
        assert "has read an older edition" not in olga.get(life).content.decode()


def test_a_revoked_key_opens_nothing(client):
    path, olga = given(ready("scheduled")), staff("olga", group="Press officers")
    link = ReadingLink.objects.get()
    url = reverse("admin:news_readinglink_revoke", args=(link.pk,))
    assert olga.get(url).status_code == 405
    assert staff("emma", group="Editors").post(url).status_code == 403
    assert client.get(path).status_code == 200
    assert olga.post(url).status_code == 302
    assert is_unknown(client, path)
    link.refresh_from_db()
    assert link.revoked_at == timezone.now()


def test_no_key_is_written_into_the_log(client, caplog):
    caplog.set_level("DEBUG")
    release = ready("scheduled")
    path = given(release)
    client.get(path), client.post(path)
    dead = path.replace(path.split("/")[-2], "Z" * 43)
    client.get(dead)
    logging.getLogger("django.request").error("The log is heard.")
    assert "The log is heard." in caplog.text
    assert path.split("/")[-2] not in caplog.text and "Z" * 43 not in caplog.text


def test_no_key_gets_into_the_log(monkeypatch):
    written = io.StringIO()
    (console,) = (one for one in logging.getLogger().handlers if one.get_name() == "console")
    monkeypatch.setattr(console, "stream", written)
    monkeypatch.setattr(embargo_links, "known", lambda token, language: 1 / 0)
    path = given(ready("scheduled"))
    for address in (path, *(f"{path}{name}" for name in documents())):
        assert Client(raise_request_exception=False).get(address).status_code == 500
    assert written.getvalue().count("Internal Server Error: ") == 6 and "ZeroDivisionError" in written.getvalue()
    assert path.split("/")[-2] not in written.getvalue()


def documents() -> list[str]:
    """What follows a key in the addresses of its documents and files."""
    with override(MAIN):
        home = reverse("reading-link", kwargs={"token": "key"})
        found = [reverse(f"reading-{kind}", kwargs={"token": "key"}) for kind in ("pdf", "text", "kit")]
        found += [reverse("reading-file", kwargs={"token": "key", "part": part, "place": 1}) for part in ("view", "document")]
    return [address.removeprefix(home) for address in found]
