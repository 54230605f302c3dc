"""Parts of the back office's forms and lists."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django import template
from django.contrib.admin.helpers import AdminForm, Fieldline, Fieldset, InlineAdminFormSet
from django.forms.forms import BaseForm
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from publishing import admin_layout
from publishing.editor_words import editor_words

register = template.Library()


@register.filter
def is_faulty(fieldset: Fieldset) -> bool:
    return admin_layout.is_faulty(fieldset)


@register.simple_tag
def form_faults(adminform: AdminForm, formsets: Iterable[InlineAdminFormSet]) -> list[admin_layout.Fault]:
    return admin_layout.faults(adminform, formsets)


@register.filter
def faults_of_one(form: BaseForm) -> list[admin_layout.Fault]:
    return admin_layout.faults_of_one(form)


@register.simple_tag
def form_sections(adminform: AdminForm, formsets: Iterable[InlineAdminFormSet]) -> list[admin_layout.Section]:
    return admin_layout.sections(adminform, formsets)


@register.simple_tag
def field_label(field: Any) -> SafeString:
    """A field's label, with a word where it has to be filled in; what is only shown has a name and nothing to label."""
    if field.is_readonly:
        return format_html('<span class="label">{}</span>', capfirst(str(field.field["label"])))
    words = format_html("{}", capfirst(str(field.field.label)))
    if mark := admin_layout.mark_of(field):
        words = format_html('{} <span class="mark">{}</span>', words, mark)
    attrs = {"class": "vCheckboxLabel"} if field.is_checkbox else {}
    return SafeString(field.field.label_tag(contents=words, attrs=attrs, label_suffix=""))


@register.inclusion_tag("admin/includes/counter.html")
def counter(field: Any) -> dict[str, object]:
    """The place where a script counts what is typed."""
    counted = None if field.is_readonly else admin_layout.counted_to(field)
    most, is_limit = counted or (0, False)
    return {"most": most, "is_limit": is_limit, "field_id": "" if field.is_readonly else field.field.id_for_label}


@register.filter
def is_single(line: Fieldline) -> bool:
    """Whether a row holds one field alone, which then takes its whole width."""
    return len(line.fields) == 1


@register.simple_tag
def words_of_editor() -> str:
    """The names of the rich-text editor's buttons, for the script that gives them."""
    return json.dumps(editor_words())


@register.filter
def order_field(rows: InlineAdminFormSet) -> str:
    """The field that says the order of a record's rows, where they have one and it may be changed here."""
    return admin_layout.order_field(rows)


@register.filter
def any_true(values: Iterable[object]) -> bool:
    return any(values)
