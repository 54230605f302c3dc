"""That the mail server takes nothing, kept where the back office can say it: the press office reads no log of a worker."""

from __future__ import annotations

from django.utils import timezone

from .models import MailServerTrouble
from .queue import LONGEST_OUTCOME


def note(reply: str) -> None:
    """The worker was refused, or reached nobody."""
    now = timezone.now()
    said = {"seen_at": now, "reply": reply[:LONGEST_OUTCOME]}
    MailServerTrouble.objects.update_or_create(only=True, defaults=said, create_defaults={**said, "since": now})


def over() -> None:
    """The server takes messages again."""
    MailServerTrouble.objects.all().delete()


def current() -> MailServerTrouble | None:
    return MailServerTrouble.objects.first()
