"""Numbers the blocks of a text, tells its title, and parts it into sections."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..annotations import ABOUT, BODY, CONTACT, TextSection
from ..forms import blocks_of
from ..source import HEADING, LINE, PARAGRAPH, Block, TextPart
from ..words import Vocabulary, contact_headings

# Fields whose text is what its field says, whatever it looks like.
_KINDS = {
    "title": HEADING,
    "subtitle": HEADING,
    "place": LINE,
    "quote": PARAGRAPH,
    "quote-role": LINE,
    "contact": LINE,
    "lead": PARAGRAPH,
}
_SECTIONS_OF_FIELDS = {"contact": CONTACT, "boilerplate": ABOUT}
# A title has fewer words; what stands above it, the kind of text or a date line, is one of the first blocks and short.
_TITLE_WORDS, _SUBTITLE_WORDS, _LABEL_WORDS, _HEAD_BLOCKS = 30, 24, 6, 4
# A paragraph that opens the contacts is shorter, and so is a heading of what is said about a body.
_LONGEST_LABEL, _LONGEST_ABOUT = 60, 80


def blocks_in_order(parts: Iterable[TextPart]) -> list[Block]:
    """The blocks of all parts of a text, numbered; a paragraph that is too long is read in pieces."""
    parts = list(parts)
    found: list[Block] = []
    offset = 0
    for part in parts:
        mine = [piece for block in blocks_of(part) for piece in block.pieces()]
        for block in mine:
            block.index = len(found)
            block.kind = _KINDS.get(part.role, block.kind)
            block.group += offset
            found.append(block)
        offset = (mine[-1].group + 1 if mine else offset) + 1
    if found and len(parts) == 1 and parts[0].role == "text":
        _tell_title(found)
    return found


def _tell_title(found: list[Block]) -> None:
    """A text from elsewhere opens with its title, whatever its length, unless it closes like a sentence; then its subtitle."""
    for place, block in enumerate(found[:_HEAD_BLOCKS]):
        words = len(block.text.split())
        if block.kind == PARAGRAPH and words <= _TITLE_WORDS and block.text[-1] not in ".,;:" and len(found) > 2:
            block.kind = HEADING
        if words > _LABEL_WORDS:
            if block.kind == HEADING and _has_a_subtitle(found, place):
                found[place + 1].kind = HEADING
            return


def _has_a_subtitle(found: list[Block], title: int) -> bool:
    """Whether a second line without a stop stands below the title, and below that a paragraph that closes like one."""
    if title + 2 >= len(found):
        return False
    line, following = found[title + 1], found[title + 2]
    is_line = line.kind == PARAGRAPH and len(line.text.split()) <= _SUBTITLE_WORDS and line.text[-1].isalnum()
    return is_line and not re.search(r"[.!?] ", line.text) and following.kind == PARAGRAPH and following.text[-1] in ".!?»”"


def sections_of(blocks: Iterable[Block], vocabulary: Vocabulary) -> list[TextSection]:
    """Runs of blocks below a heading; contacts and “About …” are told from the communiqué’s own text."""
    found = [TextSection(BODY, None)]
    for block in blocks:
        section = _opened_by(block, found[-1], vocabulary)
        if section is not None:
            found.append(section)
        found[-1].blocks.append(block)
        block.section = len(found) - 1
    return found


def _opened_by(block: Block, current: TextSection, vocabulary: Vocabulary) -> TextSection | None:
    """The section that a block opens, if it does: by the field it stands in, else by what it says or its being a heading."""
    kind = _SECTIONS_OF_FIELDS.get(block.part.role)
    if kind:
        goes_on = current.kind == kind and all(block.part.field == last.part.field for last in current.blocks[-1:])
        return None if goes_on else TextSection(kind, block if block.kind == HEADING else None)
    opened = _kind_told_by(block, vocabulary)
    return TextSection(opened or BODY, block) if opened or block.kind == HEADING else None


def _kind_told_by(block: Block, vocabulary: Vocabulary) -> str:
    folded = block.folded.strip(" :*#")
    if block.kind not in (LINE, HEADING) and len(folded) >= _LONGEST_LABEL:
        return ""
    if folded in contact_headings() or folded.rstrip("s :") in contact_headings():
        return CONTACT
    heads = tuple(words if words.endswith("'") else f"{words} " for words in vocabulary.about_headings)
    is_about = len(folded) < _LONGEST_ABOUT and folded.startswith(heads) and block.text[-1] not in ".,;"
    return ABOUT if is_about else ""
