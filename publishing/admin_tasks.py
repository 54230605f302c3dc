"""The forms of the back office by task: each field is typed, shown or absent, as the table in ``tasks.py`` has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from . import tasks
from .admin_languages import SideBySide, label_of, language_columns
from .conflicts import stored_words
from .fields import RichTextField
from .kept_values import new_shelf
from .tasks import Task

_Sections = tuple[list[Any], list[Any]]
_sections_kept = new_shelf()


@dataclass(frozen=True)
class ShownValue:
    """A field that is read on a form and not typed there: rich text as it looks, moments in words, each text in its language.

    Django takes a function of the record wherever it takes the name of a field that is only shown.
    """

    model: type[models.Model]
    name: str

    @property
    def __name__(self) -> str:
        return self.name

    @property
    def short_description(self) -> str:
        return label_of(self.model, self.name)

    def __call__(self, record: models.Model) -> SafeString:
        words = stored_words(record, self.name)
        column = language_columns(self.model).get(self.name)
        if column is None or not getattr(record, self.name):
            return format_html("{}", words)
        return format_html('<div class="source" lang="{}">{}</div>', column[1], words)


def _is_better_shown(field: models.Field) -> bool:
    """Whether the house shows a value better than Django does, which leads to files and records, and names choices."""
    texts = (RichTextField, models.TextField, models.DateTimeField, models.JSONField)
    return isinstance(field, texts) or field.name in language_columns(field.model)


class FieldsByTask(SideBySide):
    """A form whose fields are those of the tasks of whoever opens it.

    What belongs to another task is shown beside, and is no field of the form: whatever is posted for it is not read. What is
    private, and not for them to see, is absent.
    """

    def tasks_of(self, request: HttpRequest, obj: models.Model | None = None) -> frozenset[Task]:
        """The tasks that whoever asks may do on a record; without one, on some record of this kind."""
        return tasks.held(request.user, self.model) if obj is None else tasks.open_to(request.user, obj)

    def tasks_in_form(self, request: HttpRequest, obj: models.Model | None) -> frozenset[Task]:
        """The tasks whose fields the form holds."""
        return self.tasks_of(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        sections, _only_shown = self._sections(request, obj)
        return [(title, {**options}) for title, options in sections]

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        _sections, only_shown = self._sections(request, obj)
        return (*super().get_readonly_fields(request, obj), *only_shown)

    def _sections(self, request: HttpRequest, obj: models.Model | None) -> _Sections:
        """The sections of the form, and the fields in them that are only shown: written once for the tasks that they are for.

        Django asks a dozen times for a page.
        """
        opened, declared = self.tasks_in_form(request, obj), self.fieldsets or self.fields
        key = type(self), self.model, opened
        kept = _sections_kept.get(key)
        if kept is None or kept[0] is not declared:
            kept = declared, self._made_sections(super().get_fieldsets(request, obj), opened)
            if declared:
                _sections_kept[key] = kept
        return kept[1]

    def _made_sections(self, fieldsets: Any, opened: frozenset[Task]) -> _Sections:
        made: list[Any] = []
        for title, options in fieldsets:
            rows = list(self._rows_by_task(options["fields"], opened))
            if rows:
                made.append((title, {**options, "fields": rows}))
        shown = flatten_fieldsets(made)
        return made, [field for field in shown if isinstance(field, ShownValue) or self._is_only_shown(field, opened)]

    def _rows_by_task(self, rows: Iterable[Any], opened: frozenset[Task]) -> Iterator[Any]:
        for row in rows:
            parts = (row,) if isinstance(row, str) or callable(row) else row
            kept = tuple(self._field_by_task(part, opened) for part in parts if not self._is_hidden(part, opened))
            if kept:
                yield kept[0] if len(kept) == 1 else kept

    def _is_hidden(self, name: Any, opened: frozenset[Task]) -> bool:
        return isinstance(name, str) and name in tasks.private_fields(self.model) and Task.PRIVATE not in opened

    def _field_by_task(self, name: Any, opened: frozenset[Task]) -> Any:
        field = self._model_field(name)
        return ShownValue(self.model, name) if field and self._is_only_shown(name, opened) and _is_better_shown(field) else name

    def _is_only_shown(self, name: Any, opened: frozenset[Task]) -> bool:
        model: type[models.Model] = self.model
        return self._model_field(name) is not None and tasks.task_of(model, name) not in opened

    def _model_field(self, name: Any) -> models.Field | None:
        try:
            field = self.model._meta.get_field(name) if isinstance(name, str) else None
        except FieldDoesNotExist:
            return None
        return field if isinstance(field, models.Field) else None


class RowsByTask(FieldsByTask, InlineModelAdmin):
    """Rows on the form of a record: whoever may do something to both does it, and their editors add and take away rows."""

    parent_model: type[models.Model]

    def tasks_of(self, request: HttpRequest, obj: models.Model | None = None) -> frozenset[Task]:
        """The tasks on the rows of ``obj``, a record that may still have to be made."""
        mine, whole = tasks.held(request.user, self.model), self._tasks_on_record(request, obj)
        return mine & (whole | {Task.PRIVATE})

    def _tasks_on_record(self, request: HttpRequest, obj: models.Model | None) -> frozenset[Task]:
        if obj is not None:
            return tasks.open_to(request.user, obj)
        return tasks.in_making(request.user, self.parent_model)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return super().has_add_permission(request, obj) and Task.EDIT in self.tasks_of(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        opened, model = self.tasks_of(request, obj), cast("type[models.Model]", self.model)
        return Task.EDIT in opened or (Task.TRANSLATE in opened and bool(tasks.translations(model)))

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and Task.EDIT in self.tasks_of(request, obj)
