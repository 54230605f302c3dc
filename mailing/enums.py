"""Choices, imported by models and queries alike."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class ContactTopic(models.TextChoices):
    """The subjects that pages of the portal lead to."""

    GENERAL = "general", _("a question about the cluster")
    STUDY = "study", _("theses, jobs and training")
    PARTNERSHIP = "partnership", _("becoming a partner")
    PRESS = "press", _("press and media")
    ACCESSIBILITY = "accessibility", _("an obstacle to access")
    PRIVACY = "privacy", _("personal data")
    CORRECTION = "correction", _("a mistake on the site")


class ContactRole(models.TextChoices):
    """What a mail about a visitor's message is: itself, word that it came, or the copy that its sender asked for."""

    MAILBOX = "mailbox", _("to the mailbox")
    RECEIPT = "receipt", _("acknowledgement to the sender")
    COPY = "copy", _("copy to the sender")


class ContactState(models.TextChoices):
    """Where a visitor's message stands; computed, never stored."""

    RECEIVED = "received", pgettext_lazy("message", "received, on its way to the mailbox")
    SENT = "sent", pgettext_lazy("message", "sent to the mailbox")
    UNKNOWN = "unknown", pgettext_lazy("message", "sent, but it may not have arrived")
    BOUNCED = "bounced", pgettext_lazy("message", "refused by every mailbox")
    ANSWERED = "answered", pgettext_lazy("message", "answered")


class RegistrationState(models.TextChoices):
    """Where a registration for an event stands."""

    PENDING = "pending", _("to be confirmed")
    CONFIRMED = "confirmed", _("has a place")
    WAITING = "waiting", _("on the waiting list")
    CANCELLED = "cancelled", _("cancelled")
