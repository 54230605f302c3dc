"""Reads what a journalist acts on as keys and values: “Date: …”, “Time: …”, “Place: …”.

On one line or on two, several on one line, a row of labels above a row of values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from ..source import Block
from ..spans import Span

# A label stands at the head of its line, or behind a sign that ends what is before it.
_BEFORE = r"(?:^|(?<=[\n;|•·–—(])|(?<=[.,] )|(?<= [/-] ))[\s*•-]{0,4}"
_BEHIND = r"[ \u00a0*]{0,3}(?:[:：]|\?(?= ))[ \u00a0*]{0,3}"
_ENDS = " \u00a0*|;,–—/-·•"


class KeyValue(NamedTuple):
    """A value of the practical block: what kind it is of, and where it and its label stand."""

    kind: str
    block: Block
    start: int
    end: int
    label: str = ""

    @property
    def span(self) -> Span:
        return self.start, self.end

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]


class PracticalAnalyser:
    """Reads the lines of a text whose labels are known."""

    def __init__(self, labels: dict[str, str]) -> None:
        self.labels = labels
        words = "|".join(sorted(map(re.escape, labels), key=len, reverse=True))
        self._label = re.compile(rf"{_BEFORE}(?P<label>{words}){_BEHIND}") if labels else None

    def read(self, blocks: list[Block]) -> list[KeyValue]:
        """The values of a text, in order."""
        return list(self._read(blocks)) if self._label else []

    def _read(self, blocks: list[Block]) -> Iterator[KeyValue]:
        place = 0
        while place < len(blocks):
            bare = self._bare_labels(blocks, place)
            values = blocks[place + len(bare) : place + 2 * len(bare)]
            if bare and len(values) == len(bare) and not any(map(self._opens_with_a_label, values)):
                for label, value in zip(bare, values, strict=True):
                    yield KeyValue(self.labels[label], value, 0, len(value.text), label)
                place += 2 * len(bare)
                continue
            yield from self._within(blocks[place])
            place += 1

    def _bare_labels(self, blocks: list[Block], place: int) -> list[str]:
        """The labels that stand alone, one a block: one above its value, or a row of them above theirs."""
        found: list[str] = []
        for block in blocks[place:]:
            bare = block.folded.strip(" \u00a0*:•-?")
            if bare not in self.labels or bare in found:
                break
            found.append(bare)
        return found

    def _opens_with_a_label(self, block: Block) -> bool:
        return self._label is not None and self._label.match(block.folded) is not None

    def _within(self, block: Block) -> Iterator[KeyValue]:
        """The values of one block, each up to the next label."""
        found = list(self._label.finditer(block.folded)) if self._label and (":" in block.text or "?" in block.text) else []
        for match, following in zip_longest(found, found[1:]):
            end = following.start() if following else len(block.text)
            value = block.text[match.end() : end].rstrip(_ENDS)
            if value:
                start = match.end()
                yield KeyValue(self.labels[match["label"]], block, start, start + len(value), match["label"])
