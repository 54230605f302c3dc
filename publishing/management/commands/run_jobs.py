import logging
import threading
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from publishing import quarantine
from publishing.quarantine_middleware import carry
from publishing.rendition_jobs import RenditionWorker
from publishing.sheet_worker import SheetWorker
from publishing.workers import ended_by_signals

logger = logging.getLogger(__name__)

PAUSE = 30
"""Seconds to wait when the database does not answer."""


class Command(BaseCommand):
    help = (
        "Makes the copies of uploaded pictures, and takes in long spreadsheets that were sent in the back office, until it "
        "is stopped. Several may run at once. It may be killed at any moment: what it was at is begun anew, and nothing "
        "stays half stored."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do all that waits now, then end.")
        parser.add_argument("--every", type=float, default=2.0, help="Seconds between two looks where nothing waits.")

    def handle(self, *args: Any, once: bool, every: float, **options: Any) -> None:
        ended = threading.Event()
        # Pictures first: each takes a second, a sheet minutes.
        workers = (RenditionWorker(), SheetWorker(ended.is_set))
        with ended_by_signals(ended):
            while not ended.is_set():
                pause = self._round(workers, every)
                if once and pause:
                    return
                close_old_connections()
                ended.wait(pause)

    @staticmethod
    def _round(workers: Iterable[RenditionWorker | SheetWorker], every: float) -> float:
        """Do one job; gives how long to wait before the next look. In quarantine nothing is taken in."""
        if not quarantine.is_open():
            return PAUSE
        try:
            if any(worker.round() for worker in workers):
                carry()
                return 0
            return every
        except DatabaseError:
            logger.exception("The database does not answer")
            return PAUSE
