"""What a line is: a label, a mark of the end, a heading of contacts or of a text about a body, a date line, an embargo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from ..dates import When
from ..text import fold
from .parts import CutEmbargo
from .words import CutterWords

_FRAME = ' \t\u00a0\u202f:–—-*#|•·()[]«»"“”.…_=/'
_LONGEST_HEADING, _LONGEST_LABEL, _LONGEST_EMBARGO, _LONGEST_DATE_LINE = 90, 140, 220, 110
_PLACE_WORDS = 7
_DASHES = r"[-–—:|•·]"
# What follows a day at the head of a paragraph: a dash, a colon, the mark of an agency, the end of a bracket.
_AFTER_DAY = re.compile(
    rf"\s*(?:\([^()]{{2,40}}\)\s*)?(?:/[^/\n]{{2,40}}/\s*)?(?:\)\s*{_DASHES}*|(?:{_DASHES}|\.(?=\s))+)\s*(?=\S)"
)
_PROPER = r"[A-ZÀ-ÖØ-Þ][\w’'À-ÿ-]*"
_PARTICLES = r"(?:le|la|les|l’|d’|de|du|des|en|sur|sous|et|and|of|the|upon|in)\b"
_PLACE = re.compile(rf"{_PROPER}(?:(?:[ ,/&-]|\s[-–]\s)+(?:{_PROPER}|{_PARTICLES})){{0,6}}")
_REGION = re.compile(r"^([^,(]+),\s*([^,]+)$")
_EMBARGO = re.compile(r"\bembargo", re.I)
_DIGITS = re.compile(r"\d")


def frameless(text: str) -> str:
    """A line, folded, without the signs around it."""
    return " ".join(fold(text).strip(_FRAME).split())


def is_label(text: str, words: CutterWords) -> bool:
    """Whether a line says what kind of text this is, and nothing else but how far it goes: “Communiqué de presse national”."""
    line = frameless(text)
    if line in words.labels:
        return True
    opened = next((label for label in words.labels if line.startswith(f"{label} ") and len(label) > 7), None)
    return opened is not None and len(line[len(opened) :].split()) == 1 and not _DIGITS.search(line)


def after_label(text: str, words: CutterWords) -> str | None:
    """What stands behind a label and a dash in one line: “Communiqué de presse – Lyon, 3 mars 2026”; ``None`` for no label."""
    folded = fold(text)
    lead = len(text) - len(text.lstrip(_FRAME))
    for label in sorted(words.labels, key=len, reverse=True):
        if folded.startswith(label, lead) and len(text) < _LONGEST_LABEL:
            rest = text[lead + len(label) :]
            if not rest.strip(_FRAME):
                return ""
            if re.match(rf"\s*(?:{_DASHES}|\n|,|du\b|of\b)", rest):
                return rest.strip(_FRAME + ",").removeprefix("du ").removeprefix("of ").strip()
    return None


def is_end(text: str, words: CutterWords) -> bool:
    """“-ENDS-”, “– Fin –”, “###”: a mark on a line of its own."""
    stripped = text.strip()
    if 2 < len(stripped) <= 12 and not any(map(str.isalnum, stripped)) and set(stripped) <= set("#*-–—_= .•~"):
        return True
    return frameless(stripped) in words.ends and (not stripped.isalpha() or stripped.isupper())


def heading_of(text: str, openings: tuple[str, ...]) -> str | None:
    """The opening that a short line is headed by, a heading of contacts for one: the line is it, or goes on behind a colon."""
    line = frameless(text.split("\n")[0])
    if len(line) > _LONGEST_HEADING:
        return None
    return next((opening for opening in openings if line == opening or line == f"{opening}s"), None)


def opens_with(text: str, openings: tuple[str, ...]) -> int:
    """Where the words behind an opening and its colon begin: “Contact presse : Maud …”; 0 where no opening stands there."""
    folded = fold(text)
    lead = len(text) - len(text.lstrip(" \t\u00a0*•#–—-"))
    for opening in sorted(openings, key=len, reverse=True):
        if folded.startswith(opening, lead):
            found = re.compile(r"(?:s|\s*\([^()]{0,30}\))?[\s\u00a0\u202f]*(?:[:|–—]|\n)[\s\u00a0\u202f]*").match(
                text, lead + len(opening)
            )
            if found:
                return found.end()
    return 0


def is_about(text: str, words: CutterWords) -> bool:
    """Whether a line heads a text about a body: “À propos de …”, short, and no sentence."""
    line = fold(text).strip(_FRAME)
    heads = tuple(head if head.endswith("'") else f"{head} " for head in words.about)
    is_opening = line.startswith(heads) or line in words.about
    return is_opening and len(text.strip()) < _LONGEST_HEADING and text.strip()[-1:] not in ".,;" and "\n" not in text.strip()


@dataclass
class DateLine:
    """A place and a day, and where the text behind them begins."""

    place: str
    day: date
    end: int


def day_of(when: When) -> date | None:
    """The day of a date that says all of it and can be."""
    if when.year is None or when.month is None or when.day is None or when.fault in ("month", "day"):
        return None
    return date(when.year, when.month, when.day)


def date_line(text: str, dates: list[When], words: CutterWords) -> DateLine | None:
    """A line that holds a place and a day and nothing else: “Paris, le 30 novembre 2026”."""
    if len(text) > _LONGEST_DATE_LINE:
        return None
    for when in dates:
        if (day := day_of(when)) is None:
            continue
        before, after = text[: when.start], text[when.end :].strip(_FRAME + ",")
        place = place_of(before, words)
        if place is None or after and place or after and place_of(after, words) is None:
            continue
        return DateLine(place or (place_of(after, words) or ""), day, len(text))
    return None


def date_line_before(text: str, dates: list[When], words: CutterWords) -> DateLine | None:
    """A place and a day at the head of a paragraph, before a dash: “PARIS, 30 November 2026 — The …”."""
    for when in dates[:1]:
        day = day_of(when)
        place = place_of(text[: when.start], words)
        after = _AFTER_DAY.match(text, when.end)
        if day is None or not place or after is None or when.start > _LONGEST_DATE_LINE:
            return None
        return DateLine(place, day, after.end())
    return None


def place_of(text: str, words: CutterWords) -> str | None:
    """The place that stands before a day; empty where nothing does, ``None`` where it is no place."""
    line = text.strip(_FRAME + ",")
    folded = fold(line)
    for word in sorted(words.before_day, key=len, reverse=True):
        if folded == word:
            return ""
        if re.search(rf"[\s,]{re.escape(word)}$", folded):
            line = line[: -len(word)].strip(_FRAME + ",")
            break
    if not line:
        return ""
    if len(line.split()) > _PLACE_WORDS or _DIGITS.search(line) or not _PLACE.fullmatch(line):
        return None
    return _as_a_place(line)


def _as_a_place(line: str) -> str:
    """A place as the portal takes it: without a comma, and in small letters."""
    if line.isupper() and len(line) > 3:
        line = re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize() if len(word[0]) > 2 else word[0].lower(), line)
        line = line[0].upper() + line[1:]
    region = _REGION.match(line)
    return f"{region[1].strip()} ({region[2].strip()})" if region else line.replace(",", "")


def embargo_of(text: str, dates: list[When]) -> CutEmbargo | None:
    """A line that says until when the text may not be used."""
    if len(text) > _LONGEST_EMBARGO or not _EMBARGO.search(text):
        return None
    day = next((found for found in map(day_of, dates) if found is not None), None)
    clock = next((when.clock for when in dates if when.clock), "")
    hour = time.fromisoformat(clock) if re.fullmatch(r"\d\d:\d\d", clock) else None
    return CutEmbargo(" ".join(text.split()), day, hour)
