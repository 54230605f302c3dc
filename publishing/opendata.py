"""Data sets for all to reuse: what each holds, row by row, under the one visibility rule.

Each app says in its own ``opendata.py`` which of its records are a data set and which columns they have. A record is a row
while it is public in some language. A text stands in a column per language, which is empty while that language is not public:
nothing falls back, and nothing of a language is told before its moment.

Left out on purpose: examples, photographs and logos, contacts, people, and what a partner pledged in confidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from . import clock, languages
from .models import Addressed, Published
from .prepared_queries import prepared
from .querysets import freshness_in

CHUNK = 500
"""Rows held in memory at once."""
Words = str | Promise
ISO_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_sets: dict[str, DataSet] = {}


@dataclass(frozen=True)
class DataColumn:
    """A column, or one per language: its name, what it says, and how a record gives its value (``None`` where it has none).

    ``shape`` is what JSON Schema says of a value that is there.
    """

    name: str
    says: Words
    shape: dict[str, Any]
    read: Callable[[Any, str], Any]
    per_language: bool = False

    @property
    def names(self) -> list[str]:
        return languages.columns(self.name) if self.per_language else [self.name]

    def values(self, thing: Published, public: list[str]) -> Iterator[tuple[str, Any]]:
        if not self.per_language:
            yield self.name, bare(self.read(thing, languages.main()))
            return
        for code in languages.codes():
            yield languages.column(self.name, code), bare(self.read(thing, code)) if code in public else None


@dataclass(frozen=True)
class DataSet:
    """``name`` is its address for ever; ``ready`` brings what the columns read, so that queries do not grow with the rows."""

    name: str
    title: Words
    description: Words
    model: type[Published]
    own: tuple[DataColumn, ...]
    ready: Callable[[Any], QuerySet] = lambda rows: rows
    chunk: int = CHUNK
    """Rows that are read at once. SQLite asks for no more than a thousand things that they lead to together."""

    @property
    def columns(self) -> tuple[DataColumn, ...]:
        return (NUMBER, *self.own, *(ADDRESSED if issubclass(self.model, Addressed) else ()), *SHARED)

    @property
    def header(self) -> list[str]:
        return [name for column in self.columns for name in column.names]

    def rows(self, at: datetime | None = None) -> Iterator[dict[str, Any]]:
        at = at or clock.now()
        things = self.ready(self.model.objects.real().public_anywhere(at)).order_by("pk")
        for thing in things.iterator(chunk_size=self.chunk):
            public = thing.public_languages(at)
            yield {name: value for column in self.columns for name, value in column.values(thing, public)}

    def freshness(self, at: datetime | None = None) -> tuple[int, datetime | None]:
        """How many rows there are, and when one of them last changed or became public in a language."""
        return fresh(self.model, at)

    def schema(self, address: str) -> dict[str, Any]:
        """The JSON Schema (draft 2020-12) of the data set's JSON file."""
        properties = {}
        for column in self.columns:
            for name in column.names:
                properties[name] = {"description": in_every_language(column.says)} | _or_null(column)
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": address,
            "title": in_every_language(self.title),
            "description": in_every_language(self.description),
            "type": "object",
            "required": ["name", "title", "licence", "publisher", "modified", "rows"],
            "properties": {
                "name": {"const": self.name},
                "title": {"type": "object", "additionalProperties": {"type": "string"}},
                "licence": {"type": "object", "required": ["name", "url"]},
                "publisher": {"type": "string"},
                "modified": {"type": ["string", "null"], "format": "date-time"},
                "schema": {"type": "string", "format": "uri"},
                "rows": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": self.header,
                        "additionalProperties": False,
                        "properties": properties,
                    },
                },
            },
        }


def fresh(model: type[Any], at: datetime | None = None) -> tuple[int, datetime | None]:
    """The ``freshness`` of what is real of a kind."""
    with clock.standing_at(at or clock.now()):
        return freshness_in(_freshness(model))


@prepared
def _freshness(model: type[Any]) -> QuerySet:
    return model.objects.real().freshness_row(clock.now())


def publish(dataset: DataSet) -> None:
    _sets[dataset.name] = dataset


def published() -> list[DataSet]:
    return list(_sets.values())


def find(name: str) -> DataSet | None:
    return _sets.get(name)


def in_every_language(words: Words) -> str:
    """A text of the interface in all languages, for a file that is the same in each."""
    found = []
    for code in languages.codes():
        with override(code):
            found.append(str(words))
    return " / ".join(dict.fromkeys(found))


def plain(name: str, says: Words, **shape: Any) -> DataColumn:
    """A field that is the same in every language."""
    return DataColumn(name, says, shape or {"type": "string"}, lambda thing, code: getattr(thing, name))


def chosen(name: str, says: Words, choices: Sequence[tuple[str, Words]]) -> DataColumn:
    """A field with a list of values."""
    options = [{"const": value, "title": in_every_language(label)} for value, label in choices if value]
    return DataColumn(name, says, {"oneOf": options}, lambda thing, code: getattr(thing, name))


def text(name: str, says: Words) -> DataColumn:
    """A translated plain text."""
    return DataColumn(
        name, says, {"type": "string"}, lambda thing, code: getattr(thing, languages.column(name, code)), per_language=True
    )


def prose(name: str, says: Words) -> DataColumn:
    """A translated formatted text, without its form."""

    def read(thing: models.Model, code: str) -> Any:
        html = getattr(thing, languages.column(name, code)) or ""
        return " ".join(unescape(strip_tags(html.replace("<", " <"))).split())

    return DataColumn(name, says, {"type": "string"}, read, per_language=True)


def listed(name: str, says: Words, read: Callable[[Any, str], list[str]], *, per_language: bool = True) -> DataColumn:
    """Several texts, such as the names of related things."""
    return DataColumn(name, says, {"type": "array", "items": {"type": "string"}}, read, per_language)


def address(name: str, says: Words) -> DataColumn:
    return plain(name, says, type="string", format="uri")


def day(name: str, says: Words) -> DataColumn:
    return plain(name, says, type="string", format="date")


def iso_date(name: str, says: Words) -> DataColumn:
    """A year, a month or a day."""
    return plain(name, says, type="string", pattern=ISO_DATE)


def flag(name: str, says: Words) -> DataColumn:
    return plain(name, says, type="boolean")


def names_of(relation: str, field: str = "name") -> Callable[[Any, str], list[str]]:
    """Reads a translated text of related things, of those that are public in the language."""

    def read(thing: models.Model, code: str) -> Any:
        return [getattr(one, languages.column(field, code)) for one in getattr(thing, relation).all() if one.is_public(code)]

    return read


def bare(value: Any) -> Any:
    """A value as JSON has it: a number, a text, a date in ISO 8601 with its offset; nothing where it is empty."""
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if isinstance(value, bool | int | float | list) else str(value)


def _or_null(column: DataColumn) -> dict[str, Any]:
    return column.shape if column in ALWAYS else {"anyOf": [column.shape, {"type": "null"}]}


NUMBER = DataColumn("id", _("number that never changes"), {"type": "integer"}, lambda thing, code: thing.pk)
MODIFIED = DataColumn(
    "modified_at",
    _("last change"),
    {"type": "string", "format": "date-time"},
    lambda thing, code: max(map(thing.changed_in_public, thing.public_languages())),
)
ALWAYS = (NUMBER, MODIFIED)
SHARED = (
    DataColumn(
        "public_from",
        _("public since"),
        {"type": "string", "format": "date-time"},
        lambda thing, code: thing.public_from(code),
        per_language=True,
    ),
    MODIFIED,
)
ADDRESSED = (
    DataColumn(
        "page",
        _("address of its page"),
        {"type": "string", "format": "uri"},
        lambda thing, code: settings.SITE_URL + thing.get_absolute_url(code),
        per_language=True,
    ),
)
