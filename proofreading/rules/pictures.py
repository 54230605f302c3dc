"""Pictures within a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import WARNING
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import HTML, MARKDOWN, Block

# A picture has no text to point at: the beginning of the paragraph before it is shown.
SHOWN = 60
_WITHOUT_TEXT = re.compile(r"<img\b(?![^<>]*\balt\s*=\s*(?:\"[^\"]|'[^']|[^\s\"'>]))[^<>]*>|!\[\s*\]\([^()\s]+\)", re.I)


@rule("picture-without-text", WARNING, ONE_TEXT, subject="picture")
def picture_without_text(text: Reading, known: Knowledge) -> Iterator[Found]:
    for part in text.parts:
        blocks = [block for block in text.blocks if block.part is part]
        if not blocks or part.form not in (HTML, MARKDOWN):
            continue
        for match in _WITHOUT_TEXT.finditer(part.source):
            block = _block_before(blocks, match.start())
            yield Found(block, 0, min(len(block.text), SHOWN), say("no-alternative"), evidence=match.group())


def _block_before(blocks: list[Block], place: int) -> Block:
    """The last block that begins before a place of the source; the first one where none does."""
    return next((block for block in reversed(blocks) if block.at and block.at[0] <= place), blocks[0])
