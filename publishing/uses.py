"""Where a record is used, by the names of what uses it, and what becomes of that when the record is deleted.

It goes over the relations of the models, so that a relation that somebody adds is told of too. Each relation costs one query,
however many records use it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.utils import quote
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .prepared_queries import prepared

SHOWN = 50
"""Uses of one relation that are named; the others are counted."""

STANDS_AGAINST = _("Must let go of it before it can be deleted:")
LOSES_IT = _("Would stay, without it:")
KEEPS_WORDS = _("Would stay as sealed, with the words but without the link:")
_BECOMES = {
    models.PROTECT: STANDS_AGAINST,
    models.RESTRICT: STANDS_AGAINST,
    models.DO_NOTHING: KEEPS_WORDS,
}


_ORDER: list[Promise] = [STANDS_AGAINST, LOSES_IT, KEEPS_WORDS]


@dataclass(frozen=True)
class Use:
    """A record that uses another: its kind and name, its page in the back office, where in it, and what becomes of it."""

    kind: str
    name: str
    url: str
    note: str
    becomes: Promise


@dataclass(frozen=True)
class Uses:
    named: list[Use]
    others: int
    """How many more there are that are not named: too many, or not for the eyes of who asks."""

    def __bool__(self) -> bool:
        return bool(self.named or self.others)


Notes = Callable[[Sequence[Any]], dict[Any, str]]
_notes: dict[type[models.Model], Notes] = {}


def register_notes(model: type[models.Model], notes: Notes) -> None:
    """Have words said beside each use that leads through a row of this model: for its rows, by their keys, in fixed queries."""
    _notes[model] = notes


def uses_of(records: Sequence[models.Model], request: HttpRequest, site: AdminSite) -> Uses:
    """Where records of one model are used. What the person who asks may not see is counted only."""
    if not records:
        return Uses([], 0)
    named: dict[tuple[str, str, str, Promise], dict[str, None]] = {}
    others = 0
    for relation in _relations(type(records[0])):
        path = path_to_owner(relation, site)
        if path is None:
            continue
        found, more = _found(relation, path, records)
        others += more
        for owner, note in found:
            admin = site.get_model_admin(type(owner))
            if not admin.has_view_permission(request):
                others += 1
                continue
            url = reverse(f"{site.name}:{owner._meta.app_label}_{owner._meta.model_name}_change", args=[quote(owner.pk)])
            becomes = _BECOMES.get(_on_delete(relation), LOSES_IT)
            named.setdefault((str(owner._meta.verbose_name), str(owner), url, becomes), {})[note] = None
    uses = [
        Use(kind, name, url, ", ".join(filter(None, notes)), becomes) for (kind, name, url, becomes), notes in named.items()
    ]
    return Uses(sorted(uses, key=lambda use: _ORDER.index(use.becomes)), others)


def told_kinds(model: type[models.Model], site: AdminSite) -> set[type[models.Model]]:
    """The kinds of rows by which records of a model are used, each of which ``uses_of`` tells by what it belongs to."""
    told = (field for field in _relations(model) if path_to_owner(field, site) is not None)
    return {_tie(field) if isinstance(field, models.ManyToManyField) else field.model for field in told}


def _tie(field: models.ManyToManyField) -> type[models.Model]:
    return cast(type[models.Model], field.remote_field.through)


def _relations(model: type[models.Model]) -> Iterator[models.Field]:
    """The foreign keys and many-to-many relations that lead to a model; a table between two is none of its own."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or not isinstance(relation, models.ForeignObjectRel):
            continue
        field = relation.field
        if isinstance(field, models.ManyToManyField):
            if field.remote_field.through._meta.auto_created:
                yield field
        elif not relation.related_model._meta.auto_created:
            yield field


def _on_delete(field: models.Field) -> Any:
    return None if isinstance(field, models.ManyToManyField) else getattr(field.remote_field, "on_delete", None)


def path_to_owner(field: models.Field, site: AdminSite) -> tuple[str, ...] | None:
    """The relations from the row that names the record to what people know it by: the row itself, or what it is a row of.

    None where the row belongs to the record itself: its parts, and what goes with it, are no uses.
    """
    model, target = field.model, cast(type[models.Model], field.related_model)
    if site.is_registered(model):
        return None if _on_delete(field) is models.CASCADE else ()
    if site.is_registered(target) and model in [inline.model for inline in site.get_model_admin(target).inlines]:
        return None
    for key in model._meta.get_fields():
        if key is field or not isinstance(key, models.ForeignKey) or key.null:
            continue
        parent = key.remote_field.model
        if parent is target or parent is model:
            continue
        if site.is_registered(parent):
            return (key.name,)
        above = next((up for up in parent._meta.get_fields() if isinstance(up, models.ForeignKey) and not up.null), None)
        if above is not None and above.remote_field.model is not target and site.is_registered(above.remote_field.model):
            return (key.name, above.name)
    return None


def _found(field: models.Field, path: tuple[str, ...], records: Iterable[models.Model]) -> tuple[list[tuple[Any, str]], int]:
    """The owners of the rows that name the records, each with its note; and how many more there are."""
    keys = [record.pk for record in records]
    kept = _first_rows(field, path, SHOWN + 1, records=keys)
    more = _rows(field, keys).count() - SHOWN if len(kept) > SHOWN else 0
    chains = [[row, *_up(row, path)] for row in kept[:SHOWN]]
    notes = _notes_of(link for chain in chains for link in chain)
    return [(chain[-1], " ".join(filter(None, (notes.get((type(link), link.pk)) for link in chain)))) for chain in chains], more


def _rows(field: models.Field, records: list[Any]) -> models.QuerySet:
    return field.model._base_manager.filter(**{f"{field.name}__in": records}).order_by("-pk").distinct()


@prepared
def _first_rows(field: models.Field, path: tuple[str, ...], number: int, *, records: list[Any]) -> models.QuerySet:
    rows = _rows(field, records)
    return (rows.select_related("__".join(path)) if path else rows)[:number]


def _up(row: Any, path: tuple[str, ...]) -> Iterator[Any]:
    for name in path:
        row = getattr(row, name)
        yield row


def _notes_of(links: Iterable[Any]) -> dict[tuple[type, Any], str]:
    by_model: dict[type[models.Model], dict[Any, Any]] = {}
    for link in links:
        if type(link) in _notes:
            by_model.setdefault(type(link), {})[link.pk] = link
    return {(model, key): note for model, rows in by_model.items() for key, note in _notes[model](list(rows.values())).items()}
