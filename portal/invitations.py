"""Inviting staff to set up a second factor, taking one away, and the log of both."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from .enums import AccountAction
from .models import AccountEvent, Invitation

HOLDS = timedelta(days=3)
SESSION_KEY = "invitation"


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(account: User, by: AbstractBaseUser | None = None) -> str:
    """Make the account's one link and give its whole address, which is nowhere kept; the link before it holds no longer."""
    now = timezone.now()
    User.objects.select_for_update().get(pk=account.pk)
    Invitation.objects.filter(account=account, used_at=None, revoked_at=None).update(revoked_at=now)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(account=account, token_hash=digest(token), made_at=now, expires_at=now + HOLDS)
    log(AccountAction.INVITED, account, by)
    return settings.SITE_URL + reverse("invitation-link", kwargs={"token": token})


@transaction.atomic
def revoke(account: User, by: AbstractBaseUser | None = None) -> None:
    """Take the account's link back, if it still opens something."""
    if Invitation.objects.filter(account=account).open().update(revoked_at=timezone.now()):
        log(AccountAction.REVOKED, account, by)


@transaction.atomic
def free(account: User, by: AbstractBaseUser | None = None) -> str:
    """Take away all factors of an account, and its tie to the institution's provider; give the link to set up others.

    Its sessions end with the factors that opened them (``publishing.staff``).
    """
    _deleted, rows = Authenticator.objects.filter(user=account).delete()
    SocialAccount.objects.filter(user=account).delete()
    log(AccountAction.FREED, account, by, detail=str(sum(rows.values())))
    return invite(account, by)


def find(token: str) -> Invitation | None:
    return Invitation.objects.open().filter(token_hash=digest(token), account__is_active=True).first()


def accept(request: HttpRequest, invitation: Invitation) -> None:
    """Whoever holds the link may use it in this session, once signed in as the account that it is for."""
    request.session[SESSION_KEY] = invitation.pk


def held(request: HttpRequest) -> Invitation | None:
    """The invitation that this session holds, while it is open; whether it is for who is signed in is the caller's to ask."""
    pk = request.session.get(SESSION_KEY)
    return Invitation.objects.open().select_related("account").filter(pk=pk).first() if pk else None


def is_invited(request: HttpRequest) -> bool:
    invitation = held(request)
    return invitation is not None and invitation.account_id == request.user.pk


def use(request: HttpRequest, account: AbstractBaseUser) -> bool:
    """Use up the session's invitation for an account. Of two who try at the same moment one succeeds."""
    pk = request.session.pop(SESSION_KEY, None)
    if pk is None:
        return False
    return bool(Invitation.objects.open().filter(pk=pk, account=account).update(used_at=timezone.now()))


def log(
    action: AccountAction, account: AbstractBaseUser, by: AbstractBaseUser | AnonymousUser | None, *, detail: str = ""
) -> None:
    """Write a line of the log; without ``by`` it was done by a command on the server."""
    AccountEvent.objects.create(
        action=action,
        account_key=account.pk,
        account_name=account.get_username(),
        by_name=by.get_username() if by is not None else "",
        detail=detail,
    )
