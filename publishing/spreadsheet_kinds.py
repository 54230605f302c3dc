"""Kinds of records that go out as spreadsheets and come in again: which columns, under which names, and how one is known again.

Each kind is a declaration in its own room; reading, judging, storing and writing are the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db import models
from django.forms import modelform_factory
from django.utils.functional import Promise
from django.utils.translation import override

from proofreading.text import identity

from . import languages, tasks
from .admin_languages import label_of
from .spreadsheet_cells import choice_words, choices_of
from .spreadsheet_files import SheetRow
from .spreadsheet_forms import SheetRowForm, form_field

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

MOST_EXAMPLES = 15
"""Choices of a column that are told one by one."""
SAME = "same"
"""What the name of a row is kept under, beside its identifiers."""

Options = Mapping[str, Any]
"""What is said of all rows of a file at once, beside it."""
Opened = tuple[list[str], Iterator[SheetRow]]
"""The columns of a file and its rows."""
LeftOut = Callable[[Mapping[str, Any]], str]
"""Says in a sentence why a row stays out, or nothing."""


def nothing_left_out() -> LeftOut:
    return lambda texts: ""


@dataclass(frozen=True)
class OtherFile:
    """A file that is no spreadsheet and is taken in as one: ``fits`` says so by its name and content, ``opened`` reads it, with
    the most rows that it may have, and raises ``ValidationError``. ``words`` say to editors what it is and how it is read."""

    extension: str
    words: str | Promise
    fits: Callable[[str, bytes], bool]
    opened: Callable[[bytes, int], Opened]


@dataclass(frozen=True)
class SheetKind:
    """A kind of record as the rows of a spreadsheet.

    ``columns`` are fields of the model, a text once per language. ``name_of`` gives the name that a row says, from its texts
    by column; ``names_in`` the columns a record’s name is written in; ``names`` all names that a record has, from these
    columns alone; ``fold`` what two ways of writing a name have in common. ``identifiers`` are columns that no two records
    share, beside the name; where two may bear one name (``names_are_unique`` is false), they tell them apart, and so do the
    columns of ``tells_apart``, which several may share. ``also`` are other names of columns that spreadsheets use.

    ``relations`` says of columns that lead to other records by which names these are known; ``fields`` makes the fields of
    columns that the model’s own say too little of; ``readers`` reads the cells of columns that have words of their own.
    ``needed`` are columns that every file has. ``title_of`` names a row in the preview, from its cells as they are written.

    ``owner`` gives the record on whose form a record is a row: its rights, its history and its stamp count. ``told`` are
    columns that go out and do not come in. Where ``leaves_strange``, columns of other names are left out rather than refused:
    the file comes from elsewhere. Where ``keeps_known``, a record that is here already stays as it is. ``options`` is the form
    of what is said of all rows at once, ``complete`` puts it into what a row lacks, ``fill`` into a new record, and
    ``left_out`` says of a row why it stays out, ``kept_because`` of a record that is here why no row may change it.
    ``and_then`` does what is to be done once a row is stored. ``other_files`` are taken in besides spreadsheets.
    ``logged_as`` is what the log of the back office calls a record.
    """

    model: type[models.Model]
    columns: tuple[str, ...]
    name_of: Callable[[Mapping[str, Any]], str]
    names_in: tuple[str, ...]
    names: Callable[[Any], Iterable[str]]
    identifiers: tuple[str, ...] = ()
    names_are_unique: bool = True
    tells_apart: tuple[str, ...] = ()
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fold: Callable[[str], str] = identity
    relations: Mapping[str, Callable[[Any], Iterable[str]]] = field(default_factory=dict)
    fields: Mapping[str, Callable[[], forms.Field]] = field(default_factory=dict)
    readers: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    title_of: Callable[[Mapping[str, str]], str] | None = None
    owner: Callable[[Any], models.Model] | None = None
    owner_path: str = ""
    told: tuple[str, ...] = ()
    leaves_strange: bool = False
    keeps_known: bool = False
    options: type[forms.Form] | None = None
    complete: Callable[[dict[str, Any], Options], None] = lambda texts, options: None
    fill: Callable[[Any, Options], None] = lambda record, options: None
    left_out: Callable[[], LeftOut] = nothing_left_out
    kept_because: Callable[[Any], str] = lambda record: ""
    and_then: Callable[[Any, Options], None] = lambda record, options: None
    other_files: tuple[OtherFile, ...] = ()
    logged_as: Callable[[Any], str] = str

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @cached_property
    def form(self) -> type[SheetRowForm]:
        """The form of all columns: its fields hold the rules of each cell."""
        return self.form_of(self.columns)

    def form_of(self, columns: Iterable[str]) -> type[SheetRowForm]:
        made = modelform_factory(self.model, form=SheetRowForm, fields=list(columns), formfield_callback=self._form_field)
        return cast("type[SheetRowForm]", made)

    def _form_field(self, field: models.Field, **kwargs: Any) -> forms.Field | None:
        return self.fields[field.name]() if field.name in self.fields else form_field(field, **kwargs)

    def form_field(self, column: str) -> forms.Field:
        return self.form.base_fields[column]

    @cached_property
    def words(self) -> dict[str, dict[str, str]]:
        """Of each column the values of its choices, by their folded words in every language; empty where it has none."""
        return {column: choice_words(self.form_field(column)) for column in self.columns}

    def choices(self, column: str) -> dict[str, str]:
        """The words of each choice of a column in the active language."""
        return dict(choices_of(self.form_field(column))) if column in self.columns else self._told_choices(column)

    def _told_choices(self, column: str) -> dict[str, str]:
        stored = cast(models.Field, self.model._meta.get_field(column))
        return {str(value): str(label) for value, label in stored.flatchoices}

    def examples(self, column: str) -> list[str]:
        """What a cell of a column may say: its choices where they are few, a day as it is written."""
        if isinstance(self.form_field(column), forms.DateField):
            return ["05/12/2026"]
        choices = self._some_names(column) if column in self.relations else list(self.choices(column).values())
        return choices if len(choices) <= MOST_EXAMPLES else [*choices[:3], "…"]

    def _some_names(self, column: str) -> list[str]:
        """Of the records that a column leads to: all where they are few, else enough to tell that they are many."""
        led_to = cast("type[models.Model]", self.model._meta.get_field(column).related_model)
        return [str(record) for record in led_to._default_manager.all()[: MOST_EXAMPLES + 1]]

    def label_of(self, column: str) -> str:
        """The name of a column in the active language, as the forms show it."""
        return label_of(self.model, column)

    @cached_property
    def headers(self) -> dict[str, str]:
        """The column that each folded header means: its label in any language, its name in the model, or another in use."""
        found: dict[str, str] = {}
        for column in (*self.columns, *self.told):
            for name in (column, *self.also.get(column, ())):
                found.setdefault(identity(name), column)
            for code in languages.codes():
                with override(code):
                    found.setdefault(identity(self.label_of(column)), column)
        return found

    # Rights

    def may_take_in(self, by: User | AnonymousUser) -> bool:
        """Whether somebody may add records and change those that are there; where none is changed, adding is enough."""
        actions = ("add",) if self.keeps_known else ("add", tasks.Task.EDIT.value)
        label, name = self.model._meta.app_label, self.model._meta.model_name
        return all(by.has_perm(f"{label}.{action}_{name}") for action in actions)

    def to_fill(self, by: User | None) -> list[str]:
        """The columns that somebody may fill; whoever operates the portal, without an account, fills them all."""
        if by is None:
            return list(self.columns)
        opened = tasks.in_making(by, self.model)
        return [column for column in self.columns if tasks.task_of(self.model, column) in opened]

    def to_see(self, by: User) -> list[str]:
        """The columns that somebody may take out."""
        return [column for column in (*self.columns, *self.told) if not tasks.hides(by, self.model, column)]

    def may_change(self, by: User | None, record: models.Model) -> bool:
        """Whether somebody may change a record, or add it as a row to its owner: the right to publish guards what is public."""
        if by is None:
            return True
        guarded = self.owner(record) if self.owner else record
        return tasks.Task.EDIT in tasks.open_to(by, guarded)

    # Names

    @cached_property
    def key_columns(self) -> tuple[str, ...]:
        """The columns that a record is known by."""
        return tuple(dict.fromkeys((*self.names_in, *self.identifiers, *self.tells_apart)))

    def spelling(self, record: models.Model, texts: Mapping[str, Any]) -> dict[str, str]:
        """The names of a row as its record writes them: one that is known by another spelling or name is not renamed to it."""
        names = {self.fold(name) for name in self.names(record)}
        written = [column for column in self.names_in if column not in self.relations and texts.get(column)]
        stored = {column: str(getattr(record, column)) for column in written if getattr(record, column)}
        return {column: text for column, text in stored.items() if self.fold(texts[column]) in {*names, self.fold(text)}}

    def keys(self, record: models.Model) -> set[tuple[str, str]]:
        """What no other row of a file may have in common with a record."""
        keys = {(column, str(getattr(record, column))) for column in self.identifiers if getattr(record, column)}
        if self.names_are_unique or not keys:
            apart = "".join(f" {getattr(record, column)}" for column in self.tells_apart)
            keys |= {(SAME, f"{self.fold(name)}{apart}") for name in self.names(record) if self.fold(name)}
        return keys
