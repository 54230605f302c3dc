"""“About …” texts that have moved on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile

from rapidfuzz.distance import Indel, Opcode

from ...findings import NOTE, WARNING
from ...knowledge import Knowledge, KnownBoilerplate
from ...reading import ABOUT, Reading
from ...rule import PORTAL, Found, rule
from ...sentences import say
from ...source import Block
from ...text import fold
from ...tokens import Token, folded_words

Word = tuple[Block, Token]

# The share of words in common from which one wording is an older state of the other, and below which it is another
# text: of this no place is the first that differs.
SAME_WORDING, ANOTHER_TEXT = 0.8, 0.3


@rule("boilerplate-moved-on", WARNING, PORTAL, subject="boilerplate")
def boilerplate_moved_on(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Told where the text first leaves the wording of the portal; of another text altogether, at its heading."""
    by_title = {_plain(standing.titles.get(text.language, "")): standing for standing in known.boilerplates}
    for heading, blocks in _written_abouts(text):
        standing = by_title.get(_plain(heading.text))
        right = folded_words(standing.texts.get(text.language, "")) if standing is not None else ()
        said = [(block, token) for block in blocks for token in text.tokens[block.index]]
        if standing is not None and right and " ".join(right) not in " ".join(token.text for _block, token in said):
            yield _told(heading, said, right, standing)


def _written_abouts(text: Reading) -> Iterator[tuple[Block, list[Block]]]:
    """The heading and the paragraphs of each “About” text that is written out, and not put there by the portal."""
    for section in text.sections:
        heading = section.heading
        if section.kind == ABOUT and heading is not None and heading.part.role != "boilerplate":
            blocks = [block for block in section.blocks if block is not heading]
            if blocks:
                yield heading, blocks


def _told(heading: Block, said: list[Word], right: Sequence[str], standing: KnownBoilerplate) -> Found:
    words = [token.text for _block, token in said]
    alike = Indel.normalized_similarity(words, right)
    place = _first_difference(said, words, right) if alike >= ANOTHER_TEXT else (heading, 0, len(heading.text))
    message = say("reworded-on", day=standing.as_of) if standing.as_of else say("reworded")
    severity = WARNING if alike >= SAME_WORDING else NOTE
    return Found(*place, message, record=standing.record, evidence=" ".join(words), severity=severity)


def _first_difference(said: list[Word], words: list[str], right: Sequence[str]) -> tuple[Block, int, int]:
    """Where a text first leaves the wording of another: the words to the next ones in common, in one paragraph."""
    changes = list(takewhile(_is_change, dropwhile(_is_same, Indel.opcodes(words, right))))
    first, last = changes[0].src_start, max(change.src_end for change in changes)
    block, token = said[min(first, len(said) - 1)]
    return block, token.start, max((other.end for where, other in said[first:last] if where is block), default=token.end)


def _is_same(code: Opcode) -> bool:
    return code.tag == "equal"


def _is_change(code: Opcode) -> bool:
    return not _is_same(code)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))
