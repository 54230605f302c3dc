"""Finding: what is public in a language and holds the words, ranked alike on every database.

The engine only tells which rows hold which lexemes. Which of them may be shown is asked of ``public()`` in the same query,
before anything is counted or cut off; the order is computed here. Every step takes a bounded number of rows of each kind, so
that a word that everything holds costs no more than another.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.text import capfirst

from proofreading.text import spelt_out
from publishing import languages, planned_statements
from publishing.examples import real_count
from publishing.kept_values import new_shelf
from publishing.planned_statements import PlannedText
from publishing.prepared_queries import prepared

from . import engine, index, portal_pages
from .engine import All, Condition, Lexeme, PlannedPart
from .index import SearchedKind
from .models import Entry
from .portal_pages import SECTIONS
from .query import Query, Word, read
from .results import Hit, HitGroup, Results
from .text import folded_words, telling_stems

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


def search(text: str, language: str, *, kind: str = "", limit: int = PER_KIND) -> Results:
    """What is public in ``language`` and answers ``text``, grouped by kind, the group of the best hit first.

    ``kind`` asks for one kind alone, by its slug.
    """
    query = with_references(read(text, language), index.pages())
    if not query:
        return Results()
    results = _results(query, _tiers(query), kind, limit)
    if not results.groups and 2 <= len(query.words) <= 6:
        results = replace(_results(query, {TEXT: query.all_but_one()}, kind, limit), without_one=True)
    return results


def count(text: str, language: str) -> int:
    """How many pages hold all words, at most ``MOST`` of a kind, examples with them."""
    found = search(text, language, limit=0)
    return 0 if found.without_one else found.total + found.examples


def matching(model: type[models.Model], language: str, text: str) -> RawSQL | models.QuerySet:
    """The keys of the things of one kind that hold every word of ``text``, public or not: for a list of what is public."""
    kind = index.kind_of(model)
    query = with_references(read(text, language), [kind])
    if not query:
        return Entry.objects.none().values("object_id")
    one = engine.select("e.object_id", All((Lexeme(index.scope(kind, language)), query.holding())))
    return RawSQL(one.sql, one.params)  # noqa: S611  nothing of the visitor's but parameters


def _tiers(query: Query) -> dict[int, Condition]:
    return {NAME: query.naming(), TITLE: query.holding("t_"), LEAD: query.holding("l_"), TEXT: query.holding()}


@prepared
def _shown(kind: SearchedKind, language: str) -> models.QuerySet:
    """The thing of the entry ``e``, if it may be shown."""
    return kind.shown(language).order_by().filter(pk=RawSQL("e.object_id", ())).values("pk")


class MatchingEntry(NamedTuple):
    """An entry that meets a condition: the place of its kind and the condition's tier among those asked."""

    place: int
    tier: int
    entry: int
    pk: int
    title: str
    day: str | date | None
    is_example: bool


COLUMNS = "e.id AS id, e.object_id AS pk, e.title AS title, e.day AS day, e.is_example AS is_example"
_plans: dict[Hashable, PlannedText | None] = new_shelf("LANGUAGES", "TIME_ZONE")


def _planned(kinds: tuple[SearchedKind, ...], language: str) -> PlannedText | None:
    key = (kinds, language, planned_statements.are_kept())
    if key not in _plans:
        texts = ((place, kind, _shown.text(kind, language)) for place, kind in enumerate(kinds))
        parts = [
            PlannedPart(place, kind.label, language, Lexeme(index.scope(kind, language)), text)
            for place, kind, text in texts
            if text is not None
        ]
        _plans[key] = engine.plan(COLUMNS, parts) if parts else None
    return _plans[key]


def visible_rows(
    kinds: Sequence[SearchedKind], language: str, tiers: Mapping[int, Condition], limits: Mapping[int, int]
) -> list[MatchingEntry]:
    """What may be shown and meets a condition, up to its limit of each kind and tier.

    One query where the database keeps plans. Else two, so that the second holds the rules of visibility of those kinds alone of
    which something meets a condition: to make and to plan its text is most of what it costs.
    """
    planned = _planned(tuple(kinds), language)
    if planned is not None:
        return list(map(MatchingEntry._make, engine.run_planned(planned, tiers, limits)))
    asked = {
        (place, tier): All((Lexeme(index.scope(kind, language)), condition))
        for place, kind in enumerate(kinds)
        for tier, condition in tiers.items()
    }
    held = engine.run(
        engine.select(f"{place} AS place, {tier} AS tier", condition, limit=1) for (place, tier), condition in asked.items()
    )
    visible = {place: _shown.condition(kinds[place], language) for place in {place for place, _tier in held}}
    found = engine.run(
        engine.select(
            f"{place} AS place, {tier} AS tier, {COLUMNS}",
            asked[place, tier],
            visible[place],
            limits[tier],
        )
        for place, tier in sorted(held)
    )
    return list(map(MatchingEntry._make, found))


def with_references(query: Query, kinds: Iterable[SearchedKind]) -> Query:
    """The query whose words also lead to what mentions a visible thing that is called so."""
    named = list({model: index.kind_of(model) for kind in kinds for model in kind.mentions}.values())
    if not query or not named:
        return query
    asked: dict[int, Condition] = {place: word.within("t_") for place, word in enumerate(query.words)}
    every = len(query.words)
    if every > 1:
        asked[every] = query.holding("t_")  # so that common words do not crowd out the one thing that bears all of them
    references: dict[tuple[int, bool], dict[str, None]] = {}
    for row in visible_rows(named, query.language, asked, dict.fromkeys(asked, NAMED)):
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
    groups = portal_pages.answering(query, limit, _share) if NAME in tiers and kind in ("", SECTIONS) else []
    for place, rows in _nearest(visible_rows(kinds, query.language, tiers, limits)).items():
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
        rank = (row.tier, -_share(row.title, query), order, newest, _spelt(row.title), row.entry)
        made_up = bool(row.is_example)
        hits.append(Hit(kind.label, row.pk, row.title, "", query.language, is_example=made_up, query=query, rank=rank))
    hits.sort(key=lambda hit: hit.rank)
    return _own_first(hits, kind, query.language)


def _own_first(hits: list[Hit], kind: SearchedKind, language: str) -> list[Hit]:
    """Of those that answer alike, the cluster's own before others."""
    if kind.distances is None or len(hits) < 2:
        return hits
    far = kind.distances([hit.pk for hit in hits], language)
    return sorted(hits, key=lambda hit: (hit.rank[0], far.get(hit.pk, 0), hit.rank))


def _share(title: str, query: Query) -> int:
    """How much of a title was asked for, in thousandths: the shorter of two titles that hold the word is nearer."""
    in_title = title_stems(title, query.language)
    return sum(stem in query.stems for stem in in_title) * 1000 // max(len(in_title), 1)


_spelt = lru_cache(maxsize=20_000)(spelt_out)


@lru_cache(maxsize=20_000)
def title_stems(title: str, language: str) -> tuple[str, ...]:
    return tuple(telling_stems(title, language))


def _told(hits: Iterable[Hit], language: str) -> dict[tuple, Hit]:
    """By rank, the hits with what their place on a page needs: address, day, text, and what each kind says of its things."""
    hits = list(hits)
    entries = {entry.pk: entry for entry in _entries(keys=[hit.rank[-1] for hit in hits if hit.pk])}
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


@prepared
def _entries(*, keys: list[int]) -> models.QuerySet:
    return Entry.objects.filter(pk__in=keys).defer("lexemes")


def suggest(text: str, language: str) -> list[Hit]:
    """The few pages whose title or name holds the words typed so far, the last of them perhaps only begun."""
    query = read(text, language)
    if not query:
        return []
    tiers = {NAME: query.naming(), TITLE: query.beginning()}
    kinds = index.pages()
    hits = portal_pages.begun(query, _share)
    for place, rows in _nearest(visible_rows(kinds, language, tiers, dict.fromkeys(tiers, SUGGESTED * 3))).items():
        hits += _ranked(query, kinds[place], place + 1, rows)
    typed = folded_words(text, language)
    hits.sort(key=lambda hit: (hit.rank[0], not _begins(hit.title, typed, language), hit.rank))
    shown = hits[:SUGGESTED]
    paths = dict(Entry.objects.filter(pk__in=[hit.rank[-1] for hit in shown if hit.pk]).values_list("pk", "path"))
    return [replace(hit, path=paths.get(hit.rank[-1], hit.path)) for hit in shown]


def _begins(title: str, typed: list[str], language: str) -> bool:
    return " ".join(folded_words(title, language)).startswith(" ".join(typed))


def elsewhere(text: str, language: str) -> list[tuple[str, int]]:
    """The other languages in which something answers, with how many."""
    found = [(code, count(text, code)) for code in languages.codes() if code != language]
    return [(code, number) for code, number in found if number]


__all__ = ["SECTIONS", "Hit", "HitGroup", "Results", "Word", "count", "elsewhere", "matching", "search", "suggest"]
