"""Quotations in two languages: the same speakers, the same number. What they say is shown side by side, to be read by a
person.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..alignment import Pair
from ..findings import ERROR
from ..folding import fold
from ..knowledge import Knowledge
from ..reading import Quotation, Reading
from ..registry import TWO_LANGUAGES, Found, rule


@rule("quote-missing", ERROR, TWO_LANGUAGES)
def quote_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A quotation in one language only: somebody’s words were lost, or added."""
    for left, right in pair.quotations:
        quote = left or right
        if (left is None or right is None) and not _half_translated(pair, quote):
            reading = pair.of(quote.block)
            if _said_without_marks(pair, quote, reading):
                continue
            yield Found(
                quote.block, quote.start, quote.end, _("This quotation stands in one language only."), evidence=quote.text
            )


def _half_translated(pair: Pair, quote: Quotation) -> bool:
    """A field of the release that the other language has not yet: its emptiness is told once, not as a lost quotation."""
    return quote.block.part.role == "quote" and not pair.beside(pair.of(quote.block)).quotations


def _said_without_marks(pair: Pair, quote: Quotation, reading: Reading) -> bool:
    """Short words between quotation marks in one language need none in the other."""
    return len(quote.text.split()) < 9 and not quote.who


@rule("quote-of-another", ERROR, TWO_LANGUAGES)
def quote_of_another(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """The same quotation given to two different people."""
    for left, right in pair.quotations:
        if not left or not right or not left.who or not right.who:
            continue
        one, two = fold(left.who).split(), fold(right.who).split()
        if one[-1] == two[-1] or set(one) & set(two):
            continue
        message = _("%(one)s says this in the other language, %(two)s here.") % {"one": left.who, "two": right.who}
        yield Found(*_speaker_place(right), message, other=_speaker_place(left))


def _speaker_place(quote: Quotation):
    if quote.speaker:
        return quote.speaker.block, quote.speaker.start, quote.speaker.end
    return quote.block, quote.start, quote.end
