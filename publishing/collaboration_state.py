"""Pages whose day of review has come, and tasks that are overdue, on the first page of the back office."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.utils.translation import ngettext

from .collaboration_access import kinds_seen_by
from .collaboration_tables import Assignment, RecordCare
from .site_state import StateCheck, StateSection, register


def _to_review(user: User | AnonymousUser) -> models.QuerySet[RecordCare]:
    return RecordCare.objects.of_kinds(kinds_seen_by(user)).overdue() if isinstance(user, User) else RecordCare.objects.none()


def _overdue(user: User | AnonymousUser) -> models.QuerySet[Assignment]:
    if not isinstance(user, User):
        return Assignment.objects.none()
    return Assignment.objects.visible_to(user, kinds_seen_by(user)).overdue()


CHECKS = (
    StateCheck(
        "publishing.to_review",
        StateSection.CONTENT,
        RecordCare,
        (),
        _to_review,
        lambda n: ngettext("page to review: its day has passed", "pages to review: their day has passed", n),
        query={"review": "due"},
    ),
    StateCheck(
        "publishing.overdue_tasks",
        StateSection.CONTENT,
        Assignment,
        (),
        _overdue,
        lambda n: ngettext("overdue task", "overdue tasks", n),
        query={"whose": "overdue"},
    ),
)


def register_checks() -> None:
    register(*CHECKS)
