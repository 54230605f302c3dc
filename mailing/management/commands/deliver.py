import logging
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections

from mailing.smtp import Unreachable
from mailing.worker import Worker, hold_after_restore
from publishing import clock
from publishing.clock import WrongClockError
from publishing.front_copies import CopiesFollower
from publishing.log_words import kind_of
from publishing.quarantine import QuarantineError
from publishing.workers import ended_by_signals

logger = logging.getLogger(__name__)

PAUSE = 30
"""Seconds to wait when the mail server or the database does not answer."""


class Command(BaseCommand):
    help = (
        "Sends what the press list and the outbox hold, until it is stopped. Several may run at once, on several machines. "
        "It may be killed at any moment: nothing is lost, and nothing is sent twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Send all that may leave now, then end.")
        parser.add_argument("--batch", type=int, default=50, help="How many messages to claim at a time, over one connection.")
        parser.add_argument("--every", type=float, default=2.0, help="Seconds between two looks at an empty queue.")
        parser.add_argument(
            "--after-restore",
            action="store_true",
            help="Send nothing: after a backup was restored, put all that it holds as waiting before a person.",
        )

    def handle(self, *args: Any, once: bool, batch: int, every: float, after_restore: bool, **options: Any) -> None:
        if batch < 1 or every <= 0:
            raise CommandError("--batch and --every must be greater than zero.")
        if after_restore:
            self.stdout.write(f"Mailings stopped: {hold_after_restore()}. The admin shows what waits for a person.")
            return
        ended = threading.Event()
        with ended_by_signals(ended), Worker(batch, ended.is_set) as worker:
            if once:
                self._all_of_it(worker, ended)
            else:
                self._for_ever(worker, ended, every)

    def _all_of_it(self, worker: Worker, ended: threading.Event) -> None:
        try:
            while not ended.is_set() and worker.round():
                pass
        except Unreachable as error:
            raise CommandError(f"The mail server takes nothing: {error}") from error
        except (WrongClockError, QuarantineError) as error:
            raise CommandError(str(error)) from error

    def _for_ever(self, worker: Worker, ended: threading.Event, every: float) -> None:
        copies = CopiesFollower()
        while not ended.is_set():
            copies.follow()
            try:
                pause = 0 if worker.round() else every
            except Unreachable as error:
                # What the server answered stands in the back office: it may repeat an address.
                logger.warning("The mail server takes nothing: %s", kind_of(error.__cause__ or error))
                pause = PAUSE
            except WrongClockError:
                logger.error(
                    "The clock of this machine is off by %+.0f seconds: nothing is sent.", clock.ahead().total_seconds()
                )
                pause = PAUSE
            except QuarantineError:
                logger.warning("The portal is closed after a restore: nothing is sent.")
                pause = PAUSE
            except DatabaseError:
                logger.exception("The database does not answer")
                pause = PAUSE
            close_old_connections()
            ended.wait(pause)
