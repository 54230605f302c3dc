"""Sentences in which one language has the opposite of the other’s word: “réduire” beside “increase”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...alignment import Pair
from ...findings import WARNING
from ...knowledge import Knowledge
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...words.opposites import Opposites, opposites
from .negations import aligned_sentences, may_deny
from .places import shown

# What is open until a day closes on it.
_UNTIL = re.compile(r"(?<!\w)(?:jusqu|until|till)")


@rule("opposite-said", WARNING, TWO_LANGUAGES, subject="negation", yields_to=("statement-missing", "negation-differs"))
def opposite_said(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Told where each sentence has words of one side alone, and neither could deny them: “not open” is “closed”."""
    rows = list(zip(opposites(pair.left.language), opposites(pair.right.language), strict=False))
    for left, right in aligned_sentences(pair) if rows else ():
        if any(may_deny(pair.of(one.block), one) or _UNTIL.search(one.folded) for one in (left, right)):
            continue
        for mine, theirs in rows:
            here, there = _only_side(theirs, right.folded), _only_side(mine, left.folded)
            if here and there and here[0] != there[0]:
                (_side, start, end), (_other, first, last) = here, there
                beside = left.block, left.start + first, left.start + last
                message = say("opposite-there", other=shown(beside))
                yield Found(right.block, right.start + start, right.start + end, message, other=beside)


def _only_side(row: Opposites, said: str) -> tuple[int, int, int] | None:
    """Which side of a row a sentence has, and where its word stands; none where it has both, or neither."""
    found = [(side, match) for side, match in enumerate(pattern.search(said) for pattern in row) if match]
    if len(found) != 1:
        return None
    side, match = found[0]
    end = match.end()
    while end < len(said) and said[end].isalpha():
        end += 1
    return side, match.start(), end
