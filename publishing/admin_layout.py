"""What a form of the back office says of itself: its sections, what is wrong in it and where, what has to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.helpers import AdminField, AdminForm, Fieldset, InlineAdminFormSet
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .admin_languages import language_columns
from .excerpts import excerpt
from .needed_fields import is_needed

LONGEST_FAULT = 180
"""Characters of a fault in the summary: beside its field it stands whole."""

_BUTTONS = re.compile(r"<button\b.*?</button>", re.DOTALL)

RECOMMENDED = 300
"""Characters of a lead or a summary that lists, search engines and shared links show whole."""

SHORT_TEXTS = frozenset({"lead", "summary"})
FEWEST_COUNTED = 60
"""A field that takes fewer characters than this is no text: nobody counts an acronym."""


@dataclass(frozen=True)
class Fault:
    """Something that keeps a form from being saved; ``anchor`` is the place to go to, ``label`` the name of that place."""

    words: str
    label: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a form under a heading of its own."""

    anchor: str
    name: str
    is_faulty: bool


def field_names(fieldset: Any) -> Iterator[str]:
    """The form fields of a section. A row is a name, or a tuple of the names that stand side by side."""
    for row in fieldset.fields:
        for name in [row] if isinstance(row, str) or callable(row) else row:
            if isinstance(name, str):
                yield name


def is_faulty(fieldset: Fieldset) -> bool:
    """Whether a field of the section is wrong: such a section is shown open, or nobody would find what to put right.

    Django asks the same of its collapsible sections, but looks for a field's name among the rows, and finds none in a row of
    several fields.
    """
    return any(name in fieldset.form.errors for name in field_names(fieldset))


def faults(adminform: AdminForm, formsets: Iterable[InlineAdminFormSet]) -> list[Fault]:
    """Everything that is wrong, in the order of the page."""
    form = adminform.form
    found = [Fault(_said(words)) for words in form.non_field_errors()]
    in_order = [name for fieldset in adminform for name in field_names(fieldset)]
    found += _field_faults(form, sorted(_wrong(form), key=lambda name: _place(in_order, name)))
    for formset in formsets:
        found += _row_faults(formset)
    return found


def faults_of_one(form: BaseForm) -> list[Fault]:
    """Everything that is wrong in a form without rows, in its order."""
    found = [Fault(_said(words)) for words in form.non_field_errors()]
    return [*found, *_field_faults(form, [name for name in form.fields if name in form.errors])]


def _wrong(form: BaseForm) -> list[str]:
    return [name for name in form.errors if name in form.fields]


def _place(in_order: list[str], name: str) -> int:
    return in_order.index(name) if name in in_order else len(in_order)


def _field_faults(form: BaseForm, names: Iterable[str], where: str = "") -> Iterator[Fault]:
    for name in names:
        field = form[name]
        label = capfirst(str(field.label))
        for words in field.errors:
            yield Fault(_short(words), _in_row(where, label) if where else label, field.id_for_label or str(field.auto_id))


def _row_faults(admin_formset: InlineAdminFormSet) -> Iterator[Fault]:
    formset, opts = admin_formset.formset, admin_formset.opts
    rows_name = capfirst(str(opts.verbose_name_plural))
    for words in formset.non_form_errors():
        yield Fault(_short(words), rows_name, f"{formset.prefix}-heading")
    for place, form in enumerate(formset.forms):
        if not form.errors:
            continue
        row = _("%(rows)s, row %(number)s") % {"rows": rows_name, "number": place + 1}
        for words in form.non_field_errors():
            yield Fault(_short(words), row, f"{formset.prefix}-{place}")
        yield from _field_faults(form, _wrong(form), row)


def _in_row(row: str, label: str) -> str:
    return _("%(row)s, %(field)s") % {"row": row, "field": label}


def _short(words: object) -> str:
    return excerpt(_said(words), LONGEST_FAULT)


def _said(words: object) -> str:
    """What a fault says, whole: one of no field stands nowhere else. What its buttons say is no part of it."""
    return " ".join(strip_tags(_BUTTONS.sub("", str(words))).split())


def sections(adminform: AdminForm, formsets: Iterable[InlineAdminFormSet]) -> list[Section]:
    """Each part of a form that has a heading, in the order of the page."""
    fieldsets: list[Any] = list(adminform)
    found = [
        Section(f"fieldset-0-{place}-heading", str(fieldset.name), is_faulty(fieldset))
        for place, fieldset in enumerate(fieldsets)
        if fieldset.name
    ]
    for formset in formsets:
        wrong = formset.formset.is_bound and (any(formset.formset.errors) or bool(formset.formset.non_form_errors()))
        name = capfirst(str(formset.opts.verbose_name_plural))
        found.append(Section(f"{formset.formset.prefix}-heading", name, wrong))
    return found


def stem_of(field: BoundField) -> str:
    """A field's name without its language."""
    model: Any = getattr(getattr(field.form, "_meta", None), "model", None)
    return language_columns(model).get(field.name, (field.name, ""))[0] if model else str(field.name)


def mark_of(bound: BoundField) -> str:
    """What a label says of having to be filled in: always, before its language becomes public, or nothing."""
    if is_needed(bound.field):
        # A box that is shown ticked or not is never left out; nor is a choice that has no empty one.
        return "" if isinstance(bound.field, forms.BooleanField) else _("required")
    model: Any = getattr(getattr(bound.form, "_meta", None), "model", None)
    needed = getattr(model, "required_texts", ())
    return _("needed to publish") if stem_of(bound) in needed and bound.name != stem_of(bound) else ""


def counted_to(field: AdminField) -> tuple[int, bool] | None:
    """The characters to which a text is counted, and whether more are refused; ``None`` for what is not counted."""
    bound = field.field
    if "lang" not in bound.field.widget.attrs or not isinstance(bound.field.widget, forms.TextInput | forms.Textarea):
        return None
    most = getattr(bound.field, "max_length", None)
    if most and most >= FEWEST_COUNTED:
        return most, True
    is_short = stem_of(bound) in SHORT_TEXTS and type(bound.field.widget).__name__.endswith("TextareaWidget")
    return (RECOMMENDED, False) if is_short else None


def order_field(admin_formset: InlineAdminFormSet) -> str:
    """The number by which rows are ordered before all else, if they have one that the form holds; else nothing."""
    formset = admin_formset.formset
    first = next(iter(formset.model._meta.ordering), "")
    fields = formset.empty_form.fields
    held = isinstance(first, str) and first in fields and isinstance(fields[first], forms.IntegerField)
    return first if held and admin_formset.has_change_permission else ""
