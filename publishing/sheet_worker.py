"""The worker of ``manage.py run_jobs``: it checks long spreadsheets and stores them, beside the web process."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from . import languages
from .enums import SheetJobState
from .sheet_jobs import MOST_OPEN, SheetJob, sweep
from .spreadsheet_files import SheetRow
from .spreadsheet_import import SheetImport
from .spreadsheet_judged import CellError, Judged, JudgedRow
from .spreadsheet_kinds import SheetKind
from .workers import worker_name

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST_ROWS = 100_000
MOST_BYTES = 20 * 1024 * 1024
"""What a file may hold to be taken in at all."""
TOLD_EVERY = 0.5
"""Seconds between two signs of life."""

logger = logging.getLogger(__name__)


def kind_of(label: str) -> SheetKind:
    """The kind that the back office takes in under a name. Raises ``LookupError`` where it takes none in."""
    for page in admin.site._registry.values():
        kind = getattr(page, "sheet_kind", None)
        if isinstance(kind, SheetKind) and kind.label == label:
            return kind
    raise LookupError(label)


def begin(taken_in: SheetImport, by: User, file_name: str, rows: Iterable[SheetRow]) -> SheetJob:
    """Keep a long sheet for a worker; what it holds is told at once: how many rows mean records that are here.

    Raises ``ValidationError`` where its cells are not to be read, or where its owner has too many files on their way already.
    """
    if SheetJob.objects.unsettled().filter(by=by).count() >= MOST_OPEN:
        sentence = _("You have %(most)s long files on their way already: take them in or stop one of them first.")
        raise ValidationError(sentence % {"most": MOST_OPEN})
    job = SheetJob(kind=taken_in.kind.label, by=by, language=languages.current(), file_name=file_name[-200:])
    job.options = dict(taken_in.options)
    job.rows, job.known = taken_in.count_known(job.files.write_rows(taken_in.headers, rows))
    job.save()
    return job


class Stopped(Exception):
    """The job is not to go on: its owner stopped it."""


class Ending(Exception):
    """The worker was asked to end."""


@dataclass
class Progress:
    """Tells now and then how far a job is, and ends it with an exception where it is not to go on."""

    job: SheetJob
    is_ending: Callable[[], bool]
    told_at: float = 0.0

    def __call__(self, done: int) -> None:
        now = time.monotonic()
        if now - self.told_at < TOLD_EVERY:
            return
        self.told_at = now
        if self.job.files.is_stopped():
            raise Stopped
        if self.is_ending():
            raise Ending
        self.job.files.tell(done)


class SheetWorker:
    """Claims a job, works at it to its end, and writes down what became of it."""

    def __init__(self, is_ending: Callable[[], bool] = lambda: False) -> None:
        self.name, self.is_ending = worker_name(), is_ending

    def round(self) -> bool:
        """Do one job that waits, if there is one. Says whether there was."""
        SheetJob.objects.rescue(self.name)
        sweep()
        job = SheetJob.objects.claim(self.name)
        if job is None:
            return False
        self._work(job)
        return True

    def _work(self, job: SheetJob) -> None:
        try:
            with override(job.language):
                self._take_on(job)
        except Stopped:
            job.change(SheetJobState.CANCELLED)
            job.files.erase()
        except Ending:
            job.hand_back()
        except IntegrityError:
            # Somebody has stored meanwhile what a row stores too: judged anew, the row is told.
            job.let_go()
        except DatabaseError:
            raise
        except Exception:
            logger.exception("A spreadsheet on its way in was broken off: %s", job.pk)
            job.let_go()

    def _take_on(self, job: SheetJob) -> None:
        try:
            taken_in = self._import_of(job)
        except ValidationError as error:
            _refuse(job, error.messages)
            return
        progress = Progress(job, self.is_ending)
        progress(0)
        if job.state == SheetJobState.CHECKING:
            self._check(job, taken_in, progress)
        else:
            self._store(job, taken_in, progress)

    @staticmethod
    def _import_of(job: SheetJob) -> SheetImport:
        """Raises ``ValidationError`` where its owner has lost the rights meanwhile."""
        try:
            kind = kind_of(job.kind)
        except LookupError:
            kind = None
        if kind is None or not job.by.is_active or not job.by.is_staff or not kind.may_take_in(job.by):
            raise ValidationError(_("You may no longer import these records."))
        return SheetImport(kind, job.by, job.files.headers(), job.options)

    @staticmethod
    def _check(job: SheetJob, taken_in: SheetImport, progress: Progress) -> None:
        judged = taken_in.judge(job.files.rows(), progress)
        if not judged.wrong:
            job.files.write_stamps(judged.stamps)
        state = SheetJobState.WRONG if judged.wrong else SheetJobState.CHECKED
        job.change(state, result=judged.as_data(), to_store=judged.written)
        if judged.wrong:
            job.files.erase()

    @staticmethod
    def _store(job: SheetJob, taken_in: SheetImport, progress: Progress) -> None:
        """What is stored and that it is are one transaction: whoever was held for dead meanwhile stores nothing."""
        shown = Judged.from_data(job.result or {})
        with transaction.atomic():
            judged = taken_in.store(job.files.rows(), job.files.stamps(), progress)
            if not judged.wrong and not job.change(SheetJobState.DONE, result=shown.as_data()):
                raise Stopped
        if judged.wrong:
            job.change(SheetJobState.WRONG, result=judged.as_data())
        job.files.erase()


def _refuse(job: SheetJob, sentences: list[str]) -> None:
    row = JudgedRow(1, "", errors=[CellError("", sentence) for sentence in sentences])
    judged = Judged(wrong=[row], wrong_count=1)
    job.change(SheetJobState.WRONG, result=judged.as_data())
    job.files.erase()
