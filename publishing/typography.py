"""French typography, put right when text is shown, so that editors type as they like."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from .kept_texts import kept_by_text

NARROW, WIDE = "\u202f", "\u00a0"
SPACE = "[ \u00a0\u202f\u2009]"
SPACES = rf"(?<!{SPACE}){SPACE}++"
"""Whole runs alone: looked for from each of its spaces, a run of thousands would cost as much as its square."""


@dataclass(frozen=True)
class _Rule:
    """What is found is replaced, in the element of its first character, or in that of its last (``at_end``)."""

    pattern: re.Pattern[str]
    replacement: str
    at_end: bool = False


# Up to three digits: a year and a number after it are two numbers.
_THOUSANDS = "|".join(rf"(?<={before}\d{{{digits}}})" for before in ("^", r"[^\d]") for digits in (1, 2, 3))
_APOSTROPHE = _Rule(re.compile(r"(?<=\w)'(?=\w)"), "’")
_AFTER_PLURAL = _Rule(re.compile(r"(?<=s)'(?=\s)"), "’")
"""“The users' committee”: before a space the sign is that of a plural, or ends a quotation, and both are written so."""
_RULES = {
    "fr": (
        _Rule(re.compile(rf"{SPACES}(?=[;?!](?!\w))"), NARROW),
        _Rule(re.compile(rf"{SPACES}(?=:(?!\S))"), WIDE),
        _Rule(re.compile(rf"«{SPACE}*(?=\S)"), f"«{WIDE}"),
        _Rule(re.compile(rf"(?<=\S){SPACE}*»"), f"{WIDE}»", at_end=True),
        _Rule(re.compile(rf"(?:{_THOUSANDS}){SPACE}(?=\d{{3}}(?!\d))"), NARROW),
        _Rule(
            re.compile(rf"(?<=\d){SPACE}(?=(?:M€|k€|€|%|Mds?\b|millions?\b|milliards?\b|m²|km\b|ans?\b))"),
            WIDE,
        ),
        _APOSTROPHE,
    ),
    "en": (_APOSTROPHE, _AFTER_PLURAL),
}
_SET = re.compile(r"[;?!:«»'\d]")
"""A text without any of these signs is as every rule wants it."""
_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?([a-z][a-z0-9]*)", re.IGNORECASE)
_LANG = re.compile(r"""\slang\s*=\s*["']?([a-z]+)""", re.IGNORECASE)
_INLINE = frozenset("a abbr b bdi bdo cite code dfn em i kbd mark q s small span strong sub sup time u var wbr".split())
"""Elements that stand within a line: to a reader, the words before, in and after them are one line."""


def typeset(text: str, language: str) -> str:
    """Plain text as the language's typography wants it; a language without rules keeps its text.

    In French: a narrow space before ; ? !, a no-break one before : and inside « », thousands apart, one kind of apostrophe.
    """
    if _SET.search(text) is None:
        return text
    for rule in _RULES.get(language, ()):
        text = rule.pattern.sub(rule.replacement, text)
    return text


@dataclass
class _Line:
    """The words of a line as its elements cut them, each piece with its place in the page and its language."""

    places: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)

    def typeset(self) -> None:
        if not any(map(_SET.search, self.texts)):
            return
        for language in dict.fromkeys(self.languages):
            for rule in _RULES.get(language, ()):
                self._apply(rule, language)

    def _apply(self, rule: _Rule, language: str) -> None:
        starts = [0]
        for text in self.texts:
            starts.append(starts[-1] + len(text))
        # From the end: what stands before a match keeps its place.
        for match in reversed(list(rule.pattern.finditer("".join(self.texts)))):
            home = bisect_right(starts, match.end() - 1 if rule.at_end else match.start()) - 1
            if self.languages[home] == language:
                self._replace(match.span(), starts, home, rule.replacement)

    def _replace(self, span: tuple[int, int], starts: list[int], home: int, replacement: str) -> None:
        for piece, text in enumerate(self.texts):
            first, last = max(span[0], starts[piece]), min(span[1], starts[piece + 1])
            if first < last:
                kept = replacement if piece == home else ""
                self.texts[piece] = text[: first - starts[piece]] + kept + text[last - starts[piece] :]


@kept_by_text
def typeset_html(html: str, language: str) -> str:
    """The same for HTML: a line is one line, whatever elements are in it; no tag is touched.

    A passage in a language of its own is set as that language is; the marks around it as the language around it.
    """
    parts = _TAG.split(html)
    open_languages: list[tuple[str, str]] = []
    line = _Line()
    lines = [line]
    for place, part in enumerate(parts):
        if not part.startswith("<"):
            line.places.append(place)
            line.texts.append(part.replace("&nbsp;", WIDE))
            line.languages.append(open_languages[-1][1] if open_languages else language)
            continue
        name = _NAME.match(part)
        if name and name[1].lower() in _INLINE:
            _read_language(part, name[1].lower(), open_languages, language)
        else:
            line = _Line()
            lines.append(line)
    for line in lines:
        line.typeset()
        for place, text in zip(line.places, line.texts, strict=True):
            parts[place] = text
    return "".join(parts)


def _read_language(tag: str, name: str, open_languages: list[tuple[str, str]], around: str) -> None:
    """Keep which elements of this name are open, so that each end tag closes its own."""
    if not tag.startswith("</"):
        said = _LANG.search(tag)
        inherited = open_languages[-1][1] if open_languages else around
        open_languages.append((name, said[1].lower() if said else inherited))
    elif open_languages and open_languages[-1][0] == name:
        open_languages.pop()


_MARKS = {"fr": f"«{WIDE}{{}}{WIDE}»"}
_OTHER_MARKS = "“{}”"


def quoted(text: str, language: str) -> str:
    """Somebody's words between the quotation marks of their language, once, whether they were typed with marks or not."""
    bare = text.strip().strip(f'«»“”" {WIDE}{NARROW}')
    return typeset(_MARKS.get(language, _OTHER_MARKS).format(bare), language)
