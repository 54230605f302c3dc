"""What staff keep beside a record to work on it together: who looks after it, what they say of it, and tasks they give.

Each row names its record by its kind and its key, so that one mechanism serves every kind of record. Nothing of this is ever
public: it is no part of the record, of its revisions, its exports or the search, and it goes when the record is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import clock
from .fields import DayField

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_COMMENT = 4000


def _account(words: _StrPromise) -> models.ForeignKey:
    """Whose account: where it is deleted, what they did stays, as done by nobody who is still known."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=words
    )


class CareQuerySet(models.QuerySet):
    def of_kinds(self, kinds: Iterable[ContentType]) -> Self:
        return self.filter(content_type__in=list(kinds))

    def overdue(self) -> Self:
        """Whose day to be read again has come."""
        return self.filter(review_on__lte=clock.today())


class RecordCare(models.Model):
    """Who looks after a record, and the day on which somebody has to read it again."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("kind of record"))
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    owner = _account(_("looked after by"))
    review_on = DayField(_("to be reviewed on"), null=True, blank=True, db_index=True)

    objects: ClassVar = CareQuerySet.as_manager()

    class Meta:
        verbose_name = _("page to look after")
        verbose_name_plural = _("pages to look after")
        ordering = [F("review_on").asc(nulls_last=True), "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="publishing_recordcare_once")]

    def __str__(self) -> str:
        return str(self.record) if self.record is not None else f"#{self.object_id}"

    @property
    def is_overdue(self) -> bool:
        """The instance's twin of ``CareQuerySet.overdue``."""
        return self.review_on is not None and self.review_on <= clock.today()


class CommentQuerySet(models.QuerySet):
    def of_kinds(self, kinds: Iterable[ContentType]) -> Self:
        return self.filter(content_type__in=list(kinds))

    def open_for(self, user: User) -> Self:
        """What somebody was told of in a thread that is open, and has not answered or put away since."""
        told = CommentAddressee.objects.filter(account=user, seen_at=None).values("comment")
        return self.filter(Q(thread=None, resolved_at=None) | Q(thread__resolved_at=None, thread__isnull=False), pk__in=told)


class RecordComment(models.Model):
    """What somebody of the staff says of a record, or answers. ``thread`` is the comment that an answer belongs to.

    Plain text, shown as it was typed. ``field`` names the field that the first comment of a thread is about, if any.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.BigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    thread = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="answers")
    field = models.CharField(_("field"), max_length=60, blank=True)
    text = models.TextField(_("comment"), max_length=LONGEST_COMMENT, blank=True)
    by = _account(_("by"))
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolved_by = _account(_("resolved by"))

    objects: ClassVar = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["written_at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "object_id"], name="publishing_comment_record")]
        constraints = [
            models.CheckConstraint(
                condition=Q(thread=None) | Q(field="", resolved_at=None), name="publishing_recordcomment_answers_are_plain"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None


class CommentAddressee(models.Model):
    """Whom a comment is for, until they answered, put it away or the thread is resolved."""

    comment = models.ForeignKey(RecordComment, models.CASCADE, related_name="addressees")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("addressee of a comment")
        verbose_name_plural = _("addressees of comments")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["comment", "account"], name="publishing_addressee_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user: User, kinds: Iterable[ContentType]) -> Self:
        """What is about a record is for all who may view it, and for nobody else; the rest for who gave or got it."""
        own = Q(content_type=None) & (Q(assignee=user) | Q(given_by=user))
        return self.filter(own | Q(content_type__in=list(kinds)))

    def to_do(self) -> Self:
        return self.filter(done_at=None)

    def overdue(self) -> Self:
        return self.to_do().filter(due_on__lt=clock.today())


class Assignment(models.Model):
    """A task that somebody of the staff gave a colleague, about a record or not. (Rights go by ``tasks.Task``.)"""

    title = models.CharField(_("what there is to do"), max_length=200)
    details = models.TextField(_("details"), max_length=LONGEST_COMMENT, blank=True)
    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True, blank=True, editable=False)
    object_id = models.BigIntegerField(null=True, blank=True, editable=False)
    record = GenericForeignKey("content_type", "object_id")
    assignee = _account(_("given to"))
    given_by = _account(_("task given by"))
    given_at = models.DateTimeField(_("given"), default=timezone.now, editable=False)
    due_on = DayField(_("to be done by"), null=True, blank=True, db_index=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    done_by = _account(_("done by"))

    objects: ClassVar = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("task given")
        verbose_name_plural = _("tasks given")
        ordering = [F("done_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "object_id"], name="publishing_assignment_record")]
        constraints = [
            models.CheckConstraint(
                condition=Q(content_type=None, object_id=None) | Q(content_type__isnull=False, object_id__isnull=False),
                name="publishing_assignment_record_whole",
            ),
            models.CheckConstraint(
                condition=Q(done_by=None) | Q(done_at__isnull=False), name="publishing_assignment_done_by_once_done"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_overdue(self) -> bool:
        """The instance's twin of ``AssignmentQuerySet.overdue``."""
        return self.done_at is None and self.due_on is not None and self.due_on < clock.today()


class BulkChange(models.Model):
    """What one action of a list changed, kept for a day so that whoever took it can have it back.

    ``entries`` holds for each record its key, its name, the fields that changed as they were before, and what all its fields
    were right after (as a digest): a record that was changed since is left alone.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    action = models.CharField(max_length=100)
    words = models.CharField(max_length=200)
    entries = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("change made in a list")
        verbose_name_plural = _("changes made in lists")
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.pk}"
