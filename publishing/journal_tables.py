"""The way out of what is written to the journal, and the quarantine that a restored portal stands in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enums import JournalKind


class JournalLine(models.Model):
    """What is on its way into the journal: written by the database with what it tells, deleted once it is there.

    ``key`` is the line's own for ever: a line that was written twice, after a crash, is known by it.
    """

    key = models.CharField(max_length=32, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    kind = models.CharField(max_length=12, choices=JournalKind, editable=False)
    model = models.CharField(max_length=100, editable=False)
    record = models.CharField(max_length=64, editable=False)
    said = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("line on its way into the journal")
        verbose_name_plural = _("lines on their way into the journal")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.model} {self.record}"


class Quarantine(models.Model):
    """That a backup was restored, and until when nothing of it was public; a row without ``opened_at`` closes the portal."""

    began_at = models.DateTimeField(default=timezone.now, editable=False)
    backup_made_at = models.DateTimeField(null=True, editable=False)
    backup = models.CharField(max_length=200, blank=True, editable=False)
    journal_head = models.CharField(max_length=64, blank=True, editable=False)
    """The last line of the journal when the backup was made."""
    opened_at = models.DateTimeField(null=True, editable=False)
    opened_by = models.CharField(max_length=150, blank=True, editable=False)
    note = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("quarantine after a restore")
        verbose_name_plural = _("quarantines after a restore")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None) | ~Q(opened_by=""), name="publishing_quarantine_opened_by_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
