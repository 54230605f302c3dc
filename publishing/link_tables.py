"""The addresses of other sites that public texts lead to, and what came of looking at them; of the portal's own pages those
that a text leads to in vain.

A machine that does not answer one night has often only been restarted, and some servers answer no program at all. So an
address counts as broken when it said so on two nights, or gave no answer on three; what refuses to answer programs is left to
a person, who opens it once and says that it leads where it should.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from . import clock
from .enums import LinkOutcome

LONGEST = 2000
"""Signs of an address: longer ones are not looked at."""
NIGHTS_GONE, NIGHTS_SILENT = 2, 3
LOOKED_AT_AGAIN = timedelta(hours=20)
"""A night after the other, even where one begins a little earlier."""


class OutgoingLinkQuerySet(models.QuerySet):
    def broken(self) -> Self:
        """What leads nowhere for so many nights that somebody should know, unless a person said that it is right."""
        gone = Q(outcome=LinkOutcome.GONE, nights__gte=NIGHTS_GONE)
        silent = Q(outcome=LinkOutcome.SILENT, nights__gte=NIGHTS_SILENT)
        return self.filter(gone | silent, accepted_at__isnull=True)

    def to_look_at(self) -> Self:
        """What moved for good, or answers no program: neither broken nor known to be right."""
        unclear = (LinkOutcome.MOVED, LinkOutcome.REFUSED)
        return self.filter(outcome__in=unclear, accepted_at__isnull=True)

    def due(self) -> Self:
        """What was not looked at since the last night; what was never looked at comes first. The portal asks itself nothing."""
        before = clock.now() - LOOKED_AT_AGAIN
        inside = Q(address__startswith="/") | Q(address__startswith=f"{settings.SITE_URL}/")
        return (
            self.exclude(inside)
            .filter(Q(checked_at__isnull=True) | Q(checked_at__lte=before))
            .order_by(models.F("checked_at").asc(nulls_first=True), "pk")
        )


class OutgoingLink(models.Model):
    """An address outside that public texts lead to, and what came of looking at it.

    ``nights`` counts how often in a row it had the outcome that it has.
    """

    address = models.CharField(_("leads to"), max_length=LONGEST, unique=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=LinkOutcome, default=LinkOutcome.UNKNOWN)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    moved_to = models.CharField(_("moved to"), max_length=LONGEST, blank=True)
    nights = models.PositiveIntegerField(_("nights in a row"), default=0)
    checked_at = models.DateTimeField(_("looked at"), null=True)
    accepted_at = models.DateTimeField(_("found right by a person"), null=True)

    objects: ClassVar = OutgoingLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return self.address

    def is_broken(self) -> bool:
        """The instance's twin of ``OutgoingLinkQuerySet.broken``."""
        needed = {LinkOutcome.GONE: NIGHTS_GONE, LinkOutcome.SILENT: NIGHTS_SILENT}.get(LinkOutcome(self.outcome))
        return needed is not None and self.nights >= needed and self.accepted_at is None

    def note(self, outcome: LinkOutcome, status: int | None = None, moved_to: str = "") -> None:
        """Keep what came of looking at it. Another outcome than the one a person accepted is told again.

        Only what was seen is written: what a person said of the link while the night went on stays.
        """
        same = outcome == self.outcome
        self.nights = self.nights + 1 if same else 1
        seen = ["outcome", "status", "moved_to", "nights", "checked_at"]
        if not same or moved_to[:LONGEST] != self.moved_to:
            self.accepted_at = None
            seen.append("accepted_at")
        self.outcome, self.status, self.moved_to = outcome, status, moved_to[:LONGEST]
        self.checked_at = clock.now()
        type(self).objects.filter(pk=self.pk).update(**{name: getattr(self, name) for name in seen})


class LinkUse(models.Model):
    """Where the public reads an address."""

    link = models.ForeignKey(OutgoingLink, models.CASCADE, related_name="uses")
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    field = models.CharField(max_length=60)
    language = models.CharField(max_length=10, blank=True)

    class Meta:
        verbose_name = _("use of a link")
        verbose_name_plural = _("uses of links")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["link", "content_type", "object_id", "field", "language"], name="publishing_linkuse_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id} {self.object_id} {self.field}"
