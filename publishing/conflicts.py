"""Two editors, one record: where both changed the same, the second save is refused with both texts on screen.

A change form carries the stamp it was opened on. Where another has been saved since, the two are merged (``merging.py``). What
cannot be merged makes the form invalid: each such field shows the stored value beside the typed one, with a button that takes
it, and the form takes the new stamp, so that the editor who has read it can save deliberately. A form that does not say what
it had been opened on is asked about each field that differs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.fields.files import FieldFile, ImageFieldFile
from django.forms.models import model_to_dict
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from reversion.models import Version

from . import languages, renditions
from .account_names import display_name
from .admin_languages import label_of, language_columns
from .dates_in_words import day_and_hour, day_in_words, moment_in_words
from .field_values import as_posted
from .fields import RichTextField, sanitize
from .merging import STAMP as STAMP  # asked for here by the views that refuse on it
from .merging import place_of
from .models import Record

if TYPE_CHECKING:
    from .merging import Merge


def parent_key(rows: type[models.Model], record: type[models.Model], name: str | None = None) -> models.ForeignKey:
    """The key by which the rows of an inline hang on their record; ``name`` where there are several."""
    return next(
        link
        for link in rows._meta.concrete_fields
        if isinstance(link, models.ForeignKey) and issubclass(record, link.related_model) and name in (None, link.name)
    )


@dataclass
class Meanwhile:
    """What has been saved since a form was opened: the record and its rows as stored, and who saved them when."""

    record: Record
    rows: dict[type[models.Model], dict[object, models.Model]] = field(default_factory=dict)

    @classmethod
    def read(cls, record: Record, inlines: Iterable) -> Meanwhile:
        """``record`` must be read apart from any form, which would change its instance."""
        rows = {}
        for inline in inlines:
            key = parent_key(inline.model, type(record), inline.fk_name).name
            rows[inline.model] = {row.pk: row for row in inline.model._base_manager.filter(**{key: record.pk})}
        models.prefetch_related_objects([record], *(relation.name for relation in record._meta.local_many_to_many))
        return cls(record, rows)

    @property
    def signature(self) -> str:
        """“Claire Martin, 2 December 2026, 4.30 pm”: who saved the record last, where a revision tells, and when."""
        return _signature(_author(self.record), self.record.modified_at)

    def differences(self, form: forms.ModelForm, stored: models.Model, merge: Merge | None) -> dict[str, SafeString]:
        """For each field of a form that its editor has to decide, the stored value in words, and buttons that decide.

        Where nothing was merged, these are all fields whose stored value is not the typed one.
        """
        initial = model_to_dict(stored)
        differences = {}
        for name, form_field in form.fields.items():
            if name not in initial or isinstance(form_field.widget, forms.HiddenInput):
                continue
            is_asked = merge is None or place_of(form, name) in merge.asked
            if is_asked and form_field.has_changed(_comparable(initial[name]), form[name].data):
                differences[name] = format_html(
                    '<strong>{}</strong> <span class="stored"{}>{}</span> {}',
                    _("In the version saved meanwhile (%(by)s):") % {"by": self.signature},
                    _lang(type(stored), name),
                    _stored_shown(stored, name),
                    self._buttons(form, stored, name),
                )
        return differences

    @staticmethod
    def _buttons(form: forms.ModelForm, stored: models.Model, name: str) -> SafeString:
        """The two ways to decide, shown where scripts run: without them one writes over what one typed, or leaves it."""
        label = label_of(type(stored), name)
        theirs = as_posted(type(form)(instance=stored)[name])
        return format_html(
            '<span class="conflict-choice" data-field="{}" data-theirs="{}" data-taken="{}" data-kept="{}" hidden>'
            '<button type="button" class="take-theirs">{}</button> <button type="button" class="keep-mine">{}</button></span>',
            form.add_prefix(name),
            json.dumps([theirs, stored_text(stored, name)]),
            _("%(field)s: the other text is taken.") % {"field": label},
            _("%(field)s: yours is kept.") % {"field": label},
            _("Take theirs"),
            _("Keep mine"),
        )


def _comparable(value: Any) -> Any:
    """A stored value as a form field's initial one: without the fractions of a second that no form shows."""
    return value.replace(microsecond=0) if isinstance(value, datetime) else value


def _lang(model: type[models.Model], name: str) -> SafeString | str:
    column = language_columns(model).get(name)
    return format_html(' lang="{}"', column[1]) if column else ""


def stored_words(record: models.Model, name: str) -> SafeString | str:
    """A field's stored value for a reader: rich text as it looks, moments in words, choices by their names."""
    field = record._meta.get_field(name)
    if field.many_to_many:
        return ", ".join(map(str, getattr(record, name).all())) or _("(empty)")
    value = getattr(record, name)
    if value in (None, ""):
        return _("(empty)")
    if getattr(field, "choices", None):
        return str(getattr(record, f"get_{name}_display")())
    if isinstance(field, RichTextField):
        return mark_safe(sanitize(value))  # noqa: S308  sanitised just here
    return _value_words(value)


def _stored_shown(record: models.Model, name: str) -> SafeString | str:
    """A stored value beside the typed one: a picture is seen, any other file can be opened."""
    value = getattr(record, name)
    if not isinstance(value, FieldFile) or not value:
        return stored_words(record, name)
    file_name = PurePosixPath(value.name or "").name
    picture = renditions.shown(value) if isinstance(value, ImageFieldFile) else None
    if picture is None:
        return format_html('<a href="{}">{}</a>', value.url, file_name)
    shape = '{0} <img class="kept-picture" src="{1}" width="{2}" height="{3}" alt="{4}">'
    alt = _("“%(name)s”, saved meanwhile") % {"name": file_name}
    return format_html(shape, file_name, picture.url, picture.width, picture.height, alt)


def stored_text(record: models.Model, name: str) -> list[str]:
    """The names of the records that a field leads to, in the order of what a form would post for them."""
    field = record._meta.get_field(name)
    if field.many_to_many:
        return [str(other) for other in getattr(record, name).all()]
    return [str(getattr(record, name) or "")] if field.is_relation else []


def _value_words(value: object) -> SafeString | str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return moment_in_words(value)
        case date():
            return day_in_words(value)
        case list():
            return ", ".join(str(languages.name(item)) if item in languages.codes() else str(item) for item in value)
        case str() if "\n" in value:
            return mark_safe(linebreaks(value, autoescape=True))  # noqa: S308  escaped just here
        case _:
            return str(value)


def row_words(row: models.Model) -> SafeString:
    """A whole row of an inline: each of its fields that says something, by its label."""
    model = type(row)
    stems = {stem for stem, _code in language_columns(model).values()}
    names = [
        field.name
        for field in model._meta.concrete_fields
        if field.editable
        and not field.primary_key
        and field.name not in stems
        and getattr(row, field.attname) not in (None, "")
    ]
    parts = ((label_of(model, name), _lang(model, name), stored_words(row, name)) for name in names)
    return format_html_join("; ", "{}: <span{}>{}</span>", parts)


def _author(record: Record) -> User | None:
    """Who saved the record last; ``None`` where it was no revision (a command, an import)."""
    last = Version.objects.get_for_object(record).select_related("revision__user").first()
    if last is not None and str(last.field_dict.get("stamp")) == str(record.stamp):
        return last.revision.user
    return None


def _signature(user: User | None, moment: datetime | None) -> str:
    who = display_name(user) if user else _("somebody")
    return _("%(who)s, %(moment)s") % {"who": who, "moment": day_and_hour(moment)} if moment else who


def deletion_words(model: type[models.Model], pk: object) -> str:
    """One sentence on a record that is gone while its form was open: by whom and when, where the log tells."""
    kind = ContentType.objects.get_for_model(model)
    entry = LogEntry.objects.filter(content_type=kind, object_id=str(pk), action_flag=DELETION).select_related("user").first()
    by = _signature(entry.user, entry.action_time) if entry else _("somebody")
    return _("This was deleted meanwhile (%(by)s). What you typed is still here; nothing has been saved.") % {"by": by}
