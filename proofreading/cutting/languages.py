"""Parts a text that holds two languages: one behind the other, side by side in a table, or paragraph by paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from .. import words
from ..files.content import HEADING, Piece, TextPassage, TextTable
from ..spelling import has_dictionary, knows
from ..text import fold
from .words import words_of

_WORD = re.compile(r"[^\W\d_]+")
# A word of the list of telling ones, or one that a single dictionary has.
_TELLING, _IN_ONE = 1.5, 1.0
# A passage is told by so much, and by so many times what speaks for another language; of a long one the first words suffice.
_ENOUGH, _CLEARER, _MOST_WORDS = 2.5, 2.0, 200
# A text has a second language where that has so much of its words; and one follows the other where so much agrees.
_SHARE, _IN_ORDER = 0.15, 0.85
_LONGEST_MARKER = 60


def languages_of(pieces: Sequence[Piece], codes: Sequence[str]) -> dict[str, list[Piece]]:
    """The pieces of each language; all of them for one, where there is no other.

    A note goes with the text that refers to it, wherever the file has it.
    """
    notes = [piece for piece in pieces if isinstance(piece, TextPassage) and piece.note]
    found = _parted([piece for piece in pieces if not isinstance(piece, TextPassage) or not piece.note], codes)
    texts = {code: tuple(mine) for code, mine in found.items()}
    for note in notes:
        code = next((code for code, mine in texts.items() if _refers(mine, note.note)), [*texts][-1])
        found[code].append(note)
    return found


def _refers(pieces: Sequence[Piece], note: int) -> bool:
    return any(f"[{note}]" in piece.text for piece in pieces)


def _parted(pieces: Sequence[Piece], codes: Sequence[str]) -> dict[str, list[Piece]]:
    columns = _columns(pieces, codes)
    if columns:
        return columns
    told = [language_of(piece.text, codes) for piece in pieces]
    weight = Counter[str]()
    for piece, code in zip(pieces, told, strict=True):
        weight[code] += len(piece.text.split()) if code else 0
    present = [code for code, number in weight.most_common() if code and number >= _SHARE * sum(weight.values())]
    if len(present) < 2:
        return {(present or list(codes))[0]: list(pieces)}
    return _one_behind_the_other(pieces, told, present) or _in_turns(pieces, told)


def language_of(text: str, codes: Sequence[str]) -> str:
    """The language of a text by its words; empty where too little tells."""
    scores = Counter[str]()
    for match in islice(_WORD.finditer(text), _MOST_WORDS):
        for code, score in _score(match.group(), codes):
            scores[code] += score  # type: ignore[assignment]  # a counter counts halves as well
    if not scores:
        return ""
    [(best, most), *others] = scores.most_common(2)
    return best if most >= _ENOUGH and most >= _CLEARER * (others[0][1] if others else 0) else ""


def _score(word: str, codes: Sequence[str]) -> list[tuple[str, float]]:
    folded = fold(word)
    telling = [code for code in codes if folded in words.of(code).telling]
    if len(telling) == 1:
        return [(telling[0], _TELLING)]
    if telling or not word.islower() or len(word) < 3:
        return []
    having = [code for code in codes if has_dictionary(code) and knows(code, word)]
    return [(having[0], _IN_ONE)] if len(having) == 1 else []


def _columns(pieces: Sequence[Piece], codes: Sequence[str]) -> dict[str, list[Piece]]:
    """The columns of a table that has a language in each; what stands around it goes to the first one."""
    for place, piece in enumerate(pieces):
        if not isinstance(piece, TextTable) or max(map(len, piece.rows)) != 2:
            continue
        sides: list[list[Piece]] = [
            [passage for row in piece.rows for passage in (row[side] if side < len(row) else [])] for side in (0, 1)
        ]
        told = [language_of("\n".join(passage.text for passage in side), codes) for side in sides]
        if all(told) and told[0] != told[1]:
            found = dict(zip(told, sides, strict=True))
            for other in [*reversed(pieces[:place])]:
                found[language_of(other.text, told) or told[0]].insert(0, other)
            for other in pieces[place + 1 :]:
                found[language_of(other.text, told) or told[0]].append(other)
            return found
    return {}


def _one_behind_the_other(pieces: Sequence[Piece], told: Sequence[str], present: Sequence[str]) -> dict[str, list[Piece]]:
    """The two halves of a text whose second language follows the first; nothing where they go in turns."""
    first, second = sorted(present[:2], key=told.index)
    weights = [len(piece.text.split()) for piece in pieces]
    total = sum(weight for weight, code in zip(weights, told, strict=True) if code in (first, second))
    right = sum(weight for weight, code in zip(weights, told, strict=True) if code == second)
    best, at = 0, 0
    for place in range(len(pieces) + 1):
        if right > best:
            best, at = right, place
        if place < len(pieces):
            right += weights[place] * ((told[place] == first) - (told[place] == second))
    if best < _IN_ORDER * total:
        return {}
    start = _start_of_second(pieces, told, at, second)
    return {first: list(pieces[:start]), second: list(pieces[start:])}


def _start_of_second(pieces: Sequence[Piece], told: Sequence[str], at: int, second: str) -> int:
    """Where the second language begins: of what stands between the two and tells nothing, its label or its title opens it."""
    begin = at
    while begin and not told[begin - 1]:
        begin -= 1
    end = at
    while end < len(pieces) and told[end] != second:
        end += 1
    between = range(begin, end)
    marks = words_of(second).versions
    for place in between:
        text = fold(pieces[place].text).strip(" :-–—*#[]()")
        if len(text) < _LONGEST_MARKER and any(text.startswith(mark) for mark in marks):
            return place
    contacts = [place for place in between if _is_tail(pieces[place])]
    return contacts[-1] + 1 if contacts else next((place for place in between if _is_heading(pieces[place])), end)


def _is_tail(piece: Piece) -> bool:
    text = piece.text
    return "@" in text or sum(map(str.isdigit, text)) > 6 or not any(map(str.isalpha, text))


def _is_heading(piece: Piece) -> bool:
    return isinstance(piece, TextPassage) and piece.kind == HEADING


def _in_turns(pieces: Sequence[Piece], told: Sequence[str]) -> dict[str, list[Piece]]:
    """Each piece with its own language; one that tells none goes with the one before it."""
    found: dict[str, list[Piece]] = {}
    current = next(filter(None, told))
    for piece, code in zip(pieces, told, strict=True):
        current = code or current
        found.setdefault(current, []).append(piece)
    return found
