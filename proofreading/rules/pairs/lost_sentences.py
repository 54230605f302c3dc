"""Sentences that only one language has: those that no bead of their paragraph holds and that stand nowhere else."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from ...alignment import Pair, anchors, names, once, roots
from ...beads import Bead, WeighedSentence, beads
from ...moved import Thing, moved
from ...reading import Reading, Sentence
from ...source import ALT, HEADING, Block
from ..spans import beginning_in
from .places import is_contact

# A sentence of fewer words is not missed.
LEAST_WORDS = 5
# By how much nearer (a logarithm of lengths) two paragraphs come without the sentences that only one of them has.
CLOSER = 0.04
# Sentences whose lengths (by their logarithm) are no further apart answer one another in their order.
NEAR = 0.45
# What has no answer in either language, and is as long within this, is one passage said in other words.
AS_LONG = 0.35
# Added to the lengths of sentences: among a few words, one more says little.
SLACK = 10
# A sentence of whose roots a paragraph has more than one in so many has an answer there.
ROOTS_OF_AN_ANSWER = 3
# A paragraph stands elsewhere where so much of its letters does.
MOST_OF_IT = 0.5

Key = tuple[str, int, int]


@dataclass(frozen=True)
class _Side:
    """The paragraphs of one language that say what those of the other do, with how much longer that one is."""

    reading: Reading
    blocks: list[Block]
    ratio: float

    @property
    def sentences(self) -> list[Sentence]:
        return [sentence for block in self.blocks for sentence in self.reading.sentences[block.index]]

    @property
    def length(self) -> int:
        return sum(len(block.text) for block in self.blocks)


def lost_sentences(pair: Pair) -> Iterator[tuple[Sentence, Block]]:
    """A sentence too many in a paragraph, with the other language’s; without it the two are nearer in length."""
    elsewhere = _elsewhere(pair)
    for sides, lost in _in_beads(pair):
        for mine, theirs, sentences, others in ((*sides, *lost), (*sides[::-1], *lost[::-1])):
            missed = [one for one in sentences if _key(one) not in elsewhere and len(one.text.split()) >= LEAST_WORDS]
            if missed and not others and _fits_better_without(missed, mine, theirs):
                yield from ((one, theirs.blocks[0]) for one in missed if not _is_said(pair, one, mine, theirs))


def stands_elsewhere(pair: Pair, reading: Reading, block: Block) -> bool:
    """Whether the sentences of a paragraph without an answer stand in other paragraphs of the other language."""
    elsewhere = _elsewhere(pair)
    there = sum(len(one.text) for one in reading.sentences[block.index] if _key(one) in elsewhere)
    return there > MOST_OF_IT * len(block.text)


def sentences_elsewhere(pair: Pair) -> Iterator[tuple[Sentence, Sentence]]:
    """Sentences whose answer stands in another paragraph than the one that answers theirs."""
    free, _things, answered = _answered_elsewhere(pair)
    for left, right in ((free[0][a], free[1][b]) for a, b in answered):
        partner = pair.partner_of(left.block)
        if partner is not None and partner is not right.block:
            yield left, right


def _key(sentence: Sentence) -> Key:
    return sentence.block.part.language, sentence.block.index, sentence.start


@once
def _elsewhere(pair: Pair) -> frozenset[Key]:
    """The sentences without a bead that have their answer in another paragraph, which has no bead for it either."""
    free, (lefts, rights), answered = _answered_elsewhere(pair)
    answered = [*answered, *_as_long(lefts, rights, answered, pair.usual_ratio)]
    return frozenset(_key(one) for a, b in answered for one in (free[0][a], free[1][b]))


@once
def _answered_elsewhere(pair: Pair) -> tuple[tuple[list[Sentence], list[Sentence]], list[list[Thing]], list[tuple[int, int]]]:
    """The sentences without a bead, what is compared of them, and the numbers of those that answer one another."""
    free: tuple[list[Sentence], list[Sentence]] = [], []
    for _sides, lost in _in_beads(pair):
        for mine, sentences in zip(free, lost, strict=True):
            mine += sentences
    for mine, reading in zip(free, pair.readings, strict=True):
        alone = (block for block in pair.alone(reading) if (reading.language, block.index) not in pair.joined)
        mine += [one for block in alone if _is_prose(reading, block) for one in reading.sentences[block.index]]
    things = [
        [_thing(reading, number, one) for number, one in enumerate(mine)]
        for mine, reading in zip(free, pair.readings, strict=True)
    ]
    return free, things, moved(things[0], things[1], pair.weights)


def _as_long(lefts: list[Thing], rights: list[Thing], answered: list[tuple[int, int]], ratio: float) -> list[tuple[int, int]]:
    """Of what has no answer in either language, that which is as long: said in other words, and missed in neither."""
    taken = [{numbers[side] for numbers in answered} for side in (0, 1)]
    rest = [
        sorted((one for one in things if one.number not in gone), key=lambda one: one.length)
        for things, gone in zip((lefts, rights), taken, strict=True)
    ]
    found = []
    for one in rest[0]:
        while rest[1] and _misfit(one, rest[1][0], ratio) <= -AS_LONG:
            rest[1].pop(0)
        if rest[1] and _misfit(one, rest[1][0], ratio) < AS_LONG:
            found.append((one.number, rest[1].pop(0).number))
    return found


def _misfit(first: Thing, other: Thing, ratio: float) -> float:
    """By how much (a logarithm) the right one is longer than it should be."""
    return math.log((other.length + SLACK) / (first.length * ratio + SLACK))


def _is_prose(reading: Reading, block: Block) -> bool:
    return block.kind not in (HEADING, ALT) and not is_contact(reading, block)


@once
def _in_beads(pair: Pair) -> list[tuple[tuple[_Side, _Side], tuple[list[Sentence], list[Sentence]]]]:
    """The paragraphs that answer one another, with the sentences of each language that no bead holds."""
    found = []
    for left, right in _groups(pair):
        sides = _Side(pair.left, left, pair.usual_ratio), _Side(pair.right, right, 1 / pair.usual_ratio)
        lefts, rights = (side.sentences for side in sides)
        if _answer_in_order(sides[0], sides[1]):
            continue
        way = beads(_measured(pair.left, lefts), _measured(pair.right, rights), pair.usual_ratio)
        found.append((sides, (_left_over(way, lefts, 0), _left_over(way, rights, 1))))
    return found


def sentences_in_beads(pair: Pair) -> Iterator[tuple[Sentence, Sentence]]:
    """Each sentence, or two of a paragraph, with the one or two that say the same in the other language; headings too."""
    headings = [([a], [b]) for a, b in pair.aligned if HEADING in (a.kind, b.kind)]
    for left, right in (*_groups(pair), *headings):
        sides = _Side(pair.left, left, pair.usual_ratio), _Side(pair.right, right, 1 / pair.usual_ratio)
        lefts, rights = (side.sentences for side in sides)
        if len(lefts) == len(rights) and _answer_in_order(*sides):
            yield from zip(lefts, rights, strict=True)
            continue
        for here, there in beads(_measured(pair.left, lefts), _measured(pair.right, rights), pair.usual_ratio):
            mine, theirs = _together(lefts, here), _together(rights, there)
            if mine is not None and theirs is not None:
                yield mine, theirs


def _together(sentences: list[Sentence], places: range) -> Sentence | None:
    """One sentence, or two of one paragraph as one."""
    if not places or sentences[places[0]].block is not sentences[places[-1]].block:
        return None
    return Sentence(sentences[places[0]].block, sentences[places[0]].start, sentences[places[-1]].end)


def _groups(pair: Pair) -> Iterator[tuple[list[Block], list[Block]]]:
    """Two paragraphs that are aligned, each with the neighbours that the other language says together with it."""
    together: dict[tuple[str, int], list[Block]] = {}
    for (language, number), beside in pair.joined.items():
        reading = pair.left if language == pair.left.language else pair.right
        together.setdefault((beside.part.language, beside.index), []).append(reading.blocks[number])
    for a, b in pair.aligned:
        if _is_prose(pair.left, a):
            lefts = [a, *together.get((b.part.language, b.index), ())]
            rights = [b, *together.get((a.part.language, a.index), ())]
            yield sorted(lefts, key=lambda block: block.index), sorted(rights, key=lambda block: block.index)


def _answer_in_order(left: _Side, right: _Side) -> bool:
    """Whether there are as many sentences in both, and each is about as long as the one in its place."""
    lefts, rights = left.sentences, right.sentences
    return len(lefts) == len(rights) and all(
        abs(math.log((len(one.text) * left.ratio + SLACK) / (len(two.text) + SLACK))) < NEAR
        for one, two in zip(lefts, rights, strict=True)
    )


def _measured(reading: Reading, sentences: list[Sentence]) -> list[WeighedSentence]:
    return [WeighedSentence(len(one.text), frozenset().union(*_features(reading, one))) for one in sentences]


def _left_over(way: list[Bead], sentences: list[Sentence], side: int) -> list[Sentence]:
    return [sentences[place] for bead in way if not bead[1 - side] for place in bead[side]]


def _features(reading: Reading, first: Sentence) -> tuple[frozenset[Hashable], frozenset[Hashable]]:
    """What a sentence names, and the roots of its words."""
    span = first.start, first.end
    said = roots(beginning_in(reading.tokens[first.block.index], *span))
    return anchors(reading, first.block, *span) | names(first.block, *span), said


def _fits_better_without(lost: list[Sentence], longer: _Side, shorter: _Side) -> bool:
    without = longer.length - sum(len(one.text) for one in lost)
    misfits = (abs(math.log(max(length, 1) * longer.ratio / max(shorter.length, 1))) for length in (longer.length, without))
    return next(misfits) > next(misfits) + CLOSER


def _is_said(pair: Pair, lost: Sentence, mine: _Side, theirs: _Side) -> bool:
    """Whether a sentence stands in the paragraph of the other language, or as a sentence in the one before or behind it."""
    return _has_an_answer(pair, lost, mine, theirs) or bool(
        moved(
            [_thing(mine.reading, 0, lost)],
            [_thing(theirs.reading, number, one) for number, one in enumerate(_beside(theirs))],
            pair.weights,
        )
    )


def _thing(reading: Reading, number: int, sentence: Sentence) -> Thing:
    return Thing(number, len(sentence.text), *_features(reading, sentence))


def _beside(side: _Side) -> list[Sentence]:
    """The sentences of the paragraphs right before and behind, to which one may have moved and been joined to another."""
    blocks, first, last = side.reading.blocks, side.blocks[0], side.blocks[-1]
    near = (blocks[place] for place in (first.index - 1, last.index + 1) if 0 <= place < len(blocks))
    return [one for block in near if block.kind == first.kind for one in side.reading.sentences[block.index]]


def _has_an_answer(pair: Pair, lost: Sentence, mine: _Side, theirs: _Side) -> bool:
    """Whether a figure, a name or the roots of the sentence stand in one of the other language’s paragraphs."""
    reading, other = mine.reading, theirs.reading
    figures = {figure.base for figure in beginning_in(reading.figures_in(lost.block), lost.start, lost.end)}
    mentions = reading.mentions[lost.block.index]
    named = beginning_in(mentions, lost.start, lost.end)
    bodies = {mention.body.key for mention in named} - {one.body.key for one in mentions if one not in named}
    said = roots(beginning_in(reading.tokens[lost.block.index], lost.start, lost.end))
    return any(
        not figures.isdisjoint(figure.base for figure in other.figures_in(block))
        or not bodies.isdisjoint(mention.body.key for mention in other.mentions[block.index])
        or len(said & pair.roots[other.language][block.index]) * ROOTS_OF_AN_ANSWER > len(said)
        for block in theirs.blocks
    )
