"""Likely doubles, on the first page of the back office."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext

from .doubles import found_in, kinds_for
from .site_state import StateLine, StateSection, Urgency, register_lines


def double_lines(user: User) -> Iterator[StateLine]:
    """Each kind with its likely doubles, for who can merge them: two queries for a kind, whatever it holds."""
    for kind in kinds_for(user):
        if count := len(found_in(kind, user, is_quick=True).pairs):
            words = ngettext("likely double: %(kind)s", "likely doubles: %(kind)s", count)
            url = f"{reverse('admin:doubles')}?{urlencode({'kind': kind.label})}"
            yield StateLine(words % {"kind": kind.model._meta.verbose_name_plural}, url, count, Urgency.TO_DO)


def register() -> None:
    register_lines(StateSection.CONTENT, double_lines)
