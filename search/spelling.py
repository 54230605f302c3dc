"""What somebody probably meant to type: each word that nothing public holds, mended with one that something public holds.

Read anew each time from what is public now, so a word of something hidden is never proposed.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import models

from proofreading.text import WORD_AS_WRITTEN, spelt_out, stems_of, words

from . import find, index, known_words, portal_pages, vocabulary
from .index import SearchedKind
from .query import Query, Word, read

MENDED = 4
"""How many words of a query are mended at most."""
HELD = 8
"""How many things of a kind are looked at to tell how much a word is used."""


@dataclass(frozen=True)
class Answer:
    """What the search shows: for ``query``, instead of the words ``typed`` where their likely correction answers better.

    ``proposed`` is a correction that is offered and not applied: the words were asked for as they are.
    """

    query: str
    results: find.Results
    typed: str = ""
    proposed: str = ""


def answer(text: str, language: str, *, kind: str = "", limit: int = find.PER_KIND, exact: bool = False) -> Answer:
    """What answers ``text``, or its likely correction where ``text`` itself finds nothing, or nothing that holds all words."""
    results = find.search(text, language, kind=kind, limit=limit)
    if results.groups and not results.without_one:
        return Answer(text, results)
    respelt = respell(text, language, is_unknown=not (kind or results.groups))
    corrected = find.search(respelt, language, kind=kind, limit=limit) if respelt else find.Results()
    if not corrected.groups:
        return Answer(text, results)
    better = not results.groups or not corrected.without_one
    if exact or not better:
        return Answer(text, results, proposed=respelt)
    return Answer(respelt, corrected, typed=text)


def respell(text: str, language: str, kinds: Sequence[SearchedKind] | None = None, *, is_unknown: bool = False) -> str:
    """The words with each that no page of ``kinds`` holds (of any, unless given) replaced by the likeliest that one does.

    Empty where nothing is to mend, or nothing like it is public. Of a single word that ``is_unknown``, since it was searched
    and nothing found, nobody asks again.
    """
    query = read(text, language)
    pages = index.pages() if kinds is None else list(kinds)
    typed = Query(tuple(word for word in query.words if _may_be_misspelt(word)), language)
    if is_unknown and len(query.words) == 1:
        unknown = [word.typed for word in typed.words]
    else:
        unknown = [word for word, held in _holders(typed, pages, kinds is None).items() if not held][:MENDED]
    if not unknown:
        return ""
    besides = _portal_words(language, with_sections=kinds is None)
    meant = {word: known_words.nearest(_folded(word), language, besides) for word in unknown}
    candidates = list(dict.fromkeys(near for nears in meant.values() for near in nears))
    held_by = _holders(_of_words(candidates, language), pages, kinds is None, HELD)
    mended = {word: _likeliest(word, nears, held_by) for word, nears in meant.items()}
    return _with_replaced(text, language, {word: near for word, near in mended.items() if near})


def respell_for(queryset: models.QuerySet, language: str, text: str) -> str:
    """The correction under which a list of one kind finds something, for words under which it finds nothing; else empty."""
    return respell(text, language, [index.kind_of(queryset.model)])


def respell_from(text: str, language: str, texts: Iterable[str]) -> str:
    """The correction of words by those of ``texts``, all of which may be shown; empty where nothing is to mend."""
    pool = known_words.words_of(texts, language)
    held = {stem for word in pool.values() for stem in stems_of(word, language)}
    typed = [word for word in read(text, language).words if _may_be_misspelt(word)]
    unknown = [word.typed for word in typed if not _is_in(word, held)][:MENDED]
    nears = {word: known_words.nearest_of(_folded(word), pool) for word in unknown}
    return _with_replaced(text, language, {word: found[0] for word, found in nears.items() if found})


def _may_be_misspelt(word: Word) -> bool:
    return word.typed.isalpha() and len(_folded(word.typed)) >= known_words.SHORTEST


def _folded(word: str) -> str:
    return spelt_out(word)


def _of_words(typed: Sequence[str], language: str) -> Query:
    """Each word on its own, as if it were asked alone."""
    return Query(tuple(word for one in typed for word in read(one, language).words[:1]), language)


def _holders(query: Query, pages: Sequence[SearchedKind], with_sections: bool, most: int = 1) -> dict[str, int]:
    """How many public things hold each word, those that hold it in their titles twice; read up to ``most`` of a kind."""
    if not query:
        return {}
    query = find.with_references(query, pages)
    tiers = {place: word.within() for place, word in enumerate(query.words)}
    held = dict.fromkeys((word.typed for word in query.words), 0)
    for row in find.visible_rows(pages, query.language, tiers, dict.fromkeys(tiers, most)):
        word = query.words[row.tier]
        held[word.typed] += 1 + _is_in(word, find.title_stems(row.title, query.language))
    for page in portal_pages.named_pages(query.language) if with_sections else ():
        for word in query.words:
            held[word.typed] += 2 * _is_in(word, page.stems)
    return held


def _is_in(word: Word, stems: Container[str]) -> bool:
    return any(all(stem in stems for stem in way) for way in word.ways)


@lru_cache(maxsize=8)
def _portal_words(language: str, *, with_sections: bool) -> dict[str, str]:
    """The words of what readers call things, and of the portal's own pages, by their folded forms."""
    pages = portal_pages.named_pages(language) if with_sections else ()
    return known_words.words_of(
        [*(name for page in pages for name in page.names), *vocabulary.written_words(language)], language
    )


def _likeliest(word: str, nears: Sequence[str], held_by: dict[str, int]) -> str:
    """Of the words that something holds, the nearest; of those as near, the one that most hold."""
    cost = known_words.costs(_folded(word))
    held = [near for near in nears if held_by.get(near)]
    return min(held, key=lambda near: (cost(_folded(near)), -held_by[near], near), default="")


def _with_replaced(text: str, language: str, mended: dict[str, str]) -> str:
    """The text as it was typed but for the mended words; empty where none is."""
    if not mended:
        return ""

    def replaced(written: str) -> str:
        return next((mended[word] for word in words(written, language) if word in mended), written)

    return WORD_AS_WRITTEN.sub(lambda match: replaced(match.group()), text)


__all__ = ["Answer", "answer", "respell", "respell_for", "respell_from"]
