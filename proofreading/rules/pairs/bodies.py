"""Organisations, told by record and not by spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...alignment import Pair, once
from ...findings import ERROR, WARNING
from ...knowledge import TERM, Knowledge
from ...reading import CONTACT
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from .places import has_partner

# From so many bodies on, a paragraph lists them.
LIST = 2


@rule(
    "body-missing", WARNING, TWO_LANGUAGES, subject="organisation", yields_to=("name-order", "listed-twice", "paragraph-twice")
)
def body_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """An organisation of the portal’s named in one language only, by its record and not by its spelling."""
    named = {
        reading.language: {one.body.key for mine in reading.mentions for one in mine} for reading in (pair.left, pair.right)
    }
    yield from _left_out_of_lists(pair)
    replaced = {key for one, two in _replaced(pair) for key in (one[1].body.key, two[1].body.key)}
    for reading in (pair.left, pair.right):
        other = pair.beside(reading)
        done = set()
        for block in reading.blocks:
            for mention in reading.mentions[block.index]:
                body = mention.body
                if (
                    body.kind == TERM
                    or body.ours
                    or body.key in named[other.language]
                    or body.key in done
                    or body.key in replaced
                ):
                    continue
                if reading.section_of(block).kind == CONTACT or not has_partner(pair, block):
                    continue
                done.add(body.key)
                message = say("named-once", name=body.official(reading.language))
                yield Found(block, mention.start, mention.end, message, record=body.record)


def _left_out_of_lists(pair: Pair) -> Iterator[Found]:
    """The one member that the other language’s list has not, be it named elsewhere or not."""
    for a, b in pair.aligned:
        sides = [
            {one.body.key: (block, one) for one in reading.mentions[block.index] if one.body.kind != TERM and not one.body.ours}
            for reading, block in ((pair.left, a), (pair.right, b))
        ]
        few, many = sorted(sides, key=len)
        lost = many.keys() - few.keys()
        if len(lost) == 1 and few.keys() <= many.keys() and len(few) >= LIST:
            block, mention = many[lost.pop()]
            if not mention.body.leads:
                other = b if block is a else a
                message = say("named-once")
                words = {"name": mention.body.official(block.part.language)}
                yield Found(
                    block,
                    mention.start,
                    mention.end,
                    message.having(**words),
                    record=mention.body.record,
                    other=(other, 0, len(other.text)),
                )


@rule("body-differs", ERROR, TWO_LANGUAGES, subject="organisation")
def body_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """In the same place the two languages name two different organisations."""
    counted = Counter(one.body.key for reading in (pair.left, pair.right) for mine in reading.mentions for one in mine)
    for sides in _replaced(pair):
        (block, wrong), (other_block, other) = sorted(sides[::-1], key=lambda side: counted[side[1].body.key])
        message = say("bodies-differ")
        words = {"one": wrong.body.official(block.part.language), "two": other.body.official(other_block.part.language)}
        yield Found(
            block,
            wrong.start,
            wrong.end,
            message.having(**words),
            record=wrong.body.record,
            other=(other_block, other.start, other.end),
        )


@once
def _replaced(pair: Pair) -> list:
    """Where each of two aligned paragraphs names one body, and once more often, that the other does not name there."""
    found = []
    for a, b in pair.aligned:
        lefts = {one.body.key: one for one in pair.left.mentions[a.index] if one.body.kind != TERM}
        rights = {one.body.key: one for one in pair.right.mentions[b.index] if one.body.kind != TERM}
        only_left, only_right = (
            [lefts[key] for key in lefts if key not in rights],
            [rights[key] for key in rights if key not in lefts],
        )
        if len(only_left) == len(only_right) == 1 and not only_left[0].body.ours and not only_right[0].body.ours:
            one, two = only_left[0], only_right[0]
            if abs(one.start / len(a.text) - two.start / len(b.text)) < 0.4:
                found.append(((a, one), (b, two)))
    return found
