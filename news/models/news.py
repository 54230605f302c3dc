from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caps.models import CAP
from cluster.models import Institution
from partners.models import Partner
from publishing import clock, languages
from publishing.address_fields import WebAddressField
from publishing.fields import MomentField, RichTextField
from publishing.library_pictures import LibraryPictureField
from publishing.models import Addressed, addressed_constraints

from .. import event_places
from ..enums import Attendance, RegistrationPhase
from ..event_places import PlacesTaken
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


EVENT_FACTS = {
    "when": ("starts_at", "ends_at", "all_day"),
    "where": (*languages.columns("place"), "address"),
    "online": ("online_url",),
    "held": ("is_cancelled",),
}
"""What those who mean to come have to know, and the columns that say it."""


class Event(Addressed):
    """Something that takes place, somewhere or online.

    ``sequence`` grows with each change of what calendars show (RFC 5545, 3.8.7.4), so that an older file never takes the place
    of a newer one.
    """

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
    organiser = models.CharField(_("organiser"), max_length=200, blank=True)
    audience = models.CharField(
        _("audience"), max_length=250, blank=True, help_text=_("Whom it is for, such as “doctoral students of the members”.")
    )
    is_cancelled = models.BooleanField(
        _("cancelled"),
        default=False,
        help_text=_("The page says so, and everybody who is registered is written to, once. Write the reason into the text."),
    )
    takes_registrations = models.BooleanField(_("with registration"), default=False)
    registration_opens = MomentField(
        _("registration opens"), null=True, blank=True, help_text=_("Empty: as soon as the event is public.")
    )
    registration_closes = MomentField(
        _("registration closes"), null=True, blank=True, help_text=_("Empty: when the event begins.")
    )
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Empty: as many as come.")
    )
    has_waiting_list = models.BooleanField(
        _("waiting list"), default=False, help_text=_("A place that becomes free goes to the first on it, who is written to.")
    )
    asks_attendance = models.BooleanField(
        _("on site or online, apart"),
        default=False,
        help_text=_("Whoever registers chooses, and each of the two has places and a waiting list of its own."),
    )
    online_capacity = models.PositiveIntegerField(
        _("places online"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Where people choose: those above are then for the room. Empty: as many as come."),
    )
    online_url_public = models.BooleanField(
        _("address online for everybody"),
        default=False,
        help_text=_("Of an event with registration, the address is only told to those registered, unless this is ticked."),
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    caps = models.ManyToManyField(CAP, blank=True, related_name="events", verbose_name=_("programmes"))
    institutions = models.ManyToManyField(Institution, blank=True, related_name="events", verbose_name=_("member institutions"))
    partners = models.ManyToManyField(Partner, blank=True, related_name="events", verbose_name=_("partners"))

    tells_registered = False
    """Whether whoever saves it wants those registered to be written to about what changes."""
    changed_facts: frozenset[str] = frozenset()
    """Of ``EVENT_FACTS`` those that the last saving changed."""

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
            models.CheckConstraint(
                condition=models.Q(registration_opens__lt=models.F("registration_closes"))
                | models.Q(registration_opens__isnull=True)
                | models.Q(registration_closes__isnull=True),
                name="news_event_registration_in_order",
                violation_error_message=_("Registration closes after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.changed_facts = self._changed_facts() if kwargs.get("update_fields") is None else frozenset()
        self.sequence += bool(self.changed_facts)
        super().save(*args, **kwargs)

    def _changed_facts(self) -> frozenset[str]:
        columns = [name for names in EVENT_FACTS.values() for name in names]
        before = None if self._state.adding else Event.objects.filter(pk=self.pk).values(*columns).first()
        if before is None:
            return frozenset()
        changed = {name for name in columns if (before[name] or "") != (getattr(self, name) or "")}
        return frozenset(fact for fact, names in EVENT_FACTS.items() if changed & {*names})

    def is_past(self, at: datetime | None = None) -> bool:
        return self.ends_at < (at or clock.now())

    @property
    def first_day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def last_day(self) -> date:
        return timezone.localdate(self.ends_at)

    def clean(self) -> None:
        super().clean()
        if self.registration_closes and self.ends_at and self.registration_closes > self.ends_at:
            raise ValidationError({"registration_closes": _("Registration closes before the event is over.")})
        if self._state.adding:
            return
        places = event_places.of(self)
        if self.capacity is not None and self.capacity < places.taken:
            sentence = _("%(taken)s places are taken already: cancel some of the registrations first.")
            raise ValidationError({"capacity": sentence % {"taken": places.taken}})
        if self.online_capacity is not None and self.online_capacity < places.online_taken:
            sentence = _("%(taken)s places are taken already: cancel some of the registrations first.")
            raise ValidationError({"online_capacity": sentence % {"taken": places.online_taken}})
        if not self.takes_registrations and places.some:
            sentence = _("People have registered. To take no more, set the moment when registration closes.")
            raise ValidationError({"takes_registrations": sentence})
        if not self.asks_attendance and places.some_online:
            raise ValidationError(
                {"asks_attendance": _("People have registered to take part online: their places would be lost.")}
            )

    def registration_phase(self, at: datetime | None = None) -> RegistrationPhase:
        """Whether one may register at a moment, full or not."""
        at = at or clock.now()
        if not self.takes_registrations:
            return RegistrationPhase.NONE
        if self.is_cancelled:
            return RegistrationPhase.CANCELLED
        if self.is_past(at):
            return RegistrationPhase.OVER
        if self.registration_opens and at < self.registration_opens:
            return RegistrationPhase.NOT_YET
        return RegistrationPhase.OPEN if at < self.registration_end else RegistrationPhase.CLOSED

    @property
    def registration_end(self) -> datetime:
        return self.registration_closes or self.starts_at

    @cached_property
    def places(self) -> PlacesTaken:
        """The places that are taken, read once for a page."""
        return event_places.of(self)

    @property
    def attendances(self) -> tuple[Attendance, ...]:
        """The ways of taking part that have places of their own; one alone, whatever it is, where nobody is asked."""
        return (Attendance.ON_SITE, Attendance.ONLINE) if self.asks_attendance else (Attendance.ON_SITE,)

    def capacity_of(self, attendance: str) -> int | None:
        return self.online_capacity if attendance == Attendance.ONLINE else self.capacity

    def is_full_for(self, attendance: str) -> bool:
        return self.places.are_full(self.capacity_of(attendance), attendance)

    @property
    def is_full(self) -> bool:
        """Whether no way of taking part has a place left."""
        return all(map(self.is_full_for, self.attendances))

    @property
    def public_online_url(self) -> str:
        """The address online as everybody may know it: page, data, calendar and search engines ask this."""
        return self.online_url if self.online_url_public or not self.takes_registrations else ""
