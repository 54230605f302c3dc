"""The sets of rows of a form of the back office: read once and made ready once, for all that asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.helpers import InlineAdminForm, InlineAdminFormSet
from django.db import models
from django.utils.functional import cached_property

if TYPE_CHECKING:
    from .admin_forms import PortalInlineFormSet


class RowsShown(InlineAdminFormSet):
    """Django’s own, whose rows are made when they are first looked at, and not again for whoever asks next."""

    @classmethod
    def of(cls, made: InlineAdminFormSet) -> RowsShown:
        """The same rows as Django’s admin has put them together."""
        shown = cls.__new__(cls)
        vars(shown).update(vars(made))
        return shown

    @cached_property
    def rows(self) -> list[InlineAdminForm]:
        return list(super().__iter__())

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    @property
    def media(self) -> forms.Media:
        """What the rows need: the same for each of them, and for one that is added."""
        return self.opts.media + self.formset.empty_form.media


def give_rows(record: models.Model, formsets: Iterable[PortalInlineFormSet]) -> None:
    """Give a stored record the rows that its form sets have read and not changed, as if they had been fetched with it."""
    fetched = vars(record).setdefault("_prefetched_objects_cache", {})
    for formset in formsets:
        name = formset.fk.remote_field.cache_name
        rows = formset.rows_as_stored()
        if name in fetched or rows is None:
            continue
        for row in rows:
            formset.fk.set_cached_value(row, record)
        set_fetched(record, name, rows)


def set_fetched(record: models.Model, name: str, rows: list[models.Model]) -> None:
    """Have a record know the records of a relation, as Django’s own prefetching leaves them."""
    known = getattr(record, name).get_queryset()
    known._result_cache, known._prefetch_done = rows, True
    vars(record).setdefault("_prefetched_objects_cache", {})[name] = known


def copy_of(row: models.Model) -> models.Model:
    """A row that has the same values and leads to the same records, and takes over no change of the other."""
    made = copy(row)
    made._state = copy(row._state)
    made._state.fields_cache = dict(row._state.fields_cache)
    return made
