"""Reads what a journalist acts on as keys and values: “Date: …”, “Time: …”, “Place: …”, on one line or on two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..source import Block
from ..spans import Span

# A label has so few words, and its value stands on the same line or on the next one.
_LABEL = re.compile(r"\s*[*•-]?\s*(?P<label>[^:：]{2,40}?)\s*[:：]\s*(?P<value>.*)", re.S)
_OFFSETS = {
    "cet": "Paris",
    "cest": "Paris",
    "heure de paris": "Paris",
    "paris time": "Paris",
    "heure d'europe centrale": "Paris",
    "central european time": "Paris",
    "heure locale": "local",
    "local time": "local",
    "utc": "UTC",
    "gmt": "UTC",
    "tu": "UTC",
    "temps universel": "UTC",
    "edt": "Eastern",
    "est": "Eastern",
    "et": "Eastern",
    "hae": "Eastern",
    "hne": "Eastern",
    "heure de l'est": "Eastern",
    "eastern time": "Eastern",
    "bst": "London",
    "heure de londres": "London",
    "london time": "London",
    "pst": "Pacific",
    "pdt": "Pacific",
    "hap": "Pacific",
    "hnp": "Pacific",
}
# Behind an hour; “est” and “et” are words of French, and zones in capitals only.
_ZONE = re.compile(
    r"(?<![\w])(CES?T|UTC|GMT|TU|E[DS]T|ET|HAE|HNE|BST|P[SD]T|HAP|HNP)(?![\w])"
    r"|(heure de (?:paris|londres|l'est)|heure (?:locale|d'europe centrale)"
    r"|(?:paris|london|local|eastern|central european) time"
    r"|temps universel)",
)


class KeyValue(NamedTuple):
    """A value of the practical block: what kind it is of, and where it stands."""

    kind: str
    block: Block
    start: int
    end: int

    @property
    def span(self) -> Span:
        return self.start, self.end


def practical_of(blocks: Iterable[Block], labels: dict[str, str]) -> list[KeyValue]:
    """The values of a text whose labels are known, each of its kind."""
    return list(_read(list(blocks), labels)) if labels else []


def _read(blocks: list[Block], labels: dict[str, str]) -> Iterator[KeyValue]:
    for place, block in enumerate(blocks):
        match = _LABEL.fullmatch(block.folded)
        bare = block.folded.strip(" \u00a0*:•-")
        if match and match["value"]:
            kind = labels.get(match["label"].strip(" *"))
            if kind:
                yield KeyValue(kind, block, match.start("value"), len(block.text))
        elif bare in labels and place + 1 < len(blocks) and not _LABEL.fullmatch(blocks[place + 1].folded[:44]):
            yield KeyValue(labels[bare], blocks[place + 1], 0, len(blocks[place + 1].text))


def zone_in(block: Block, start: int, end: int) -> str:
    """The time zone that a stretch names, if it names exactly one."""
    found = set()
    for match in _ZONE.finditer(block.text[start:end]):
        found.add(_OFFSETS[match[0].lower()])
    for match in _ZONE.finditer(block.folded[start:end]):
        if match[2]:
            found.add(_OFFSETS[match[2]])
    return found.pop() if len(found) == 1 else ""
