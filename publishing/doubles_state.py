"""Likely doubles, on the first page of the back office."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext

from .doubles import found_quickly, kinds_for
from .site_state import StateLine, StateSection, Urgency, register_lines


def double_lines(user: User) -> Iterator[StateLine]:
    """Each kind with its likely doubles, for who can merge them: a query for each kind, and one more, whatever they hold."""
    kinds = kinds_for(user)
    found = found_quickly(kinds, user) if kinds else {}
    for kind in kinds:
        if count := len(found[kind.label].pairs):
            words = ngettext("likely double: %(kind)s", "likely doubles: %(kind)s", count)
            url = f"{reverse('admin:doubles')}?{urlencode({'kind': kind.label})}"
            yield StateLine(words % {"kind": kind.model._meta.verbose_name_plural}, url, count, Urgency.TO_DO)


def register() -> None:
    register_lines(StateSection.CONTENT, double_lines)
