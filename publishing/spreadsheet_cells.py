"""Cells of spreadsheets read by the portal's own rules, not by those of an import library."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from import_export import widgets

from .typed_days import read_day


class DayWidget(widgets.DateWidget):
    """A day in a cell: day/month/year as French spreadsheets write it, ISO, or a true date. Written out in ISO.

    The library tries the American order first and takes 05/12/2026 for 12 May. What is no day raises ``ValueError``, which the
    library shows at its cell.
    """

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def clean(self, value: object, row: object = None, **kwargs: object) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if value in (None, ""):
            return None
        try:
            return read_day(str(value))
        except ValueError:
            sentence = _("“%(value)s” is no day: write day/month/year or year-month-day, such as 05/12/2026 or 2026-12-05.")
            raise ValueError(sentence % {"value": value}) from None
