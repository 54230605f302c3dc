"""Copies and cuts of pictures that are still to be made or removed: rows, written with the change that asks for them.

A row is committed with the picture, or rolled back with it, and goes when its work is done. So a process that is killed loses
nothing: the web process makes no copies at all, and what a worker was at (``manage.py run_jobs``) another begins anew. Until
then pages show the picture itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar, Self, cast

from django.db import DatabaseError, models, transaction
from django.utils import timezone

from .log_words import kind_of
from .workers import is_dead, worker_name

DEAD_AFTER = timedelta(minutes=10)
"""How long a claim holds: no picture takes as long, and a worker of another machine gives no sign of life."""
OVERDUE_AFTER = timedelta(minutes=10)
MOST_ATTEMPTS = 3
"""What broke off so often is left alone; ``manage.py make_renditions`` tries it again."""

Task = Callable[[str, Mapping[str, Any]], object]
TASKS: dict[str, Task] = {}
"""What may be done to a picture, by its name: given its place in the storage and what else was noted."""

logger = logging.getLogger(__name__)


class RenditionJobQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(claimed_by="", attempts__lt=MOST_ATTEMPTS)

    def is_overdue(self, at: datetime | None = None) -> bool:
        """Whether something has waited for so long that no worker seems to run."""
        return self.waiting().filter(created_at__lte=(at or timezone.now()) - OVERDUE_AFTER).exists()

    def claim(self, worker: str, at: datetime | None = None) -> RenditionJob | None:
        """Take the oldest one; no two workers get the same."""
        with transaction.atomic():
            job = cast("RenditionJob | None", self.waiting().order_by("pk").select_for_update(skip_locked=True).first())
            if job is not None:
                job.claimed_by, job.claimed_at, job.attempts = worker, at or timezone.now(), job.attempts + 1
                job.save(update_fields=["claimed_by", "claimed_at", "attempts"])
        return job

    def rescue(self, worker: str, at: datetime | None = None) -> None:
        """Have what dead workers held wait again."""
        late = (at or timezone.now()) - DEAD_AFTER
        for job in cast("list[RenditionJob]", list(self.exclude(claimed_by="").exclude(claimed_by=worker))):
            if is_dead(job.claimed_by, worker) or job.claimed_at is None or job.claimed_at <= late:
                self.filter(pk=job.pk, claimed_by=job.claimed_by).update(claimed_by="", claimed_at=None)


class RenditionJob(models.Model):
    """Something to be done to one picture; it is gone when it is done."""

    task = models.CharField(max_length=20)
    picture = models.CharField(max_length=500)
    """Its place in the storage."""
    noted = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    claimed_by = models.CharField(max_length=64, blank=True)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = RenditionJobQuerySet.as_manager()

    class Meta:
        verbose_name = "work on a picture"
        verbose_name_plural = "work on pictures"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.task} #{self.pk}"


def ask(task: str, picture: str, **noted: Any) -> None:
    """Have something done to a picture once the transaction is committed; what waits already is not asked for twice."""
    same = {"task": task, "picture": picture, "noted": noted}
    if not RenditionJob.objects.filter(claimed_by="", **same).exists():
        RenditionJob.objects.create(**same)


def settle_naming(is_named: Callable[[Any], bool]) -> int:
    """Do at once, when the transaction is committed, what is to be done to pictures whose files name somebody; gives how much.

    Belongs into the transaction that erases them: a row that waits would name them until a worker has come by.
    """
    named = [job for job in cast("list[RenditionJob]", list(RenditionJob.objects.order_by("pk"))) if is_named(job.picture)]
    RenditionJob.objects.filter(pk__in=[job.pk for job in named]).delete()
    for job in named:
        transaction.on_commit(partial(TASKS[job.task], job.picture, job.noted), robust=True)
    return len(named)


@contextmanager
def done_meanwhile() -> Iterator[None]:
    """All that is missing is made meanwhile: what asked for it before need not be done once more."""
    asked = RenditionJob.objects.filter(claimed_by="").exclude(task="forget").values_list("pk", flat=True)
    before = list(asked)
    yield
    RenditionJob.objects.filter(pk__in=before, claimed_by="").delete()


class RenditionWorker:
    """Claims a row, does its work, and removes it."""

    def __init__(self) -> None:
        self.name = worker_name()

    def round(self) -> bool:
        """Do one thing that waits, if there is one. Says whether there was."""
        RenditionJob.objects.rescue(self.name)
        job = RenditionJob.objects.claim(self.name)
        if job is None:
            return False
        try:
            TASKS[job.task](job.picture, job.noted)
        except DatabaseError:
            raise
        except Exception as error:
            logger.warning("Work on a picture broke off: %s, row %s", kind_of(error), job.pk, exc_info=True)
            RenditionJob.objects.filter(pk=job.pk, claimed_by=self.name).update(claimed_by="", claimed_at=None)
        else:
            RenditionJob.objects.filter(pk=job.pk, claimed_by=self.name).delete()
        return True
