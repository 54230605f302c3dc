"""Days and hours as each language writes them."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from publishing.dates_in_words import days_in_words, days_tag, period_in_words, time_in_words

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("start", "end", "french", "english"),
    [
        ((4, 14, 0), (4, 16, 30), "14\u00a0h\u00a0– 16\u00a0h\u00a030", "2–4.30 pm"),
        ((4, 9, 0), (4, 10, 0), "9\u00a0h\u00a0– 10\u00a0h", "9–10 am"),
        ((4, 11, 30), (4, 13, 5), "11\u00a0h\u00a030\u00a0– 13\u00a0h\u00a005", "11.30 am–1.05 pm"),
        ((4, 11, 0), (4, 12, 0), "11\u00a0h\u00a0– 12\u00a0h", "11 am–noon"),
        ((4, 12, 0), (4, 14, 0), "12\u00a0h\u00a0– 14\u00a0h", "noon–2 pm"),
        ((4, 12, 30), (4, 13, 0), "12\u00a0h\u00a030\u00a0– 13\u00a0h", "12.30–1 pm"),
        ((4, 0, 0), (4, 0, 30), "0\u00a0h\u00a0– 0\u00a0h\u00a030", "midnight–12.30 am"),
        ((4, 18, 0), (4, 18, 0), "18\u00a0h", "6 pm"),
        ((4, 9, 0), (5, 17, 0), "4 mai 2026, 9\u00a0h – 5 mai 2026, 17\u00a0h", "4 May 2026, 9 am – 5 May 2026, 5 pm"),
    ],
)
def test_hours_are_written_as_each_language_writes_them(start, end, french, english):
    moments = [datetime(2026, 5, *given, tzinfo=PARIS) for given in (start, end)]
    for code, words in (("fr", french), ("en", english)):
        with override(code):
            assert time_in_words(*moments) == words


@pytest.mark.parametrize(
    ("first", "last", "french", "english"),
    [
        ((2027, 5, 3), (2027, 5, 3), "3 mai 2027", "3 May 2027"),
        ((2027, 5, 3), (2027, 5, 5), "du 3 au 5 mai 2027", "3–5 May 2027"),
        ((2027, 5, 1), (2027, 5, 11), "du 1er au 11 mai 2027", "1–11 May 2027"),
        ((2027, 4, 30), (2027, 5, 1), "du 30 avril au 1er mai 2027", "30 April – 1 May 2027"),
        ((2026, 12, 31), (2027, 1, 1), "du 31 décembre 2026 au 1er janvier 2027", "31 December 2026 – 1 January 2027"),
    ],
)
def test_days_say_once_what_they_have_in_common(first, last, french, english):
    for code, words in (("fr", french), ("en", english)):
        with override(code):
            days = date(*first), date(*last)
            assert days_in_words(*days) == words
            assert period_in_words(*(day.isoformat() for day in days)) == words
            marked = re.sub("<[^>]+>", "", days_tag(*days))
            assert marked == f"{words[:1].upper()}{words[1:]}"


@pytest.mark.parametrize(
    ("start", "end", "french", "english"),
    [
        ("2024", "2029", "2024-2029", "2024–2029"),
        ("2024", "", "2024", "2024"),
        ("2025-04", "2025-06", "avril-juin 2025", "April–June 2025"),
        ("2026-11", "2027-02", "novembre 2026 – février 2027", "November 2026 – February 2027"),
        ("2025-09", "2026", "septembre 2025 – 2026", "September 2025 to 2026"),
    ],
)
def test_months_and_years_say_once_what_they_have_in_common(start, end, french, english):
    for code, words in (("fr", french), ("en", english)):
        with override(code):
            assert period_in_words(start, end) == words


def test_days_are_marked_up_one_by_one():
    with override("fr"):
        assert days_tag(date(2027, 5, 1), date(2027, 5, 2)) == (
            'Du <time datetime="2027-05-01">1<sup>er</sup></time> au <time datetime="2027-05-02">2 mai 2027</time>'
        )
