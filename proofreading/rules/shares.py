"""Shares that are more than the whole, and lists that have another number of members than is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import takewhile

from ..figures import Figure
from ..reading import Reading, Sentence
from .spans import beginning_in

WHOLE = Decimal(100)
# So near to the whole, shares that are no whole were meant to be one; so near, they were rounded.
NEAR, ROUNDED = Decimal(15), Decimal("1.5")
FEWEST_SHARES, MOST_SHARES = 3, 8
# A list of so many members may be counted, each of so many words at most.
FEWEST_MEMBERS, MOST_MEMBERS, WORDS_OF_A_MEMBER = 3, 10, 7
_BETWEEN = re.compile(r"^[^.;:!?]{0,70}$")
_LAST = re.compile(r"\b(?:et|and)\b[^,]{0,12}$")
_OF_ALL = re.compile(r"[ \u00a0]?(?:%|per cent|percent|pour cent)? ?(?:des|de nos|of|of the|of our) (?!more|plus)")
_COLON = re.compile(r"^(?: [\w’'-]+){0,3}[ \u00a0]?: ")
_MEMBERS = re.compile(r",(?: (?:et|and|ou|or))? | (?:et|and) ")


def shares_of_no_whole(text: Reading, sentence: Sentence) -> Iterator[tuple[list[Figure], Decimal]]:
    """Rows of shares, the last behind “and”, that are near a hundred together, and are not a hundred."""
    shares = [one for one in beginning_in(text.figures_in(sentence.block), sentence.start, sentence.end) if one.unit == "%"]
    folded = sentence.block.folded
    if not FEWEST_SHARES <= len(shares) <= MOST_SHARES or any(one.qualifier or one.value > WHOLE for one in shares[:-1]):
        return
    between = [folded[one.end : other.start] for one, other in zip(shares, shares[1:], strict=False)]
    total = sum((one.value for one in shares), Decimal())
    is_row = (
        all("," in said or _LAST.search(said) for said in between)
        and all(map(_BETWEEN.match, between))
        and _LAST.search(between[-1])
    )
    if is_row and ROUNDED < abs(total - WHOLE) <= NEAR:
        yield shares, total


def shares_beyond_all(text: Reading) -> Iterator[Figure]:
    """“113 % of residents”: more than all of them; “113 % more” may be."""
    for one in text.figures:
        if one.unit == "%" and one.value > WHOLE and _OF_ALL.match(one.block.folded, one.end) and not _grows(one):
            yield one


def _grows(figure: Figure) -> bool:
    before = figure.block.folded[max(0, figure.start - 40) : figure.start]
    return bool(re.search(r"\b(?:grew|rose|up|increase|augment\w*|hausse|croissance|progress\w*|by|de|a|to) $", before))


def lists_miscounted(text: Reading, sentence: Sentence) -> Iterator[tuple[Figure, int]]:
    """“three rooms: a library and a café”: a number with its noun, a colon, and a list of another number of short members."""
    folded = sentence.block.folded
    for one in beginning_in(text.figures_in(sentence.block), sentence.start, sentence.end):
        behind = folded[one.end : sentence.end]
        colon = _COLON.match(behind)
        if colon is None or one.unit or one.qualifier or not FEWEST_MEMBERS <= one.value <= MOST_MEMBERS or one.value % 1:
            continue
        members = _MEMBERS.split(behind[colon.end() :].rstrip(' .!»”"'))
        is_list = len(members) >= FEWEST_MEMBERS - 1 and all(0 < len(member.split()) <= WORDS_OF_A_MEMBER for member in members)
        if is_list and _is_closed(behind) and len(members) != one.value and not list(takewhile(str.isdigit, members[0])):
            yield one, len(members)


def _is_closed(behind: str) -> bool:
    """Whether a list ends in its last member, joined by one “and” alone, and says nothing more."""
    return (
        len(re.findall(r" (?:et|and) ", behind)) == 1
        and bool(re.search(r"(?:,|:)[^,]* (?:et|and) [^,;:.()]+[.!»”]*$", behind))
        and "(" not in behind
    )
