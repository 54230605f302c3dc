"""Reads the demo data and writes single records, so that a second run finds them again and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.management.base import CommandError
from django.db import models
from django.utils import timezone

from publishing import languages
from publishing.fields import RichTextField, sanitize
from publishing.models import Addressed, SlugRecord
from publishing.signals import edited

_Thing = TypeVar("_Thing", bound=models.Model)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

WRITTEN = ("fr", "en")
"""The languages in which the demo data is written. A portal with other languages gets these of them."""

WHOLE = frozenset({"hal_record"})
"""Columns whose values are mappings of their own, not a text per language."""


def read(name: str) -> dict[str, Any]:
    """The contents of one data file of this package."""
    with (Path(__file__).parent / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_Loader)  # noqa: S506  the C twin of the safe loader where the library has it


def moment(text: str) -> datetime:
    """A moment from ``2024-05-22 09:00``, in the portal's time zone (Europe/Paris)."""
    return datetime.fromisoformat(text).replace(tzinfo=timezone.get_default_timezone())


AWARD = "2024-05-22 09:00"


def since(iso: str) -> datetime:
    """From when something is public that is known as of a year, a month or a day: that evening, but not before the award."""
    parts = [int(part) for part in iso.split("-")]
    day = date(*parts, *[1] * (3 - len(parts)))
    return max(moment(AWARD), datetime.combine(day, time(18), timezone.get_default_timezone()))


def public(when: datetime, is_example: bool = False) -> dict[str, Any]:
    """Public from ``when`` in every language the data is written in, and marked as what it is."""
    return {"public_from": dict.fromkeys(WRITTEN, when), "withdrawn_at": None, "is_example": is_example}


def same(text: str) -> dict[str, str]:
    """The same text in each language the data is written in."""
    return dict.fromkeys(WRITTEN, text)


def per_column(values: dict[str, Any]) -> dict[str, Any]:
    """Values by column: a text given per language goes to its language columns, and to no other language's."""
    columns: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict) and name not in WHOLE:
            columns |= {languages.column(name, code): value[code] for code in languages.codes() if code in value}
        else:
            columns[name] = value
    return columns


def reclaim(model: type[Addressed], records: models.QuerySet[SlugRecord]) -> None:
    """Of the addresses in ``records``, free those whose thing exists no more: it may come back to its own address."""
    records.exclude(object_id__in=model.objects.values("pk")).delete()


class Writer:
    """Writes records found by a natural key: makes what is missing, mends what differs, and saves nothing that is right.

    A record that somebody wrote or changed in the admin is theirs: it is left as it is, with all that hangs on it, and
    named in ``kept``.
    """

    def __init__(self) -> None:
        self.made = self.mended = 0
        self.kept: list[str] = []
        self._edited_keys: dict[type[models.Model], set[str]] = {}

    def put(
        self,
        model: type[_Thing],
        key: dict[str, Any],
        values: dict[str, Any],
        *,
        once: dict[str, Any] | None = None,
        parts: Callable[[_Thing], bool] | None = None,
    ) -> _Thing:
        """The record of ``model`` found by ``key``, with ``values``, and with ``once`` where it has just been made.

        ``parts`` writes what hangs on it (rows, many-to-many) and tells whether anything changed. Raises ``CommandError``
        where a rule of the portal is broken.
        """
        key, values = per_column(key), per_column(values)
        thing = self._find(model, key)
        if thing is not None and str(thing.pk) in self._edited_in_the_admin(model):
            self.kept.append(f"{model._meta.verbose_name} “{thing}”")
            return thing
        if thing is None:
            thing = model(**key)
            values = per_column(once or {}) | values
            self._free_addresses(model, key | values)
        was_new = thing.pk is None
        changed = self.write(thing, key | values)
        if parts is not None and parts(thing):
            changed = True
        if changed:
            edited.send(sender=model, instance=thing)
            self.made, self.mended = self.made + was_new, self.mended + (not was_new)
        return thing

    def is_kept(self, thing: models.Model) -> bool:
        """Whether somebody has edited a thing in the back office, so that loading leaves it alone."""
        return str(thing.pk) in self._edited_in_the_admin(type(thing))

    def rows(self, manager: Any, by: tuple[str, ...], wanted: Sequence[dict[str, Any]]) -> bool:
        """Make the rows that hang on a thing exactly those wanted, told apart by the fields ``by``. True where any changed."""
        model, owner = manager.model, manager.field.name
        existing = {self._row_key(row, by): row for row in manager.order_by("pk")}
        pending = []
        for values in map(per_column, wanted):
            row = model(**{owner: manager.instance}, **{name: values[name] for name in by})
            pending.append((existing.pop(self._row_key(row, by), row), values))
        for extra in existing.values():
            extra.delete()
        changed = [self.write(row, values) for row, values in pending]
        return bool(existing) or any(changed)

    def links(self, manager: Any, things: Iterable[models.Model]) -> bool:
        """Make a many-to-many relation hold exactly ``things``. True where it changed."""
        wanted = {thing.pk for thing in things}
        if set(manager.values_list("pk", flat=True)) == wanted:
            return False
        manager.set(wanted)
        return True

    def write(self, thing: models.Model, values: dict[str, Any]) -> bool:
        """Give a record its values and save it where one differs. True where it was saved."""
        differing = {name: value for name, value in values.items() if self._differs(thing, name, value)}
        if thing.pk is not None and not differing:
            return False
        for name, value in differing.items():
            setattr(thing, name, value)
        try:
            thing.full_clean()
        except ValidationError as error:
            told = "; ".join(f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items())
            raise CommandError(f"The {thing._meta.verbose_name} “{thing}” cannot be loaded. {told}") from error
        thing.save()
        return True

    def _find(self, model: type[_Thing], key: dict[str, Any]) -> _Thing | None:
        found = model._default_manager.filter(**key).order_by("pk").first()
        slug = languages.column("slug", languages.main())
        if found is None and slug in key:
            record = SlugRecord.objects.of(model, languages.main()).filter(slug=key[slug]).first()
            found = model._default_manager.filter(pk=record.object_id).first() if record else None
        return found

    def _edited_in_the_admin(self, model: type[models.Model]) -> set[str]:
        if model not in self._edited_keys:
            kind = ContentType.objects.get_for_model(model)
            entries = LogEntry.objects.filter(content_type=kind, action_flag__in=[ADDITION, CHANGE])
            self._edited_keys[model] = {key for key in entries.values_list("object_id", flat=True) if key}
        return self._edited_keys[model]

    @staticmethod
    def _free_addresses(model: type[models.Model], values: dict[str, Any]) -> None:
        if issubclass(model, Addressed):
            for code in languages.codes():
                slug = values.get(languages.column("slug", code))
                reclaim(model, SlugRecord.objects.of(model, code).filter(slug=slug))

    @staticmethod
    def _row_key(row: models.Model, by: tuple[str, ...]) -> tuple:
        return tuple(getattr(row, _column(row, name).attname) for name in by)

    @staticmethod
    def _differs(thing: models.Model, name: str, value: Any) -> bool:
        field = _column(thing, name)
        now = getattr(thing, field.attname)
        if isinstance(value, models.Model):
            return now != value.pk
        if isinstance(field, RichTextField) and value:
            value = sanitize(value)
        return now != field.to_python(value)


def _column(thing: models.Model, name: str) -> models.Field:
    """A field of the thing that is kept in its own table."""
    field = thing._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise FieldDoesNotExist(f"{name} is no column of {thing._meta.label}.")
    return field
