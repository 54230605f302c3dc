"""The choices of the press and the news: models, querysets and pages all read them here."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReviewState(TextChoices):
    """Where the working text of a language stands. All else of a release's life is computed."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")


class ReleaseState(TextChoices):
    """How far a language of a release has come: its review is stored, its approval is that an edition is in force."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")


class ReleaseStage(TextChoices):
    """Where a language of a release stands, as lists say it. Changed text may be in review beside an edition."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved, without a moment")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLIC = "public", _("public")
    WITHDRAWN = "withdrawn", _("withdrawn")


class EditionKind(TextChoices):
    """How an edition came to be."""

    PROOF = "proof", _("proof, not approved")
    APPROVED = "approved", _("approved")
    CORRECTION = "correction", _("correction")
    MEND = "mend", _("small mend")
    LOADED = "loaded", _("loaded")


class StruckPart(TextChoices):
    """The parts of an edition that may have to go, each by its place in its row."""

    QUOTE = "quotes", _("quote")
    BOILERPLATE = "boilerplates", _("boilerplate")
    CONTACT = "contacts", _("press contact")
    PICTURE = "pictures", _("picture")
    ATTACHMENT = "attachments", _("attachment")
    NAMED = "named", _("named thing")


class StateChangeKind(TextChoices):
    """What happened to a release, in its log."""

    CREATED = "created", _("created")
    SUBMITTED = "submitted", _("sent for review")
    RETURNED = "returned", _("sent back to its author")
    APPROVED = "approved", _("approved")
    RESCHEDULED = "rescheduled", _("moved to another moment")
    BACK_TO_DRAFT = "to_draft", _("taken back to draft")
    CORRECTED = "corrected", _("corrected")
    MENDED = "mended", _("small mend")
    STRUCK = "struck", _("struck out")
    OVERRIDDEN = "overridden", _("approved alone")
    CONFIRMED = "confirmed", _("confirmed by somebody else")
    READDRESSED = "readdressed", _("address changed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class QuoteVerdict(TextChoices):
    """What the person quoted says of their words."""

    APPROVED = "approved", _("approved")
    CHANGE = "change", _("a change is asked for")


class Attendance(TextChoices):
    """How somebody takes part in an event that is held on site and online."""

    ON_SITE = "on_site", _("on site")
    ONLINE = "online", pgettext_lazy("taking part", "online")


class RegistrationPhase(TextChoices):
    """Whether one may register for an event."""

    NONE = "none", _("without registration")
    NOT_YET = "not_yet", _("registration not open yet")
    OPEN = "open", _("registration open")
    CLOSED = "closed", _("registration closed")
    CANCELLED = "cancelled", _("cancelled")
    OVER = "over", _("over")
