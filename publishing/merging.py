"""Two editors, one record, three texts: the one both began with, and what each made of it.

A form carries the fingerprints of every field as it was when the form was opened. On saving, a field that only the other has
changed is taken from the other, one that only this editor has changed is theirs; where both changed the same field
differently, the form is refused and asks (``conflicts.py``). Rows of inlines are told apart by their keys.

Fingerprints and not the texts themselves: they tell who changed what, which is all that is asked, and a form does not grow by
all that it holds. They are signed, so that a form says what the portal has said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core import signing
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from .admin_languages import label_of
from .field_values import as_posted, fingerprint, stored_value, typed_value

if TYPE_CHECKING:
    from .conflicts import Meanwhile
    from .editing import EditingSession

STAMP, BASE = "_stamp", "_base"
_SALT = "publishing.merging"
MAIN = ""
"""The name of the record itself among the prefixes of its rows."""

Fingerprints = dict[str, dict[str, dict[str, str]]]
"""By prefix, by key of the row, by field."""


def _fields(form: forms.BaseForm, model: type[models.Model]) -> Iterator[str]:
    names = {stored.name for stored in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    key = model._meta.pk.name if model._meta.pk else ""
    for name, form_field in form.fields.items():
        hidden = isinstance(form_field.widget, forms.HiddenInput) or isinstance(form_field, forms.models.InlineForeignKeyField)
        if name in names and name != key and not hidden:
            yield name


def _of_record(form: forms.BaseForm, record: models.Model) -> dict[str, str]:
    return {name: fingerprint(stored_value(record, name)) for name in _fields(form, type(record))}


def base_of(session: EditingSession, context: dict[str, Any]) -> str:
    """The signed fingerprints of the record as it is stored while its form is shown, field by field and row by row."""
    stored = session.stored
    form = context["adminform"].form
    record = stored.record if stored else form.instance
    if stored is None and form.is_bound:
        # A bound form has written into its record what was typed.
        record = type(form.instance)._base_manager.get(pk=form.instance.pk)
    prints: Fingerprints = {MAIN: {MAIN: _of_record(form, record)}}
    for shown in context["inline_admin_formsets"]:
        formset = shown.formset
        prints[formset.prefix] = {str(row.pk): _of_record(formset.empty_form, row) for row in _rows(formset, stored, record)}
    return signing.dumps({"stamp": str(context["stamp"]), "fields": prints}, salt=_SALT, compress=True)


def _rows(formset: Any, stored: Meanwhile | None, record: models.Model) -> Iterable[models.Model]:
    if stored is not None:
        return stored.rows.get(formset.model, {}).values()
    if not formset.is_bound:
        return [form.instance for form in formset.initial_forms]
    return formset.model._base_manager.filter(**{formset.fk.name: record.pk})


def read_base(request: HttpRequest) -> Fingerprints | None:
    """What a posted form says of the record as it was opened; ``None`` where it says nothing, or not what the portal said."""
    try:
        said = signing.loads(request.POST.get(BASE, ""), salt=_SALT)
    except signing.BadSignature:
        return None
    return said["fields"] if said["stamp"] == request.POST.get(STAMP) else None


Place = tuple[str, str, str]
"""A field: the prefix of its rows and the key of its row, both empty for the record itself, and its name."""


@dataclass
class Merge:
    """What came of one merge.

    ``taken`` are the fields taken from the other, by their labels; ``asked`` those that the editor has to decide, and
    ``theirs`` what each of these would post if it were taken from the other.
    """

    taken: list[str] = field(default_factory=list)
    asked: set[Place] = field(default_factory=set)
    theirs: dict[Place, list[str]] = field(default_factory=dict)


def place_of(form: Any, name: str) -> Place:
    """Where a field of a form stands, whatever number its row has on the page."""
    prefix = form.prefix or MAIN
    return (prefix.rpartition("-")[0], str(form.instance.pk), name) if prefix else (MAIN, MAIN, name)


def merge(session: EditingSession, admin: Any, request: HttpRequest, object_id: str) -> None:
    """Merge what was posted with what was saved since the form was opened.

    The posted fields become the merged ones. Where nothing is left to ask, the save goes on as if the form had been opened on
    what is stored now, through the same rights and the same rules; else the session keeps what is asked.
    """
    meanwhile, base = session.saved_meanwhile, read_base(request)
    if meanwhile is None or base is None:
        return
    session.saved_meanwhile = None
    try:
        merged = _Merger(admin, request, object_id, meanwhile, base).run()
    finally:
        session.saved_meanwhile = meanwhile
    if merged is None:
        return
    session.merge = merged
    if not merged.asked:
        session.saved_meanwhile = None
    if merged.taken:
        words = _("Saved meanwhile (%(by)s), and kept with what you typed: %(fields)s.")
        messages.info(request, words % {"by": meanwhile.signature, "fields": ", ".join(dict.fromkeys(merged.taken))})


class _Merger:
    """One merge: forms are built apart, read against the base and the stored record, and thrown away."""

    def __init__(self, admin: Any, request: HttpRequest, object_id: str, meanwhile: Meanwhile, base: Fingerprints) -> None:
        self.admin, self.request, self.meanwhile, self.base = admin, request, meanwhile, base
        self.pk = unquote(object_id)
        self.data: QueryDict = request.POST.copy()
        self.merge = Merge()

    def run(self) -> Merge | None:
        obj = self.admin.get_object(self.request, self.pk)
        if obj is None or not self.admin.has_change_permission(self.request, obj):
            return None
        names = flatten_fieldsets(self.admin.get_fieldsets(self.request, obj))
        form_class = self.admin.get_form(self.request, obj, change=True, fields=names)
        form = form_class(self.request.POST, self.request.FILES, instance=obj)
        stored = form_class(instance=self.meanwhile.record)
        formsets, _inlines = self.admin._create_formsets(self.request, obj, change=True)
        self._merge_form(form, stored, self.base.get(MAIN, {}).get(MAIN, {}), self.meanwhile.record)
        for formset in formsets:
            self._merge_rows(formset)
        for _name, uploads in self.request.FILES.lists():
            for upload in uploads:
                upload.seek(0)
        self.data._mutable = False
        self.request.POST = self.data  # type: ignore[assignment]  # it is no longer mutable
        return self.merge

    def _merge_form(self, form: Any, stored: Any, base: dict[str, str], record: models.Model, posted: str = MAIN) -> None:
        """``posted`` is what the names of the fields began with as they came."""
        form.is_valid()
        for name in _fields(form, type(record)):
            is_theirs = fingerprint(stored_value(record, name)) != base.get(name)
            if is_theirs and form.fields[name].has_changed(_initial(stored, name), form[name].data):
                self._decide(form, name, posted + name, as_posted(stored[name]), base.get(name))

    def _decide(self, form: Any, name: str, posted: str, theirs: list[str], base: str | None) -> None:
        """A field that the other changed and that is not the same on both sides: theirs, or a question."""
        if base is None or not _is_untouched(form, name, base):
            self.merge.asked.add(place_of(form, name))
            self.merge.theirs[place_of(form, name)] = theirs
            return
        self.merge.taken.append(label_of(form._meta.model, name))
        self.data.setlist(posted, theirs)
        if not theirs:
            del self.data[posted]

    def _merge_rows(self, formset: Any) -> None:
        base, rows = self.base.get(formset.prefix, {}), self.meanwhile.rows.get(formset.model, {})
        kind = str(formset.model._meta.verbose_name)
        posted = self._posted_rows(formset)
        formset.is_valid()
        for form in formset.initial_forms:
            row = rows.get(form.instance.pk)
            if row is not None and str(row.pk) in posted:
                self._merge_row(formset, form, row, f"{formset.prefix}-{posted[str(row.pk)]}-")
        stored = {str(key): row for key, row in rows.items()}
        added = [row for key, row in stored.items() if key not in posted and key not in base]
        self.merge.taken += [f"{kind} ({row})" for row in added]
        for key, place in posted.items():
            if key in base and key not in stored:
                self._leave_deleted(formset, place, base[key], kind)

    def _merge_row(self, formset: Any, form: Any, row: models.Model, posted: str) -> None:
        """A row that both still have; one that this editor deletes, and the other changed, is asked about."""
        before = self.base.get(formset.prefix, {}).get(str(row.pk), {})
        if not (formset.can_delete and formset._should_delete_form(form)):
            self._merge_form(form, formset.form(instance=row, prefix=form.prefix), before, row, posted)
        elif _of_record(form, row) != {name: before.get(name) for name in _fields(form, type(row))}:
            self.merge.asked.add(place_of(form, forms.formsets.DELETION_FIELD_NAME))

    def _posted_rows(self, formset: Any) -> dict[str, int]:
        """The keys of the rows as they came, with their places: a formset moves those that are gone."""
        key, prefix = formset.model._meta.pk.name, formset.prefix
        try:
            count = min(int(str(self.data.get(f"{prefix}-INITIAL_FORMS", "0"))), 1000)
        except ValueError:
            count = 0
        found = {self.data.get(f"{prefix}-{place}-{key}", ""): place for place in range(count)}
        return {posted: place for posted, place in found.items() if posted}

    def _leave_deleted(self, formset: Any, place: int, before: dict[str, str], kind: str) -> None:
        """A row that the other deleted and this editor left as it was stays deleted; one that they changed stays on screen."""
        prefix = f"{formset.prefix}-{place}"
        row = formset.model(**{formset.fk.name: formset.instance})
        form = formset.form(self.request.POST, self.request.FILES, prefix=prefix, instance=row)
        form.is_valid()
        if all(_is_untouched(form, name, before.get(name)) for name in _fields(form, formset.model)):
            self.data[f"{prefix}-{forms.formsets.DELETION_FIELD_NAME}"] = "on"
            self.merge.taken.append(_("%(kind)s (deleted)") % {"kind": kind})
        else:
            self.merge.asked.add((formset.prefix, str(place), MAIN))


def _is_untouched(form: Any, name: str, base: str | None) -> bool:
    """Whether a field was posted as the form had shown it: as it came, or as it reads."""
    cleaned = form.cleaned_data
    return fingerprint(form[name].data) == base or (name in cleaned and fingerprint(typed_value(cleaned[name])) == base)


def _initial(form: forms.ModelForm, name: str) -> Any:
    value = form.get_initial_for_field(form.fields[name], name)
    return value.replace(microsecond=0) if isinstance(value, datetime) else value
