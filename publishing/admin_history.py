"""The history of a record: who changed what, in the reader's words; two revisions side by side; what can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.admin.utils import flatten_fieldsets, quote, unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from reversion import revisions
from reversion.models import Revision, Version

from .account_names import display_name
from .admin_languages import label_of
from .conflicts import parent_key
from .dates_in_words import moment_in_words
from .editing import session_of, signed_in
from .merge_notes import merge_words
from .revision_changes import RecordChanges, changes
from .stored_revisions import Names, Shape, readable_fields, snapshot_now, snapshots

PER_PAGE = 20
"""How many revisions, or deleted records, a page shows."""
PAGE = "p"


@dataclass(frozen=True)
class HistoryEntry:
    """One revision on the page of a history."""

    version: Version
    changes: RecordChanges | None
    """``None`` for the first revision: before it nothing is known."""
    remark: str

    @property
    def revision(self) -> Revision:
        return self.version.revision

    @property
    def author(self) -> str:
        return author_of(self.revision)


@dataclass(frozen=True)
class DeletedRecord:
    """A record that is gone, as its last revision holds it."""

    version: Version
    deleted_at: datetime | None
    deleted_by: str


def author_of(revision: Revision) -> str:
    """Who made a revision; empty where it was no person who is still known."""
    return display_name(revision.user) if revision.user else ""


class PlainHistory(ModelAdmin):
    """Histories in words. Changed fields are logged by their labels, and noted in the revision by their names.

    Django notes them in the source language and translates them when they are read; labels that begin with a capital are in
    no catalogue, so they would stay English.
    """

    # What is noted

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Iterable[Any], add: bool = False
    ) -> list[dict[str, dict[str, Any]]]:
        rows = list(formsets or ())
        message: list[dict[str, dict[str, Any]]] = super().construct_change_message(request, form, rows, add)
        changed = [entry["changed"] for entry in message if "changed" in entry]
        own = [entry for entry in changed if "name" not in entry]
        for entry in own:
            entry["fields"] = [label_of(form._meta.model, name) for name in form.changed_data]
        of_rows = [(type(row), names) for formset in rows for row, names in getattr(formset, "changed_objects", ())]
        for entry, (model, names) in zip((entry for entry in changed if "name" in entry), of_rows, strict=True):
            entry["fields"] = [label_of(model, name) for name in names]
        noted = [(form._meta.model, form.changed_data), *of_rows]
        session_of(request).changed = [(model._meta.label_lower, name) for model, names in noted for name in names]
        return message

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        entry: LogEntry = super().log_addition(request, obj, message)
        if revisions.is_active():
            revisions.set_comment("")
        return entry

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        """The revision notes names and no sentence, so that everybody reads of it in their own language."""
        entry: LogEntry = super().log_change(request, obj, message)
        if revisions.is_active():
            changed = session_of(request).changed
            revisions.set_comment(json.dumps({"changed": changed}) if changed else "")
        return entry

    # What is read

    def history_shapes(self, request: HttpRequest, record: Any) -> tuple[Shape, list[Shape]]:
        """What its reader may read of the record and of its rows."""
        reader = signed_in(request)
        order = _names(self.get_fieldsets(request, record))
        rows = {}
        for inline in self.get_inline_instances(request, record):
            key = parent_key(inline.model, self.model, inline.fk_name)
            if key.remote_field.get_accessor_name() in revisions._get_options(self.model).follow:
                names = readable_fields(inline.model, reader, _names(inline.get_fieldsets(request, record)), key.name)
                rows[inline.model] = Shape(inline.model, names, key.name)
        return Shape(self.model, readable_fields(self.model, reader, order)), list(rows.values())

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.compare_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_compare"
        return [path("<path:object_id>/history/compare/", view, name=name), *super().get_urls()]

    def _versions(self, record: models.Model) -> models.QuerySet[Version]:
        return Version.objects.get_for_object(record).select_related("revision__user").order_by("-pk")

    def _readable(self, request: HttpRequest, object_id: str) -> Any:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return record

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The revisions of a record, the newest first, each with what it changed."""
        record = self._readable(request, object_id)
        page = Paginator(self._versions(record), PER_PAGE).get_page(request.GET.get(PAGE))
        # The page, and the revision before it, which its last line is read against.
        first = (page.number - 1) * PER_PAGE
        versions = list(self._versions(record)[first : first + PER_PAGE + 1])
        context = {
            "title": _("History of “%(name)s”") % {"name": record},
            "entries": self._entries(request, record, versions),
            "page": page,
            "page_name": PAGE,
            "may_restore": self.may_restore(request, record),
            **(extra_context or {}),
        }
        return self._history_page(request, "reversion/object_history.html", record, context)

    def _entries(self, request: HttpRequest, record: models.Model, versions: list[Version]) -> list[HistoryEntry]:
        own, rows = self.history_shapes(request, record)
        read = snapshots(versions, own, rows)
        names = Names(read)
        entries = [
            HistoryEntry(new.version, changes(old, new, names), remark(new.version.revision.comment))
            for new, old in pairwise(read)
            if new.version
        ]
        if len(versions) <= PER_PAGE:
            known = {(shape.label, name) for shape in (own, *rows) for name in shape.fields}
            entries += [HistoryEntry(version, None, remark(version.revision.comment, known)) for version in versions[-1:]]
        return entries

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Two revisions side by side, or one and what is stored now; from there, what differs may be taken back."""
        record = self._readable(request, object_id)
        asked = [request.GET.get(name, "") for name in ("old", "new")]
        versions = [self._version(record, number) for number in asked if number]
        if not versions:
            raise Http404
        own, rows = self.history_shapes(request, record)
        read = snapshots(sorted(versions, key=lambda version: version.pk), own, rows)
        if len(read) == 1:
            read.append(snapshot_now(record, own, rows))
        old, new = read
        may_restore = new.version is None and self.may_restore(request, record)
        context = {
            "title": _("Comparison: %(name)s") % {"name": record},
            "old": old,
            "new": new,
            "old_author": author_of(old.revision) if old.revision else "",
            "new_author": author_of(new.revision) if new.revision else "",
            "changes": changes(old, new, Names(read)),
            "may_restore": may_restore,
            "restore_url": self._revision_url(record, old.version) if may_restore and old.version else "",
        }
        return self._history_page(request, "reversion/compare.html", record, context)

    def _version(self, record: models.Model, number: str) -> Version:
        found = self._versions(record).filter(pk=number).first() if number.isdecimal() and len(number) < 18 else None
        if found is None:
            raise Http404
        return found

    def _revision_url(self, record: models.Model, version: Version) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_revision"
        return reverse(name, args=(quote(record.pk), version.pk))

    def _history_page(self, request: HttpRequest, template: str, record: Any, context: dict[str, Any]) -> TemplateResponse:
        request.current_app = self.admin_site.name
        shared = {
            **self.admin_site.each_context(request),
            "object": record,
            "opts": self.opts,
            "module_name": capfirst(str(self.opts.verbose_name_plural)),
            "subtitle": None,
        }
        return TemplateResponse(request, template, {**shared, **context})

    def may_restore(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whether somebody may take back what an older revision holds."""
        raise NotImplementedError

    # What was deleted

    def recoverlist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The records that are gone, with who deleted them and when, where the log tells."""
        if not (self.has_change_permission(request) and self.has_add_permission(request)):
            raise PermissionDenied
        gone = Version.objects.get_deleted(self.model).select_related("revision__user").order_by("-pk")
        page = Paginator(gone, PER_PAGE).get_page(request.GET.get(PAGE))
        context = {
            "title": _("Recover deleted %(name)s") % {"name": self.opts.verbose_name_plural},
            "deleted": list(self._deleted(list(page))),
            "page": page,
            "page_name": PAGE,
            **(extra_context or {}),
        }
        return self._history_page(request, "reversion/recover_list.html", None, context)

    def _deleted(self, versions: list[Version]) -> Iterator[DeletedRecord]:
        kind = ContentType.objects.get_for_model(self.model)
        log = LogEntry.objects.filter(
            content_type=kind, action_flag=DELETION, object_id__in=[version.object_id for version in versions]
        )
        told = {entry.object_id: entry for entry in log.select_related("user").order_by("action_time")}
        for version in versions:
            entry = told.get(version.object_id)
            by = display_name(entry.user) if entry else ""
            yield DeletedRecord(version, entry.action_time if entry else None, by)


def _names(fieldsets: Any) -> list[str]:
    """The names of the fields of a form, those that are only shown with them."""
    return [name if isinstance(name, str) else getattr(name, "name", "") for name in flatten_fieldsets(fieldsets)]


def restored_note(moment: datetime, is_whole: bool) -> str:
    """What a revision notes of itself that takes an older one back."""
    return json.dumps({"restored": moment.isoformat(), "whole": is_whole})


def remark(comment: str, known: set[tuple[str, str]] | None = None) -> str:
    """What a revision notes of itself, in the reader's language: what its changes do not say.

    With ``known``, the models and fields that its reader may read, also which of these were changed: nothing older is there to
    compare with.
    """
    try:
        noted = json.loads(comment)
    except ValueError:
        noted = None
    if not isinstance(noted, dict):
        return _(comment) if comment else ""
    if merged := merge_words(noted.get("merged")):
        return merged
    if moment := parse_datetime(str(noted.get("restored", ""))):
        words = {"moment": moment_in_words(timezone.localtime(moment))}
        if noted.get("whole"):
            return _("Taken back from the version of %(moment)s.") % words
        return _("Taken back in part from the version of %(moment)s.") % words
    changed = [(label, name) for label, name in noted.get("changed", ()) if (label, name) in (known or ())]
    labels = dict.fromkeys(filter(None, (_label(label, name) for label, name in changed)))
    return _("Changed: %(fields)s.") % {"fields": ", ".join(labels)} if labels else ""


def _label(model: str, name: str) -> str:
    """A field's label now; empty where it is no longer there."""
    try:
        return label_of(apps.get_model(model), name)
    except (LookupError, FieldDoesNotExist):
        return ""
