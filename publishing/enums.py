"""Choices, imported by models and queries alike."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    CHECKED = "checked", _("checked: waiting for you to confirm")
    WRONG = "wrong", _("errors found: nothing has been imported")
    CONFIRMED = "confirmed", _("waiting to be imported")
    STORING = "storing", _("being imported")
    DONE = "done", _("imported")
    CANCELLED = "cancelled", _("stopped: nothing has been imported")
    FAILED = "failed", _("interrupted: nothing has been imported")


class LibraryPictureKind(models.TextChoices):
    """What a picture of the library is, for those who look for one."""

    PHOTOGRAPH = "photograph", _("photograph")
    PORTRAIT = "portrait", _("portrait")
    ILLUSTRATION = "illustration", _("illustration")
    DIAGRAM = "diagram", _("diagram or screenshot")


class PictureLicence(models.TextChoices):
    """By what right a picture may be shown. A closed list: what is free text is read by nobody."""

    OWN = "own", _("ours: the cluster holds the rights")
    PERMISSION = "permission", _("all rights reserved, permission given")
    CC0 = "cc0", _("CC0 1.0 (public domain)")
    CC_BY = "cc-by-4.0", _("CC BY 4.0")
    CC_BY_SA = "cc-by-sa-4.0", _("CC BY-SA 4.0")
    CC_BY_NC = "cc-by-nc-4.0", _("CC BY-NC 4.0")
    CC_BY_ND = "cc-by-nd-4.0", _("CC BY-ND 4.0")
    OPEN_LICENCE = "etalab-2.0", _("Open Licence 2.0 (Etalab)")
    PUBLIC_DOMAIN = "public-domain", _("public domain: the rights have run out")


class LibraryPictureState(models.TextChoices):
    """Whether a picture of the library may be shown, or what stands against it first; computed, never stored."""

    READY = "ready", _("ready to be shown")
    ENDING = "ending", _("permission ends within 60 days")
    INCOMPLETE = "incomplete", _("a text or the licence is missing")
    PERMISSION_MISSING = "no-permission", _("permission missing")
    ENDED = "ended", _("permission has ended")


class JournalKind(models.TextChoices):
    """What the journal keeps outside the database: whatever an older backup would undo."""

    WITHDRAWN = "withdrawn", pgettext_lazy("journal", "Withdrawn from the public")
    MOVED = "moved", pgettext_lazy("journal", "Moments moved or taken away")
    ENDED = "ended", pgettext_lazy("journal", "Ended, cancelled or made private")
    DELETED = "deleted", pgettext_lazy("journal", "Deleted")
    ERASED = "erased", pgettext_lazy("journal", "Erased for good")
    LEFT = "left", pgettext_lazy("journal", "Off the press list, or out of an event")
    DISABLED = "disabled", pgettext_lazy("journal", "Accounts closed, rights and passwords taken away")
    REVOKED = "revoked", pgettext_lazy("journal", "Links, invitations and second factors taken back")
    STRUCK = "struck", pgettext_lazy("journal", "Struck out of what is public")
    SEALED = "sealed", pgettext_lazy("journal", "Words approved or corrected")
    PREPARED = "prepared", pgettext_lazy("journal", "Mailings prepared")
    DELIVERED = "delivered", pgettext_lazy("journal", "Messages that left")
    OPENED = "opened", pgettext_lazy("journal", "Quarantines opened")
