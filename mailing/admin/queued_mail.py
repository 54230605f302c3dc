"""Messages on their way in the back office. Those of unknown outcome wait there for somebody who knows it, or decides."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from publishing import languages
from publishing.admin_filters import MostUsedFilter
from publishing.bulk_undo import UndoesActions, not_undone
from publishing.outbox import OutboxMessage, QueuedMail
from publishing.site_state import AttentionFilter

from ..mailings import DELIVERIES
from ..models import Delivery
from ..outbox_queue import OUTBOX
from ..queue import MailQueue
from ..server_replies import told
from .recorded import RecordedAdmin


class QueuedMailAdmin(UndoesActions, RecordedAdmin):
    """A queue's messages: read, and decided on where their outcome is unknown."""

    queue: MailQueue[Any]
    actions = ("mark_arrived", "send_again")
    ordering = ("-pk",)

    def undo_name(self, row: models.Model) -> str:
        """By its number, as in the log: not everybody who decides sees addresses."""
        return f"#{row.pk}"

    def log_undone(self, request: HttpRequest, row: models.Model, labels: list[str]) -> None:
        self.write_down(request, row, gettext_noop("Taken back."))

    @admin.display(description=_("what the server said"), ordering="outcome")
    def said(self, row: QueuedMail) -> str:
        """What the server's words mean, and the words as they came; the portal's own in the reader's language."""
        return told(_now(row.outcome)) if row.outcome else ""

    @admin.display(description=_("settled"), ordering="done_at")
    def settled(self, row: QueuedMail) -> str | None:
        return iso(row.done_at)

    @admin.action(description=_("It arrived: nothing more is to be sent"), permissions=["decide"])
    def mark_arrived(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self.decide(request, queryset, self.queue.mark_arrived, gettext_noop("Known to have arrived."))

    @not_undone
    @admin.action(description=_("Send again (cannot be undone)"), permissions=["decide"])
    def send_again(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self.decide(request, queryset, self.queue.send_again, gettext_noop("To be sent again."))


@admin.register(Delivery)
class DeliveryAdmin(QueuedMailAdmin):
    """One message of a mailing to one address."""

    queue = DELIVERIES
    list_display = ("address", "release", "edition_number", "state", "said", "settled", "attempts")
    list_filter = (AttentionFilter, "state", ("mailing", MostUsedFilter))
    fields = readonly_fields = (*list_display, "message_id")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request).select_related("mailing__release", "subscriber", "edition")
        return rows.defer("edition__payload")

    @staticmethod
    def _sees_addresses(request: HttpRequest) -> bool:
        return request.user.has_perm("mailing.view_subscriber")

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """A row's own page names its address, in its title too: it is for those who may see the list of subscribers."""
        return super().has_view_permission(request, obj) and (obj is None or self._sees_addresses(request))

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        address = "address" if self._sees_addresses(request) else "covered_address"
        return (address, *self.list_display[1:])

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        return super().get_list_display_links(request, list_display) if self._sees_addresses(request) else None

    @admin.display(description=_("address"), ordering="subscriber__email")
    def address(self, delivery: Delivery) -> str:
        return delivery.subscriber.email

    @admin.display(description=_("address"))
    def covered_address(self, delivery: Delivery) -> str:
        return f"{delivery.subscriber.email[:1]}…@{delivery.subscriber.email.rpartition('@')[2]}"

    @admin.display(description=_("edition"), ordering="edition__number")
    def edition_number(self, delivery: Delivery) -> int | None:
        return delivery.edition.number if delivery.edition else None

    @admin.display(description=_("press release"))
    def release(self, delivery: Delivery) -> str:
        return str(delivery.mailing)


@admin.register(OutboxMessage)
class OutboxMessageAdmin(QueuedMailAdmin):
    """What the portal has to tell somebody. What a message says is not shown: it may be of what is not public yet."""

    queue = OUTBOX
    list_display = ("recipient", "template", "in_language", "state", "said", "posted", "settled", "attempts")
    list_filter = (AttentionFilter, "state", "template")
    search_fields = ("recipient",)
    fields = readonly_fields = (*list_display, "waits_until", "message_id")

    @admin.display(description=_("language"), ordering="language")
    def in_language(self, row: OutboxMessage) -> str | Promise:
        return languages.name(row.language) if row.language in languages.codes() else row.language

    @admin.display(description=_("posted"), ordering="created_at")
    def posted(self, row: OutboxMessage) -> str | None:
        return iso(row.created_at)

    @admin.display(description=_("not before"), ordering="not_before")
    def waits_until(self, row: OutboxMessage) -> str | None:
        return iso(row.not_before)


def iso(moment: datetime | None) -> str | None:
    """A moment as it is written all over the back office, in Paris time."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else None
