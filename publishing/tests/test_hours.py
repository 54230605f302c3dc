"""Hours as each language writes them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from publishing.dates_in_words import time_in_words

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("start", "end", "french", "english"),
    [
        ((4, 14, 0), (4, 16, 30), "14\u00a0h\u00a0– 16\u00a0h\u00a030", "2–4.30 pm"),
        ((4, 9, 0), (4, 10, 0), "9\u00a0h\u00a0– 10\u00a0h", "9–10 am"),
        ((4, 11, 30), (4, 13, 5), "11\u00a0h\u00a030\u00a0– 13\u00a0h\u00a005", "11.30 am–1.05 pm"),
        ((4, 18, 0), (4, 18, 0), "18\u00a0h", "6 pm"),
        ((4, 9, 0), (5, 17, 0), "4 mai 2026, 9\u00a0h – 5 mai 2026, 17\u00a0h", "4 May 2026, 9 am – 5 May 2026, 5 pm"),
    ],
)
def test_hours_are_written_as_each_language_writes_them(start, end, french, english):
    moments = [datetime(2026, 5, *given, tzinfo=PARIS) for given in (start, end)]
    for code, words in (("fr", french), ("en", english)):
        with override(code):
            assert time_in_words(*moments) == words
