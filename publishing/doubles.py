"""Records that may be there twice: found by their names, identifiers and addresses, kind by kind as the rooms register them.

Nothing is ever merged by a program. What somebody found to be two is not listed again until one of the names changes. What is
found is kept in the cache for as long as no record of the kind changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.cache import cache
from django.db import models
from django.db.models.signals import post_delete
from django.utils.functional import Promise

from . import asked_often, languages, tasks
from .double_decisions import DoubleDecision
from .limits import CACHE_GONE
from .models import Published
from .name_likeness import Likeness, NamedRecord, likely_pairs, likeness
from .tasks import Task

KEPT_FOR = 24 * 60 * 60
MOST_AT_ONCE = 2000
"""Records of a kind up to which the first page of the back office looks anew; of more it tells what was last found."""
MOST_TOLD = 5
"""Records that the form of a new one is likened to and that are named there."""


@dataclass(frozen=True)
class DoubleKind:
    """A kind of record that may be there twice, and how two of it become one.

    ``columns`` are what ``described`` makes a ``NamedRecord`` of, from a mapping of their values (of private ones an empty text
    for who may not see them). ``names`` are the columns of the names, whose words the record kept is known by too, in the
    column ``aliases``, one a line. ``lists`` are columns of lines that are united. ``together`` are the columns that are taken
    from one side or the other as a whole, such as a picture and its credit.
    """

    model: type[Published]
    columns: tuple[str, ...]
    described: Callable[[Mapping[str, Any]], NamedRecord]
    names: Callable[[Any], list[str]]
    aliases: str = ""
    lists: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    def thing(self, record: models.Model, by: User | AnonymousUser) -> NamedRecord:
        """What a record, stored or only typed, is likened by."""
        return self._made({name: getattr(record, name) for name in ("pk", "is_example", *self.columns)}, by)

    def things(self, by: User | AnonymousUser) -> list[NamedRecord]:
        """All records of the kind, in one query."""
        return self.made(self.rows(), by)

    def rows(self) -> models.QuerySet[Any, dict[str, Any]]:
        return self.model._base_manager.order_by("pk").values("pk", "is_example", *self.columns)

    def first_rows(self, by: User | AnonymousUser) -> list[dict[str, Any]]:
        """As many as are looked through at once, and one more; by a statement that is made once."""
        return asked_often.first(lambda _nobody: self.rows()[: MOST_AT_ONCE + 1], by, ("doubles", self.label))

    def made(self, rows: Iterable[Mapping[str, Any]], by: User | AnonymousUser) -> list[NamedRecord]:
        return [self._made(row, by) for row in rows]

    def _made(self, row: Mapping[str, Any], by: User | AnonymousUser) -> NamedRecord:
        hidden = self.hidden_from(by)
        return self.described({name: "" if name in hidden else value or "" for name, value in row.items()})

    def hidden_from(self, by: User | AnonymousUser) -> frozenset[str]:
        """The columns that somebody may not see, and is told nothing of."""
        private = tasks.private_fields(self.model)
        return frozenset() if Task.PRIVATE in tasks.held(by, self.model) else frozenset(private)


@dataclass(frozen=True)
class AcrossKinds:
    """Two kinds that may both hold one body, which is then right, or a record of the wrong kind: ``words`` say which."""

    first: DoubleKind
    second: DoubleKind
    words: str | Promise

    @property
    def label(self) -> str:
        return f"{self.first.label}+{self.second.label}"


@dataclass(frozen=True)
class DoublePair:
    """Two records that may be one, by their kinds and keys, and why; ``digest`` is that of their names."""

    first: tuple[str, int]
    second: tuple[str, int]
    reasons: tuple[str, ...]
    digest: str

    @property
    def keys(self) -> tuple[str, int, str, int]:
        return (*self.first, *self.second)

    @property
    def strength(self) -> tuple[int, tuple[str, int, str, int]]:
        """The surest first."""
        return list(Likeness.values).index(self.reasons[0]) - len(self.reasons), self.keys

    @property
    def why(self) -> list[str]:
        return [str(Likeness(reason).label) for reason in self.reasons]


def pair_of(record: NamedRecord, other: NamedRecord, reasons: Iterable[Likeness] = ()) -> DoublePair:
    sides = sorted([record, other], key=lambda thing: (thing.kind, thing.pk))
    digest = hashlib.blake2b("\n".join(thing.digest for thing in sides).encode(), digest_size=16).hexdigest()
    first, second = ((thing.kind, thing.pk) for thing in sides)
    return DoublePair(first, second, tuple(reason.value for reason in reasons), digest)


_kinds: dict[str, DoubleKind] = {}
_across: dict[str, AcrossKinds] = {}


def register(kind: DoubleKind) -> DoubleKind:
    """Have doubles looked for among the records of a kind."""
    _kinds[kind.label] = kind
    post_delete.connect(_forget, sender=kind.model, dispatch_uid=f"publishing.doubles {kind.label}")
    return kind


def register_across(first: DoubleKind, second: DoubleKind, words: str | Promise) -> None:
    """Have told which records of two kinds may be one body, and what to make of it."""
    across = AcrossKinds(first, second, words)
    _across[across.label] = across


def kinds() -> list[DoubleKind]:
    return list(_kinds.values())


def kind_of(model: type[models.Model]) -> DoubleKind | None:
    return _kinds.get(model._meta.label_lower)


def kind_named(label: str) -> DoubleKind | None:
    return _kinds.get(label)


def kinds_for(by: User | AnonymousUser) -> list[DoubleKind]:
    """The kinds whose doubles are somebody's to look after: who changes and deletes them."""
    return [kind for kind in kinds() if may_look_after(by, kind.model)]


def across_for(by: User | AnonymousUser) -> list[AcrossKinds]:
    mine = kinds_for(by)
    return [across for across in _across.values() if across.first in mine and across.second in mine]


def may_look_after(by: User | AnonymousUser, model: type[models.Model]) -> bool:
    return Task.EDIT in tasks.held(by, model) and by.has_perm(f"{model._meta.app_label}.delete_{model._meta.model_name}")


def _forget(sender: type[models.Model], instance: models.Model, **signal: object) -> None:
    DoubleDecision.objects.of(sender, instance.pk).delete()


# Finding


@dataclass
class FoundDoubles:
    """The pairs to look at, and those that were found to be two, with who said so."""

    pairs: list[DoublePair] = field(default_factory=list)
    apart: list[tuple[DoublePair, DoubleDecision]] = field(default_factory=list)


def found_in(kind: DoubleKind, by: User | AnonymousUser) -> FoundDoubles:
    """The doubles of a kind, in two queries."""
    return _sorted_out(_pairs_of(kind.label, [kind], by, _among), decisions([kind]))


def found_quickly(kinds: list[DoubleKind], by: User | AnonymousUser) -> dict[str, FoundDoubles]:
    """The doubles of some kinds by their labels; of very many records what was last found. A query a kind, and one more."""
    decided = decisions(kinds)
    return {kind.label: _sorted_out(_pairs_of(kind.label, [kind], by, _among, is_quick=True), decided) for kind in kinds}


def found_across(across: AcrossKinds, by: User | AnonymousUser) -> FoundDoubles:
    sides = [across.first, across.second]
    return _sorted_out(_pairs_of(across.label, sides, by, _between), decisions(sides))


Look = Callable[[list[NamedRecord]], list[DoublePair]]


def _pairs_of(
    label: str, sides: list[DoubleKind], by: User | AnonymousUser, look: Look, *, is_quick: bool = False
) -> list[DoublePair]:
    """The pairs, looked for once for what the records say of themselves, as their reader may see it."""
    sees_all = not any(side.hidden_from(by) for side in sides)
    last = f"doubles:{label}:{int(sees_all)}"
    rows = [(side, side.first_rows(by) if is_quick else list(side.rows())) for side in sides]
    if is_quick and any(len(found) > MOST_AT_ONCE for _side, found in rows):
        return (_kept(last) or (None, []))[1]
    written = repr([found for _side, found in rows])
    fingerprint = hashlib.blake2b(written.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    known = _kept(last)
    if known is not None and known[0] == fingerprint:
        return known[1]
    pairs = look([thing for side, found in rows for thing in side.made(found, by)])
    pairs.sort(key=lambda pair: pair.strength)
    with suppress(*CACHE_GONE):
        cache.set(last, (fingerprint, pairs), KEPT_FOR)
    return pairs


def _kept(key: str) -> tuple[str, list[DoublePair]] | None:
    """What was found last; nothing where the cache is away, and what it keeps is looked for anew."""
    try:
        found: tuple[str, list[DoublePair]] | None = cache.get(key)
    except CACHE_GONE:
        return None
    return found


def _among(things: list[NamedRecord]) -> list[DoublePair]:
    return [pair_of(record, other, reasons) for record, other, reasons in likely_pairs(things)]


TELLING = {Likeness.IDENTIFIER, Likeness.NAME, Likeness.ALIAS, Likeness.PARTICLE, Likeness.SPELLING, Likeness.SITE}
"""What says that two records of different kinds are one body."""


def _between(things: list[NamedRecord]) -> list[DoublePair]:
    found = likely_pairs(things)
    return [pair_of(record, other, why) for record, other, why in found if record.kind != other.kind and TELLING & set(why)]


Decided = dict[tuple[str, int, str, int], DoubleDecision]


def decisions(kinds: Iterable[DoubleKind]) -> Decided:
    """What somebody found to be two, of some kinds: one query."""
    labels = [kind.label for kind in kinds]
    rows = DoubleDecision.objects.filter(first_label__in=labels, second_label__in=labels).select_related("by")
    return {(row.first_label, row.first_id, row.second_label, row.second_id): row for row in rows}


def _sorted_out(pairs: list[DoublePair], decided: Decided) -> FoundDoubles:
    """Without what somebody found to be two, as long as its names are those that they read."""
    found = FoundDoubles()
    for pair in pairs:
        decision = decided.get(pair.keys)
        if decision is not None and decision.digest == pair.digest:
            found.apart.append((pair, decision))
        else:
            found.pairs.append(pair)
    return found


def likely_doubles(
    kind: DoubleKind, record: models.Model, by: User | AnonymousUser
) -> list[tuple[NamedRecord, list[Likeness]]]:
    """The stored records that one which is typed may be, the surest first: one query."""
    typed = kind.thing(record, by)
    alike = [
        (thing, why)
        for thing in kind.things(by)
        if thing.pk != typed.pk and thing.is_example == typed.is_example and (why := likeness(typed, thing))
    ]
    alike = [(thing, why) for thing, why in alike if set(why) - {Likeness.SITE}]
    return sorted(alike, key=lambda found: (list(Likeness).index(found[1][0]), found[0].pk))[:MOST_TOLD]


# Deciding


def keep_apart(pair: DoublePair, by: User) -> None:
    """Write down that two records are not the same, as their names stand."""
    first_label, first_id, second_label, second_id = pair.keys
    DoubleDecision.objects.update_or_create(
        first_label=first_label,
        first_id=first_id,
        second_label=second_label,
        second_id=second_id,
        defaults={"digest": pair.digest, "by": by},
    )


def ask_again(pair: DoublePair) -> None:
    """Take back that two records are not the same."""
    first_label, first_id, second_label, second_id = pair.keys
    DoubleDecision.objects.filter(
        first_label=first_label, first_id=first_id, second_label=second_label, second_id=second_id
    ).delete()


def texts(record: models.Model, *names: str) -> Iterator[str]:
    """The texts of a record in columns, of a text per language those of every language; each once."""
    known = {column.name for column in record._meta.concrete_fields}
    columns = [
        column for name in names for column in (languages.columns(name) if set(languages.columns(name)) <= known else [name])
    ]
    yield from dict.fromkeys(filter(None, (getattr(record, column) for column in columns)))
