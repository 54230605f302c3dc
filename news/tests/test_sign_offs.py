"""Sign-off of a quotation: what the person quoted sees and says, and what the press office is told of it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from news import keys, services, sign_off_views, sign_offs
from news.models import Quote, SignOffAnswer, SignOffLink
from publishing import languages
from tests.backoffice import change_url, form_of, route, staff
from tests.make import make

from .newsroom import MAIN, NOON, OTHER, officer, ready
from .test_embargo_links import _everything_stored, is_unknown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def quote() -> Quote:
    """Two persons are quoted in a release about the moon."""
    release = ready("draft", "Lunaire")
    make(Quote, "Voisine", release=release, rank=2, person=None)
    return make(Quote, "Parole", release=release, rank=1, speaker="Ada Exemple", person=None)


def given(quote: Quote, language: str = MAIN, days: int = 7) -> str:
    """The path of a new link."""
    link = SignOffLink(quote=quote, reader="Ada Exemple", language=language, expires_at=NOON + timedelta(days=days))
    return "/" + sign_offs.give(link).split("/", 3)[3]


def opened(client, path: str) -> str:
    return client.post(path, follow=True).content.decode()


def shown(page: str) -> str:
    return re.search(r'name="shown" value="(\w+)"', page)[1]


def say(client, path: str, verdict: str, note: str = ""):
    return client.post(path, {"verdict": verdict, "note": note, "shown": shown(opened(client, path))})


def test_nothing_of_it_is_shown_before_the_button(client, quote):
    path = given(quote)
    for method in ("get", "head", "options", "get"):
        page = getattr(client, method)(path).content.decode()
        assert "Parole" not in page and "Lunaire" not in page
    assert SignOffLink.objects.get().opened_at is None
    page = opened(client, path)
    assert SignOffLink.objects.get().opened_at == NOON
    for code in languages.codes():
        assert f"Parole text_{code}" in page and f"Lunaire title_{code}" in page
    assert "Voisine" not in page and "Lunaire body" not in page and "Lunaire lead" not in page
    assert path.split("/")[-2] not in page


def test_a_language_without_words_is_not_shown(client, quote):
    setattr(quote, languages.column("text", OTHER), "")
    quote.save()
    page = opened(client, given(quote))
    assert f"Parole text_{MAIN}" in page and f"title_{OTHER}" not in page


def test_nobody_keeps_or_indexes_it(client, quote):
    path = given(quote)
    for response in (client.get(path), client.post(path), client.get(path)):
        assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
        assert response["Referrer-Policy"] == "strict-origin"


def test_the_forms_take_their_token(quote):
    path, browser = given(quote), Client(enforce_csrf_checks=True)
    assert browser.post(path).status_code == 403
    assert browser.post(path, {"verdict": "approved", "shown": "x"}).status_code == 403
    assert not SignOffAnswer.objects.exists()


def test_an_answer_hangs_on_the_words_that_were_shown(client, quote):
    path = given(quote)
    assert say(client, path, "approved").status_code == 302
    answer = SignOffAnswer.objects.get()
    assert (answer.verdict, answer.at, answer.link.reader) == ("approved", NOON, "Ada Exemple")
    assert answer.digests == {one.language: one.digest for one in sign_offs.quotations(quote)}
    assert set(answer.digests) == set(languages.codes())
    with override(MAIN):
        assert gettext("Your answer") in client.get(path).content.decode()


def test_who_posts_without_having_seen_the_words_answers_nothing(client, quote):
    path = given(quote)
    for posted in ({"verdict": "approved"}, {"verdict": "approved", "shown": "0" * 64}):
        client.post(path, posted)
    assert not SignOffAnswer.objects.exists()


def test_who_takes_a_day_to_answer_loses_nothing(client, quote):
    path = given(quote)
    page = opened(client, path)
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        client.post(path, {"verdict": "change", "note": "Deux mots de trop.", "shown": shown(page)})
    assert SignOffAnswer.objects.get().note == "Deux mots de trop."


def test_a_change_takes_words_and_keeps_what_was_typed(client, quote):
    path = given(quote)
    for note in ("", "  \n "):
        response = say(client, path, "change", note)
        with override(MAIN):
            assert response.status_code == 200 and gettext("Say what is to be changed.") in response.content.decode()
    long = "x" * (sign_off_views.LONGEST_NOTE + 1)
    assert long in say(client, path, "approved", long).content.decode()
    assert say(client, path, "perhaps").status_code == 200
    assert not SignOffAnswer.objects.exists()


def test_the_latest_answer_counts_and_each_is_kept(client, quote):
    path = given(quote)
    say(client, path, "change", "Deux mots de trop.")
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        say(client, path, "approved")
    assert list(SignOffAnswer.objects.values_list("verdict", flat=True)) == ["change", "approved"]
    (one,) = [one for one in sign_offs.of_release(quote.release) if one.states]
    assert one.states[0].is_approved


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_press_office_reads_it_beside_the_quotation_and_where_it_approves(client, quote, language):
    path, olga = given(quote), staff("olga", group="Press officers", language=language)
    pages = [route(type(quote.release), "life", quote.release.pk), change_url(quote.release)]

    def all_say(sentence: str, **values) -> bool:
        with override(language):
            told = gettext(sentence) % values if values else gettext(sentence)
        told = " ".join(told.split("2026")[0].split())
        return all(told in " ".join(olga.get(page).content.decode().split()) for page in pages)

    assert all_say("Nobody was asked yet.")
    say(client, path, "change", "Deux mots de trop.")
    assert all_say("%(reader)s asked for a change on %(moment)s.", reader="Ada Exemple", moment="2026")
    assert all("Deux mots de trop." in olga.get(page).content.decode() for page in pages)
    say(client, path, "approved")
    assert all_say("Approved by %(reader)s on %(moment)s.", reader="Ada Exemple", moment="2026")
    assert not all_say("The words have changed since the link was given:")
    setattr(quote, languages.column("text", OTHER), "Other words")
    quote.save()
    assert all_say("The words have changed since the link was given:")
    (state,) = sign_offs.of_release(quote.release)[0].states
    assert state.changed == [OTHER] and not state.is_approved
    assert "Other words" not in client.get(path).content.decode()


def test_a_language_written_since_was_not_signed(client, quote):
    setattr(quote, languages.column("text", OTHER), "")
    quote.save()
    say(client, given(quote), "approved")
    setattr(quote, languages.column("text", OTHER), "Since then")
    quote.save()
    assert sign_offs.of_release(quote.release)[0].states[0].changed == [OTHER]


def test_a_sign_off_stops_no_approval(quote, client):
    say(client, given(quote), "change", "Deux mots de trop.")
    services.submit(quote.release, officer())
    assert services.unready(quote.release, MAIN) == []


@pytest.mark.parametrize("end", ["time", "revoked", "withdrawn", "quotation gone"])
def test_a_dead_key_is_an_unknown_address(client, quote, end):
    path = given(quote, days=1)
    opened(client, path)
    at = NOON
    if end == "time":
        at += timedelta(days=1)
    elif end == "revoked":
        olga = staff("olga", group="Press officers")
        url = reverse("admin:news_signofflink_revoke", args=(SignOffLink.objects.get().pk,))
        assert olga.get(url).status_code == 405
        assert staff("theo", group="Translators").post(url).status_code == 403
        assert not is_unknown(client, path)
        assert olga.post(url).status_code == 302
    elif end == "withdrawn":
        type(quote.release).objects.filter(pk=quote.release.pk).update(withdrawn_at=NOON)
    else:
        quote.delete()
    with time_machine.travel(at, tick=False):
        assert is_unknown(client, path)


def test_the_key_is_of_one_language_of_pages(client, quote):
    token = given(quote).split("/")[-2]
    with override(OTHER):
        assert is_unknown(client, reverse("sign-off", kwargs={"token": token}))


def test_nobody_answers_without_end(client, quote, monkeypatch):
    monkeypatch.setattr(sign_off_views, "POSTS_AN_HOUR", 3)
    path = given(quote)
    assert [client.post(path).status_code for _turn in range(4)] == [302, 302, 302, 429]


# Giving


def give_through_admin(client, about, **fields):
    url = route(SignOffLink, "add")
    form = form_of(client.get(f"{url}?quote={about.pk}"), SignOffLink)
    assert form["reader"] == "Ada Exemple"
    typed = {"quote": about.pk, "language": MAIN, "expires_at": "2026-12-15 14:00"}
    return client.post(url, form | typed | fields)


@pytest.mark.parametrize("group", ["Editors", "Press officers"])
def test_the_key_is_shown_once_and_only_its_hash_is_kept(client, quote, group):
    emma = staff("emma", group=group)
    response = give_through_admin(emma, quote)
    assert response.status_code == 200 and "no-store" in response["Cache-Control"]
    address = re.search(r'readonly value="([^"]+)"', response.content.decode())[1]
    token = address.split("/")[-2]
    link = SignOffLink.objects.get()
    assert (len(token), link.token_hash, link.created_by.username) == (43, keys.digest(token), "emma")
    assert token not in _everything_stored()
    for page in (route(SignOffLink, "changelist"), route(SignOffLink, "change", link.pk), change_url(quote.release)):
        answer = emma.get(page)
        assert answer.status_code == 200 and token not in answer.content.decode()
    assert "Parole" in opened(client, "/" + address.split("/", 3)[3])


def test_translators_and_strangers_give_none(client, quote):
    for somebody in (staff("theo", group="Translators"), client):
        assert somebody.get(route(SignOffLink, "add")).status_code in (302, 403)
        assert somebody.get(route(SignOffLink, "changelist")).status_code in (302, 403)


def test_a_key_is_for_a_time_to_come_and_for_words_that_are_written(quote):
    emma = staff("emma", group="Editors")
    silent = make(Quote, "Rien", release=quote.release, speaker="Ada Exemple", **dict.fromkeys(languages.columns("text"), ""))
    gone = make(Quote, "Parole", release=ready("withdrawn"), speaker="Ada Exemple")
    for one, fields, wrong in (
        (quote, {"expires_at": "2026-12-01 12:00"}, "expires_at"),
        (quote, {"language": "xx"}, "language"),
        (quote, {"quote": ""}, "quote"),
        (silent, {}, "quote"),
        (gone, {}, "quote"),
    ):
        response = give_through_admin(emma, one, **fields)
        assert list(response.context["adminform"].form.errors) == [wrong]
    assert not SignOffLink.objects.exists()


@pytest.mark.parametrize("asked", ["", "x", "9" * 30, "-1", "1e3"])
def test_a_form_without_a_quotation_says_where_to_choose_one(quote, asked):
    emma = staff("emma", group="Editors")
    response = emma.get(f"{route(SignOffLink, 'add')}?quote={asked}")
    assert response.status_code == 200 and "Parole" not in response.content.decode()


def test_the_page_of_a_release_takes_no_query_per_quotation(client, quote, django_assert_max_num_queries):
    olga = staff("olga", group="Press officers")
    page = route(type(quote.release), "life", quote.release.pk)
    given(quote), olga.get(page)
    with django_assert_max_num_queries(300) as before:
        olga.get(page)
    for number in range(4):
        other = make(Quote, f"Autre {number}", release=quote.release)
        given(other), given(other)
    with django_assert_max_num_queries(300) as after:
        olga.get(page)
    assert len(after) <= len(before) + 2
