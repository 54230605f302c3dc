"""Quotations in two languages: the same speakers, the same number.

What they say is shown side by side, to be read by a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..alignment import MOST_QUOTED, Pair
from ..findings import ERROR, WARNING
from ..knowledge import Knowledge
from ..reading import QuotationSpan
from ..rule import TWO_LANGUAGES, Found, rule
from ..sentences import say
from ..source import Block
from ..spans import quoted_spans
from ..text import fold

# So few words between quotation marks need no marks in another language, unless somebody is said to say them.
FEW_WORDS = 8
# What stands between quotation marks in the other language is the same where it is as long, within this share.
AS_LONG = 0.4


@rule("quote-missing", ERROR, TWO_LANGUAGES, subject="quotation")
def quote_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    beyond = [reading.quotations[MOST_QUOTED:] for reading in pair.readings]
    not_compared = {id(quote) for quotes in beyond for quote in quotes}
    for left, right in pair.quotations:
        quote = left or right
        if quote is None or (left and right) or id(quote) in not_compared:
            continue
        is_there = _waits_for_translation(pair, quote) or _stands_between_marks(pair, quote)
        if not is_there and not _needs_no_marks(quote):
            severity = ERROR if quote.who else WARNING
            yield Found(quote.block, quote.start, quote.end, say("quotation-once"), evidence=quote.text, severity=severity)
    for first in (quotes[0] for quotes in beyond if quotes):
        yield Found(first.block, first.start, first.end, say("not-compared", number=MOST_QUOTED))


def _stands_between_marks(pair: Pair, quote: QuotationSpan) -> bool:
    """Whether the other language’s paragraph has as many words between quotation marks: there it was taken for a title."""
    beside = pair.partner_of(quote.block)
    if beside is None:
        return False
    mine, theirs = quoted_spans(quote.block.text), quoted_spans(beside.text)
    if len(theirs) < len(mine):
        return False
    length = quote.end - quote.start
    return any(AS_LONG * length <= end - start <= length / AS_LONG for start, end in theirs)


def _waits_for_translation(pair: Pair, quote: QuotationSpan) -> bool:
    """A field that the other language has not filled yet: its emptiness is told once, not as a lost quotation."""
    return quote.block.part.role == "quote" and not pair.beside(pair.of(quote.block)).quotations


def _needs_no_marks(quote: QuotationSpan) -> bool:
    return len(quote.text.split()) <= FEW_WORDS and not quote.who


@rule("quote-of-another", ERROR, TWO_LANGUAGES, subject="quotation")
def quote_of_another(pair: Pair, known: Knowledge) -> Iterator[Found]:
    for left, right in pair.quotations:
        if left and right and left.who and right.who and not _may_be_one_person(left.who, right.who):
            message = say("two-speakers", one=left.who, two=right.who)
            yield Found(*_place_of_speaker(right), message, other=_place_of_speaker(left))


def _may_be_one_person(name: str, other: str) -> bool:
    """Whether two names share a word: the one may be the other without a given name."""
    return bool(set(fold(name).split()) & set(fold(other).split()))


def _place_of_speaker(quote: QuotationSpan) -> tuple[Block, int, int]:
    where = quote.speaker or quote
    return where.block, where.start, where.end
