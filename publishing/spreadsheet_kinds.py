"""Kinds of records that go out as spreadsheets and come in again: which columns, under which names, and how one is known again.

Each kind is a declaration in its own room; reading, judging, storing and writing are the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db import models
from django.forms import modelform_factory
from django.utils.translation import override

from proofreading.text import identity

from . import admin_search, languages, tasks
from .admin_forms import PortalForm
from .admin_languages import label_of
from .spreadsheet_cells import choice_words, choices_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST_EXAMPLES = 15
"""Choices of a column that are told one by one."""


def _form_field(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """As the forms of the back office make it (``SideBySide.formfield_overrides``)."""
    if isinstance(field, models.URLField):
        kwargs["assume_scheme"] = "https"
    return field.formfield(**kwargs)


@dataclass(frozen=True)
class SheetKind:
    """A kind of record as the rows of a spreadsheet.

    ``columns`` are fields of the model, a text once per language. ``name_of`` gives the name that a row says, from its texts
    by column; ``names_in`` the columns a record’s name is written in; ``names`` all names that a record has. ``identifiers``
    are columns that no two records share, beside the name; where two may bear one name (``names_are_unique`` is false), they
    tell them apart. ``also`` are other names of columns that spreadsheets use.
    """

    model: type[models.Model]
    columns: tuple[str, ...]
    name_of: Callable[[Mapping[str, str]], str]
    names_in: tuple[str, ...]
    names: Callable[[Any], Iterable[str]]
    identifiers: tuple[str, ...] = ()
    names_are_unique: bool = True
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def form(self) -> type[PortalForm]:
        """The form of all columns: its fields hold the rules of each cell."""
        return self.form_of(self.columns)

    def form_of(self, columns: Iterable[str]) -> type[PortalForm]:
        made = modelform_factory(self.model, form=PortalForm, fields=list(columns), formfield_callback=_form_field)
        return cast("type[PortalForm]", made)

    def form_field(self, column: str) -> forms.Field:
        return self.form.base_fields[column]

    @cached_property
    def words(self) -> dict[str, dict[str, str]]:
        """Of each column the values of its choices, by their folded words in every language; empty where it has none."""
        return {column: choice_words(self.form_field(column)) for column in self.columns}

    def choices(self, column: str) -> dict[str, str]:
        """The words of each choice of a column in the active language."""
        return dict(choices_of(self.form_field(column)))

    def examples(self, column: str) -> list[str]:
        """What a cell of a column may say: its choices where they are few, a day as it is written."""
        if isinstance(self.form_field(column), forms.DateField):
            return ["05/12/2026"]
        choices = list(self.choices(column).values())
        return choices if len(choices) <= MOST_EXAMPLES else [*choices[:3], "…"]

    def label(self, column: str) -> str:
        """The name of a column in the active language, as the forms show it."""
        return label_of(self.model, column)

    @cached_property
    def headers(self) -> dict[str, str]:
        """The column that each folded header means: its label in any language, its name in the model, or another in use."""
        found: dict[str, str] = {}
        for column in self.columns:
            for name in (column, *self.also.get(column, ())):
                found.setdefault(identity(name), column)
            for code in languages.codes():
                with override(code):
                    found.setdefault(identity(self.label(column)), column)
        return found

    def to_fill(self, by: User) -> list[str]:
        """The columns that somebody may fill."""
        opened = tasks.in_making(by, self.model)
        return [column for column in self.columns if tasks.task_of(self.model, column) in opened]

    def to_see(self, by: User) -> list[str]:
        """The columns that somebody may take out."""
        return [column for column in self.columns if not tasks.hides(by, self.model, column)]

    def known(self, texts: Mapping[str, str]) -> list[models.Model]:
        """The records that a row may mean, each once: those of its identifiers first, then those of its name."""
        found: dict[Any, models.Model] = {}
        for column in self.identifiers:
            if texts.get(column):
                for record in self.model._default_manager.filter(**{column: texts[column]}).order_by("pk")[:2]:
                    found[record.pk] = record
        for record in self._called(texts):
            found.setdefault(record.pk, record)
        return list(found.values())

    def spelling(self, record: models.Model, texts: Mapping[str, str]) -> dict[str, str]:
        """The names of a row as its record writes them: one that is known by another spelling or name is not renamed to it."""
        names = {identity(name) for name in self.names(record)}
        stored = {column: getattr(record, column) for column in self.names_in if texts.get(column) and getattr(record, column)}
        return {column: text for column, text in stored.items() if identity(texts[column]) in {*names, identity(text)}}

    def _called(self, texts: Mapping[str, str]) -> list[models.Model]:
        """The records that have the name of a row, whatever its case, accents and signs."""
        name = self.name_of(texts)
        wanted = identity(name)
        if not wanted:
            return []
        some = admin_search.found(self.model._default_manager.order_by("pk"), self.names_in, name)
        called = [record for record in some if wanted in map(identity, self.names(record))]
        return called if self.names_are_unique else [record for record in called if self._may_be(record, texts)]

    def _may_be(self, record: models.Model, texts: Mapping[str, str]) -> bool:
        """Whether no identifier tells a row from a record of the same name."""
        pairs = ((texts.get(column), getattr(record, column)) for column in self.identifiers)
        return all(said == stored for said, stored in pairs if said and stored)
