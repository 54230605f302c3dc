"""What waits to be done, by kind: how much, and since when. No row is read, and nothing is said of whose it is."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from mailing.worker import QUEUES
from publishing.enums import MailState
from publishing.outbox import OutboxNotice
from publishing.rendition_jobs import RenditionJob
from publishing.sheet_jobs import UNDER_WAY, SheetJob


class Waiting(NamedTuple):
    number: int
    oldest: float
    """Seconds for which the first of them has waited."""


def lengths(at: datetime | None = None) -> dict[str, Waiting]:
    at = at or timezone.now()
    rows: dict[str, tuple[QuerySet, str]] = {
        queue.model._meta.model_name or "": (queue.model._default_manager.filter(state=MailState.WAITING), queue.waits_since)
        for queue in QUEUES
    }
    rows["notice"] = OutboxNotice.objects.all(), "created_at"
    rows["spreadsheet"] = SheetJob.objects.filter(state__in=UNDER_WAY), "waiting_since"
    rows["rendition"] = RenditionJob.objects.all(), "created_at"
    return {kind: _of(waiting, since, at) for kind, (waiting, since) in rows.items()}


def unknown_outcomes() -> int:
    """Messages of which a person has to say whether they arrived."""
    return sum(queue.model._default_manager.filter(state=MailState.UNKNOWN).count() for queue in QUEUES)


def _of(waiting: QuerySet, since: str, at: datetime) -> Waiting:
    told = waiting.order_by().aggregate(number=Count("pk"), first=Min(since))
    return Waiting(told["number"], max(0.0, (at - told["first"]).total_seconds()) if told["first"] else 0.0)
