"""Whoever received a release, seen from the press room: it knows neither addresses nor messages, only that they can be told.

The floor that sends registers how many there are; a correction or a withdrawal that they are to be told of is left to it as
a notice, in the transaction of the step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from publishing import languages
from publishing.outbox import notify

from .models import Correction, PressRelease

CORRECTED, WITHDRAWN = "news.corrected", "news.withdrawn"
"""The topics of the notices; both name the ``release``, the first the ``correction`` and, by language, the ``editions`` that it
put in force too, by their keys."""

Counting = Callable[[PressRelease], Mapping[str, int]]
_counting: list[Counting] = []


def register(count: Counting) -> None:
    """Say how many received a release, by language. Raises ``ValueError`` where somebody else says so already."""
    if _counting and _counting != [count]:
        raise ValueError("two floors count who received a release")
    _counting[:] = [count]


def how_many(release: PressRelease) -> dict[str, int]:
    """How many received a release and can be written to, for each language in which anybody did."""
    return {code: number for count in _counting for code, number in count(release).items() if number}


def tell_of_correction(correction: Correction) -> None:
    """Once it is sealed: whoever has got its words by then is not told of it."""
    release = correction.release
    editions = {
        code: edition.pk
        for code in languages.codes()
        if getattr(correction, languages.column("says", code)) and (edition := release.edition_in(code)) is not None
    }
    notify(CORRECTED, {"release": release.pk, "correction": correction.pk, "editions": editions})


def tell_of_withdrawal(release: PressRelease) -> None:
    notify(WITHDRAWN, {"release": release.pk})
