"""The cluster’s own name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...findings import ERROR, WARNING
from ...knowledge import Knowledge, KnownOrganisation
from ...nearness import distance, skeleton
from ...reading import Reading
from ...rule import ONE_TEXT, Found, rule
from ...sentences import say
from ...source import Block
from ...text import fold
from ..spans import Span, addresses_in, holds, overlaps

# Two words around an @ are the name misspelt where so few letters are wrong, left out or added.
MOST_WRONG_LETTERS = 3
_AROUND_AT = re.compile(r"(?<![\w.@-])[\w-]{2,30}[ \u00a0\u202f]?@[ \u00a0\u202f]?[A-Za-z][\w-]{2,30}(?![\w@]|\.\w)")
# Before the name these make it a keyword, an account, or a piece of an address or of a longer word.
_PREFIXES = ("#", "@", "/", "_", ".", "-")
# Behind its first part these make it a piece of a longer word: “PostGenAI-lab”.
_JOINERS = ("-", "_", "/", ".")
# What is written for a letter that looks like it.
_ALIKE = {"i": "[iIl1|]", "l": "[iIl1|]", "o": "[oO0]", "s": "[sS5]"}
_WORDS_RUN_TOGETHER = re.compile(r"[A-ZÀ-Þ]+(?![a-z])|[A-ZÀ-Þ][^A-ZÀ-Þ]*|[^A-ZÀ-Þ]+")


@rule("own-name", ERROR, ONE_TEXT, subject="name")
def own_name(text: Reading, known: Knowledge) -> Iterator[Found]:
    ours = known.ours
    if ours is None:
        return
    name = ours.official(text.language)
    pattern = _pattern_of(name)
    for block in text.blocks:
        addresses = addresses_in(text, block)
        forms = [match.span() for match in pattern.finditer(block.text) if _stands_alone(block, match.start(), addresses)]
        for start, end in forms:
            yield from _judged(ours, block, start, end, name)
        yield from _nearly_the_name(ours, block, [*forms, *addresses], name)


def _stands_alone(block: Block, start: int, addresses: list[Span]) -> bool:
    return block.text[start - 1 : start] not in _PREFIXES and not holds(addresses, start)


def _judged(ours: KnownOrganisation, block: Block, start: int, end: int, name: str) -> Iterator[Found]:
    """What is wrong with a form of the name: nothing, where it is written as it is, or in capitals in a line of capitals."""
    shown, record = block.text[start:end], ours.record
    if shown == name or shown == name.upper() and block.text.isupper():
        return
    if shown == name.partition("@")[0]:
        if not _goes_on(block, end):
            yield Found(block, start, end, say("in-full", name=name), name, record, severity=WARNING)
    elif skeleton(shown) == skeleton(name):
        yield Found(block, start, end, say("looks-alike", wrong=shown, name=name), name, record)
    else:
        yield Found(block, start, end, say("not-the-name", wrong=shown, name=name), name, record)


def _goes_on(block: Block, end: int) -> bool:
    return block.text[end : end + 1] in _JOINERS and block.text[end + 1 : end + 2].isalnum()


def _nearly_the_name(ours: KnownOrganisation, block: Block, taken: list[Span], name: str) -> Iterator[Found]:
    """Two words around an @ that are hardly anything else: “PostGAI@Paris”."""
    if "@" not in name or "@" not in block.text:
        return
    for match in _AROUND_AT.finditer(block.text):
        shown = match.group()
        if overlaps(taken, *match.span()):
            continue
        if distance(fold(shown), fold(name), MOST_WRONG_LETTERS) <= MOST_WRONG_LETTERS:
            yield Found(block, *match.span(), say("not-the-name", wrong=shown, name=name), name, ours.record)


def _pattern_of(name: str) -> re.Pattern[str]:
    """The name with its parts run together or apart, and letters that look alike for one another."""
    stem, _at, tail = name.partition("@")
    *firsts, last = _WORDS_RUN_TOGETHER.findall(stem)
    # Of two letters, such as “AI”, either may come first: “IA” in French.
    ends = f"(?:{_letters(last)}|{_letters(last[::-1])})" if len(last) == 2 else _letters(last)
    joined = "[ \u00a0-]?".join([*map(_letters, firsts), ends])
    tail_pattern = f"(?:[ \u00a0\u202f-]?(?:@|[aà])?[ \u00a0\u202f]?{_letters(tail)})?" if tail else ""
    return re.compile(rf"(?<![^\W_]){joined}{tail_pattern}(?![^\W_])")


def _letters(text: str) -> str:
    """A pattern of a text in large or small letters, or in letters that look like them."""
    return "".join(_ALIKE.get(sign.lower(), _either_case(sign)) for sign in text)


def _either_case(sign: str) -> str:
    return f"[{sign.lower()}{sign.upper()}]" if sign.isalpha() else re.escape(sign)
