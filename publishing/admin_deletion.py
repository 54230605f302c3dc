"""What a deletion takes with it, in the words of whoever is asked to confirm it.

The page tells each thing once: first where the record is used and what becomes of that (``uses.py``), then what goes with it
and is no use of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import NestedObjects
from django.db import models, router
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import uses

MOST_NAMED = 12
"""Of one kind: a longer list is a number, which is read sooner."""


class PlainDeletion(BaseModelAdmin):
    """Before a deletion: what goes with it, kind by kind, each thing by its name and what it belongs to."""

    def get_deleted_objects(
        self, objs: Sequence[models.Model] | models.QuerySet, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """As Django's own, with the things in groups: a heading, then the list of names."""
        nested, counts, lacking, protected = super().get_deleted_objects(objs, request)  # type: ignore[misc]  # ModelAdmin’s
        things = list(objs)
        if not things:
            return nested, counts, lacking, protected
        collector = NestedObjects(using=router.db_for_write(type(things[0])), origin=objs)
        collector.collect(things)
        gone = {(type(thing), thing.pk) for thing in things}
        told = {kind for model in {type(thing) for thing in things} for kind in uses.told_kinds(model, self.admin_site)}

        def untold(found: Iterable[models.Model]) -> list[models.Model]:
            return [thing for thing in found if (type(thing), thing.pk) not in gone and type(thing) not in told]

        too = untold(thing for found in collector.model_objs.values() for thing in found)
        kept = _in_groups(untold(collector.protected), gone) or [
            _("This cannot be deleted yet: all that the first list above names has to let go of it first.")
        ]
        return _in_groups(too, gone), counts, lacking, kept if protected else []


def _in_groups(found: Iterable[models.Model], gone: set[tuple[type, Any]]) -> list[Any]:
    """Headings, each followed by the names under it."""
    by_kind: dict[type[models.Model], list[models.Model]] = {}
    for thing in found:
        by_kind.setdefault(type(thing), []).append(thing)
    kinds: set[type | bool] = {kind for kind, _pk in gone}
    # A tie that a thing itself holds is nobody else's loss.
    return [
        part
        for model, things in by_kind.items()
        if cast("type | bool", model._meta.auto_created) not in kinds
        for part in _group(model, things, gone)
    ]


def _group(model: type[models.Model], found: Iterable[models.Model], gone: set[tuple[type, Any]]) -> list[Any]:
    """The heading of a kind, with its number, and the names."""
    rows = model._base_manager.filter(pk__in=[thing.pk for thing in found]).select_related(*_single_relations(model))
    names = sorted({name for row in rows if (name := _name(row, gone))}, key=str.casefold)
    if not names:
        return []
    shown: list[SafeString | str] = [conditional_escape(name) for name in names[:MOST_NAMED]]
    if rest := len(names) - len(shown):
        shown.append(ngettext("and %(n)s more", "and %(n)s more", rest) % {"n": rest})
    return [_("%(kind)s (%(n)s)") % {"kind": _kind(model, gone), "n": len(names)}, shown]


def _kind(model: type[models.Model], gone: set[tuple[type, Any]]) -> str:
    """The name of a kind; a mere tie between two things is told by what stays, and loses it."""
    if not model._meta.auto_created:
        return capfirst(str(model._meta.verbose_name_plural))
    ends = [relation for relation in _relations(model) if relation.related_model not in {kind for kind, _pk in gone}]
    owner: Any = ends[0].related_model if ends else model
    return _("Named no longer in: %(things)s") % {"things": owner._meta.verbose_name_plural}


def _name(row: models.Model, gone: set[tuple[type, Any]]) -> str:
    """What a row says of itself, and what else it belongs to: an institution in a programme is told by both."""
    ends = [getattr(row, relation.name) for relation in _relations(type(row))]
    names = [str(end) for end in ends if end is not None and (type(end), end.pk) not in gone]
    if not row._meta.auto_created:
        names.insert(0, str(row))
    return " – ".join(_without_repeats(names))


def _without_repeats(names: Iterable[str]) -> Iterator[str]:
    said: list[str] = []
    for name in names:
        if name and not any(name in before for before in said):
            said.append(name)
            yield name


def _relations(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.is_relation and field.many_to_one]


def _single_relations(model: type[models.Model]) -> list[str]:
    return [relation.name for relation in _relations(model)]
