"""A pledge that was made confidential, or a logo whose permission ended, stays so after a restore."""

from __future__ import annotations

from publishing.enums import JournalKind
from publishing.journal import watch
from publishing.journal_kinds import Stricter, watch_state

from .models import Partner, Pledge


def connect() -> None:
    pledge, compare = watch_state(JournalKind.ENDED, Pledge, is_public=Stricter.FALSE)
    watch(pledge, compare=compare)
    logo, compare = watch_state(JournalKind.ENDED, Partner, logo_permission_until=Stricter.EARLIER)
    watch(logo, compare=compare)
