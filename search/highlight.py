"""Marks in the original text what was searched, by stems; all of the text is escaped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from proofreading.text import WORD_AS_WRITTEN, stems_of, words
from publishing.kept_texts import kept_by_text

from .query import Phrase

EXCERPT = 230

Span = tuple[int, int]


def found(text: str, ways: Iterable[Phrase], language: str) -> list[Span]:
    """Where the text says one of the phrases, empty words between its words allowed; in order, none over another."""
    tokens = [(match.span(), _stems(match.group(), language)) for match in WORD_AS_WRITTEN.finditer(text)]
    telling = [(span, stems) for span, stems in tokens if stems]
    spans: list[Span] = []
    beginning: dict[str, list[Phrase]] = defaultdict(list)
    for way in sorted(ways, key=len, reverse=True):
        beginning[way[0]].append(way)
    place = 0
    while place < len(telling):
        for way in beginning.get(telling[place][1][0], ()):
            taken = _length(telling, place, way)
            if taken:
                spans.append((telling[place][0][0], telling[place + taken - 1][0][1]))
                place += taken
                break
        else:
            place += 1
    return spans


@lru_cache(maxsize=50_000)
def _stems(word: str, language: str) -> Phrase:
    return tuple(stem for part in words(word, language) for stem in stems_of(part, language))


def _length(telling: list[tuple[Span, Phrase]], place: int, way: Phrase) -> int:
    """How many words from ``place`` on make the phrase; 0 where they do not."""
    left, taken = list(way), 0
    for _span, stems in telling[place : place + 2 * len(way)]:
        if tuple(left[: len(stems)]) == stems:
            left = left[len(stems) :]
            taken += 1
            if not left:
                return taken
        elif not taken or len(stems[0]) > 3:
            return 0
        else:
            taken += 1  # a small word inside: “programme d’accélération”
    return 0


def marked(text: str, ways: Iterable[Phrase], language: str) -> SafeString:
    """The text, escaped, with what was searched in ``<mark>``."""
    return _marked(text, language, *_spelt(ways))


def excerpt(text: str, ways: Iterable[Phrase], language: str) -> SafeString:
    """The part of a text where most of what was searched stands, marked; its beginning where nothing does."""
    return _excerpt(text, language, *_spelt(ways))


def _spelt(ways: Iterable[Phrase]) -> list[str]:
    """The phrases as texts, to be kept under."""
    return sorted(" ".join(way) for way in ways)


@kept_by_text
def _marked(text: str, language: str, *phrases: str) -> SafeString:
    parts, done = [], 0
    for start, end in found(text, _phrases(phrases), language):
        parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    return mark_safe("".join([*parts, escape(text[done:])]))  # noqa: S308  every piece is escaped


@kept_by_text
def _excerpt(text: str, language: str, *phrases: str) -> SafeString:
    spans = found(text, _phrases(phrases), language)
    start = _best_start(spans)
    start = 0 if start < EXCERPT // 3 else text.rfind(" ", 0, start - 40) + 1
    end = len(text) if start + EXCERPT >= len(text) else max(text.rfind(" ", start, start + EXCERPT), start + EXCERPT // 2)
    piece = _marked(text[start:end], language, *phrases)
    return mark_safe(f"{'… ' if start else ''}{piece}{' …' if end < len(text) else ''}")  # noqa: S308  escaped by _marked()


def _phrases(spelt: Iterable[str]) -> list[Phrase]:
    return [tuple(phrase.split(" ")) for phrase in spelt]


def _best_start(spans: list[Span]) -> int:
    """Where the window begins that holds most hits, the first of equals."""
    if not spans:
        return 0
    return max(spans, key=lambda one: (sum(one[0] <= other[0] < one[0] + EXCERPT - 40 for other in spans), -one[0]))[0]
