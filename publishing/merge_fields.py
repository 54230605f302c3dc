"""Two records beside each other, field by field: which value the merged record is to have, and what that makes public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import models

from proofreading.text import identity

from . import clock, languages, tasks
from .doubles import DoubleKind
from .field_values import plain, stored_value
from .models import Published
from .tasks import Task

NEVER_CHOSEN = ("is_example", *languages.columns("slug"))


@dataclass(frozen=True)
class MergeChoice:
    """Columns that are taken as a whole from one side or the other.

    ``is_taken``: from the one that goes, unless said otherwise. ``is_hidden``: its values are not for the eyes of who merges.
    """

    columns: tuple[str, ...]
    is_taken: bool
    is_hidden: bool
    both_say: bool

    @property
    def key(self) -> str:
        return self.columns[0]


@dataclass(frozen=True)
class PublicationChange:
    """What a merge does to what the public sees: languages that the one that goes was read in and the kept one is not, and
    languages in which what comes to the kept one was not public, and would be."""

    lost: tuple[str, ...]
    gained: tuple[str, ...]
    unseen: tuple[str, ...]
    """Of ``gained``, the languages in which the one that goes is not public: its texts are not for the public yet."""


def publication_change(kept: Published, gone: Published) -> PublicationChange:
    lost = [code for code in languages.codes() if _is_lost(kept, gone, code)]
    gained = [code for code in languages.codes() if _is_gained(kept, gone, code)]
    unseen = [code for code in gained if not gone.is_public(code, _seen_from(kept, code))]
    return PublicationChange(tuple(lost), tuple(gained), tuple(unseen))


def _seen_from(record: Published, code: str) -> datetime:
    """From when the public sees a language of a record, at the earliest now."""
    return max(filter(None, [record.public_from(code), clock.now()]))


def _is_lost(kept: Published, gone: Published, code: str) -> bool:
    if gone.public_from(code) is None:
        return False
    at = _seen_from(gone, code)
    return gone.is_public(code, at) and not Published.is_public(kept, code, at)


def _is_gained(kept: Published, gone: Published, code: str) -> bool:
    """The kept one's moment makes public what hangs on the other; a person's rows make public whom they come to."""
    if kept.public_from(code) is None:
        return False
    at = _seen_from(kept, code)
    return Published.is_public(kept, code, at) and not (gone.is_public(code, at) and kept.is_public(code, at))


def merge_choices(kind: DoubleKind, kept: Published, gone: Published, by: User, unseen: Iterable[str]) -> list[MergeChoice]:
    """What the two differ in. What would be public at once is taken from the one that goes only if somebody says so."""
    hidden = Task.PRIVATE not in tasks.held(by, kind.model)
    private = set(tasks.private_fields(kind.model))
    choices = []
    for columns in _groups(kind):
        if _values(kept, columns) == _values(gone, columns):
            continue
        fills = not is_filled(kept, columns) and is_filled(gone, columns)
        is_private = private.issuperset(columns)
        is_taken = fills and (is_private or not _languages_of(kind.model, columns) & set(unseen))
        both = is_filled(kept, columns) and is_filled(gone, columns)
        choices.append(MergeChoice(columns, is_taken, hidden and is_private, both))
    return choices


def _groups(kind: DoubleKind) -> list[tuple[str, ...]]:
    """The columns that people write, those of ``together`` as one, in the order of the model."""
    united = {kind.aliases, *kind.lists, *NEVER_CHOSEN}
    written = {name for task in (Task.EDIT, Task.TRANSLATE, Task.PRIVATE) for name in tasks.fields_of(kind.model, task)}
    names = [column.name for column in kind.model._meta.concrete_fields if column.name in written - united]
    grouped = {name: columns for columns in kind.together for name in columns}
    return list(dict.fromkeys(grouped.get(name, (name,)) for name in names))


def _values(record: models.Model, columns: Iterable[str]) -> list[object]:
    return [plain(stored_value(record, name)) for name in columns]


def is_filled(record: models.Model, columns: Iterable[str]) -> bool:
    return any(value not in ("", []) for value in _values(record, columns))


def _languages_of(model: type[models.Model], columns: Iterable[str]) -> set[str]:
    """The languages in which some columns are read: a text's own, or all."""
    found: set[str] = set()
    for name in columns:
        own = {code for code in languages.codes() if name.endswith(languages.column("", code))}
        found |= own or set(languages.codes())
    return found


def names_of_both(kind: DoubleKind, kept: Published, gone: Published) -> list[str]:
    """Every name and alias of both, each once whatever its spelling of signs, those of the kept one first."""
    names: list[str] = []
    for record in (kept, gone):
        written = lines_of(getattr(record, kind.aliases)) if kind.aliases else []
        borne = [name.strip() for name in kind.names(record)]
        names += [*written, *borne] if record is kept else [*borne, *written]
    return list(dict.fromkeys(filter(None, names)))


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def unite(kind: DoubleKind, kept: Published, gone: Published, aliases: Iterable[str]) -> None:
    """Give the kept record the aliases that were chosen, but for the names that it bears, and the lines of both."""
    borne = {identity(name) for name in kind.names(kept)}
    if kind.aliases:
        setattr(kept, kind.aliases, "\n".join(_each_once(aliases, borne)))
    for name in kind.lists:
        both = [*lines_of(getattr(kept, name)), *lines_of(getattr(gone, name))]
        setattr(kept, name, "\n".join(_each_once(both, borne)))


def _each_once(names: Iterable[str], borne: set[str]) -> Iterator[str]:
    """Names in their order, each spelling of one once, without those that the record bears."""
    said = set(borne)
    for name in names:
        if identity(name) not in said:
            said.add(identity(name))
            yield name
