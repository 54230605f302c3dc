"""English words taken for others that are written or said alike: “then” for “than”, by the words beside them.

The table ``words/confused.en.txt`` has a slip a line: the wrong word, the right one, the words before and the words behind with
which nobody writes it. Only where the wrong word stands are its lines asked, so that the length of the table costs nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..reading import Reading
from ..source import Block
from .slips import as_they_are
from .spans import Span, overlaps

FILE = Path(__file__).parents[1] / "words" / "confused.en.txt"
# So far before a word, and behind it, its neighbours are looked at.
BEFORE, BEHIND = 40, 60
_SHORT = {
    "<be>": "am|is|are|was|were|be|been|being|'m|'re|'s",
    "<the>": "the|an?|this|that|our|its|their|your|his|her|my|no|any|some|each|every|another|one|such",
    "<we>": "we|you|they|I|who",
    "<modals>": "will|can|could|should|would|must|may|might|shall|cannot|won't|can't|don't|doesn't|didn't|'ll",
    "<more>": "more|less|fewer|rather|better|worse|other|greater|larger|higher|lower|smaller|bigger|earlier|later|faster|longer"
    "|shorter|older|younger|stronger|easier|cheaper|sooner|further|wider|slower|weaker|closer|richer|newer|safer|simpler",
}
_SHORT["<to>"] = f"to|{_SHORT['<modals>']}"


class _Confusion(NamedTuple):
    """What a word is taken for, where these patterns stand before and behind it; an empty one asks for nothing.

    They are compiled where their word stands, by ``re`` itself: few of them are ever asked for.
    """

    better: str
    before: str
    behind: str

    def holds(self, text: str, start: int, end: int) -> bool:
        before = text[max(0, start - BEFORE) : start]
        if self.before and not re.search(self.before, before, re.I):
            return False
        return not self.behind or re.match(self.behind, text[end : end + BEHIND]) is not None


def confused(text: Reading) -> Iterator[tuple[Block, Span, str]]:
    """Where an English text has a word for another, and the other."""
    table, words = _table()
    for block in text.blocks:
        taken, shown = as_they_are(text, block), block.text.replace("’", "'")
        for match in words.finditer(shown):
            start, end = match.span()
            found = (row for row in table[match.group().lower()] if row.holds(shown, start, end))
            row = next(found, None)
            if row is not None and not overlaps(taken, start, end):
                better = row.better[0].upper() + row.better[1:] if match.group()[0].isupper() else row.better
                yield block, (start, end), better


@cache
def _table() -> tuple[dict[str, list[_Confusion]], re.Pattern[str]]:
    """The rows by the wrong word, and a pattern that finds any of these words."""
    table: dict[str, list[_Confusion]] = defaultdict(list)
    for line in FILE.read_text(encoding="utf-8").splitlines():
        words, _colon, beside = _in_full(line).partition(" : ")
        wrong, _sign, better = (piece.strip() for piece in words.partition(">"))
        before, _line, behind = (piece.strip() for piece in beside.partition("_"))
        first = rf"(?:^|[^\w'-])(?:{before}) $" if before else ""
        then = _behind(behind) if behind else ""
        table[wrong].append(_Confusion(better, first, then))
    words = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return table, re.compile(rf"(?<![\w'.-])(?:{words})(?![\w'-]|\.\w)", re.I)


def _behind(pattern: str) -> str:
    """What stands behind a word: other words, or where the row looks ahead by itself, whatever it says."""
    return pattern if pattern.startswith(("(?=", "(?!")) else rf" (?:{pattern})(?![\w'-])"


def _in_full(line: str) -> str:
    """A line with its shortened lists written out; its apostrophes are straight ones, as those of the text are then."""
    line = line.replace("’", "'").replace("['']", "'")
    for short, words in _SHORT.items():
        line = line.replace(short, words)
    return line
