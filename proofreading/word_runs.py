"""Words that nothing but spaces part: what a rule about neighbours looks at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from .inclusive_forms import inclusive_forms_in
from .source import Block
from .spans import Span, overlaps, spans_of
from .spelling import knows

if TYPE_CHECKING:
    from .reading import Reading

# A word, with the apostrophe that ties it to the next one, or a number.
_WORD = re.compile(r"(?:aujourd|prud)[’'][^\W\d_]+|[^\W\d_]+(?:-[^\W\d_]+)*[’']?|\d[\d.,]*\d|\d")
_SPACES = (" ", "\u00a0", "")
# Behind one of these a word with a capital may be any word.
_OPENS = re.compile(r"(?:^|[.!?…:•–—-]|[«“\"(])[ \u00a0\u202f]*$")
FIGURE = "#"


class RunWord(NamedTuple):
    """A word in small letters, or “#” for a number; a name, and what another rule knows, has no text."""

    text: str
    start: int
    end: int
    opens: bool = False
    """Whether it opens a block, a sentence, or what a colon, a dash or a quotation mark leads to."""
    name: str = ""
    """The word in small letters where a capital keeps it from having a text: “fédération” of “la Fédération des marins”."""


WordRun = list[RunWord]


def runs_of(text: Reading, block: Block) -> list[WordRun]:
    """The runs of a block. Names of records, addresses, inclusive forms and other languages are words without a text."""
    taken = [*spans_of(text.mentions[block.index]), *spans_of(text.addresses_in(block))]
    taken += [(start, end) for start, end, code in block.foreign if code != text.language]
    taken += inclusive_forms_in(text.language, block)
    runs: list[WordRun] = []
    last = None
    for match in _WORD.finditer(block.text):
        if last is None or block.text[last : match.start()] not in _SPACES or not runs:
            runs.append([])
        elif last == match.start() and block.text[last - 1] not in "’'":
            runs.append([])
        opens = not runs[-1] and _OPENS.search(block.text, 0, match.start()) is not None
        said = _text_of(text.language, block, match.span(), taken)
        runs[-1].append(
            RunWord(said, *match.span(), opens, match.group().lower() if not said and match.group()[0].isupper() else "")
        )
        last = match.end()
    return runs


def _text_of(language: str, block: Block, span: Span, taken: list[Span]) -> str:
    word = block.text[slice(*span)].replace("'", "’")
    if overlaps(taken, *span) or _is_piece(block.text, *span):
        return ""
    if word[0].isdigit():
        return FIGURE
    if word[0].islower():
        return word
    small = word.lower()
    may_be_any = (word[1:].islower() or word[1:] == "’") and _OPENS.search(block.text, 0, span[0])
    return small if may_be_any and (small.endswith("’") or knows(language, small)) else ""


def _is_piece(text: str, start: int, end: int) -> bool:
    """Whether a word is a piece of what stands around it: of an address, a file, a form with a point or a bracket in it."""
    if text[end : end + 1] == "(":
        return True
    return (
        text[start - 1 : start] in tuple("@/_\\.·#")
        and start > 0
        and not text[start - 2 : start - 1].isspace()
        or text[end : end + 1] in tuple("@/_\\·")
        or (text[end : end + 1] in tuple("-.") and text[end + 1 : end + 2].isalnum())
    )
