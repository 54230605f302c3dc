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


class SheetJobState(models.TextChoices):
    """Where a spreadsheet that is taken in beside the web process stands."""

    WAITING = "waiting", _("waiting to be checked")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked: waiting for your word")
    WRONG = "wrong", _("not right: nothing has been taken in")
    CONFIRMED = "confirmed", _("waiting to be taken in")
    STORING = "storing", _("being taken in")
    DONE = "done", _("taken in")
    CANCELLED = "cancelled", _("stopped: nothing has been taken in")
    FAILED = "failed", _("broken off: nothing has been taken in")
