"""What waits for somebody of the press office, on the first page of the back office."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import ngettext

from news import services
from news.models import PressRelease
from publishing import admin_notices
from publishing.admin_notices import Notice


def to_confirm(by: User) -> Iterator[Notice]:
    """Releases that one person approved alone, for whoever may approve."""
    number = PressRelease.objects.awaiting_confirmation().count() if by.has_perm(services.APPROVE) else 0
    if number:
        words = ngettext(
            "%(number)s press release was approved by one person alone: somebody else has to confirm it.",
            "%(number)s press releases were approved by one person alone: somebody else has to confirm them.",
            number,
        )
        yield Notice(words % {"number": number}, f"{reverse('admin:news_pressrelease_changelist')}?confirmation=due")


admin_notices.register(to_confirm)
