"""Finding: what is public in a language and holds the words, ranked alike on every database.

The engine only tells which rows hold which lexemes. Which of them may be shown is asked of ``public()`` in the same query,
before anything is counted or cut off; the order is computed here. Every step takes a bounded number of rows of each kind, so
that a word that everything holds costs no more than another.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db import models
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from proofreading.text import spelt_out, stems
from publishing import languages
from publishing.examples import real_count
from publishing.typography import typeset

from . import engine, index
from .engine import All, Condition, Lexeme
from .highlight import excerpt, marked
from .index import SearchedKind
from .models import Entry
from .query import Query, Word, read
from .text import folded_words, telling, telling_stems

MOST = 100
"""How many of one kind are counted and can be leafed through; beyond it the count says “more than”."""
RANKED = 24
"""How many of one kind and nearness are put in order, the newest ones."""
NAMED = 40
"""How many things called by a word lead to what mentions them."""
PER_KIND = 4
SUGGESTED = 8

NAME, TITLE, LEAD, TEXT = range(4)
"""How near: the whole name is what was searched, the title holds all words, title and lead do, the whole thing does."""


@dataclass(frozen=True)
class Hit:
    """A page that was found, as the results show it."""

    label: str
    pk: int
    title: str
    path: str
    language: str
    day: date | None = None
    is_example: bool = False
    text: str = ""
    query: Query | None = None
    line: str = ""
    line_language: str = ""
    rank: tuple = ()

    @cached_property
    def marked_title(self) -> SafeString:
        return marked(self.title, self.query.ways if self.query else (), self.language)

    @cached_property
    def excerpt(self) -> SafeString:
        return excerpt(self.text, self.query.ways if self.query else (), self.language)


@dataclass(frozen=True)
class HitGroup:
    """What was found of one kind: the best hits, and how many there are in all (``more``: at least so many).

    ``total`` counts no example; ``examples`` counts them.
    """

    slug: str
    title: str
    hits: list[Hit]
    total: int
    more: bool = False
    examples: int = 0

    @property
    def has_more(self) -> bool:
        """Whether there is more than the best hits."""
        return self.total + self.examples > len(self.hits)


@dataclass(frozen=True)
class Results:
    """What answers a query. ``without_one``: nothing holds all words, so these hold all but one."""

    groups: list[HitGroup] = field(default_factory=list)
    without_one: bool = False

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)

    @property
    def examples(self) -> int:
        return sum(group.examples for group in self.groups)

    @property
    def more(self) -> bool:
        return any(group.more for group in self.groups)

    @property
    def hits(self) -> list[Hit]:
        return [hit for group in self.groups for hit in group.hits]


SECTIONS = "section"


def search(text: str, language: str, *, kind: str = "", limit: int = PER_KIND) -> Results:
    """What is public in ``language`` and answers ``text``, grouped by kind, the group of the best hit first.

    ``kind`` asks for one kind alone, by its slug.
    """
    query = _with_references(read(text, language), index.pages())
    if not query:
        return Results()
    results = _results(query, _tiers(query), kind, limit)
    if not results.groups and 2 <= len(query.words) <= 6:
        results = replace(_results(query, {TEXT: query.all_but_one()}, kind, limit), without_one=True)
    return results


def count(text: str, language: str) -> int:
    """How many pages answer, at most ``MOST`` of a kind, examples with them."""
    found = search(text, language, limit=0)
    return found.total + found.examples


def matching(model: type[models.Model], language: str, text: str) -> RawSQL | models.QuerySet:
    """The keys of the things of one kind that hold every word of ``text``, public or not: for a list of what is public."""
    kind = index.kind_of(model)
    query = _with_references(read(text, language), [kind])
    if not query:
        return Entry.objects.none().values("object_id")
    one = engine.select("e.object_id", All((Lexeme(index.scope(kind, language)), query.holding())))
    return RawSQL(one.sql, one.params)  # noqa: S611  nothing of the visitor's but parameters


def _tiers(query: Query) -> dict[int, Condition]:
    return {NAME: query.naming(), TITLE: query.holding("t_"), LEAD: query.holding("l_"), TEXT: query.holding()}


def _visible(kind: SearchedKind, language: str) -> tuple[str, tuple]:
    """SQL that holds for the entries ``e`` whose thing may be shown."""
    things = kind.shown(language).order_by().filter(pk=RawSQL("e.object_id", ())).values("pk")
    sql, params = things.query.sql_with_params()
    return f"EXISTS ({sql})", tuple(params)


class MatchingEntry(NamedTuple):
    """An entry that meets a condition: the place of its kind and the condition's tier among those asked."""

    place: int
    tier: int
    entry: int
    pk: int
    title: str
    day: str | date | None
    is_example: bool


def _rows(
    kinds: Sequence[SearchedKind], language: str, tiers: Mapping[int, Condition], limits: Mapping[int, int]
) -> list[MatchingEntry]:
    """What may be shown and meets a condition, up to its limit of each kind and tier; two queries."""
    asked = {
        (place, tier): All((Lexeme(index.scope(kind, language)), condition))
        for place, kind in enumerate(kinds)
        for tier, condition in tiers.items()
    }
    held = engine.run(
        engine.select(f"{place} AS place, {tier} AS tier", condition, limit=1) for (place, tier), condition in asked.items()
    )
    visible = {place: _visible(kinds[place], language) for place in {place for place, _tier in held}}
    found = engine.run(
        engine.select(
            f"{place} AS place, {tier} AS tier, e.id AS id, e.object_id AS pk, e.title AS title, e.day AS day, "
            "e.is_example AS is_example",
            asked[place, tier],
            visible[place],
            limits[tier],
        )
        for place, tier in sorted(held)
    )
    return list(map(MatchingEntry._make, found))


def _with_references(query: Query, kinds: Iterable[SearchedKind]) -> Query:
    """The query whose words also lead to what mentions a visible thing that is called so."""
    named = list({model: index.kind_of(model) for kind in kinds for model in kind.mentions}.values())
    if not query or not named:
        return query
    asked: dict[int, Condition] = {place: word.within("t_") for place, word in enumerate(query.words)}
    every = len(query.words)
    if every > 1:
        asked[every] = query.holding("t_")  # so that common words do not crowd out the one thing that bears all of them
    references: dict[tuple[int, bool], dict[str, None]] = {}
    for row in _rows(named, query.language, asked, dict.fromkeys(asked, NAMED)):
        kind = named[row.place]
        for place in range(every) if row.tier == every else (row.tier,):
            references.setdefault((place, kind.is_part), {})[index.reference(kind.label, row.pk)] = None
    words = [
        replace(word, references=tuple(references.get((place, False), ())), parts=tuple(references.get((place, True), ())))
        for place, word in enumerate(query.words)
    ]
    return replace(query, words=tuple(words))


def _results(query: Query, tiers: dict[int, Condition], kind: str, limit: int) -> Results:
    kinds = [one for one in index.pages() if not kind or one.slug == kind]
    ranked = max(RANKED, limit)
    limits = dict.fromkeys(tiers, ranked) | {TEXT: MOST + 1}
    groups = _sections(query, limit) if NAME in tiers and kind in ("", SECTIONS) else []
    for place, rows in _nearest(_rows(kinds, query.language, tiers, limits)).items():
        hits = _ranked(query, kinds[place], place + 1, rows[:ranked])
        counted = rows[:MOST]
        total = real_count(counted)
        title = capfirst(kinds[place].title)
        groups.append(HitGroup(kinds[place].slug, title, hits[:limit], total, len(rows) > MOST, len(counted) - total))
    groups.sort(key=lambda group: group.hits[0].rank if group.hits else ())
    shown = _told([hit for group in groups for hit in group.hits], query.language)
    return Results([replace(group, hits=[shown[hit.rank] for hit in group.hits]) for group in groups])


def _nearest(rows: Iterable[MatchingEntry]) -> dict[int, list[MatchingEntry]]:
    """Each entry once, by the nearest tier it was found in, per kind; the nearest first, and of those the newest."""
    best: dict[int, dict[int, MatchingEntry]] = {}
    for row in sorted(rows, key=lambda row: row.tier):
        best.setdefault(row.place, {}).setdefault(row.entry, row)
    return {place: sorted(found.values(), key=lambda row: (row.tier, -row.entry)) for place, found in best.items()}


def _ranked(query: Query, kind: SearchedKind, order: int, rows: Iterable[MatchingEntry]) -> list[Hit]:
    hits = []
    for row in rows:
        newest = -date.fromisoformat(str(row.day)).toordinal() if row.day else 0
        rank = (row.tier, -_share(row.title, query), order, newest, spelt_out(row.title), row.entry)
        hits.append(Hit(kind.label, row.pk, row.title, "", query.language, query=query, rank=rank))
    return sorted(hits, key=lambda hit: hit.rank)


def _share(title: str, query: Query) -> int:
    """How much of a title was asked for, in thousandths: the shorter of two titles that hold the word is nearer."""
    in_title = _title_stems(title, query.language)
    return sum(stem in query.stems for stem in in_title) * 1000 // max(len(in_title), 1)


@lru_cache(maxsize=20_000)
def _title_stems(title: str, language: str) -> tuple[str, ...]:
    return tuple(telling_stems(title, language))


def _told(hits: Iterable[Hit], language: str) -> dict[tuple, Hit]:
    """By rank, the hits with what their place on a page needs: address, day, text, and what each kind says of its things."""
    hits = list(hits)
    entries = Entry.objects.defer("lexemes").in_bulk([hit.rank[-1] for hit in hits if hit.pk])
    lines: dict[tuple[str, int], tuple[str, str]] = {}
    for kind in index.pages():
        mine = [hit.pk for hit in hits if hit.label == kind.label]
        if mine and kind.lines:
            lines |= {(kind.label, pk): line for pk, line in kind.lines(mine, language).items()}
    told = {}
    for hit in hits:
        entry = entries.get(hit.rank[-1])
        known = {name: getattr(entry, name) for name in ("path", "day", "text", "is_example")} if entry else {}
        line, code = lines.get((hit.label, hit.pk), ("", ""))
        told[hit.rank] = replace(hit, **known, line=line, line_language=code)
    return told


@lru_cache(maxsize=8)
def _section_words(language: str) -> tuple[tuple[str, tuple[str, ...], tuple[frozenset[str], ...]], ...]:
    """Each section with its title, and the stems of its title and of each other name."""
    found = []
    with override(language):
        for one in index.sections:
            names = [str(one.title), *filter(None, (name.strip() for name in str(one.names).split(",")))]
            found.append((str(one.title), tuple(map(str, names)), tuple(frozenset(stems(n, language)) for n in names)))
    return tuple(found)


def _sections(query: Query, limit: int) -> list[HitGroup]:
    """The portal's own pages that answer. There are few, all public: they are read here, without the index."""
    hits = []
    for order, (one, (title, names, stems_of_names)) in enumerate(
        zip(index.sections, _section_words(query.language), strict=True)
    ):
        tier = _nearness(query, names, stems_of_names)
        if tier is not None:
            with override(query.language):
                path = reverse(one.route) + one.fragment
            rank = (tier, -_share(title, query), 0, 0, f"{order:03d}", -order - 1)
            text = typeset(", ".join(names[1:]), query.language)
            hits.append(Hit(SECTIONS, 0, title, path, query.language, text=text, query=query, rank=rank))
    hits.sort(key=lambda hit: hit.rank)
    return [HitGroup(SECTIONS, _("Pages of the portal"), hits[:limit], len(hits))] if hits else []


def _nearness(query: Query, names: tuple[str, ...], stems_of_names: tuple[frozenset[str], ...]) -> int | None:
    """``NAME`` where a name is just what was searched, ``TITLE`` where the names together hold every word."""
    spelt = {index.joined(telling_stems(name, query.language)) for name in names}
    asked = query.naming()
    ways = (asked,) if isinstance(asked, Lexeme) else asked.parts
    if spelt & {way.text for way in ways if isinstance(way, Lexeme)}:
        return NAME
    every = frozenset().union(*stems_of_names)
    holds = all(any(set(way) <= every for way in word.ways) for word in query.words)
    return TITLE if holds else None


def suggest(text: str, language: str) -> list[Hit]:
    """The few pages whose title or name holds the words typed so far, the last of them perhaps only begun."""
    query = read(text, language)
    if not query:
        return []
    tiers = {NAME: query.naming(), TITLE: query.beginning()}
    kinds = index.pages()
    hits = _begun_sections(query)
    for place, rows in _nearest(_rows(kinds, language, tiers, dict.fromkeys(tiers, SUGGESTED * 3))).items():
        hits += _ranked(query, kinds[place], place + 1, rows)
    typed = folded_words(text, language)
    hits.sort(key=lambda hit: (hit.rank[0], not _begins(hit.title, typed, language), hit.rank))
    shown = hits[:SUGGESTED]
    paths = dict(Entry.objects.filter(pk__in=[hit.rank[-1] for hit in shown if hit.pk]).values_list("pk", "path"))
    return [replace(hit, path=paths.get(hit.rank[-1], hit.path)) for hit in shown]


def _begins(title: str, typed: list[str], language: str) -> bool:
    return " ".join(folded_words(title, language)).startswith(" ".join(typed))


def _begun_sections(query: Query) -> list[Hit]:
    hits = []
    begun = [folded_words(word.typed, query.language) for word in query.words]
    for order, (one, (title, names, _stems)) in enumerate(zip(index.sections, _section_words(query.language), strict=True)):
        said = {part for name in names for part in folded_words(name, query.language)}
        if all(any(word.startswith(part) for word in said) for parts in begun for part in parts):
            with override(query.language):
                path = reverse(one.route) + one.fragment
            rank = (TITLE, -_share(title, query), 0, 0, f"{order:03d}", -order - 1)
            hits.append(Hit(SECTIONS, 0, title, path, query.language, query=query, rank=rank))
    return hits


def respell(text: str, language: str) -> str:
    """The words with each that no public title knows replaced by one that looks like it; empty where nothing is to mend.

    Read anew each time from what is public now, so a word of something hidden is never proposed.
    """
    query = read(text, language)
    begun = {word.typed: spelt_out(word.typed)[:2] for word in query.words if word.typed.isalpha() and len(word.typed) > 3}
    if not begun or len(begun) > 4:
        return ""
    tiers = {
        place: engine.Any((Lexeme(f"w_{start}", prefix=True), Lexeme(f"w_{start[::-1]}", prefix=True)))
        for place, start in enumerate(begun.values())
    }
    rows = _rows(index.pages(), language, tiers, dict.fromkeys(tiers, RANKED))
    known = {spelt_out(word): word for row in rows for word in telling(row.title, language)}
    known |= {spelt_out(word): word for title, *_rest in _section_words(language) for word in telling(title, language)}
    mended = {word: known[near] for word in begun for near in _near(spelt_out(word), known)}
    if not mended:
        return ""
    return " ".join(mended.get(word, word) for word in telling(text, language))


def _near(word: str, known: dict[str, str]) -> list[str]:
    """The known word that ``word`` was probably meant to be; none where it is known itself."""
    return [] if word in known else difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.76)


def elsewhere(text: str, language: str) -> list[tuple[str, int]]:
    """The other languages in which something answers, with how many."""
    found = [(code, count(text, code)) for code in languages.codes() if code != language]
    return [(code, number) for code, number in found if number]


__all__ = ["HitGroup", "Hit", "Results", "Word", "count", "elsewhere", "matching", "respell", "search", "suggest"]
