"""Accounts that were closed, rights, passwords and second factors that were taken away, invitations that were used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext as _

from publishing.enums import JournalKind
from publishing.journal import DELETE, UPDATE, JournalDifference, JournalEntry, Watch, watch
from publishing.journal_kinds import Stricter, change, gone, moment, named, stored, watch_state

from .models import Invitation

GROUPS, RIGHTS = User.groups.through, User.user_permissions.through


def _closed(entry: JournalEntry) -> Iterator[JournalDifference]:
    """An account that was deleted is closed: what it signed stays signed."""
    account = stored(entry)
    if account is not None and account.is_active:
        yield JournalDifference(entry, named(account), lambda: change(account, is_active=False, is_staff=False))


def _password(entry: JournalEntry) -> Iterator[JournalDifference]:
    """An older password may be the one that somebody else knew: it opens nothing, and the owner asks for a new one."""
    account = stored(entry)
    if account is not None and account.has_usable_password():
        sentence = _("%(account)s: the password was changed since; the older one is to open nothing.")
        yield JournalDifference(entry, sentence % {"account": named(account)}, lambda: _without_password(account))


def _without_password(account: Any) -> None:
    account.set_unusable_password()
    change(account, password=account.password)


def _right_taken(model: type[models.Model], what: str) -> Any:
    """Of an account, a group or a right of its own: whoever was given it anew since is given it anew by a person."""

    def compare(entry: JournalEntry) -> Iterator[JournalDifference]:
        found = {name: entry.said[name] for name in ("user_id", what)}
        row: Any = models.QuerySet(model).filter(**found).first()
        if row is not None:
            sentence = f"{named(row.user)}: {getattr(row, what.removesuffix('_id'))}"
            yield JournalDifference(entry, sentence, row.delete)

    return compare


def _factor(entry: JournalEntry) -> Iterator[JournalDifference]:
    row: Any = stored(entry)
    if row is not None:
        yield JournalDifference(entry, named(row.user), row.delete)


def _invitation(entry: JournalEntry) -> Iterator[JournalDifference]:
    row = stored(entry)
    if row is not None and row.used_at is None and row.revoked_at is None:
        ended = moment(entry.said["revoked_at"] or entry.said["used_at"])
        if ended is not None:
            yield JournalDifference(entry, named(row.account), lambda: change(row, revoked_at=ended))


def connect() -> None:
    account, compare = watch_state(
        JournalKind.DISABLED, User, is_active=Stricter.FALSE, is_staff=Stricter.FALSE, is_superuser=Stricter.FALSE
    )
    watch(account, compare=compare)
    watch(Watch(JournalKind.DELETED, User, DELETE), compare=_closed)
    watch(Watch(JournalKind.REVOKED, User, UPDATE, (), ("password",)), compare=_password)
    for model, what in ((GROUPS, "group_id"), (RIGHTS, "permission_id")):
        watch(Watch(JournalKind.DISABLED, model, DELETE, ("user_id", what)), compare=_right_taken(model, what))
    for factor in (Authenticator, SocialAccount):
        watch(Watch(JournalKind.REVOKED, factor, DELETE, ("user_id",)), compare=_factor)
    ends = ("used_at", "revoked_at")
    watch(Watch(JournalKind.REVOKED, Invitation, UPDATE, ends, ends), compare=_invitation)
    watch(Watch(JournalKind.DELETED, Invitation, DELETE), compare=gone)
