"""Who registers for an event, and how many of its places are taken."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.enums import Attendance
from news.models import Event
from publishing import languages
from publishing.fields import MomentField

from .enums import RegistrationState


class EventPlaces(models.Model):
    """The places of an event: the row that whoever takes or leaves one locks, so that there are never more than it has.

    ``capacity`` follows that of the event; where somebody lowered it below what was taken, it stays at what was taken, and
    nobody is put out. ``taken`` counts the registrations that hold a place; those online are counted apart where the event
    asks how people take part.
    """

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("event"))
    capacity = models.PositiveIntegerField(null=True, editable=False)
    taken = models.PositiveIntegerField(default=0, editable=False)
    online_capacity = models.PositiveIntegerField(null=True, editable=False)
    online_taken = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("places of an event")
        verbose_name_plural = _("places of events")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity__isnull=True) | models.Q(taken__lte=models.F("capacity")),
                name="mailing_places_never_too_many",
            ),
            models.CheckConstraint(
                condition=models.Q(online_capacity__isnull=True) | models.Q(online_taken__lte=models.F("online_capacity")),
                name="mailing_places_online_never_too_many",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Registration(models.Model):
    """Somebody's registration for an event: one an address, whatever they do with it.

    A place is held until ``held_until`` for an address that is not confirmed yet. ``key`` is what the links in its messages
    are signed from; it changes where somebody registers anew after a cancellation, so that older links are dead.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="registrations", verbose_name=_("event"))
    email = models.EmailField(_("e-mail address"))
    address_key = models.CharField(max_length=254, editable=False)
    """The address in small letters: one registration for one address however it is written."""
    name = models.CharField(_("name"), max_length=150)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    needs = models.TextField(_("accessibility needs"), blank=True)
    attendance = models.CharField(_("takes part"), max_length=8, choices=Attendance, default=Attendance.ON_SITE, editable=False)
    """Of use where the event asks for it; elsewhere everybody has the first."""
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=RegistrationState, default=RegistrationState.PENDING)
    holds_place = models.BooleanField(default=False, editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked for"), editable=False)
    held_until = MomentField(_("held until"), null=True, blank=True, editable=False)
    written_at = models.DateTimeField(_("last written to"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    queued_at = models.DateTimeField(_("on the waiting list since"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    told_at = models.DateTimeField(_("told that the event is cancelled"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["event_id", "pk"]
        permissions = [("needs_registration", _("Can read the accessibility needs of those registered"))]
        constraints = [
            models.UniqueConstraint(fields=["event", "address_key"], name="mailing_registration_once"),
            models.CheckConstraint(
                condition=models.Q(state=RegistrationState.PENDING)
                | models.Q(state=RegistrationState.CONFIRMED, holds_place=True)
                | models.Q(state__in=(RegistrationState.WAITING, RegistrationState.CANCELLED), holds_place=False),
                name="mailing_registration_place_of_state",
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=languages.codes()), name="mailing_registration_language_known"
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "queued_at"], name="mailing_registration_queue"),
            models.Index(fields=["held_until"], condition=models.Q(holds_place=True), name="mailing_registration_held"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
