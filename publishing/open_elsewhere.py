"""Who has a form open right now: kept in the cache, for as long as the page says so every half minute.

A notice and not a lock: nothing depends on it, and where the cache does not answer nobody is told anything.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.contrib.auth.models import User
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from .account_names import display_name
from .limits import CACHE_GONE

BEAT = 30
"""Seconds between two words of an open form. ``open_form.js`` is told so by the page."""
LASTS = 2 * BEAT + 5
"""Seconds after which a form that says nothing any more is taken for closed: two words missed."""
MOST = 50


@dataclass(frozen=True)
class OpenForm:
    """An account has a form open since, and last said so at: seconds since 1970. ``page`` tells two of its tabs apart."""

    account: int
    name: str
    page: str
    since: float
    seen: float


def _key(form: str) -> str:
    return f"open-form:{form}"


def _read(form: str) -> list[OpenForm]:
    oldest = time.time() - LASTS
    return [found for line in cache.get(_key(form)) or [] if (found := OpenForm(**line)).seen > oldest]


def _write(form: str, opened: list[OpenForm]) -> None:
    cache.set(_key(form), [asdict(line) for line in opened[-MOST:]], LASTS)


def beat(form: str, user: User, page: str) -> list[OpenForm]:
    """Note that an account has a form open; those that others have open, one an account, the longest first.

    Two words at the same moment may cost one of them its line, until its next word.
    """
    now = time.time()
    try:
        opened = _read(form)
        since = next((line.since for line in opened if (line.account, line.page) == (user.pk, page)), now)
        others = [line for line in opened if (line.account, line.page) != (user.pk, page)]
        name = display_name(user)
        _write(form, [*others, OpenForm(user.pk, name, page, since, now)])
    except CACHE_GONE:
        return []
    first: dict[int, OpenForm] = {}
    for line in sorted(others, key=lambda line: line.since):
        if line.account != user.pk:
            first.setdefault(line.account, line)
    return list(first.values())


def leave(form: str, user: User, page: str) -> None:
    """Note that an account has left a form."""
    try:
        _write(form, [line for line in _read(form) if (line.account, line.page) != (user.pk, page)])
    except CACHE_GONE:
        return


def in_words(opened: OpenForm) -> str:
    since = timezone.localtime(datetime.fromtimestamp(opened.since, UTC))
    return _("%(name)s has had this form open since %(time)s.") % {"name": opened.name, "time": since.strftime("%H:%M")}
