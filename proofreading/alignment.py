"""Two readings side by side: which paragraph says what the other says."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from functools import cached_property, wraps
from statistics import median
from typing import TypeVar, cast

from .moved import Thing, Weights, moved, weights_of
from .reading import QuotationSpan, Reading
from .source import ALT, HEADING, LINE, PARAGRAPH, Block
from .spans import beginning_in
from .text import fold
from .tokens import Token, tokens

# A word with a capital that opens no sentence, or an acronym.
_NAME = re.compile(r"(?<=[\w,;’'(] )[^\W\d_a-zà-öø-ÿ][\w-]{2,}|[^\W\d_a-zà-öø-ÿ]{2,}")

T = TypeVar("T")
Anchor = tuple[object, ...]
Quotations = tuple[QuotationSpan | None, QuotationSpan | None]

# A paragraph is looked for so many places to either side of where it should stand, so that time grows with the text
# only: a few more where one text has more paragraphs, fewer in a text longer than any communiqué. What stands further
# away is alone, and told to stand in one language only.
BAND, BAND_TO_SPARE, WIDEST_BAND, BAND_OF_LONG_TEXTS = 24, 8, 72, 12
LONG_TEXT = 1500
# What a paragraph without an answer costs the alignment. It is the measure of all the weights below.
GAP = -0.25
# What speaks for two paragraphs, each at its fullest: that they are two paragraphs of an alignment at all, that they
# are of one kind, that they name the same things, that their words have the same roots.
ANY_TWO, SAME_KIND, SAME_ANCHORS, SAME_ROOTS = 0.6, 0.35, 2.4, 1.6
# What speaks against them: sections of two kinds, nothing in common where one names something, lengths (by their
# logarithm).
OTHER_SECTION, NO_ANCHOR, OTHER_LENGTH = 1.0, 0.35, 1.1
# A heading is not aligned with a paragraph, and a field of a release with no other field whatever else they share.
HEADING_AND_PARAGRAPH, OTHER_FIELD = -3.0, -9.0
# A paragraph of more words is no line that may be a heading.
WORDS_OF_A_HEADING = 24
# Two paragraphs that one of the other language says together: how far their lengths may be from its (by their logarithm),
# and of how many roots of the one without an answer one stands there.
FARTHEST_TOGETHER, ROOTS_TOGETHER = 0.5, 4
# Where they are nearer by so much, lengths alone tell.
CLEARLY_NEARER = 0.3
# How much longer one language may be than the other as a whole; beyond, one of the texts is a part of the other.
LEAST_RATIO, GREATEST_RATIO = 0.5, 2.0
# Added to the lengths that are compared: among a few words, one more says little.
SLACK = 12
# Two paragraphs of which each names and says so much are hardly translations if they share nothing.
ENOUGH_TO_SHARE = 3
# How much longer one language is than the other is told by paragraphs of more signs, of which there are so many; a text
# with fewer is taken to be this much longer.
LONG_PARAGRAPH, LEAST_PARAGRAPHS, USUAL_RATIO = 80, 3, 0.9
# French and English words of one root begin with as many letters alike; shorter words may do so by chance.
ROOT, LONG_WORD, LONG_WORD_OF_QUOTATIONS = 5, 6, 5
# What two quotations need in common to be taken for translations of one another, and what counts for it: the speaker,
# the paragraph, the roots of their words. Those in fields of their own answer one another by the field alone.
ANSWER, SAME_SPEAKER, SAME_PARAGRAPH, SAME_ROOTS_OF_QUOTATIONS, SAME_FIELD = 0.3, 0.6, 0.4, 1.5, 9.0
# No communiqué quotes more often. The rest of a text that does is not compared, so that time does not grow with the
# square of the text, which is said (“quote-missing”).
MOST_QUOTED = 100


class Pair:
    """A text in the main language and in another one, aligned paragraph by paragraph."""

    def __init__(self, left: Reading, right: Reading):
        self.left, self.right = left, right
        self.readings = left, right
        self.compared: dict[object, object] = {}

    def of(self, block: Block) -> Reading:
        return self.left if block.part.language == self.left.language else self.right

    def beside(self, reading: Reading) -> Reading:
        return self.right if reading is self.left else self.left

    @cached_property
    def anchors(self) -> dict[str, list[frozenset[Anchor]]]:
        """What each paragraph names, by language."""
        return {reading.language: [anchors(reading, block) for block in reading.blocks] for reading in self.readings}

    @cached_property
    def roots(self) -> dict[str, list[frozenset[str]]]:
        """The beginnings of long words of each paragraph, by language."""
        return {reading.language: [roots(words) for words in reading.tokens] for reading in self.readings}

    @cached_property
    def weights(self) -> Weights:
        """How much it tells of a paragraph, or a sentence, that it shares a name or a root with another one."""
        return weights_of(*([self._features(reading, block) for block in reading.blocks] for reading in self.readings))

    def _features(self, reading: Reading, block: Block) -> frozenset[Hashable]:
        return self.anchors[reading.language][block.index] | names(block) | self.roots[reading.language][block.index]

    @cached_property
    def aligned(self) -> list[tuple[Block, Block]]:
        """Paragraphs that belong together, first in order, then those that stand elsewhere.

        Two that stand in one place and have nothing in common stay together only where neither has its answer elsewhere.
        """
        pairs = self._in_order()
        sure = [pair for pair in pairs if not self._have_nothing_in_common(*pair)]
        elsewhere = self._moved({a.index for a, _b in sure}, {b.index for _a, b in sure})
        gone = {(block.part.language, block.index) for pair in elsewhere for block in pair}
        left = [pair for pair in pairs if gone.isdisjoint((block.part.language, block.index) for block in pair)]
        return sorted([*left, *elsewhere], key=lambda pair: pair[0].index)

    def _have_nothing_in_common(self, a: Block, b: Block) -> bool:
        """Whether two paragraphs that name and say enough share nothing of it."""
        one, two = self._features(self.left, a), self._features(self.right, b)
        return min(len(one), len(two)) >= ENOUGH_TO_SHARE and one.isdisjoint(two)

    @cached_property
    def _partners(self) -> dict[tuple[str, int], Block]:
        found = {}
        for a, b in self.aligned:
            found[a.part.language, a.index] = b
            found[b.part.language, b.index] = a
        return found

    def partner_of(self, block: Block) -> Block | None:
        """The paragraph of the other language that is aligned with one, if any."""
        return self._partners.get((block.part.language, block.index))

    def alone(self, reading: Reading) -> list[Block]:
        return [block for block in reading.blocks if self.partner_of(block) is None]

    def _in_order(self) -> list[tuple[Block, Block]]:
        lefts, rights = self.left.blocks, self.right.blocks
        ratio = sum(len(b.text) for b in rights) / max(sum(len(a.text) for a in lefts), 1)
        ratio = min(max(ratio, LEAST_RATIO), GREATEST_RATIO)
        way = _best_way(len(lefts), len(rights), lambda a, b: self._likeness(lefts[a], rights[b], ratio))
        return [(lefts[a], rights[b]) for a, b in way]

    def _likeness(self, a: Block, b: Block, ratio: float) -> float:
        """How likely two paragraphs say the same; negative where hardly so."""
        if (a.kind == ALT) != (b.kind == ALT) or (a.kind == HEADING) != (b.kind == HEADING) and not _may_be_one_heading(a, b):
            return HEADING_AND_PARAGRAPH
        if a.part.field != b.part.field:
            return OTHER_FIELD
        score = SAME_KIND if a.kind == b.kind else 0.0
        if self.left.section_of(a).kind != self.right.section_of(b).kind:
            score -= OTHER_SECTION
        one, two = self.anchors[self.left.language][a.index], self.anchors[self.right.language][b.index]
        if one or two:
            score += SAME_ANCHORS * len(one & two) / len(one | two) - NO_ANCHOR
        misfit = abs(math.log((len(a.text) * ratio + SLACK) / (len(b.text) + SLACK)))
        return score + ANY_TWO - OTHER_LENGTH * misfit + SAME_ROOTS * self._shared_roots(a, b)

    def _shared_roots(self, a: Block, b: Block) -> float:
        return _overlap(self.roots[self.left.language][a.index], self.roots[self.right.language][b.index])

    def _moved(self, taken_left: set[int], taken_right: set[int]) -> list[tuple[Block, Block]]:
        """Paragraphs left over on both sides that share what they name or say: a list in another order."""
        left, right = self._left_over(self.left, taken_left), self._left_over(self.right, taken_right)
        pairs = (pair for kind, things in left.items() for pair in moved(things, right.get(kind, ()), self.weights))
        return [(self.left.blocks[a], self.right.blocks[b]) for a, b in pairs]

    def _left_over(self, reading: Reading, taken: set[int]) -> dict[tuple[str, str], list[Thing]]:
        """What is left over of a text, by what may have become what: headings, alternative texts, and all else, by field."""
        found: dict[tuple[str, str], list[Thing]] = defaultdict(list)
        for block in reading.blocks:
            if block.index not in taken:
                named = self.anchors[reading.language][block.index] | names(block)
                said = self.roots[reading.language][block.index]
                kind = block.kind if block.kind in (HEADING, ALT) else PARAGRAPH
                found[kind, block.part.field].append(Thing(block.index, len(block.text), named, said))
        return found

    @cached_property
    def usual_ratio(self) -> float:
        """How much longer the right language is than the left one, paragraph by paragraph."""
        ratios = [len(b.text) / len(a.text) for a, b in self.aligned if min(len(a.text), len(b.text)) > LONG_PARAGRAPH]
        return median(ratios) if len(ratios) >= LEAST_PARAGRAPHS else USUAL_RATIO

    @cached_property
    def joined(self) -> dict[tuple[str, int], Block]:
        """Paragraphs without an answer of their own that one of the other language says together with their neighbour.

        “1–2” and “2–1”: with the two together the lengths answer better than with the neighbour alone, and what the
        paragraph names, or the roots of its words, stand there.
        """
        found = {}
        for reading in self.readings:
            ratio = self.usual_ratio if reading is self.left else 1 / self.usual_ratio
            for block in self.alone(reading):
                for near in self._neighbours_of(reading, block):
                    beside = self.partner_of(near)
                    if beside is not None and self._is_joined(reading, block, near, beside, ratio):
                        found[reading.language, block.index] = beside
        return found

    def _neighbours_of(self, reading: Reading, block: Block) -> list[Block]:
        """The paragraphs right before and behind one, of its part and kind of text."""
        places = (block.index - 1, block.index + 1)
        near = (reading.blocks[place] for place in places if 0 <= place < len(reading.blocks))
        return [one for one in near if one.part is block.part and ALT not in (one.kind, block.kind)]

    def _is_joined(self, reading: Reading, block: Block, near: Block, beside: Block, ratio: float) -> bool:
        alone, together = len(near.text), len(near.text) + len(block.text)
        misfits = [abs(math.log((length * ratio + SLACK) / (len(beside.text) + SLACK))) for length in (alone, together)]
        if misfits[1] > misfits[0] or misfits[1] > FARTHEST_TOGETHER:
            return False
        if misfits[1] + CLEARLY_NEARER < misfits[0]:
            return True
        other = self.beside(reading).language
        mine, theirs = self.roots[reading.language][block.index], self.roots[other][beside.index]
        named = self.anchors[reading.language][block.index]
        is_named = bool(named) and named <= self.anchors[other][beside.index]
        return is_named or len(mine & theirs) * ROOTS_TOGETHER > len(mine)

    @cached_property
    def quotations(self) -> list[Quotations]:
        """Each quotation beside its other language’s: by speaker first, then by paragraph. To be read, not judged.

        Where as many are left over on both sides they answer one another in their order.
        """
        matched = self._answered_quotations()
        answers = set(matched.values())
        rights = self.right.quotations
        found = [rights[matched[place]] if place in matched else None for place in range(len(self.left.quotations))]
        waiting = [quote for place, quote in enumerate(rights) if place not in answers]
        lonely = [place for place, answer in enumerate(found) if answer is None]
        if len(lonely) == len(waiting):
            for place in lonely:
                found[place] = waiting.pop(0)
        return [*zip(self.left.quotations, found, strict=True), *((None, quote) for quote in waiting)]

    def _answered_quotations(self) -> dict[int, int]:
        """Which quotation answers which, the likeliest first."""
        sides = [
            [(quote, roots(tokens(fold(quote.text)), LONG_WORD_OF_QUOTATIONS)) for quote in reading.quotations[:MOST_QUOTED]]
            for reading in self.readings
        ]
        likely = [
            (-self._answers(*mine, *theirs), place, answer)
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
        self, quotation: QuotationSpan, roots_here: frozenset[str], other: QuotationSpan, roots_there: frozenset[str]
    ) -> float:
        """How likely two quotations are one: by their speaker, their paragraph, the roots of their words."""
        if quotation.anchor or other.anchor:
            return SAME_FIELD * (quotation.anchor == other.anchor)
        said = SAME_SPEAKER * _same_person(quotation.who, other.who)
        beside = SAME_PARAGRAPH * (self.partner_of(quotation.block) is other.block)
        return said + beside + SAME_ROOTS_OF_QUOTATIONS * _overlap(roots_here, roots_there)


def _may_be_one_heading(a: Block, b: Block) -> bool:
    """Whether a line that nothing marks as a heading but its lacking a stop may be one in the other language as well."""
    heading, other = (a, b) if a.kind == HEADING else (b, a)
    is_guessed = not heading.level and heading.part.role == "text"
    return is_guessed and other.kind in (PARAGRAPH, LINE) and len(other.text.split()) <= WORDS_OF_A_HEADING


def anchors(reading: Reading, block: Block, start: int = 0, end: int | None = None) -> frozenset[Anchor]:
    """What a stretch and its translation share whatever the language: figures, dates, bodies, people, addresses."""
    span = start, len(block.text) if end is None else end
    return frozenset(
        [("figure", *one.base) for one in beginning_in(reading.figures_in(block), *span)]
        + [("date", one.year, one.month, one.day) for one in beginning_in(reading.dates_in(block), *span)]
        + [("body", one.body.key) for one in beginning_in(reading.mentions[block.index], *span)]
        + [("person", one.key[-1]) for one in beginning_in(reading.people_in(block), *span)]
        + [("mail", email.domain) for email in beginning_in(reading.emails_in(block), *span)]
        + [("site", link.href) for link in beginning_in(block.links, *span)]
    )


def names(block: Block, start: int = 0, end: int | None = None) -> frozenset[str]:
    """The words of a stretch that have a capital and open no sentence: most stand in its translation as they are."""
    return frozenset(match.group() for match in _NAME.finditer(block.text, start, len(block.text) if end is None else end))


def roots(words: Iterable[Token], shortest: int = LONG_WORD) -> frozenset[str]:
    """The beginnings of long words: what French and English words of one root share."""
    return frozenset(word.text[:ROOT] for word in words if len(word.text) >= shortest and word.text.isalpha())


def _overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """The share of the smaller set that the other has, a little less where it is small."""
    return len(left & right) / (min(len(left), len(right)) + 1)


def _same_person(left: str, right: str) -> bool:
    a, b = fold(left).split(), fold(right).split()
    return bool(a and b) and a[-1] == b[-1]


# The best way through two rows of paragraphs: each step takes the next of the left one, of the right one, or of both.
_LEFT, _RIGHT, _BOTH = "left", "right", "both"
_Steps = dict[int, str]


def _best_way(lefts: int, rights: int, likeness: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """Which places of two rows go together, in order, so that the sum of their likeness is greatest."""
    band = _band(lefts, rights)
    scores = {place: place * GAP for place in range(min(rights, band) + 1)}
    steps: list[_Steps] = [dict.fromkeys(scores, _RIGHT)]
    for row in range(lefts):
        middle = (row + 1) * rights // lefts
        reach = range(max(0, middle - band), min(rights, middle + band) + 1)
        scores, taken = _next_row(scores, reach, [likeness(row, place - 1) if place else 0.0 for place in reach])
        steps.append(taken)
    return _walked_back(steps, rights)


def _band(lefts: int, rights: int) -> int:
    if max(lefts, rights) > LONG_TEXT:
        return BAND_OF_LONG_TEXTS
    return min(max(BAND, abs(lefts - rights) + BAND_TO_SPARE), WIDEST_BAND)


def _next_row(above: dict[int, float], reach: range, likenesses: list[float]) -> tuple[dict[int, float], _Steps]:
    """The best score of each place of a row, and the step that leads to it."""
    scores: dict[int, float] = {}
    steps: _Steps = {}
    for place in reach:
        options = []
        if place in above:
            options.append((above[place] + GAP, _LEFT))
        if place - 1 in scores:
            options.append((scores[place - 1] + GAP, _RIGHT))
        if place - 1 in above:
            options.append((above[place - 1] + likenesses[place - reach.start], _BOTH))
        if options:
            scores[place], steps[place] = max(options)
    return scores, steps


def _walked_back(steps: list[_Steps], rights: int) -> list[tuple[int, int]]:
    found = []
    left, right = len(steps) - 1, rights
    while left > 0 and right in steps[left]:
        step = steps[left][right]
        if step == _BOTH:
            found.append((left - 1, right - 1))
        left -= step != _RIGHT
        right -= step != _LEFT
    return found[::-1]


def once(run: Callable[[Pair], T]) -> Callable[[Pair], T]:
    """Let a comparison that several rules ask for be made once for each pair."""

    @wraps(run)
    def remembered(pair: Pair) -> T:
        if run not in pair.compared:
            pair.compared[run] = run(pair)
        return cast(T, pair.compared[run])

    return remembered
