"""Paragraphs, sentences and “About” texts that only one language has, or that were never translated."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import median

from ...alignment import Pair
from ...findings import ERROR, WARNING
from ...knowledge import Knowledge
from ...reading import ABOUT, CONTACT, Reading, Sentence
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...source import ALT, HEADING, ITEM, Block
from ...spelling import knows


@rule("not-translated", ERROR, TWO_LANGUAGES, subject="language", yields_to=("wrong-language", "misspelt-word"))
def not_translated(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A heading or a paragraph that reads the same in both languages, word for word: one of the two was never translated."""
    for a, b in pair.aligned:
        words = pair.left.tokens[a.index]
        if len(words) < 3 or a.folded != b.folded or a.kind == ALT or pair.left.section_of(a).kind == CONTACT:
            continue
        small = [
            token
            for token in words
            if a.text[token.start].islower() and len(token.text) > 2 and not _covered(pair.left, a, token)
        ]
        if len(small) < 2 or a.part.role in ("place", "contact"):
            continue
        strange = [
            (
                sum(one.text in reading.words.telling for one in words),
                sum(knows(reading.language, a.text[one.start : one.end]) for one in small),
            )
            for reading in (pair.left, pair.right)
        ]
        wrong, other = (a, b) if strange[0] < strange[1] else (b, a)
        yield Found(
            wrong,
            0,
            len(wrong.text),
            say("untranslated"),
            other=(other, 0, len(other.text)),
        )


def _covered(reading: Reading, block: Block, token) -> bool:
    things = (*reading.mentions[block.index], *reading.addresses_in(block), *reading.people_in(block))
    return any(one.start <= token.start < one.end for one in things) or any(
        x <= token.start < y for x, y, _code in block.foreign
    )


LEAST_WORDS = 5
# By how much nearer (a logarithm of lengths) two paragraphs come without a sentence that only one of them has.
CLOSER = 0.04


@rule(
    "statement-missing",
    WARNING,
    TWO_LANGUAGES,
    subject="paragraph",
    yields_to=(
        "wrong-language",
        "name-order",
        "listed-twice",
        "paragraph-twice",
        "word-twice",
        "words-scrambled",
        "misspelt-word",
        "body-missing",
        "not-translated",
    ),
)
def statement_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A paragraph, an item of a list or a long sentence that only one language has."""
    for reading in (pair.left, pair.right):
        if not pair.beside(reading).blocks:
            continue
        abouts = _lonely_abouts(pair, reading)
        for block in pair.alone(reading):
            words = len(reading.tokens[block.index])
            least = 1 if block.kind == ITEM else 4 if block.kind == HEADING and block.level else 9
            section = reading.section_of(block)
            if block.kind == ITEM and _stands_elsewhere(pair, reading, block):
                continue
            if words < least or block.kind == ALT or section.kind == CONTACT or block.section in abouts:
                continue
            if (
                block.part.role in ("contact", "quote", "quote-role", "picture", "place")
                or reading.quotations
                and any(quote.block is block for quote in reading.quotations)
            ):
                continue
            yield Found(block, 0, len(block.text), say("passage-once"))
    yield from _lost_sentences(pair)


def _stands_elsewhere(pair: Pair, reading: Reading, block: Block) -> bool:
    """Whether an item was only put in another place: one that is alone in the other language shares a long word with it."""
    mine = {token.text for token in reading.tokens[block.index] if len(token.text) > 5}
    other = pair.beside(reading)
    return any(one.kind == ITEM and mine & {token.text for token in other.tokens[one.index]} for one in pair.alone(other))


@rule("boilerplate-missing", WARNING, TWO_LANGUAGES, subject="boilerplate")
def boilerplate_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """An “About …” text that only one language has."""
    for reading in (pair.left, pair.right):
        for number in _lonely_abouts(pair, reading):
            heading = reading.sections[number].heading
            yield Found(heading, 0, len(heading.text), say("about-once"))


def _lonely_abouts(pair: Pair, reading: Reading) -> set[int]:
    found = set()
    other = pair.beside(reading)
    theirs = [section for section in other.sections if section.kind == ABOUT]
    mine = [section for section in reading.sections if section.kind == ABOUT]
    for section in mine:
        blocks = [block for block in section.blocks if block is not section.heading]
        if section.heading is None or not blocks:
            continue
        paired = [pair.partner.get((reading.language, block.index)) for block in section.blocks]
        if any(beside is not None and other.section_of(beside).kind == ABOUT for beside in paired):
            subject = {one.body.key for one in reading.mentions[section.heading.index]}
            beside = next(one for one in paired if one is not None and other.section_of(one).kind == ABOUT)
            heading = other.section_of(beside).heading
            theirs_subject = {one.body.key for one in other.mentions[heading.index]} if heading else set()
            if not subject or not theirs_subject or subject & theirs_subject or len(mine) <= len(theirs):
                continue
        found.add(section.blocks[0].section)
    return found


def _lost_sentences(pair: Pair) -> Iterator[Found]:
    """A sentence too many in an aligned paragraph: without it the two sides are as long as one another, and nothing in it
    has an answer there.
    """
    ratios = [len(b.text) / len(a.text) for a, b in pair.aligned if len(a.text) > 80 and len(b.text) > 80]
    usual = median(ratios) if len(ratios) > 2 else 0.9
    for a, b in pair.aligned:
        if a.kind == HEADING or pair.left.section_of(a).kind == CONTACT:
            continue
        sides = [(pair.left, a, pair.left.sentences[a.index]), (pair.right, b, pair.right.sentences[b.index])]
        (reading, block, longer), (other, beside, shorter) = sorted(sides, key=lambda side: -len(side[2]))
        if len(longer) != len(shorter) + 1 or not shorter or len(longer) > 40:
            continue
        if {one.key[-1] for one in pair.left.people_in(a)} != {one.key[-1] for one in pair.right.people_in(b)}:
            continue
        factor = usual if reading is pair.left else 1 / usual
        lost = _lost(longer, shorter, factor)
        if lost is None or len(lost.text.split()) < LEAST_WORDS:
            continue
        misfit = abs(math.log(len(block.text) * factor / len(beside.text)))
        without = abs(math.log((len(block.text) - len(lost.text)) * factor / len(beside.text)))
        if without + CLOSER < misfit and not _has_an_answer(pair, reading, lost, other, beside):
            message = say("sentence-once")
            yield Found(lost.block, lost.start, lost.end, message, other=(beside, 0, len(beside.text)))


def _lost(longer: list[Sentence], shorter: list[Sentence], usual: float) -> Sentence | None:
    """The one sentence whose absence makes the lengths of the two sides answer best."""

    def misfit(without: int) -> float:
        rest = [one for number, one in enumerate(longer) if number != without]
        return sum(
            abs(math.log((len(one.text) * usual + 10) / (len(two.text) + 10))) for one, two in zip(rest, shorter, strict=True)
        )

    best = min(range(len(longer)), key=misfit)
    return longer[best] if misfit(best) < 0.45 * len(shorter) else None


def _has_an_answer(pair: Pair, reading: Reading, lost: Sentence, other: Reading, beside: Block) -> bool:
    """Whether a figure, a name or a root of the sentence stands in the other language’s paragraph."""
    figures = {one.base for one in reading.figures_in(lost.block) if lost.start <= one.start < lost.end}
    if figures & {one.base for one in other.figures_in(beside)}:
        return True
    names = {one.body.key for one in reading.mentions[lost.block.index] if lost.start <= one.start < lost.end}
    rest = {one.body.key for one in reading.mentions[lost.block.index] if not lost.start <= one.start < lost.end}
    if (names - rest) & {one.body.key for one in other.mentions[beside.index]}:
        return True
    roots = {
        token.text[:5]
        for token in reading.tokens[lost.block.index]
        if lost.start <= token.start < lost.end and len(token.text) > 5
    }
    theirs = pair.roots[other.language][beside.index]
    return len(roots & theirs) * 3 > len(roots)
