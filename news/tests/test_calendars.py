"""Calendar files: the right hours on both sides of a clock change, the right days, the right language."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from news import calendars
from news.models import Event
from publishing import languages
from publishing.typography import typeset
from tests.make import future, make

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")


def _address(event: Event, language: str) -> str:
    with override(language):
        return reverse("event-calendar", kwargs={"slug": event.slug(language)})


def _entries(text: str | bytes) -> list:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def _timed(starts: datetime, ends: datetime, **given) -> Event:
    return make(Event, "Rencontre", starts_at=starts, ends_at=ends, **given)


@pytest.mark.parametrize(
    ("starts", "ends", "utc", "lasts"),
    [
        (datetime(2027, 3, 27, 14, tzinfo=PARIS), datetime(2027, 3, 27, 16, tzinfo=PARIS), (27, 13), timedelta(hours=2)),
        (datetime(2027, 3, 28, 14, tzinfo=PARIS), datetime(2027, 3, 28, 16, tzinfo=PARIS), (28, 12), timedelta(hours=2)),
        (datetime(2027, 3, 28, 1, tzinfo=PARIS), datetime(2027, 3, 28, 4, tzinfo=PARIS), (28, 0), timedelta(hours=2)),
        (datetime(2027, 10, 31, 1, tzinfo=PARIS), datetime(2027, 10, 31, 4, tzinfo=PARIS), (30, 23), timedelta(hours=4)),
        (datetime(2027, 10, 31, 14, tzinfo=PARIS), datetime(2027, 10, 31, 16, tzinfo=PARIS), (31, 13), timedelta(hours=2)),
    ],
    ids=["before-summer", "in-summer", "over-the-lost-hour", "over-the-gained-hour", "in-winter"],
)
def test_hours_are_right_across_the_clock_change(starts, ends, utc, lasts):
    entry = _entries(calendars.of_event(_timed(starts, ends), "fr"))[0]
    begins, finishes = entry["dtstart"].dt, entry["dtend"].dt
    assert (begins.astimezone(UTC).day, begins.astimezone(UTC).hour) == utc
    assert finishes - begins == lasts
    assert begins.astimezone(PARIS).replace(tzinfo=None) == starts.replace(tzinfo=None)


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31), date(2027, 6, 1)])
@pytest.mark.parametrize("days", [1, 3])
def test_whole_days_end_on_the_day_after_the_last(day, days):
    """RFC 5545, 3.6.1: the end is exclusive."""
    last = day + timedelta(days=days - 1)
    event = _timed(
        datetime(day.year, day.month, day.day, tzinfo=PARIS),
        datetime(last.year, last.month, last.day, 23, 59, tzinfo=PARIS),
        all_day=True,
    )
    text = calendars.of_event(event, "fr")
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}\r\n" in text
    assert f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}\r\n" in text


def test_the_file_is_what_the_standard_asks(client):
    """RFC 5545: required properties, CRLF, no line over 75 octets, the text's signs escaped and read back as they were."""
    words = "Débat ; ouvert, à tous\\ici « été » " + "très long " * 20
    event = _timed(
        datetime(2027, 6, 1, 9, tzinfo=PARIS), datetime(2027, 6, 1, 10, tzinfo=PARIS), title_fr="Un titre, deux ; trois",
        summary_fr=words, place_fr="Paris", address="4, place Jussieu", online_url="",
    )  # fmt: skip
    response = client.get(_address(event, "fr"))
    body = response.content
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert body.startswith(b"BEGIN:VCALENDAR\r\n") and body.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(body)
    assert calendar["version"] == "2.0" and calendar["prodid"]
    entry = _entries(body)[0]
    assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL"} <= set(entry)
    assert str(entry["summary"]) == "Un titre, deux\u202f; trois"
    assert str(entry["description"]) == typeset(words.strip(), "fr")
    assert str(entry["location"]) == "Paris, 4, place Jussieu"


@pytest.mark.parametrize("language", languages.codes())
def test_the_words_and_the_address_are_those_of_the_language(language, settings):
    event = _timed(datetime(2027, 6, 1, 9, tzinfo=PARIS), datetime(2027, 6, 1, 10, tzinfo=PARIS))
    entry = _entries(calendars.of_event(event, language))[0]
    assert str(entry["summary"]) == getattr(event, languages.column("title", language))
    assert entry["summary"].params["LANGUAGE"] == language
    assert entry["url"] == settings.SITE_URL + event.get_absolute_url(language)


def test_what_is_not_translated_is_marked_with_its_own_language():
    event = _timed(datetime(2027, 6, 1, 9, tzinfo=PARIS), datetime(2027, 6, 1, 10, tzinfo=PARIS), place_en="")
    entry = _entries(calendars.of_event(event, "en"))[0]
    assert entry["location"].params["LANGUAGE"] == "fr"
    assert entry["summary"].params["LANGUAGE"] == "en"


def test_an_event_keeps_its_identity_whatever_changes():
    event = _timed(datetime(2027, 6, 1, 9, tzinfo=PARIS), datetime(2027, 6, 1, 10, tzinfo=PARIS))
    before = {str(_entries(calendars.of_event(event, code))[0]["uid"]) for code in languages.codes()}
    event.title_fr, event.slug_fr, event.starts_at = "Autre titre", "autre-adresse", event.starts_at - timedelta(days=1)
    event.save()
    assert before == {str(_entries(calendars.of_event(event, "fr"))[0]["uid"])}
    other = _timed(datetime(2027, 6, 1, 9, tzinfo=PARIS), datetime(2027, 6, 1, 10, tzinfo=PARIS))
    assert calendars.uid(other) not in before


def test_a_calendar_file_is_as_public_as_its_event(client):
    event = make(Event, "Secret", **future())
    assert client.get(_address(event, "fr")).status_code == 404
    assert "Secret" not in client.get(reverse("agenda-calendar")).content.decode()
    event.public_from_fr = timezone.now() - timedelta(seconds=1)
    event.save()
    assert "Secret" in client.get(_address(event, "fr")).content.decode()
    assert client.get(_address(event, "en")).status_code == 404
    old = _address(event, "fr")
    event.slug_fr = "adresse-nouvelle"
    event.save()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, _address(event, "fr"))


@pytest.mark.parametrize("language", languages.codes())
def test_the_agenda_holds_every_public_event_of_the_last_year_and_after(client, language):
    now = timezone.now()
    coming = _timed(now + timedelta(days=9), now + timedelta(days=9, hours=1))
    past = _timed(now - timedelta(days=200), now - timedelta(days=200))
    old = _timed(now - timedelta(days=900), now - timedelta(days=900))
    _timed(now, now + timedelta(hours=1), **future())
    with override(language):
        address = reverse("agenda-calendar")
    assert address == {"fr": "/fr/agenda/calendrier.ics", "en": "/en/events/calendar.ics"}[language]
    found = [str(entry["uid"]) for entry in _entries(client.get(address).content)]
    assert found == [calendars.uid(past), calendars.uid(coming)]
    assert calendars.uid(old) not in found


def test_pages_lead_to_the_calendar_files(client):
    event = _timed(datetime(2027, 6, 1, 9, tzinfo=PARIS), datetime(2027, 6, 1, 10, tzinfo=PARIS))
    assert f'href="{_address(event, "fr")}"' in client.get(event.get_absolute_url("fr")).content.decode()
    assert f'href="{reverse("agenda-calendar")}"' in client.get(reverse("event-list")).content.decode()


def test_what_is_over_is_not_offered_to_a_calendar(client):
    event = _timed(datetime(2025, 6, 1, 9, tzinfo=PARIS), datetime(2025, 6, 1, 10, tzinfo=PARIS))
    assert _address(event, "fr") not in client.get(event.get_absolute_url("fr")).content.decode()


def test_signs_that_show_nothing_do_not_break_the_file():
    event = _timed(datetime(2027, 6, 1, 9, tzinfo=PARIS), datetime(2027, 6, 1, 10, tzinfo=PARIS))
    event.title_fr = "Un\x00 ti\x0btre\r\nBEGIN:VALARM"
    entry = _entries(calendars.of_event(event, "fr"))[0]
    assert str(entry["summary"]) == "Un titre BEGIN:VALARM"
    assert entry.subcomponents == []
