from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caps.models import CAP
from cluster.models import Institution
from partners.models import Partner
from publishing import clock
from publishing.address_fields import WebAddressField
from publishing.fields import MomentField, RichTextField
from publishing.library_pictures import LibraryPictureField
from publishing.models import Addressed, addressed_constraints

from ..querysets import EventQuerySet, NewsQuerySet


class Article(Addressed):
    """A piece of news of the cluster's own."""

    url_name = "article"
    slug_from = ("title",)
    shared_as = "article"
    pictured_by = "picture"
    required_texts = ("title", "lead", "body")

    title = models.CharField(_("title"), max_length=250)
    lead = models.TextField(_("lead"), blank=True)
    body = RichTextField(_("text"), blank=True)
    picture = LibraryPictureField(verbose_name=_("picture"))
    caps = models.ManyToManyField(CAP, blank=True, related_name="articles", verbose_name=_("programmes"))
    institutions = models.ManyToManyField(
        Institution, blank=True, related_name="articles", verbose_name=_("member institutions")
    )
    partners = models.ManyToManyField(Partner, blank=True, related_name="articles", verbose_name=_("partners"))

    objects: ClassVar = NewsQuerySet.as_manager()

    class Meta(Addressed.Meta):
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        ordering = ["-pk"]
        constraints = addressed_constraints("title", "lead", "body")

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"


class Event(Addressed):
    """Something that takes place, somewhere or online."""

    url_name = "event"
    slug_from = ("title",)
    files_beside = ("event-calendar",)
    pictured_by = "picture"
    required_texts = ("title", "summary")

    title = models.CharField(_("title"), max_length=250)
    summary = models.TextField(_("summary"), blank=True)
    body = RichTextField(_("text"), blank=True)
    picture = LibraryPictureField(verbose_name=_("picture"))
    starts_at = MomentField(_("begins"))
    ends_at = MomentField(_("ends"))
    all_day = models.BooleanField(_("whole days"), default=False, help_text=_("Only the days are shown, not the hours."))
    place = models.CharField(_("place"), max_length=200, blank=True)
    address = models.CharField(_("street address"), max_length=250, blank=True)
    online_url = WebAddressField(_("address online"), blank=True)
    caps = models.ManyToManyField(CAP, blank=True, related_name="events", verbose_name=_("programmes"))
    institutions = models.ManyToManyField(Institution, blank=True, related_name="events", verbose_name=_("member institutions"))
    partners = models.ManyToManyField(Partner, blank=True, related_name="events", verbose_name=_("partners"))

    objects: ClassVar = EventQuerySet.as_manager()

    class Meta(Addressed.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            *addressed_constraints("title", "summary"),
            models.CheckConstraint(
                condition=models.Q(starts_at__lte=models.F("ends_at")),
                name="news_event_dates_in_order",
                violation_error_message=_("An event ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    def is_past(self, at: datetime | None = None) -> bool:
        return self.ends_at < (at or clock.now())

    @property
    def first_day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def last_day(self) -> date:
        return timezone.localdate(self.ends_at)
