"""Batches of synthetic examples copied from one that was written: a load test wants a hundred times the content in seconds.

The first batch is written as editors would have it, through the models and all that follows a save. The others are its rows
again, table by table, under numbers of their own: what says its batch (“Exemple 2-014”, ``exemple-2-014``) says the new one,
what points at a row of the batch points at the new row, and days stand as many days further as the batch is.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max
from django.utils import timezone

from news.edition_doors import open_door
from news.models import Edition, EditionContact
from news.reading import canonical
from publishing.content_version import ContentChange
from publishing.journal_tables import JournalLine
from publishing.rendition_jobs import RenditionJob
from publishing.sorting import SortKeyField, sort_key

NAMED_BY = (("model_label", "object_id"), ("record_label", "record_id"))
"""Pairs of columns that name a record of any kind: its label and its number."""
FURTHER = re.compile(r"public_from_\w+|dated")
"""Days that stand further on in each batch."""
AWAY = ("starts_at", "ends_at", "closes", "apply_until", "start", "end")
"""Days that stand further from today in each batch, as those of what is coming and of what is over do."""
NUMBERS = {"caps.cap": "number", "cluster.institution": "rank"}
"""Columns that count on from batch to batch."""
Model = type[models.Model]
Copied = Callable[[int], Any]
"""A value of a copy, given how many batches it lies behind the one that it is copied from."""


def tables() -> list[Model]:
    """Every table whose rows are numbered, but for those that the database and the workers write by themselves."""
    found = set(apps.get_models(include_auto_created=True)) - {ContentChange, JournalLine, RenditionJob}
    return [model for model in found if model._meta.managed and isinstance(model._meta.pk, models.AutoField)]


def last_numbers() -> dict[Model, int]:
    """The number of the last row of every table."""
    return {model: model._base_manager.aggregate(last=Max("pk"))["last"] or 0 for model in tables()}


@dataclass
class _CopiedRows:
    """The rows of one table: the values that every copy has, ready for the database, and by place those that differ."""

    model: Model
    fields: list[models.Field]
    rows: list[tuple[list[Any], dict[int, Copied]]] = field(default_factory=list)

    def copies(self, step: int) -> Iterator[list[Any]]:
        for kept, differing in self.rows:
            values = list(kept)
            for place, copied in differing.items():
                values[place] = self.fields[place].get_db_prep_save(copied(step), connection)
            yield values

    def write(self, step: int) -> None:
        names = ", ".join(connection.ops.quote_name(str(one.column)) for one in self.fields)
        places = ", ".join(["%s"] * len(self.fields))
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", list(self.copies(step)))  # noqa: S608


class WrittenBatch:
    """The batch ``number``: all rows that came after ``before``, the last numbers of the tables until it was written."""

    def __init__(self, number: int, before: dict[Model, int]) -> None:
        self.number = number
        self.before = before
        self.sizes = {model: last - before[model] for model, last in last_numbers().items()}
        self.labels = {model._meta.label_lower: model for model in before}
        self.mark = re.compile(rf"(?<!\d){number}-(?=\d{{3}}\b)")
        self.folded = re.compile(rf"exempl{number}(\d{{3}})\b|\b{number} (\d{{3}}) {number}\2\b")
        self.today = timezone.localdate()
        # The database asks of a release whether its editions are there (``news.edition_guards``).
        grown = sorted((model for model, size in self.sizes.items() if size), key=lambda model: model is not Edition)
        self.tables = [self._rows(model) for model in grown]

    def copy(self, number: int) -> None:
        """Write it again as the batch ``number``, which comes after all that there is."""
        step = number - self.number
        editions = [self.before[Edition] + self.sizes[Edition] * step + place + 1 for place in range(self.sizes[Edition])]
        with open_door(editions, "loaded"):
            for rows in self.tables:
                rows.write(step)

    def finish(self) -> None:
        """Let the database go on counting after the copies."""
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [rows.model for rows in self.tables]):
                cursor.execute(statement)

    def _rows(self, model: Model) -> _CopiedRows:
        fields = [one for one in model._meta.concrete_fields if not getattr(one, "generated", False)]
        names = [one.attname for one in fields]
        found = _CopiedRows(model, fields)
        for values in model._base_manager.filter(pk__gt=self.before[model]).order_by("pk").values_list(*names):
            row = dict(zip(names, values, strict=True))
            differing = {place: made for place, one in enumerate(fields) if (made := self._copied(one, row))}
            if model is Edition:
                differing |= self._copied_edition(row, names)
            kept = [
                None if place in differing else one.get_db_prep_save(value, connection)
                for place, (one, value) in enumerate(zip(fields, values, strict=True))
            ]
            found.rows.append((kept, differing))
        return found

    def _copied(self, field: models.Field, row: dict[str, Any]) -> Copied | None:
        """How a column differs from copy to copy; nothing where it does not."""
        value = row[field.attname]
        if isinstance(field, SortKeyField):
            record = field.model(**row)
            words = " ".join(getattr(record, source) or "" for source in field.sources)
            return lambda step: sort_key(self._renamed(words, step))[: field.max_length]
        if isinstance(value, str):
            return self._said_of(value)
        if field.name == "stamp":
            return lambda step: uuid4()
        if isinstance(value, date):
            return self._moved(field, value)
        if isinstance(value, int) and not isinstance(value, bool):
            return self._counted(field, row, value)
        return None

    def _said_of(self, text: str) -> Copied | None:
        if self.mark.search(text):
            return lambda step: self._renamed(text, step)
        if found := self.folded.search(text):
            # As the search folds a name: “2014”, “exempl2014”.
            folded = re.compile(rf"(?<!\d){self.number}(?={found[1] or found[2]}\b)")
            return lambda step: folded.sub(str(self.number + step), text)
        return None

    def _renamed(self, text: str, step: int) -> str:
        return self.mark.sub(f"{self.number + step}-", text)

    def _moved(self, field: models.Field, value: date) -> Copied | None:
        day = value.date() if isinstance(value, datetime) else value
        if FURTHER.fullmatch(field.name):
            return lambda step: value + timedelta(days=step)
        if field.name in AWAY:
            sign = 1 if day >= self.today else -1
            return lambda step: value + timedelta(days=sign * step)
        return None

    def _counted(self, field: models.Field, row: dict[str, Any], value: int) -> Copied | None:
        label = field.model._meta.label_lower
        if NUMBERS.get(label) == field.name:
            size = self.sizes[self.labels[label]] if field.name == "number" else 1
            return lambda step: value + size * step
        target = field.model if field.primary_key else field.related_model if field.is_relation else None
        for kind, number in NAMED_BY:
            if field.attname == number and kind in row:
                target = self.labels.get(row[kind])
        return self._renumbered(target, value) if target else None

    def _renumbered(self, model: Any, number: int) -> Copied | None:
        if model not in self.before or number <= self.before[model]:
            return None
        return lambda step: number + self.sizes[model] * step

    def _copied_edition(self, row: dict[str, Any], names: list[str]) -> dict[int, Copied]:
        """What an edition says, and the digests of it (``news.sealing.seal``)."""
        contacts = [json.loads(field) for field in _leaves(row["id"])]

        def payload(step: int) -> dict[str, Any]:
            data = json.loads(self._renamed(row["payload"], step))
            data["dated"] = (row["dated"] + timedelta(days=step)).isoformat()
            for one in data["named"]:
                moved = self._renumbered(self.labels[one["kind"]], one["key"])
                one["key"] = moved(step) if moved else one["key"]
            return data

        said: dict[str, Copied] = {
            "payload": lambda step: canonical(payload(step)),
            "hash": lambda step: _sha256(canonical(payload(step))),
            "digest": lambda step: _sha256(canonical(payload(step) | {"contacts": contacts})),
        }
        return {names.index(name): copied for name, copied in said.items()}


def _leaves(edition: int) -> Iterable[str]:
    return EditionContact.objects.filter(edition=edition).order_by("place").values_list("payload", flat=True)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
