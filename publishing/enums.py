"""Choices, imported by models and queries alike."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Where a message on its way stands; ``UNKNOWN`` is decided by a person, never by a program."""

    WAITING = "waiting", _("waiting")
    CLAIMED = "claimed", _("being sent")
    SENT = "sent", _("sent")
    REFUSED = "refused", _("refused for good")
    UNKNOWN = "unknown", _("outcome unknown: to be decided by a person")
    DROPPED = "dropped", _("not sent any more")


class LinkOutcome(models.TextChoices):
    """What came of looking at an address of another site."""

    UNKNOWN = "unknown", _("not looked at yet")
    FINE = "fine", _("leads there")
    MOVED = "moved", _("moved for good")
    REFUSED = "refused", _("answers no program: to be opened by a person")
    SILENT = "silent", _("no answer")
    GONE = "gone", _("leads nowhere")
