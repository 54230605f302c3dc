"""The sets of rows of a form of the back office, each row made ready once for all that the page asks of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin.helpers import InlineAdminForm, InlineAdminFormSet
from django.utils.functional import cached_property


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
