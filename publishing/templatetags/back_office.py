"""Parts of the back office's forms and lists."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django import template
from django.contrib.admin.helpers import AdminForm, Fieldset, InlineAdminFormSet
from django.contrib.auth.models import User
from django.forms.boundfield import BoundField
from django.forms.forms import BaseForm
from django.template import Context
from django.utils.safestring import SafeString

from publishing import admin_form_rows, admin_kinds, admin_layout, dates_in_words
from publishing.account_names import display_name as name_shown
from publishing.editor_words import editor_words

register = template.Library()


@register.simple_tag
def form_faults(adminform: AdminForm, formsets: Iterable[InlineAdminFormSet]) -> list[admin_layout.Fault]:
    return admin_layout.faults(adminform, formsets)


@register.filter
def faults_of_one(form: BaseForm) -> list[admin_layout.Fault]:
    return admin_layout.faults_of_one(form)


@register.filter
def own_name(stored: object) -> str:
    """The name of a stored file, without the folder that the portal made for it."""
    return str(stored).rpartition("/")[2]


@register.simple_tag
def form_sections(adminform: AdminForm, formsets: Iterable[InlineAdminFormSet]) -> list[admin_layout.Section]:
    return admin_layout.sections(adminform, formsets)


@register.simple_tag(takes_context=True)
def kinds(context: Context, app_list: Iterable[Mapping[str, Any]]) -> SafeString:
    """All kinds of records that the reader may open, with the one that is open marked."""
    return admin_kinds.written(app_list, quote(context["request"].path))


@register.simple_tag
def form_section(fieldset: Fieldset, level: int, prefix: str, place: int, number: int) -> SafeString:
    """A section of a form, with its rows and their fields."""
    return admin_form_rows.section(fieldset, level, prefix, place, number)


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


@register.filter
def display_name(account: User | None) -> str:
    """What colleagues call somebody, never what they sign in with where they have a name; a dash where nobody is known."""
    return name_shown(account) if account else "–"


@register.filter
def day_and_hour(moment: datetime | None) -> str:
    """A moment that was, in words."""
    return dates_in_words.day_and_hour(moment) if moment else ""


@register.simple_tag
def marked_label(field: BoundField) -> SafeString:
    """A field's label, with a word where it has to be filled in."""
    return admin_form_rows.marked_label(field)
