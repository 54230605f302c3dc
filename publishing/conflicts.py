"""Two editors, one record: the second save is refused, with both texts on screen and nothing typed lost.

A change form carries the stamp it was opened on. Where another has been saved since, the form is invalid: each field whose
stored value differs from the typed one shows the stored one, and the form takes the new stamp, so that the editor who has
read it can save deliberately.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django import forms
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms.models import model_to_dict
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from reversion.models import Version

from .admin_languages import label_of, language_columns
from .dates import moment_in_words
from .exclusive_rows import RowFormSet
from .fields import RichTextField, sanitize
from .models import Record

STAMP = "_stamp"


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
            key = next(
                link.name
                for link in inline.model._meta.concrete_fields
                if link.is_relation and isinstance(record, link.related_model) and (inline.fk_name in (None, link.name))
            )
            rows[inline.model] = {row.pk: row for row in inline.model._base_manager.filter(**{key: record.pk})}
        models.prefetch_related_objects([record], *(one.name for one in record._meta.local_many_to_many))
        return cls(record, rows)

    @property
    def signature(self) -> str:
        """“Claire Martin, Tuesday 2 December 2026, …”: who saved the record last, where a revision tells, and when."""
        return _signature(_author(self.record), self.record.modified_at)

    def differences(self, form: forms.ModelForm, stored: models.Model) -> dict[str, SafeString]:
        """For each field of a form whose stored value is not the typed one, the stored one in words."""
        initial = model_to_dict(stored)
        found = {}
        for name, form_field in form.fields.items():
            if name not in initial or isinstance(form_field.widget, forms.HiddenInput):
                continue
            if form_field.has_changed(_comparable(initial[name]), form[name].data):
                found[name] = format_html(
                    '<strong>{}</strong> <span class="stored"{}>{}</span>',
                    _("In the version saved meanwhile (%(by)s):") % {"by": self.signature},
                    _lang(type(stored), name),
                    stored_words(stored, name),
                )
        return found


def _comparable(value):
    """A stored value as a form field's initial one: without the fractions of a second that no form shows."""
    return value.replace(microsecond=0) if isinstance(value, datetime) else value


def _lang(model: type[models.Model], name: str) -> SafeString | str:
    column = language_columns(model).get(name)
    return format_html(' lang="{}"', column[1]) if column else ""


def stored_words(thing: models.Model, name: str) -> SafeString | str:
    """A field's stored value for a reader: rich text as it looks, moments in words, choices by their names."""
    model_field = thing._meta.get_field(name)
    if model_field.many_to_many:
        return ", ".join(map(str, getattr(thing, name).all())) or _("(empty)")
    value = getattr(thing, name)
    if value in (None, ""):
        return _("(empty)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment_in_words(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(model_field, RichTextField):
        return mark_safe(sanitize(value))  # noqa: S308  sanitised just here
    if getattr(model_field, "choices", None):
        return str(thing._get_FIELD_display(model_field))
    if isinstance(value, str) and "\n" in value:
        return mark_safe(linebreaks(value, autoescape=True))  # noqa: S308  escaped just here
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def row_words(row: models.Model) -> SafeString:
    """A whole row of an inline: each of its fields that says something, by its label."""
    model = type(row)
    stems = {stem for stem, _code in language_columns(model).values()}
    names = [
        one.name
        for one in model._meta.concrete_fields
        if one.editable and not one.primary_key and one.name not in stems and getattr(row, one.attname) not in (None, "")
    ]
    parts = ((label_of(model, name), _lang(model, name), stored_words(row, name)) for name in names)
    return format_html_join("; ", "{}: <span{}>{}</span>", parts)


def _author(record: Record):
    """Who saved the record last; ``None`` where it was no revision (a command, an import)."""
    last = Version.objects.get_for_object(record).select_related("revision__user").first()
    if last is not None and str(last.field_dict.get("stamp")) == str(record.stamp):
        return last.revision.user
    return None


def _signature(user, moment: datetime | None) -> str:
    who = (user.get_full_name() or user.get_username()) if user else _("somebody")
    return _("%(who)s, %(moment)s") % {"who": who, "moment": moment_in_words(moment)} if moment else who


def deletion_words(model: type[models.Model], pk: object) -> str:
    """One sentence on a record that is gone while its form was open: by whom and when, where the log tells."""
    kind = ContentType.objects.get_for_model(model)
    entry = LogEntry.objects.filter(content_type=kind, object_id=str(pk), action_flag=DELETION).select_related("user").first()
    by = _signature(entry.user, entry.action_time) if entry else _("somebody")
    return _("This was deleted meanwhile (%(by)s). What you typed is still here; nothing has been saved.") % {"by": by}


class PortalForm(forms.ModelForm):
    """A form that is refused where somebody saved meanwhile, or where publication would break a rule.

    ``ModelAdmin.get_form`` makes a class per request and sets ``meanwhile`` and ``faults`` on it.
    """

    meanwhile: Meanwhile | None = None
    faults: tuple[tuple[str | None, str], ...] = ()

    def add_error(self, field, error):
        """An error on a field that this editor's form does not hold goes to its top, under the field's name."""
        if field is None and hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                self.add_error(None if name == NON_FIELD_ERRORS else name, errors)
        elif field is None or field in self.fields:
            super().add_error(field, error)
        else:
            label = label_of(self._meta.model, field)
            super().add_error(None, [f"{label}: {message}" for message in ValidationError(error).messages])

    def full_clean(self):
        super().full_clean()
        if not self.is_bound:
            return
        for name, sentence in self.faults:
            self.add_error(name if name in self.fields else None, sentence)
        if self.meanwhile:
            for name, words in self.meanwhile.differences(self, self.meanwhile.record).items():
                self.add_error(name, words)
            self.add_error(
                None,
                _(
                    "Somebody saved this while you were editing (%(by)s). Nothing of yours is lost and nothing has been "
                    "saved: where the two differ, the other text stands beside yours. Take over what you want to keep, then "
                    "save again."
                )
                % {"by": self.meanwhile.signature},
            )


class PortalInlineFormSet(RowFormSet):
    """Rows of an inline that stay on the screen even where their record changed, or they were deleted, meanwhile.

    Django pairs posted rows with stored ones by their place, so a row deleted meanwhile would take the last one off the
    screen with all that was typed in it. Here such rows go on as new ones.
    """

    meanwhile: Meanwhile | None = None

    def __init__(self, data=None, files=None, instance=None, save_as_new=False, prefix=None, queryset=None, **kwargs):
        self.gone: set[int] = set()
        if data is not None:
            prefix = prefix or self.get_default_prefix()
            self.stored = self._stored_keys(instance)
            data, files, self.gone = realigned(data, files, prefix, self.model._meta.pk.name, self.stored)
            if instance is not None and instance.pk is None:
                # The rows of a record that is gone belong to the new one, which has no number yet.
                for place in self.gone:
                    data[f"{prefix}-{place}-{self.fk.name}"] = ""
        super().__init__(data, files, instance, save_as_new, prefix, queryset, **kwargs)

    def _stored_keys(self, instance) -> set[str]:
        if instance is None or instance.pk is None:
            return set()
        rows = self.model._base_manager.filter(**{self.fk.name: instance.pk})
        return {str(pk) for pk in rows.values_list("pk", flat=True)}

    def get_queryset(self):
        """A bound formset's rows in the order they were posted, since the admin pairs the two by their place."""
        rows = super().get_queryset()
        if not self.is_bound:
            return rows
        if not hasattr(self, "_as_posted"):
            by_key = {str(row.pk): row for row in rows}
            keys = [self.data.get(f"{self.add_prefix(i)}-{self.model._meta.pk.name}") for i in range(self.initial_form_count())]
            self._as_posted = [by_key[key] for key in keys if key in by_key]
        return self._as_posted

    def full_clean(self):
        super().full_clean()
        if not self.is_bound:
            return
        if self.instance.pk is not None:
            for place in self.gone:
                self.forms[place].add_error(
                    None, _("This row was deleted meanwhile. Save again to keep it, or remove it to leave it deleted.")
                )
        if self.meanwhile and self.model in self.meanwhile.rows:
            self._show_stored(self.meanwhile.rows[self.model])

    def _show_stored(self, rows: dict[object, models.Model]) -> None:
        for form in self.initial_forms:
            row = rows.get(form.instance.pk)
            if row is not None and not (self.can_delete and self._should_delete_form(form)):
                for name, words in self.meanwhile.differences(form, row).items():
                    form.add_error(name, words)
        posted = {form.instance.pk for form in self.initial_forms}
        for pk, row in rows.items():
            if pk not in posted:
                words = format_html(
                    '<strong>{}</strong> <span class="stored">{}</span>',
                    _("Added meanwhile (%(by)s), and kept when you save:") % {"by": self.meanwhile.signature},
                    row_words(row),
                )
                self._non_form_errors.append(words)


def realigned(data, files, prefix: str, key: str, stored: set[str]):
    """Posted rows with those that are no longer stored moved behind the others, as new ones.

    Returns the data, the files and the places of the rows that were moved. Rows that were to be deleted anyway are left out.
    """
    try:
        total, initial = int(data[f"{prefix}-TOTAL_FORMS"]), int(data[f"{prefix}-INITIAL_FORMS"])
    except (KeyError, ValueError):
        return data, files, set()
    total = min(total, initial + 1000)
    missing = [i for i in range(min(initial, total)) if data.get(f"{prefix}-{i}-{key}") not in stored]
    if not missing:
        return data, files, set()
    kept = [i for i in range(initial) if i not in missing]
    back = [i for i in missing if not data.get(f"{prefix}-{i}-DELETE")]
    order = kept + back + list(range(initial, total))
    places = {old: new for new, old in enumerate(order)}
    data, files = _renumbered(data, prefix, places), _renumbered(files or MultiValueDict(), prefix, places)
    gone = {places[i] for i in back}
    for place in gone:
        data[f"{prefix}-{place}-{key}"] = ""
    data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(len(order)), str(len(kept))
    return data, files, gone


def _renumbered(values: MultiValueDict, prefix: str, places: dict[int, int]) -> MultiValueDict:
    """A copy with ``prefix-<old>-…`` renamed to ``prefix-<new>-…``, and the places left out left out."""
    copy = values.copy()
    copy.clear()
    for name, found in values.lists():
        head, _sep, rest = name.removeprefix(f"{prefix}-").partition("-")
        if name.startswith(f"{prefix}-") and head.isdecimal() and rest:
            if int(head) in places:
                copy.setlist(f"{prefix}-{places[int(head)]}-{rest}", found)
        else:
            copy.setlist(name, found)
    return copy
