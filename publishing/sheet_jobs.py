"""Long spreadsheets that are taken in beside the web process: the rows of a database that tell where each stands.

A job goes from waiting to checking, and after its owner’s word from confirmed to storing; a worker claims it for each of the
two. While it works it changes no row of the database: on SQLite nobody may write beside the one transaction that stores a
sheet. So how far it is, and whether it is to stop, stand in files beside the rows of the sheet (``SheetJobFiles``). What was
stored and that the job is done are one transaction: a worker that dies on the way leaves nothing, and another begins anew.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self, cast

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enums import SheetJobState
from .sheet_job_files import SheetJobFiles
from .workers import is_dead

DEAD_AFTER = timedelta(minutes=10)
"""How long a claim holds without a sign of life of its worker."""
UNCLAIMED_AFTER = timedelta(seconds=30)
"""How long a job may wait before its page says that no worker seems to run."""
MOST_ATTEMPTS = 3
KEPT_FOR = timedelta(days=7)
"""How long a job, and the rows of one that nobody confirmed, are kept."""
SECONDS_A_ROW = 0.004
"""What a row takes to be stored, on a machine of today that does nothing else."""
PATIENCE = 15
"""Seconds for which whoever saves meanwhile waits unharmed; settings let SQLite wait a little longer."""
MOST_OPEN = 3
"""Jobs of one account that are not settled."""

UNDER_WAY = {SheetJobState.WAITING: SheetJobState.CHECKING, SheetJobState.CONFIRMED: SheetJobState.STORING}
"""What a claimed job becomes."""
BEFORE = {after: before for before, after in UNDER_WAY.items()}
OPEN = frozenset({*UNDER_WAY, *BEFORE, SheetJobState.CHECKED})


class SheetJobQuerySet(models.QuerySet):
    def unsettled(self) -> Self:
        return self.filter(state__in=OPEN)

    def held_by(self, worker: str) -> Self:
        return self.filter(state__in=BEFORE, claimed_by=worker)

    def is_overdue(self, at: datetime | None = None) -> bool:
        """Whether some job waits for a worker and none seems to run: none is claimed, or not a sign of life since.

        The same ten minutes as for mail: a worker that is started again is no fault.
        """
        at = at or timezone.now()
        held = cast("list[SheetJob]", list(self.filter(state__in=BEFORE)))
        if any(job.silent_for(at) <= DEAD_AFTER for job in held):
            return False
        return bool(held) or self.filter(state__in=UNDER_WAY, waiting_since__lte=at - DEAD_AFTER).exists()

    def outdated(self, at: datetime) -> Self:
        """What is forgotten by its age; what a worker is at stays."""
        return self.filter(created_at__lte=at - KEPT_FOR).exclude(state__in=BEFORE)

    def claim(self, worker: str, at: datetime | None = None) -> SheetJob | None:
        """Take the oldest job that waits for a worker; no two workers get the same."""
        with transaction.atomic():
            waiting = self.filter(state__in=UNDER_WAY).order_by("pk").select_for_update(skip_locked=True)
            job = cast("SheetJob | None", waiting.first())
            if job is None:
                return None
            job.state, job.claimed_by, job.claimed_at = UNDER_WAY[SheetJobState(job.state)], worker, at or timezone.now()
            job.attempts += 1
            job.save(update_fields=["state", "claimed_by", "claimed_at", "attempts"])
        return job

    def rescue(self, worker: str, at: datetime | None = None) -> None:
        """Have what dead workers held wait again; what was broken off too often is given up."""
        at = at or timezone.now()
        for job in cast("list[SheetJob]", list(self.filter(state__in=BEFORE).order_by("pk"))):
            if is_dead(job.claimed_by, worker) or job.silent_for(at) > DEAD_AFTER:
                job.let_go()


class SheetJob(models.Model):
    """A long spreadsheet on its way in: of which kind, whose, how far, and what came of it.

    ``language`` is that in which its owner reads what is told of it. ``result`` is what the preview shows, as
    ``Judged.as_data`` has it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind of records"), max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sheet_jobs", verbose_name=_("account"))
    language = models.CharField(_("language"), max_length=10)
    file_name = models.CharField(_("file"), max_length=200)
    options = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(_("state"), max_length=10, choices=SheetJobState, default=SheetJobState.WAITING, db_index=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    known = models.PositiveIntegerField(_("rows of records that are here"), default=0)
    to_store = models.PositiveIntegerField(_("rows to be imported"), default=0)
    result = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    claimed_by = models.CharField(max_length=64, blank=True)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    waiting_since = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(_("settled"), null=True)

    objects: ClassVar = SheetJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("spreadsheet on its way in")
        verbose_name_plural = _("spreadsheets on their way in")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name

    @property
    def files(self) -> SheetJobFiles:
        return SheetJobFiles(self.key)

    @property
    def new(self) -> int:
        return self.rows - self.known

    @property
    def is_under_way(self) -> bool:
        """Whether something goes on, or is to go on, without its owner."""
        return self.state in {*UNDER_WAY, *BEFORE}

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def goal(self) -> int:
        """How many rows the worker goes through now."""
        return self.to_store if self.state in {SheetJobState.CONFIRMED, SheetJobState.STORING} else self.rows

    @property
    def done(self) -> int:
        return min(self.files.done(), self.goal) if self.state in BEFORE else 0

    @property
    def waits_for_nobody(self) -> bool:
        """Whether it has waited for so long that no worker seems to run: none is at another job either."""
        late = timezone.now() - UNCLAIMED_AFTER
        is_late = self.state in UNDER_WAY and self.waiting_since <= late
        return is_late and not SheetJob.objects.filter(state__in=BEFORE).exists()

    @property
    def minutes_alone(self) -> int:
        """On SQLite, for about how many minutes nobody else can save while it is stored; none where others wait a little."""
        seconds = self.to_store * SECONDS_A_ROW
        return math.ceil(seconds / 60) if connection.vendor == "sqlite" and seconds > PATIENCE else 0

    def silent_for(self, at: datetime) -> timedelta:
        """For how long the worker that claimed it has given no sign of life."""
        seen = [moment for moment in (self.claimed_at, self.files.told_at()) if moment is not None]
        return at - max(seen) if seen else timedelta.max

    def change(self, state: SheetJobState, **values: Any) -> bool:
        """Change a job that still is as it was read: in the same state, held by the same worker. Says whether it was."""
        same = Q(pk=self.pk, state=self.state, claimed_by=self.claimed_by)
        settled = {} if state in OPEN else {"done_at": timezone.now()}
        return bool(SheetJob.objects.filter(same).update(state=state, **settled, **values))

    def let_go(self) -> None:
        """Nobody works at it any more: it waits again, or is given up where it was broken off too often."""
        before = BEFORE[SheetJobState(self.state)]
        given_up = self.attempts >= MOST_ATTEMPTS
        self.files.forget_progress()
        if self.change(SheetJobState.FAILED if given_up else before, claimed_by="", waiting_since=timezone.now()) and given_up:
            self.files.erase()

    def hand_back(self) -> None:
        """The worker ends before the job does: this was no attempt."""
        self.files.forget_progress()
        before = BEFORE[SheetJobState(self.state)]
        self.change(before, claimed_by="", attempts=max(self.attempts - 1, 0), waiting_since=timezone.now())

    def confirm(self) -> bool:
        """Its owner has seen what would change, and wants it stored."""
        self.files.forget_progress()
        return self.change(SheetJobState.CONFIRMED, claimed_by="", attempts=0, waiting_since=timezone.now())

    def cancel(self) -> bool:
        """Stop it, whatever goes on: what was stored of it is taken back. Says whether it was in time."""
        self.files.stop()
        still_open = SheetJob.objects.filter(pk=self.pk, state__in=OPEN)
        is_in_time = bool(still_open.update(state=SheetJobState.CANCELLED, done_at=timezone.now()))
        if is_in_time:
            self.files.erase_rows()
        return is_in_time


def sweep(at: datetime | None = None) -> int:
    """Forget jobs by their age, with their files; gives how many."""
    at = at or timezone.now()
    outdated = list(SheetJob.objects.outdated(at))
    for job in outdated:
        job.files.erase()
    SheetJob.objects.filter(pk__in=[job.pk for job in outdated]).delete()
    SheetJobFiles.erase_before(at - 2 * KEPT_FOR)
    return len(outdated)


def forget_naming(is_named: Callable[[Any], bool]) -> int:
    """Forget every job of which a row, or what is told of one, names somebody; gives how many. One under way is stopped.

    Belongs into the transaction that erases them: the files go with it.
    """
    named = [job for job in SheetJob.objects.order_by("pk") if is_named(job.result) or any(map(is_named, job.files.texts()))]
    for job in named:
        transaction.on_commit(job.files.stop_and_erase)
    SheetJob.objects.filter(pk__in=[job.pk for job in named]).delete()
    return len(named)
