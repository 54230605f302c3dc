"""Organisations, told by record and not by spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...alignment import Pair, once
from ...annotations import Mention
from ...findings import ERROR, WARNING
from ...knowledge import Knowledge
from ...reading import Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...source import Block
from .places import apart, bodies_in, has_partner, is_contact, whole

Named = tuple[Block, Mention]

# From so many bodies on, a paragraph lists them.
LIST = 2
# Bodies further apart in their paragraphs, as a share of them, do not stand for one another.
APART = 0.4


@rule(
    "body-missing", WARNING, TWO_LANGUAGES, subject="organisation", yields_to=("name-order", "listed-twice", "paragraph-twice")
)
def body_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A body is told once, where it is first named beside a paragraph of the other language."""
    yield from _left_out_of_lists(pair)
    replaced = {mention.body.key for sides in _replaced(pair) for _block, mention in sides}
    for reading in pair.readings:
        named = replaced | {mention.body.key for mentions in pair.beside(reading).mentions for mention in mentions}
        for block in reading.blocks:
            if is_contact(reading, block) or not has_partner(pair, block):
                continue
            for mention in _others_in(reading, block):
                if mention.body.key not in named:
                    named.add(mention.body.key)
                    message = say("named-once", name=mention.body.official(reading.language))
                    yield Found(block, mention.start, mention.end, message, record=mention.body.record)


def _others_in(reading: Reading, block: Block) -> list[Mention]:
    """The organisations named in a block, without the cluster itself."""
    return [mention for mention in bodies_in(reading, block) if not mention.body.ours]


def _left_out_of_lists(pair: Pair) -> Iterator[Found]:
    """The one member that the other language’s list has not, be it named elsewhere or not."""
    for a, b in pair.aligned:
        few, many = sorted((_listed(pair.left, a), _listed(pair.right, b)), key=len)
        lost = many.keys() - few.keys()
        if len(few) < LIST or len(lost) != 1 or not few.keys() <= many.keys():
            continue
        block, mention = many[lost.pop()]
        if not mention.body.leads:
            message = say("named-once", name=mention.body.official(block.part.language))
            other = whole(b if block is a else a)
            yield Found(block, mention.start, mention.end, message, record=mention.body.record, other=other)


def _listed(reading: Reading, block: Block) -> dict[str, Named]:
    return {mention.body.key: (block, mention) for mention in _others_in(reading, block)}


@rule("body-differs", ERROR, TWO_LANGUAGES, subject="organisation")
def body_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """The body that the communiqué names less often is the wrong one; of two as frequent, that of the translation."""
    times = Counter(mention.body.key for reading in pair.readings for mentions in reading.mentions for mention in mentions)
    for left, right in _replaced(pair):
        (block, wrong), (other_block, other) = sorted((right, left), key=lambda side: times[side[1].body.key])
        names = (wrong.body.official(block.part.language), other.body.official(other_block.part.language))
        message = say("bodies-differ", one=names[0], two=names[1])
        place = (other_block, other.start, other.end)
        yield Found(block, wrong.start, wrong.end, message, record=wrong.body.record, other=place)


@once
def _replaced(pair: Pair) -> list[tuple[Named, Named]]:
    """Where each of two aligned paragraphs names one body that the other does not, in the same place."""
    found = []
    for a, b in pair.aligned:
        one, two = _only_one(pair, a, b), _only_one(pair, b, a)
        if one is not None and two is not None and apart((a, one.start, one.end), (b, two.start, two.end)) < APART:
            found.append(((a, one), (b, two)))
    return found


def _only_one(pair: Pair, block: Block, other: Block) -> Mention | None:
    """The only body that a paragraph names and its translation does not, unless it is the cluster."""
    elsewhere = {mention.body.key for mention in bodies_in(pair.of(other), other)}
    only = {mention.body.key: mention for mention in bodies_in(pair.of(block), block) if mention.body.key not in elsewhere}
    mention = next(iter(only.values())) if len(only) == 1 else None
    return None if mention is None or mention.body.ours else mention
