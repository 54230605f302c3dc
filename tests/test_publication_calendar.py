"""The calendar of publications: what stands on which day, for whom, and in how many queries."""

from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news.models import Article, Event, PressRelease
from news.notifications import page_of
from news.tests.newsroom import MAIN, NOON, OTHER, TUESDAY, ready, user
from publishing import languages, publication_calendar
from publishing.languages import column
from publishing.publication_calendar import CalendarSource, source_of
from tests.backoffice import route, staff
from tests.make import draft, make, seal_anew

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def page(client, month: str = "", language: str = "en"):
    client.cookies["language"] = language
    return client.get(reverse("admin:calendar"), {"month": month} if month else {})


def entries(response) -> dict[date, list]:
    days = [day for week in response.context["month"].weeks for day in week]
    return {day.day: day.entries for day in days if day.entries}


def titles(response) -> dict[str, list[str]]:
    return {day.isoformat(): [entry.title.words for entry in found] for day, found in entries(response).items()}


class _Table(HTMLParser):
    """The headers and the cells of the month, by their row."""

    def __init__(self):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_a_thing_stands_on_the_day_of_its_moment_once_for_the_languages_that_share_it():
    release = ready("scheduled", "Alpha")
    (entry,) = entries(page(staff()))[date(2026, 12, 8)]
    assert entry.languages == ", ".join(["French", "English"]) and entry.beside == ""
    assert (entry.clock_time, entry.is_past, entry.url) == ("14:00", False, page_of(release))
    assert entry.title.words == getattr(release, column("title", OTHER))


def test_languages_with_moments_of_their_own_stand_on_their_days():
    moments = {column("public_from", MAIN): TUESDAY, column("public_from", OTHER): TUESDAY + timedelta(days=2)}
    ready("scheduled", "Alpha", **moments)
    found = entries(page(staff()))
    (first,), (second,) = found[date(2026, 12, 8)], found[date(2026, 12, 10)]
    assert (first.languages, second.languages) == ("French", "English")
    assert first.beside.endswith("Thursday 10 December 2026, 2 pm") and second.beside.endswith("Tuesday 8 December 2026, 2 pm")


@pytest.mark.parametrize(("review", "words"), [("draft", "English: draft"), ("in_review", "English: in review")])
def test_that_a_language_has_no_moment_is_seen(review, words):
    release = ready("draft", "Alpha")
    setattr(release, column("public_from", MAIN), TUESDAY)
    setattr(release, column("review", OTHER), review)
    seal_anew(release)
    client = staff()
    (entry,) = entries(page(client))[date(2026, 12, 8)]
    assert (entry.languages, entry.beside) == ("French", words)
    assert words in page(client).content.decode()


def test_what_was_approved_gives_the_title_not_what_is_typed_since():
    release = ready("scheduled", "Alpha")
    PressRelease.objects.filter(pk=release.pk).update(**dict.fromkeys(languages.columns("title"), "Typed since"))
    assert "Typed since" not in page(staff()).content.decode()


def test_what_was_withdrawn_before_its_moment_was_never_public():
    ready("public", "Alpha", withdrawn_at=NOON, **dict.fromkeys(languages.columns("public_from"), NOON - timedelta(hours=2)))
    ready("scheduled", "Beta", withdrawn_at=NOON)
    found = entries(page(staff()))
    assert [(entry.title.words.split()[0], entry.beside) for day in found.values() for entry in day] == [("Alpha", "withdrawn")]


def test_days_are_those_of_paris():
    midnight = datetime(2026, 12, 7, 23, 0, tzinfo=UTC)
    for number, moment in enumerate((midnight - timedelta(seconds=1), midnight)):
        ready("scheduled", f"Word{number}", **dict.fromkeys(languages.columns("public_from"), moment))
    found = {day: [title.split()[0] for title in names] for day, names in titles(page(staff())).items()}
    assert found == {"2026-12-07": ["Word0"], "2026-12-08": ["Word1"]}


def test_whole_weeks_show_what_stands_beside_the_month():
    ready("scheduled", "Alpha", **dict.fromkeys(languages.columns("public_from"), datetime(2027, 1, 1, 9, tzinfo=UTC)))
    assert list(titles(page(staff(), "2026-12"))) == ["2027-01-01"]
    month = page(staff("dora"), "2026-12").context["month"]
    assert [day.day for day in month.busy_days] == [date(2026, 12, 1)]
    assert list(titles(page(staff("ella"), "2027-01"))) == ["2027-01-01"]


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "1999-12", "2101-01", "x", "2026-12-05", "٢٠٢٦-١٢", "2026-12\x0b"])
def test_a_month_that_is_none_shows_this_month(month):
    response = page(staff(), month)
    assert response.status_code == 200 and response.context["month"].first == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("month", "before", "after"),
    [
        ("2026-12", "2026-11", "2027-01"),
        ("2026-01", "2025-12", "2026-02"),
        ("2000-01", "", "2000-02"),
        ("2100-12", "2100-11", ""),
    ],
)
def test_months_lead_to_their_neighbours(month, before, after):
    response = page(staff(), month)
    shown = response.context["month"]
    assert (shown.before, shown.after) == (before, after)
    html = response.content.decode()
    assert all((f'href="?month={name}"' in html) for name in (before, after) if name)
    assert ('rel="prev"' in html, ('rel="next"' in html)) == (bool(before), bool(after))


@pytest.mark.parametrize(("language", "name", "monday"), [("fr", "Décembre 2026", "Lundi"), ("en", "December 2026", "Monday")])
def test_the_month_is_a_table_with_its_caption_its_headers_and_today(language, name, monday):
    html = page(staff(), "", language).content.decode()
    parser = _Table()
    parser.feed(html[html.index('<table class="month">') :].partition("</table>")[0])
    assert f"<caption>{name}</caption>" in html.replace("\n", "")
    headers = [given for tag, given in parser.tags if tag == "th"]
    assert len(headers) == 7 and all(given["scope"] == "col" for given in headers) and f">{monday}</th>" in html
    assert [given for tag, given in parser.tags if tag == "td" and given.get("aria-current") == "date"]
    assert html.count('datetime="2026-12-05"') == 1
    assert html.count('aria-current="date"') == 2  # in the table, and in the list of a phone


@pytest.mark.parametrize(
    ("group", "sees"),
    [("Editors", True), ("Translators", True), ("Press officers", True), ("Administrators", True), (None, False)],
)
def test_whoever_sees_releases_sees_the_calendar_and_is_led_there(group, sees):
    ready("scheduled", "Alpha")
    client = Client()
    client.force_login(user("somebody", group))
    response = page(client)
    assert response.status_code == (200 if sees else 403)
    assert (reverse("admin:calendar") in client.get(reverse("admin:index")).content.decode()) is sees
    if sees:
        assert "Alpha" in response.content.decode()
        assert reverse("admin:calendar") in client.get(route(PressRelease, "changelist")).content.decode()
    assert page(Client()).status_code == 302


def test_each_room_brings_its_own_after_the_releases():
    for model in (Event, Article):
        make(model, "Texte", **dict.fromkeys(languages.columns("public_from"), TUESDAY))
    ready("scheduled", "Alpha")
    found = entries(page(staff()))[date(2026, 12, 8)]
    assert [entry.kind for entry in found] == ["press release", "news item", "event"]
    assert [source.model for source in publication_calendar.sources_for(user("root"))] == []


def test_a_kind_that_somebody_may_not_see_is_left_out():
    make(Article, "Verborgen", **dict.fromkeys(languages.columns("public_from"), TUESDAY))
    reader = user("reader")
    from django.contrib.auth.models import Permission

    reader.user_permissions.add(Permission.objects.get(codename="view_pressrelease"))
    client = Client()
    client.force_login(reader)
    assert page(client).status_code == 200 and "Verborgen" not in page(client).content.decode()


def test_a_model_has_one_source():
    with pytest.raises(ValueError, match="PressRelease"):
        publication_calendar.register(source_of(PressRelease))
    assert isinstance(source_of(Article), CalendarSource)


def test_a_month_asks_as_many_queries_for_many_as_for_one():
    client, counted = staff(), []
    for number in (1, 4):
        for _n in range(number):
            ready("scheduled")
            for model in (Article, Event):
                make(model, **dict.fromkeys(languages.columns("public_from"), TUESDAY))
        page(client)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_draft_is_in_no_month():
    make(Article, "Texte", **draft())
    ready("in review")
    assert entries(page(staff())) == {}
