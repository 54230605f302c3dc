"""Older revisions in the form of a record: the whole or some parts taken back, and what was deleted recovered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from reversion import revisions
from reversion.admin import VersionAdmin
from reversion.models import Version

from . import tasks
from .admin_history import PlainHistory, restored_note
from .admin_tasks import FieldsByTask
from .conflicts import Meanwhile
from .editing import session_of
from .models import Record
from .restoring import Restoration, give_fields, take_back
from .signals import one_change
from .tasks import Task


class TakesBack(FieldsByTask, PlainHistory, VersionAdmin):
    """For the admin of a record: no revision brings back moments, a withdrawal, or what is not its editor's to write."""

    def may_restore(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """An older revision brings back the whole record and all its rows, so it takes the right to edit them all."""
        rows = [inline(self.model, self.admin_site) for inline in self.inlines]
        return Task.EDIT in self.tasks_of(request, obj) and all(
            row.has_add_permission(request, obj)
            and row.has_change_permission(request, obj)
            and row.has_delete_permission(request, obj)
            for row in rows
        )

    @contextmanager
    def create_revision(self, request: HttpRequest) -> Iterator[None]:
        """Only what changes something makes a revision; reading takes no lock. One that takes an older one back says so."""
        if request.method != "POST":
            yield
            return
        with super().create_revision(request):
            yield
            restoration = session_of(request).restoration
            if restoration is not None:
                moment = restoration.version.revision.date_created
                revisions.set_comment(restored_note(moment, restoration.is_whole))

    def revision_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form of a record with what an older revision holds: all of it, or the parts that the address names."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.may_restore(request, obj):
            raise PermissionDenied
        parts = None
        if "parts" in request.GET:
            parts = frozenset([*request.GET["parts"].split(), *request.GET.getlist("part")])
        if parts is not None and not parts:
            messages.warning(request, _("Tick what you want to take back."))
            return HttpResponseRedirect(f"{reverse(self._route('compare'), args=(quote(obj.pk),))}?old={version_id}")
        context = {"title": _("Take an older version back"), "is_part": parts is not None, **(extra_context or {})}
        session_of(request).restored_parts = parts
        return super().revision_view(request, object_id, version_id, context)

    def recover_view(self, request: HttpRequest, version_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        version = get_object_or_404(Version, pk=version_id, content_type=ContentType.objects.get_for_model(self.model))
        if self.model._base_manager.filter(pk=version.object_id).exists():
            messages.info(request, _("This is no longer deleted."))
            return HttpResponseRedirect(reverse(self._route("change"), args=(quote(version.object_id),)))
        if not self.may_restore(request):
            raise PermissionDenied
        session_of(request).is_recovery = True
        return super().recover_view(request, version_id, extra_context)

    def _reversion_revisionform_view(
        self, request: HttpRequest, version: Version, template_name: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A revision's form. The version must be one of this kind of record: its number alone does not say so."""
        if version.content_type_id != ContentType.objects.get_for_model(self.model).pk:
            raise Http404
        session = session_of(request)
        with transaction.atomic(), one_change():
            record = self._locked(version.object_id)
            if record is not None:
                if not self.may_restore(request, record):
                    raise PermissionDenied
                inlines = self.get_inline_instances(request, record)
                session.before_revision = Meanwhile.read(record, inlines)
            session.restoration = Restoration(version, session.restored_parts)
            shapes = self.history_shapes(request, record or self.model(pk=version.object_id))
            # Of all that the revision holds, this record and its rows alone.
            version.revision.revert = lambda delete: take_back(session.restoration, record, *shapes)
            context = {"restored_version": version, **(extra_context or {})}
            return super()._reversion_revisionform_view(request, version, template_name, context)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The record for a form; an older revision of it keeps what no revision brings back."""
        record = super().get_object(request, object_id, from_field)
        session = session_of(request)
        if record is not None and session.before_revision is not None:
            kept = [Task.PUBLISH, *(task for task in Task if task not in self.tasks_of(request))]
            self._keep(record, session.before_revision.record, kept)
            if session.restoration is not None:
                give_fields(session.restoration, record, self.history_shapes(request, record)[0])
        elif record is not None and session.is_recovery and Task.PUBLISH not in self.tasks_of(request):
            self._keep(record, self.model(), [Task.PUBLISH])
        return record

    def _keep(self, record: Record, stored: Record, kept: Iterable[Task]) -> None:
        """Give a record the fields of some tasks as another has them."""
        model: type[models.Model] = self.model
        for task in kept:
            for name in tasks.fields_of(model, task):
                setattr(record, name, getattr(stored, name))

    def _locked(self, pk: str) -> Record | None:
        """The stored record, locked: of two saves at the same moment the second waits, and sees the first."""
        try:
            return self.model._base_manager.select_for_update().get(pk=pk)
        except (self.model.DoesNotExist, ValidationError, ValueError):
            return None

    def _route(self, name: str) -> str:
        return f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{name}"
