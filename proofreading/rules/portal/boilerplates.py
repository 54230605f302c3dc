"""“About …” texts that have moved on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from ...findings import NOTE, WARNING
from ...knowledge import Knowledge
from ...reading import ABOUT, Reading
from ...rule import PORTAL, Found, rule
from ...sentences import say
from ...text import fold
from ...tokens import tokens

# The share of words in common from which one wording is an older state of the other.
SAME_WORDING = 0.8


@rule("boilerplate-moved-on", WARNING, PORTAL, subject="boilerplate")
def boilerplate_moved_on(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """An “About …” text in another wording than the portal’s. Where nearly all is the same it is an older one, which may no
    longer hold; a text of somebody’s own is only noted.
    """
    by_title = {_plain_title(standing.titles.get(reading.language, "")): standing for standing in known.boilerplates}
    for section in reading.sections:
        if section.kind != ABOUT or section.heading is None or section.heading.part.role == "boilerplate":
            continue
        standing = by_title.get(_plain_title(section.heading.text))
        blocks = [block for block in section.blocks if block is not section.heading]
        if standing is None or not blocks:
            continue

        right = [token.text for token in tokens(fold(standing.texts.get(reading.language, "")))]
        said = [token.text for block in blocks for token in reading.tokens[block.index]]
        if not right or " ".join(right) in " ".join(said):
            continue
        place, is_older = _first_difference(reading, blocks, right)
        place = place or (section.heading, 0, len(section.heading.text))
        message = say("reworded-on", day=standing.as_of.isoformat()) if standing.as_of else say("reworded")
        severity = WARNING if is_older else NOTE
        yield Found(*place, message, record=standing.record, evidence=" ".join(said), severity=severity)


def _first_difference(reading: Reading, blocks: list, right: list[str]):
    """Where a text leaves the wording of another for the first time, and whether it is otherwise the same."""

    found = [(block, token) for block in blocks[:6] for token in reading.tokens[block.index]][:400]
    matcher = SequenceMatcher(None, [token.text for _block, token in found], right[:400], autojunk=False)
    ratio = matcher.ratio()
    if ratio < 0.3:
        return None, False
    for kind, first, last, _a, _b in matcher.get_opcodes():
        if kind != "equal":
            block, token = found[min(first, len(found) - 1)]
            end = max((one.end for other, one in found[first:last] if other is block), default=token.end)
            return (block, token.start, end), ratio >= SAME_WORDING
    return None, False


def _plain_title(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))
