"""What is typed in a form, written down as far as it can be: for a look at it, within a transaction that is taken back.

A form that could be saved is written as it would be. Of one that could not, all is written that the database takes: a text
that a rule refuses stands as it was typed, whatever else is refused stays as it is stored, and a row that cannot stand is left
out. What is wrong is told beside it, in the words of the form itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, models, transaction
from django.http import HttpRequest
from modeltranslation.fields import TranslationField

from . import admin_layout, clock, languages
from .fields import CleanFile, RichTextField
from .models import Published

if TYPE_CHECKING:
    from .admin import PortalAdmin
    from .admin_layout import Fault

REFUSED = (DatabaseError, ObjectDoesNotExist, OverflowError, TypeError, ValidationError, ValueError)
"""What a record that cannot be stored is refused with."""
logger = logging.getLogger(__name__)


@dataclass
class TypedForm:
    """The form of a record as it was posted, with its rows; ``stored`` is the record before, if there is one."""

    admin: PortalAdmin
    request: HttpRequest
    stored: models.Model | None
    form: Any
    formsets: list[Any]
    inlines: list[Any]

    @classmethod
    def read(cls, model_admin: PortalAdmin, request: HttpRequest, record: models.Model | None) -> TypedForm:
        """Read a form whose fields are those of who posted it: nothing else that was posted is looked at."""
        change = record is not None
        stored = type(record)._base_manager.get(pk=record.pk) if record is not None else None
        names = flatten_fieldsets(model_admin.get_fieldsets(request, record))
        form_class = model_admin.get_form(request, record, change=change, fields=names)
        form = form_class(request.POST, request.FILES, instance=record)
        form.full_clean()
        formsets, inlines, prefixes = [], [], dict[str, int]()
        for formset_class, inline in model_admin.get_formsets_with_inlines(request, record):
            prefix = formset_class.get_default_prefix()
            prefixes[prefix] = prefixes.get(prefix, 0) + 1
            if prefixes[prefix] != 1 or not prefix:
                prefix = f"{prefix}-{prefixes[prefix]}"
            options = model_admin.get_formset_kwargs(request, form.instance, inline, prefix)
            formset = formset_class(**options)
            if not inline.has_change_permission(request, record):
                # Rows that are only shown are not posted, so there is nothing to find wrong with them.
                for row in formset.initial_forms:
                    row._errors, row.cleaned_data = {}, row.initial
            formset.full_clean()
            formsets.append(formset)
            inlines.append(inline)
        return cls(model_admin, request, stored, form, formsets, inlines)

    @property
    def pictures(self) -> dict[str, CleanFile]:
        """The clean copies of the pictures that were sent, by the names they were sent under."""
        forms = [self.form, *(row for formset in self.formsets for row in formset.forms)]
        return {
            form.add_prefix(name): value
            for form in forms
            for name, value in getattr(form, "cleaned_data", {}).items()
            if isinstance(value, CleanFile)
        }

    @property
    def faults(self) -> list[Fault]:
        """What keeps the form from being saved, in its own words and order."""
        record = self.form.instance if self.stored is not None else None
        fieldsets = self.admin.get_fieldsets(self.request, record)
        shown = self.admin.get_readonly_fields(self.request, record)
        adminform = AdminForm(self.form, list(fieldsets), {}, shown, model_admin=self.admin)
        rows = self.admin.get_inline_formsets(self.request, self.formsets, self.inlines, record)
        return admin_layout.faults(adminform, rows)

    def write(self) -> models.Model | None:
        """The record with its rows, written as far as it can be; ``None`` where the database takes nothing of it."""
        record = self.form.instance
        show_refused_texts(self.form)
        if self.stored is None:
            _stand_in(record)
        if not any(self._is_taken(record, concession) for concession in CONCESSIONS):
            return None
        _tried(self.form._save_m2m)
        for formset in self.formsets:
            # A row that nobody may change has not changed.
            touched = [row for row in formset.forms if formset.turn(row) == 0 or row.has_changed()]
            for row in sorted(touched, key=formset.turn):
                _tried(partial(write_row, formset, row, record))
        return record

    def _is_taken(self, record: models.Model, concession: Concession) -> bool:
        concession(self, record)
        is_new = self.stored is None
        if is_new:
            record.pk, record._state.adding = None, True
        return _tried(lambda: self.admin.save_model(self.request, record, self.form, not is_new))


Concession = Callable[[TypedForm, models.Model], None]


def _as_typed(typed: TypedForm, record: models.Model) -> None:
    """Nothing is conceded."""


def _not_public(typed: TypedForm, record: models.Model) -> None:
    """The database lets nothing be public that lacks a text: what is looked at need not be public."""
    if isinstance(record, Published):
        for name in (*languages.columns("public_from"), "withdrawn_at"):
            setattr(record, name, None)


def _at_its_address(typed: TypedForm, record: models.Model) -> None:
    """An address that is another page's, or malformed, is left where it was."""
    for name in languages.columns("slug"):
        if hasattr(record, name):
            setattr(record, name, getattr(typed.stored, name, None))


def _without_refused(typed: TypedForm, record: models.Model) -> None:
    """Every field that is refused stays as it is stored; of a new record it is empty."""
    source = typed.stored or type(record)()
    for field in record._meta.concrete_fields:
        if field.name in typed.form.errors:
            setattr(record, field.attname, getattr(source, field.attname))
    if typed.stored is None:
        _stand_in(record)


CONCESSIONS: tuple[Concession, ...] = (_as_typed, _not_public, _at_its_address, _without_refused)
"""What is given up of a record that the database refuses, one after the other, until it takes it."""


def _tried(step: Callable[[], object]) -> bool:
    """Whether a step was taken; one that was refused has left nothing behind."""
    try:
        with transaction.atomic():
            step()
    except REFUSED:
        logger.debug("A part of what is typed cannot be shown", exc_info=True)
        return False
    return True


def _stand_in(record: models.Model) -> None:
    """What a new record must hold and nobody has typed yet: today, now, nought, the first choice."""
    for field in record._meta.concrete_fields:
        if field.null or field.primary_key or field.is_relation or getattr(record, field.attname) is not None:
            continue
        match field:
            case models.DateTimeField():
                value: object = clock.now()
            case models.DateField():
                value = clock.today()
            case models.IntegerField() | models.DecimalField() | models.FloatField():
                value = field.choices[0][0] if field.choices else 0
            case models.BooleanField():
                value = False
            case _:
                continue
        setattr(record, field.attname, value)


def show_refused_texts(form: Any) -> None:
    """Put texts that a rule refuses into the record as they were typed, cut where the database would not take more.

    Prose alone: pages show it as text, or take out what is no prose. What becomes an address, a number or a day is left out.
    """
    columns = {field.name: field for field in form.instance._meta.concrete_fields}
    for name in form.errors:
        if name in form.fields and name in columns and is_prose(columns[name]):
            typed = str(form[name].data or "").replace("\x00", "").strip()
            setattr(form.instance, name, typed[: columns[name].max_length])


def is_prose(field: Any) -> bool:
    """Whether a field holds words for readers, and nothing that a page does more with than show it."""
    plain = field.translated_field if isinstance(field, TranslationField) else field
    return type(plain) in (models.CharField, models.TextField, RichTextField) and not field.choices


def write_row(formset: Any, row: Any, record: models.Model) -> None:
    """Write or delete one row of a record as it was typed."""
    if formset.turn(row) == 0:
        if row.instance.pk is not None:
            row.instance.delete()
    else:
        show_refused_texts(row)
        setattr(row.instance, formset.fk.name, record)
        row.instance.save()
        row._save_m2m()
