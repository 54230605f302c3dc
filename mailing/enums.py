"""Choices, imported by models and queries alike."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubscriberState(models.TextChoices):
    """Where an address stands: asked for, confirmed by its owner, or off the list."""

    PENDING = "pending", _("to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    LEFT = "left", _("has left")
    BOUNCED = "bounced", _("refused by its server")


OFF_THE_LIST = (SubscriberState.LEFT, SubscriberState.BOUNCED)


class Medium(models.TextChoices):
    """What a journalist writes or speaks for."""

    AGENCY = "agency", _("news agency")
    DAILY = "daily", _("daily paper")
    PERIODICAL = "periodical", _("weekly or monthly")
    BROADCAST = "broadcast", _("radio or television")
    WEB = "web", _("website or newsletter")
    SPECIALIST = "specialist", _("specialist or scientific press")
    FREELANCE = "freelance", _("freelance")
    OTHER = "other", _("other")


class MailingKind(models.TextChoices):
    """What a mailing brings: a release at its moment, or what has to be known by those who received it."""

    RELEASE = "release", _("press release")
    CORRECTION = "correction", _("correction")
    WITHDRAWAL = "withdrawal", _("withdrawal")


class RegistrationState(models.TextChoices):
    """Where a registration for an event stands."""

    PENDING = "pending", _("to be confirmed")
    CONFIRMED = "confirmed", _("has a place")
    WAITING = "waiting", _("on the waiting list")
    CANCELLED = "cancelled", _("cancelled")
