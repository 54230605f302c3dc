"""The portal's own pages that no record stands for, among what is found: few, all public, read without the index."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from proofreading.text import stems
from publishing.typography import typeset

from . import index, vocabulary
from .engine import Lexeme
from .index import SearchedSection
from .query import Query
from .results import Hit, HitGroup
from .text import folded_words, telling_stems

SECTIONS = "section"
NAME, TITLE = 0, 1


@dataclass(frozen=True)
class PortalPage:
    """A page of the portal's own in a language: its address, its title, its place among them, and every name it is looked
    for by, its title first; with the stems of each and the whole names as lexemes."""

    title: str
    path: str
    order: int
    names: tuple[str, ...]
    said: tuple[str, ...]
    stems: frozenset[str]
    joined: frozenset[str]

    def hit(self, query: Query, tier: int, share: int, *, told: bool = False) -> Hit:
        rank = (tier, -share, 0, 0, f"{self.order:03d}", -self.order - 1)
        text = typeset(", ".join(self.said), query.language) if told else ""
        return Hit(SECTIONS, 0, self.title, self.path, query.language, text=text, query=query, rank=rank)


@lru_cache(maxsize=8)
def named_pages(language: str) -> tuple[PortalPage, ...]:
    """Those whose route this portal has; a room that is not there has no page."""
    with override(language):
        found = [_named_page(one, order, language) for order, one in enumerate(index.sections)]
    return tuple(page for page in found if page is not None)


def _named_page(section: SearchedSection, order: int, language: str) -> PortalPage | None:
    try:
        path = reverse(section.route) + section.fragment
    except NoReverseMatch:
        return None
    said = [name.strip() for name in str(section.names).split(",") if name.strip()]
    names = [str(section.title), *said, *vocabulary.page_words(section.route, language)]
    every = frozenset(stem for name in names for stem in stems(name, language))
    joined = frozenset(index.joined(telling_stems(name, language)) for name in names)
    return PortalPage(str(section.title), path, order, tuple(names), tuple(said), every, joined)


def answering(query: Query, limit: int, share: index.Share) -> list[HitGroup]:
    """The pages that answer, as a group of results."""
    hits = []
    for page in named_pages(query.language):
        tier = _nearness(query, page)
        if tier is not None:
            hits.append(page.hit(query, tier, share(page.title, query), told=True))
    hits.sort(key=lambda hit: hit.rank)
    return [HitGroup(SECTIONS, _("Pages of the portal"), hits[:limit], len(hits))] if hits else []


def _nearness(query: Query, page: PortalPage) -> int | None:
    """``NAME`` where a name is just what was searched, ``TITLE`` where the names together hold every word."""
    asked = query.naming()
    ways = (asked,) if isinstance(asked, Lexeme) else asked.parts
    if page.joined & {way.text for way in ways if isinstance(way, Lexeme)}:
        return NAME
    holds = all(any(set(way) <= page.stems for way in word.ways) for word in query.words)
    return TITLE if holds else None


def begun(query: Query, share: index.Share) -> list[Hit]:
    """The pages a name of which holds the words typed so far, the last of them perhaps only begun."""
    typed = [folded_words(word.typed, query.language) for word in query.words]
    hits = []
    for page in named_pages(query.language):
        said = {part for name in page.names for part in folded_words(name, query.language)}
        if all(any(word.startswith(part) for word in said) for parts in typed for part in parts):
            hits.append(page.hit(query, TITLE, share(page.title, query)))
    return hits
