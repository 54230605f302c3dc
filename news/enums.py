"""The choices of the press and the news: models, querysets and pages all read them here."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReleaseState(TextChoices):
    """How far the review of a release has come. Whether it is public is computed from its moments, never stored."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")


class StateChangeKind(TextChoices):
    """What happened to a release, in its log."""

    CREATED = "created", _("created")
    SUBMITTED = "submitted", _("sent for review")
    RETURNED = "returned", _("sent back to its author")
    APPROVED = "approved", _("approved")
    RESCHEDULED = "rescheduled", _("moved to another moment")
    CORRECTED = "corrected", _("corrected")
    WITHDRAWN = "withdrawn", _("withdrawn")
