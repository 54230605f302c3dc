"""The records that rows of a spreadsheet mean, and those that their cells name: read for all rows at once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from proofreading.text import identity

from .spreadsheet_kinds import SheetKind

AT_ONCE = 2000
"""Records that are read from the database at a time."""


class KnownRecords:
    """All records of a kind by their folded names and identifiers. One query, however many rows ask."""

    def __init__(self, kind: SheetKind) -> None:
        self.kind = kind
        self._named: dict[str, list[Any]] = defaultdict(list)
        self._identified: dict[tuple[str, str], list[Any]] = defaultdict(list)
        self._identifiers: dict[Any, tuple[str, ...]] = {}
        records = kind.model._default_manager.only(*kind.key_columns).order_by("pk")
        for record in records.iterator(chunk_size=AT_ONCE):
            self._note(record)

    def _note(self, record: models.Model) -> None:
        for name in dict.fromkeys(map(self.kind.fold, self.kind.names(record))):
            if name:
                self._named[name].append(record.pk)
        values = tuple(str(getattr(record, column) or "") for column in self.kind.identifiers)
        for column, value in zip(self.kind.identifiers, values, strict=True):
            if value:
                self._identified[column, value].append(record.pk)
        if values and not self.kind.names_are_unique:
            self._identifiers[record.pk] = values

    def of(self, texts: Mapping[str, Any]) -> list[Any]:
        """The keys of the records that a row may mean, each once: those of its identifiers first, then those of its name."""
        said = [(column, texts[column]) for column in self.kind.identifiers if texts.get(column)]
        found = [pk for pair in said for pk in self._identified.get(pair, ())]
        name = self.kind.fold(self.kind.name_of(texts))
        called = self._named.get(name, ()) if name else ()
        return list(dict.fromkeys([*found, *(pk for pk in called if self._may_be(pk, texts))]))

    def _may_be(self, pk: Any, texts: Mapping[str, Any]) -> bool:
        """Whether no identifier tells a row from a record of the same name."""
        stored = self._identifiers.get(pk, ())
        pairs = zip(self.kind.identifiers, stored, strict=bool(stored))
        return all(texts[column] == value for column, value in pairs if value and texts.get(column))


class KnownNames:
    """The records that a column may lead to, by each of their folded names. One query."""

    def __init__(self, model: type[models.Model], names: Any) -> None:
        self.records: dict[str, models.Model] = {}
        self.words: dict[str, str] = {}
        self._several: dict[str, list[models.Model]] = {}
        for record in model._default_manager.order_by("pk"):
            self.records[str(record.pk)] = record
            for name in dict.fromkeys(map(identity, filter(None, names(record)))):
                self._note(name, record)

    def _note(self, name: str, record: models.Model) -> None:
        if name in self.words:
            self._several.setdefault(name, [self.records[self.words[name]]]).append(record)
        self.words.setdefault(name, str(record.pk))

    def refuse_several(self, text: str) -> None:
        """Raises ``ValidationError`` for a name that two records bear."""
        several = self._several.get(identity(text))
        if several:
            raise ValidationError(several_meant(several))

    def of(self, keys: Iterable[Any]) -> list[models.Model]:
        return [self.records[str(key)] for key in keys if str(key) in self.records]


def several_meant(records: Sequence[models.Model]) -> str:
    names = ", ".join(f"“{record}”" for record in records)
    return _("Several records could be meant: %(names)s.") % {"names": names}


def stamp_of(record: models.Model) -> str:
    """What changes with each save of a record: its stamp, or a digest of its columns where it bears none."""
    stamp = getattr(record, "stamp", None)
    if stamp is not None:
        return str(stamp)
    values = [getattr(record, stored.attname) for stored in record._meta.concrete_fields]
    return hashlib.sha256(repr(values).encode()).hexdigest()
