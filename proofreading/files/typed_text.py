"""Plain text and Markdown read as passages, by the blocks that the check reads (``forms``): one way to tell what a line is."""

from __future__ import annotations

from collections.abc import Iterator

from .. import source
from ..forms import blocks_of
from ..forms.markdown import emphasised
from ..source import MARKDOWN, Block, TextPart
from .content import HEADING, ITEM, PARAGRAPH, Piece, TextPassage, TextRun

_KINDS = {source.HEADING: HEADING, source.ITEM: ITEM}


def read_typed_text(text: str, form: str, language: str) -> list[Piece]:
    """The pieces of a text; nothing is linked that was no link."""
    part = TextPart("text", language, text, form)
    marks = emphasised(text) if form == MARKDOWN else {}
    return [_passage(block, marks) for block in blocks_of(part) if block.kind != source.ALT]


def _passage(block: Block, marks: dict[int, str]) -> TextPassage:
    passage = TextPassage(_KINDS.get(block.kind, PARAGRAPH), list(_runs(block, marks)), level=block.level)
    if passage.kind == HEADING and not passage.level:
        passage.level = 2
    if passage.kind == ITEM:
        passage.level = 0
        passage.is_numbered = _has_a_number(block)
    return passage


def _has_a_number(block: Block) -> bool:
    """Whether the mark of an item, which stands before its first character, is a number."""
    start = block.at[0]
    line = max(block.part.source.rfind("\n", 0, start), block.part.source.rfind("\r", 0, start)) + 1
    return block.part.source[line:start].strip()[:1].isdigit()


def _runs(block: Block, marks: dict[int, str]) -> Iterator[TextRun]:
    links = sorted(block.links, key=lambda link: link.start)
    place = 0
    while place < len(block.text):
        link = next((link for link in links if link.start <= place < link.end), None)
        following = next((link.start for link in links if link.start > place), len(block.text))
        end, mark = place + 1, marks.get(block.at[place], "")
        while end < (link.end if link else following) and marks.get(block.at[end], "") == mark:
            end += 1
        yield TextRun(block.text[place:end], "b" in mark, "i" in mark, href=link.href if link else "")
        place = end
