"""An action of a list taken back: one mechanism for every action that changes records.

What an action changed is found by comparing the chosen rows before it and after, whatever the action is. For a day whoever
took it may have it back: each record that nobody changed since gets the fields back that the action changed, by the rights
and rules of a save. An action whose effect leaves the house (a mail) says beforehand that it cannot be undone:
``@not_undone``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reversion.admin import VersionAdmin

from . import clock, tasks
from .admin_languages import label_of
from .collaboration_tables import BulkChange
from .editing import signed_in
from .models import Published, Record
from .signals import edited, one_change
from .sorting import SortKeyField
from .tasks import Task

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

HOLDS = timedelta(hours=24)
MOST = 500
"""Records of one action that can be undone; an action on more of them cannot."""
DELETE = "delete_selected"
OF_EVERY_SAVE = ("stamp", "modified_at")

Values = dict[str, Any]
Action = TypeVar("Action", bound=Callable[..., Any])


def not_undone(action: Action) -> Action:
    """Say of an action that it cannot be undone. Its words must say so, too, where its effect leaves the house."""
    action.cannot_be_undone = True  # type: ignore[attr-defined]  # as Django keeps the words of an action
    return action


def _plain(value: Any) -> Any:
    """A value as JSON holds it, to the microsecond."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | bool | list | dict) else str(value)


def values_of(model: type[models.Model], keys: Iterable[Any]) -> dict[Any, Values]:
    """All columns of some rows, by their keys: one query."""
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.filter(pk__in=list(keys)).values(*names)
    key = model._meta.pk.attname
    return {row[key]: {name: _plain(value) for name, value in row.items()} for row in rows}


def digest(values: Values) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _restorable(model: type[models.Model]) -> set[str]:
    """The columns that an undo writes back: not those that each save makes anew."""
    kept = (field for field in model._meta.concrete_fields if not isinstance(field, SortKeyField))
    return {field.attname for field in kept if field.attname not in OF_EVERY_SAVE}


def _changed(before: Values, after: Values, names: set[str]) -> Values:
    return {name: before[name] for name in names if before[name] != after[name]}


class UndoesActions(ModelAdmin):
    """For the admin of a list: after an action that changed something, a message offers to undo it."""

    def response_action(self, request: HttpRequest, queryset: models.QuerySet, *args: Any, **kwargs: Any) -> Any:
        name = self._action_of(request)
        before = self._before(request, queryset, name)
        response = super().response_action(request, queryset, *args, **kwargs)
        if before is None:
            return response
        if name == DELETE:
            self._lead_to_deleted(request, before)
        else:
            self._offer(request, name, before)
        return response

    def get_action_choices(self, request: HttpRequest, default_choices: Any = None) -> list[tuple[str, str]]:
        """The actions, after words where Django shows a row of dashes."""
        return super().get_action_choices(request, default_choices or [("", _("Choose…"))])

    def _lead_to_deleted(self, request: HttpRequest, before: dict[Any, Values]) -> None:
        """What was deleted comes back one by one, with its rows, in a form that is read before it is saved."""
        if not isinstance(self, VersionAdmin) or self.model._base_manager.filter(pk__in=list(before)).count() == len(before):
            return
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_recoverlist")
        words = _("What was deleted by mistake is brought back one by one:")
        messages.info(request, format_html('{} <a href="{}">{}</a>', words, address, _("what was deleted")))

    def undo_name(self, row: models.Model) -> str:
        """How a row is named to who took the action."""
        return str(row)

    def log_undone(self, request: HttpRequest, row: models.Model, labels: list[str]) -> None:
        self.log_change(request, row, [{"changed": {"fields": labels}}])

    @staticmethod
    def _action_of(request: HttpRequest) -> str:
        """The name of the chosen action, read as Django reads it: of several boxes, the one whose button was pressed."""
        chosen, index = request.POST.getlist("action"), request.POST.get("index", "0")
        place = int(index) if index.isdecimal() and len(index) < 4 else 0
        return chosen[place] if place < len(chosen) else ""

    def _before(self, request: HttpRequest, queryset: models.QuerySet, name: str) -> dict[Any, Values] | None:
        """The chosen rows as they are; ``None`` where the action cannot be undone, or there is none."""
        action = self.get_actions(request).get(name)
        if action is None or getattr(action[0], "cannot_be_undone", False):
            return None
        if request.POST.get("select_across") == "1":
            keys: list[Any] = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        else:
            chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
            keys = list(
                queryset.filter(pk__in=[key for key in chosen if key.isdecimal()][: MOST + 1]).values_list("pk", flat=True)
            )
        return values_of(self.model, keys) if keys and len(keys) <= MOST else None

    def _offer(self, request: HttpRequest, name: str, before: dict[Any, Values]) -> None:
        after, restorable = values_of(self.model, before), _restorable(self.model)
        changed = {
            key: found for key, values in before.items() if key in after and (found := _changed(values, after[key], restorable))
        }
        if not changed:
            return
        action = self.get_actions(request).get(name)
        names = {row.pk: self.undo_name(row) for row in self.model._base_manager.filter(pk__in=list(changed))}
        BulkChange.objects.filter(at__lt=clock.now() - HOLDS).delete()
        change = BulkChange.objects.create(
            by=signed_in(request),
            at=clock.now(),
            content_type=ContentType.objects.get_for_model(self.model),
            action=name,
            words=str(action[2] if action else name)[:200],
            entries=[
                {"pk": key, "name": names.get(key, ""), "before": values, "after": digest(after[key])}
                for key, values in changed.items()
            ],
        )
        messages.info(request, _offer_words(request, change))

    # Taking back

    def take_back_entry(self, request: HttpRequest, entry: dict[str, Any]) -> str:
        """Give a record back what an action changed of it. Gives what stands against it, in a sentence, or nothing.

        Raises nothing: whatever refuses takes back its own savepoint alone.
        """
        record = self.model._base_manager.select_for_update().filter(pk=entry["pk"]).first()
        if record is None:
            return _("deleted since")
        if digest(values_of(self.model, [entry["pk"]]).get(entry["pk"], {})) != entry["after"]:
            return _("changed since")
        if not self._may_take_back(request, record, entry["before"]):
            return _("not yours to change as it stands now")
        for name, value in entry["before"].items():
            field = next(field for field in self.model._meta.concrete_fields if field.attname == name)
            setattr(record, name, value if isinstance(field, models.JSONField) else field.to_python(value))
        if sentences := self._stands_against_undoing(record):
            return " ".join(sentences)
        with one_change():
            if isinstance(record, Record):
                record.save()
                edited.send(sender=type(record), instance=record)
            else:
                record.save(update_fields=sorted(entry["before"]))
        labels = [label_of(self.model, self._field_name(name)) for name in entry["before"]]
        self.log_undone(request, record, labels)
        return ""

    def _field_name(self, attname: str) -> str:
        return next(field.name for field in self.model._meta.concrete_fields if field.attname == attname)

    def _may_take_back(self, request: HttpRequest, record: models.Model, before: Values) -> bool:
        """By the rights of a save: each field belongs to a task; moments go by lists only where lists publish at all."""
        if not isinstance(record, Record):
            return True
        needed = {tasks.task_of(type(record), self._field_name(name)) for name in before}
        may_publish = getattr(self, "may_publish", None)
        if Task.PUBLISH in needed and (may_publish is None or not may_publish(request)):
            return False
        return needed <= tasks.open_to(signed_in(request), record)

    def _stands_against_undoing(self, record: models.Model) -> list[str]:
        try:
            if isinstance(record, Record):
                record.full_clean()
            else:
                # What the portal keeps by itself, as it kept it: the constraints of its table are its rules.
                record.validate_constraints()
        except ValidationError as error:
            return list(error.messages)
        broken = getattr(self, "broken_by_saving", None)
        return broken(record) if broken is not None and isinstance(record, Published) else []


def _offer_words(request: HttpRequest, change: BulkChange) -> SafeString:
    count = len(change.entries)
    context = {
        "words": ngettext("%(action)s: %(n)s record changed.", "%(action)s: %(n)s records changed.", count)
        % {"action": change.words, "n": count},
        "address": reverse("admin:undo", args=[change.pk]),
        "csrf_token": get_token(request),
    }
    return SafeString(render_to_string("admin/undo_offer.html", context))


def undo_view(site: AdminSite, request: HttpRequest, pk: int) -> HttpResponse:
    """Undo an action of one's own, within a day and once; what could not be is told by name, with the reason."""
    user = signed_in(request)
    kept = BulkChange.objects.filter(by=user, at__gte=clock.now() - HOLDS)
    model = get_object_or_404(kept.select_related("content_type"), pk=pk).content_type.model_class()
    model_admin = site._registry.get(model) if model is not None else None
    if not isinstance(model_admin, UndoesActions):
        raise PermissionDenied
    opts = model_admin.opts
    back = HttpResponseRedirect(reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"))
    with transaction.atomic():
        change = get_object_or_404(kept.select_for_update(of=("self",)), pk=pk)
        if change.action not in model_admin.get_actions(request):
            raise PermissionDenied
        if change.undone_at is not None:
            messages.warning(request, _("This was undone already."))
            return back
        refused = _undo(model_admin, request, change)
        BulkChange.objects.filter(pk=change.pk).update(undone_at=clock.now())
    _tell(request, len(change.entries) - len(refused), refused)
    return back


def _undo(model_admin: UndoesActions, request: HttpRequest, change: BulkChange) -> list[str]:
    """Take each record back; gives those that could not be, by name and with the reason."""
    refused = []
    for entry in change.entries:
        try:
            with transaction.atomic(), getattr(model_admin, "create_revision", _without_revision)(request):
                why = model_admin.take_back_entry(request, entry)
        except IntegrityError:
            why = _("something else stands in its place now")
        if why:
            refused.append(f"{entry['name']}{_(':')} {why}")
    return refused


def _without_revision(request: HttpRequest) -> AbstractContextManager[None]:
    return nullcontext()


def _tell(request: HttpRequest, done: int, refused: list[str]) -> None:
    if done:
        words = ngettext("Undone for %(n)s record.", "Undone for %(n)s records.", done)
        messages.success(request, words % {"n": done})
    for sentence in refused:
        messages.warning(request, _("Not undone – %(why)s") % {"why": capfirst(sentence)})
