"""The newsletter of the demonstration: an example that stands in the archive as if it had gone a few days ago."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from caps.models import Opportunity
from mailing.models import NewsletterIssue
from news.models import Event
from publishing import clock, languages

from .records import WRITTEN, Writer, read

KINDS: dict[str, type[models.Model]] = {"event": Event, "opportunity": Opportunity}


def put(writer: Writer) -> None:
    """Its day is counted from that of the first loading. Examples that somebody has deleted since are left out."""
    went = datetime.combine(clock.today() - timedelta(days=3), time(9), timezone.get_default_timezone())
    for row in read("newsletters")["newsletters"]:
        items = [item for named in row.pop("items") if (item := _item(named))]
        rows = [item | {"rank": 10 * place} for place, item in enumerate(items, start=1)]
        writer.put(
            NewsletterIssue,
            {"title": {languages.main(): row["title"][languages.main()]}},
            row | {"is_example": True, "going": [code for code in languages.codes() if code in WRITTEN]},
            once={"send_from": went, "filled_at": went},
            parts=lambda issue, rows=rows: writer.rows(issue.items, ("event", "opportunity"), rows),  # type: ignore[misc]  # as read in this turn
        )


def _item(named: dict[str, str]) -> dict[str, Any] | None:
    """An item by its kind and its main address."""
    item: dict[str, Any] = dict.fromkeys(KINDS)
    for kind, slug in named.items():
        item[kind] = KINDS[kind]._default_manager.filter(**{languages.column("slug", languages.main()): slug}).first()
    return item if any(item.values()) else None
