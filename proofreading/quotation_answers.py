"""Which quotation of one language answers which of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .likenesses import overlap, roots
from .reading import QuotationSpan
from .text import fold
from .tokens import tokens

if TYPE_CHECKING:
    from .alignment import Pair

Quotations = tuple[QuotationSpan | None, QuotationSpan | None]

# Words of quotations are few: shorter ones count.
LONG_WORD_OF_QUOTATIONS = 5
# What two quotations need in common to be taken for translations of one another, and what counts for it: the speaker,
# the paragraph, the roots of their words. Those in fields of their own answer one another by the field alone.
ANSWER, SAME_SPEAKER, SAME_PARAGRAPH, SAME_ROOTS_OF_QUOTATIONS, SAME_FIELD = 0.3, 0.6, 0.4, 1.5, 9.0
# No communiqué quotes more often. The rest of a text that does is not compared, so that time does not grow with the
# square of the text, which is said (“quote-missing”).
MOST_QUOTED = 100


def quotations_of(pair: Pair) -> list[Quotations]:
    """Each quotation beside its other language’s: by speaker first, then by paragraph. To be read, not judged.

    Where as many are left over on both sides they answer one another in their order.
    """
    matched = _answered_quotations(pair)
    answers = set(matched.values())
    rights = pair.right.quotations
    found = [rights[matched[place]] if place in matched else None for place in range(len(pair.left.quotations))]
    waiting = [quote for place, quote in enumerate(rights) if place not in answers]
    lonely = [place for place, answer in enumerate(found) if answer is None]
    if len(lonely) == len(waiting):
        for place in lonely:
            found[place] = waiting.pop(0)
    return [*zip(pair.left.quotations, found, strict=True), *((None, quote) for quote in waiting)]


def _answered_quotations(pair: Pair) -> dict[int, int]:
    """Which quotation answers which, the likeliest first."""
    sides = [
        [(quote, roots(tokens(fold(quote.text)), LONG_WORD_OF_QUOTATIONS)) for quote in reading.quotations[:MOST_QUOTED]]
        for reading in pair.readings
    ]
    likely = [
        (-_answers(pair, *mine, *theirs), place, answer)
        for place, mine in enumerate(sides[0])
        for answer, theirs in enumerate(sides[1])
    ]
    matched: dict[int, int] = {}
    answers: set[int] = set()
    for unlikeness, place, answer in sorted(likely):
        if -unlikeness >= ANSWER and place not in matched and answer not in answers:
            matched[place] = answer
            answers.add(answer)
    return matched


def _answers(
    pair: Pair, quotation: QuotationSpan, roots_here: frozenset[str], other: QuotationSpan, roots_there: frozenset[str]
) -> float:
    """How likely two quotations are one: by their speaker, their paragraph, the roots of their words."""
    if quotation.anchor or other.anchor:
        return SAME_FIELD * (quotation.anchor == other.anchor)
    said = SAME_SPEAKER * _same_person(quotation.who, other.who)
    beside = SAME_PARAGRAPH * (pair.partner_of(quotation.block) is other.block)
    return said + beside + SAME_ROOTS_OF_QUOTATIONS * overlap(roots_here, roots_there)


def _same_person(left: str, right: str) -> bool:
    a, b = fold(left).split(), fold(right).split()
    return bool(a and b) and a[-1] == b[-1]
