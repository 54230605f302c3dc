"""Two readings side by side: which paragraph says what the other says."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property, wraps
from typing import TypeVar

from .reading import QuotationSpan, Reading
from .source import ALT, HEADING, Block
from .text import fold
from .tokens import Token, tokens

T = TypeVar("T")

BAND = 24
WIDE_BAND_BLOCKS = 1500
GAP = -0.25
# What two quotations need in common to be taken for translations of one another.
ANSWER = 0.3
# No communiqué quotes more often; of a text that does, time must not grow with the square.
MOST_QUOTED = 100


class Pair:
    """A text in the main language and in another one, aligned paragraph by paragraph."""

    def __init__(self, left: Reading, right: Reading):
        self.left, self.right = left, right
        self.compared: dict[Callable, object] = {}

    def of(self, block: Block) -> Reading:
        return self.left if block.part.language == self.left.language else self.right

    def beside(self, reading: Reading) -> Reading:
        return self.right if reading is self.left else self.left

    @cached_property
    def anchors(self) -> dict[str, list[frozenset]]:
        found = {}
        for reading in (self.left, self.right):
            mails = defaultdict(list)
            for email in reading.emails:
                mails[email.block.index].append(email.domain)
            found[reading.language] = [self._anchors(reading, block, mails[block.index]) for block in reading.blocks]
        return found

    @cached_property
    def roots(self) -> dict[str, list[frozenset[str]]]:
        """The beginnings of long words: what French and English words of one root share."""
        return {
            reading.language: [_roots(reading.tokens[block.index][:300]) for block in reading.blocks]
            for reading in (self.left, self.right)
        }

    def _shared_roots(self, a: Block, b: Block) -> float:
        one, two = self.roots[self.left.language][a.index], self.roots[self.right.language][b.index]
        return len(one & two) / (min(len(one), len(two)) + 1) if one and two else 0.0

    @staticmethod
    def _anchors(reading: Reading, block: Block, mails: list[str]) -> frozenset:
        """What a paragraph and its translation share whatever the language: figures, dates, bodies, people, addresses."""
        return frozenset(
            [("figure", *one.base) for one in reading.figures_in(block)]
            + [("date", one.year, one.month, one.day) for one in reading.dates_in(block)]
            + [("body", one.body.key) for one in reading.mentions[block.index]]
            + [("person", one.key[-1]) for one in reading.people_in(block)]
            + [("mail", domain) for domain in mails]
            + [("site", link.href[:60]) for link in block.links]
        )

    @cached_property
    def aligned(self) -> list[tuple[Block, Block]]:
        """Paragraphs that belong together, first in order, then those that stand elsewhere."""
        pairs = self._in_order()
        pairs += self._moved({a.index for a, _b in pairs}, {b.index for _a, b in pairs})
        return sorted(pairs, key=lambda pair: pair[0].index)

    @cached_property
    def partner(self) -> dict[tuple[str, int], Block]:
        found = {}
        for a, b in self.aligned:
            found[a.part.language, a.index] = b
            found[b.part.language, b.index] = a
        return found

    def alone(self, reading: Reading) -> list[Block]:
        return [block for block in reading.blocks if (block.part.language, block.index) not in self.partner]

    def _likeness(self, a: Block, b: Block, ratio: float) -> float:
        if (a.kind == HEADING) != (b.kind == HEADING) or (a.kind == ALT) != (b.kind == ALT):
            return -3.0
        if a.part.field != b.part.field:
            return -9.0
        one, two = self.anchors[self.left.language][a.index], self.anchors[self.right.language][b.index]
        score = 0.35 if a.kind == b.kind else 0.0
        if (self.left.section_of(a).kind) != (self.right.section_of(b).kind):
            score -= 1.0
        if one or two:
            score += 2.4 * len(one & two) / len(one | two) - 0.35
        length = abs(math.log((len(a.text) * ratio + 12) / (len(b.text) + 12)))
        return score + 0.6 - 1.1 * length + 1.6 * self._shared_roots(a, b)

    def _in_order(self) -> list[tuple[Block, Block]]:
        """The best order-keeping alignment, within a band around the diagonal so that time grows with the text only."""
        lefts, rights = self.left.blocks, self.right.blocks
        _ = self.left.sections, self.right.sections
        n, m = len(lefts), len(rights)
        if not n or not m:
            return []
        ratio = sum(len(b.text) for b in rights) / max(sum(len(a.text) for a in lefts), 1)
        ratio = min(max(ratio, 0.5), 2.0)
        band = max(BAND, abs(n - m) + 8) if max(n, m) <= WIDE_BAND_BLOCKS else BAND // 2
        band = min(band, 3 * BAND)
        best: list[dict[int, float]] = [{j: j * GAP for j in range(min(m, band) + 1)}]
        step: list[dict[int, str]] = [dict.fromkeys(range(min(m, band) + 1), "right")]
        for i in range(1, n + 1):
            row: dict[int, float] = {}
            via: dict[int, str] = {}
            middle = i * m // n
            above = best[i - 1]
            for j in range(max(0, middle - band), min(m, middle + band) + 1):
                options = []
                if j in above:
                    options.append((above[j] + GAP, "left"))
                if j - 1 in row:
                    options.append((row[j - 1] + GAP, "right"))
                if j - 1 in above:
                    options.append((above[j - 1] + self._likeness(lefts[i - 1], rights[j - 1], ratio), "both"))
                if options:
                    row[j], via[j] = max(options)
            best.append(row)
            step.append(via)
        found, i, j = [], n, m
        while i > 0 and j >= 0:
            way = step[i].get(j)
            if way == "both":
                found.append((lefts[i - 1], rights[j - 1]))
                i, j = i - 1, j - 1
            elif way == "right":
                j -= 1
            elif way == "left":
                i -= 1
            else:
                break
        return found[::-1]

    def _moved(self, taken_left: set[int], taken_right: set[int]) -> list[tuple[Block, Block]]:
        """Paragraphs left over on both sides that share what they name: a quote in another place, a list in another order."""
        by_anchor = defaultdict(list)
        for block in self.right.blocks:
            if block.index not in taken_right:
                for anchor in self.anchors[self.right.language][block.index]:
                    by_anchor[anchor].append(block)
        found = []
        for a in self.left.blocks:
            mine = self.anchors[self.left.language][a.index]
            if a.index in taken_left or not mine:
                continue
            shared: dict[int, int] = defaultdict(int)
            for anchor in mine:
                for b in by_anchor[anchor][:20]:
                    if b.index not in taken_right and b.kind == a.kind and b.part.field == a.part.field:
                        shared[b.index] += 1
            if shared:
                index = max(shared, key=lambda key: (shared[key], -abs(len(self.right.blocks[key].text) - len(a.text))))
                b = self.right.blocks[index]
                union = len(mine | self.anchors[self.right.language][index])
                if shared[index] * 2 >= union and 0.4 < (len(a.text) + 20) / (len(b.text) + 20) < 2.5:
                    taken_right.add(index)
                    found.append((a, b))
        return found

    @cached_property
    def quotations(self) -> list[tuple[QuotationSpan | None, QuotationSpan | None]]:
        """Each quotation beside its other language’s: by speaker first, then by paragraph. To be read, not judged."""
        found: list[tuple[QuotationSpan | None, QuotationSpan | None]]
        mine, theirs = self.left.quotations[:MOST_QUOTED], self.right.quotations[:MOST_QUOTED]
        roots = [[_roots(tokens(fold(quote.text)), 5) for quote in side] for side in (mine, theirs)]
        likely = [
            (self._answers(one, two, roots[0][number], roots[1][place]), number, place)
            for number, one in enumerate(mine)
            for place, two in enumerate(theirs)
        ]
        matched: dict[int, int] = {}
        for score, number, place in sorted(likely, key=lambda row: (-row[0], row[1], row[2])):
            if score >= ANSWER and number not in matched and place not in matched.values():
                matched[number] = place
        rights = self.right.quotations
        found = [
            (quote, rights[matched[number]] if number in matched else None) for number, quote in enumerate(self.left.quotations)
        ]
        waiting = [quote for place, quote in enumerate(rights) if place not in matched.values()]
        lonely = [place for place, (_one, two) in enumerate(found) if two is None]
        if len(lonely) == len(waiting):
            for place, quote in zip(lonely, waiting, strict=True):
                found[place] = found[place][0], quote
            waiting = []
        return found + [(None, quote) for quote in waiting]

    def _answers(self, one: QuotationSpan, two: QuotationSpan, left: frozenset[str], right: frozenset[str]) -> float:
        """How likely two quotations are one: said by the same person, in the same paragraph, with words of the same roots."""
        if one.anchor or two.anchor:
            return 9.0 * (one.anchor == two.anchor)
        same = 0.6 * _same_person(one.who, two.who)
        beside = 0.4 * (self.partner.get((self.left.language, one.block.index)) is two.block)
        shared = len(left & right) / (min(len(left), len(right)) + 1)
        return same + beside + 1.5 * shared


def _roots(words: Iterable[Token], shortest: int = 6) -> frozenset[str]:
    return frozenset(word.text[:5] for word in words if len(word.text) >= shortest and word.text.isalpha())


def once(run: Callable[[Pair], T]) -> Callable[[Pair], T]:
    """Let a comparison that several rules ask for be made once for each pair."""

    @wraps(run)
    def remembered(pair: Pair) -> T:
        if run not in pair.compared:
            pair.compared[run] = run(pair)
        return pair.compared[run]

    return remembered


def _same_person(one: str, two: str) -> bool:
    a, b = fold(one).split(), fold(two).split()
    return bool(a and b) and a[-1] == b[-1]
