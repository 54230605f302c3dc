"""Lists of names that one language says in part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...alignment import Pair
from ...findings import WARNING
from ...knowledge import Knowledge
from ...reading import Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...source import Block
from ...text import fold
from ..spans import Span, addresses_in, overlaps
from .places import is_contact, whole
from .replaced_names import names_left_out

# Two lists are one where they have so many members in common; the shorter one has no member of its own.
SHARED = 2
_MEMBER = r"(?:(?:the|le|la|les|l’|l'|d’|d'|de|des|du) ?)?[^\W\d_a-zà-öø-ÿ][\w.’'-]*(?: [^\W\d_a-zà-öø-ÿ][\w.’'-]*){0,3}"
_ARTICLE = re.compile(r"(?:(?:the|le|la|les|de|des|du) |[ld][’'])", re.I)


class _List(NamedTuple):
    """The members of a list, each folded with its place."""

    members: dict[str, Span]
    span: Span


@rule(
    "list-member-missing",
    WARNING,
    TWO_LANGUAGES,
    subject="name",
    yields_to=("person-missing", "body-missing", "proper-name-differs", "statement-missing", "link-missing"),
)
def list_member_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """“A, B and C” beside “A and C”: told of the member that the other language’s paragraph has nowhere."""
    for a, b in pair.aligned:
        if is_contact(pair.left, a):
            continue
        lefts, rights = _lists(pair.left, a), _lists(pair.right, b)
        for one in lefts:
            for other in rights:
                yield from _left_out(a, one, b, other)
                yield from _left_out(b, other, a, one)
    for name, beside in names_left_out(pair):
        yield Found(*name.place, say("not-in-the-list", name=name.shown), other=(beside.block, beside.start, beside.end))


def _left_out(block: Block, longer: _List, beside: Block, shorter: _List) -> Iterator[Found]:
    shared = longer.members.keys() & shorter.members.keys()
    if len(shared) < SHARED or shared != shorter.members.keys() or len(longer.members) != len(shared) + 1:
        return
    (name,) = longer.members.keys() - shared
    if not any(word in beside.folded for word in name.split()):
        start, end = longer.members[name]
        yield Found(block, start, end, say("not-in-the-list", name=block.text[start:end]), other=whole(beside))


def _lists(reading: Reading, block: Block) -> list[_List]:
    """The lists of names of a block: joined by commas and a last “and”, or two of them by “and” alone."""
    joiners = "|".join(map(re.escape, sorted(reading.words.joiners | reading.words.separators)))
    if not joiners or "," not in block.text and not re.search(rf" (?:{joiners}) ", block.folded):
        return []
    taken = addresses_in(reading, block)
    pattern = re.compile(rf"(?<![\w’'-]){_MEMBER}(?:, {_MEMBER})*,? (?:{joiners}) {_MEMBER}")
    found = []
    for match in pattern.finditer(block.text):
        if not overlaps(taken, *match.span()):
            found.append(_List(_members(match, joiners), match.span()))
    return found


def _members(match: re.Match[str], joiners: str) -> dict[str, Span]:
    members: dict[str, Span] = {}
    start, shown = match.start(), match.group()
    for piece in re.split(rf"(,? (?:{joiners}) |, )", shown):
        article = _ARTICLE.match(piece)
        begin = start + (article.end() if article else 0)
        start += len(piece)
        name = fold(match.string[begin:start]).strip()
        if name and not re.fullmatch(rf",|,? ?(?:{joiners})", name):
            members.setdefault(name, (begin, start))
    return members
