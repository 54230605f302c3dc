"""Years, months and days kept as ISO 8601 text (``IsoDateField``), compared with a day by the database."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

YEAR, MONTH = len("2024"), len("2024-05")


def ended_before(name: str, day: date) -> Q:
    """That a column's year, month or day was over before ``day``; an empty one never is.

    ISO text sorts by time, but a year that still runs sorts before each of its days, and a month likewise.
    """
    text = day.isoformat()
    still_running = Q(**{f"{name}__in": ("", text[:YEAR], text[:MONTH])})
    return Q(**{f"{name}__lt": text}) & ~still_running
