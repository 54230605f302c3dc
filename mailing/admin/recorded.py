"""The back office of rows that the portal writes itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import ngettext

from publishing.admin_search import BoundedSearch
from publishing.editing import signed_in
from publishing.known_choices import OffersKnownChoices

from .. import server_troubles


def write_down(request: HttpRequest, thing: models.Model, words: str) -> LogEntry:
    """A line in the log of the back office on a row, by its number; ``words`` are English, translated when they are read."""
    return LogEntry.objects.create(
        user=signed_in(request),
        content_type=ContentType.objects.get_for_model(thing),
        object_id=str(thing.pk),
        object_repr=f"#{thing.pk}",
        action_flag=CHANGE,
        change_message=words,
    )


class RecordedAdmin(BoundedSearch, OffersKnownChoices, admin.ModelAdmin):
    """Rows that the portal writes itself. Staff read them, and act on them with the actions that each offers.

    The log of the back office names a row by its number: it outlives an address that is erased.
    """

    list_per_page = 100
    show_full_result_count = False
    view_on_site = False
    change_list_template = "admin/mailing/change_list.html"

    class Media:
        css = {"all": ["publishing/admin.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    def write_down(self, request: HttpRequest, thing: models.Model, words: str) -> LogEntry:
        return write_down(request, thing, words)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, below what stands in the way of every message, if anything does."""
        return super().changelist_view(request, {**(extra_context or {}), "trouble": server_troubles.current()})

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().history_view(request, object_id, extra_context)
        for entry in getattr(response, "context_data", {}).get("action_list", ()):
            entry.change_message = _now(entry.change_message) if entry.change_message else ""
        return response

    def decide(self, request: HttpRequest, queryset: models.QuerySet, change: Callable[[int], object], words: str) -> None:
        """Act on each row that still is as the page showed it, and write each down."""
        decide_on(request, queryset, change, words, self.write_down)


def decide_on(
    request: HttpRequest,
    queryset: models.QuerySet,
    change: Callable[[int], object],
    words: str,
    log: Callable[[HttpRequest, models.Model, str], object],
) -> None:
    """Act on each row that still is as the page showed it, and ``log`` each.

    ``words`` go into the log in English, and are translated when it is read.
    """
    done = 0
    for thing in queryset.order_by("pk"):
        if change(thing.pk):
            log(request, thing, words)
            done += 1
    tried = queryset.count()
    if done:
        messages.success(request, ngettext("Done for %(n)s row.", "Done for %(n)s rows.", done) % {"n": done})
    if done < tried:
        messages.warning(request, _now("The others do not wait for this decision: nothing was done with them."))
