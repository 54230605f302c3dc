"""Two readings side by side: which paragraph says what the other says."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable
from functools import cached_property, wraps
from statistics import median
from typing import TypeVar, cast

from .best_way import best_way
from .likenesses import LONG_WORD, ROOT, Anchor, anchors, names, overlap, roots
from .moved import Thing, Weights, moved, weights_of
from .quotation_answers import MOST_QUOTED, Quotations, quotations_of
from .reading import Reading
from .source import ALT, HEADING, LINE, PARAGRAPH, Block

__all__ = ["LONG_WORD", "MOST_QUOTED", "ROOT", "Pair", "anchors", "names", "once", "roots"]

T = TypeVar("T")

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
        way = best_way(len(lefts), len(rights), lambda a, b: self._likeness(lefts[a], rights[b], ratio))
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
        return overlap(self.roots[self.left.language][a.index], self.roots[self.right.language][b.index])

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
        """Each quotation beside its other language’s; see ``quotation_answers``."""
        return quotations_of(self)


def _may_be_one_heading(a: Block, b: Block) -> bool:
    """Whether a line that nothing marks as a heading but its lacking a stop may be one in the other language as well."""
    heading, other = (a, b) if a.kind == HEADING else (b, a)
    is_guessed = not heading.level and heading.part.role == "text"
    return is_guessed and other.kind in (PARAGRAPH, LINE) and len(other.text.split()) <= WORDS_OF_A_HEADING


def once(run: Callable[[Pair], T]) -> Callable[[Pair], T]:
    """Let a comparison that several rules ask for be made once for each pair."""

    @wraps(run)
    def remembered(pair: Pair) -> T:
        if run not in pair.compared:
            pair.compared[run] = run(pair)
        return cast(T, pair.compared[run])

    return remembered
