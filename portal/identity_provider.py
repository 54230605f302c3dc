"""Signing in through an institution's own identity provider: who is let in by it, and what of its word counts."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import user_logged_in
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render

from publishing.staff import PROVIDER_FACTOR

from . import invitations
from .enums import AccountAction

PROVIDER = "institution"
REFEDS_MFA = "https://refeds.org/profile/mfa"
"""The class of authentication by which research federations say that two factors were shown."""


class InvitedOnlyAdapter(DefaultSocialAccountAdapter):
    """Accounts are given in the portal alone; the provider says who one is.

    The first time, the address that the provider has verified must be that of one active staff account. From then on the
    account is tied to the provider's own number for the person: the address of somebody who left, given to somebody new,
    opens nothing.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.state.get("process") != AuthProcess.LOGIN or not is_of_one_person(sociallogin):
            raise refusal(request)
        if sociallogin.is_existing:
            if not (sociallogin.user.is_active and sociallogin.user.is_staff):
                raise refusal(request)
            return
        with transaction.atomic():
            account = invited_account(sociallogin)
            if account is not None:
                sociallogin.connect(request, account)
                invitations.log(AccountAction.BOUND, account, account, detail=sociallogin.account.uid[:200])
        if account is None:
            raise refusal(request)


def refusal(request: HttpRequest) -> ImmediateHttpResponse:
    """The same answer whether there is no such account, it is disabled, or tied to somebody else."""
    return ImmediateHttpResponse(
        render(request, "socialaccount/not_invited.html", {"provider": settings.OIDC_NAME}, status=403)
    )


def is_of_one_person(sociallogin: SocialLogin) -> bool:
    """What the provider tells on request must be of whom its signed statement is about."""
    told: dict[str, dict[str, Any]] = sociallogin.account.extra_data
    subjects = [part.get("sub") for part in (told.get("id_token"), told.get("userinfo")) if part]
    return bool(told.get("id_token")) and len(set(subjects)) == 1


def invited_account(sociallogin: SocialLogin) -> User | None:
    """The one staff account that has an address which the provider has verified, and is tied to nobody yet."""
    verified = [address.email for address in sociallogin.email_addresses if address.verified is True and address.email]
    if len(verified) != 1:
        return None
    found = list(User.objects.select_for_update().filter(email__iexact=verified[0], is_active=True, is_staff=True)[:2])
    if len(found) != 1 or SocialAccount.objects.filter(user=found[0]).exists():
        return None
    return found[0]


def showed_second_factor(sociallogin: SocialLogin) -> bool:
    """Whether the provider's signed statement says that two factors were shown this time."""
    claims: dict[str, Any] = sociallogin.account.extra_data.get("id_token") or {}
    methods = claims.get("amr")
    return claims.get("acr") == REFEDS_MFA or (isinstance(methods, list) and "mfa" in methods)


def _note_provider_factor(
    sender: object, request: HttpRequest, user: User, sociallogin: SocialLogin | None = None, **kwargs: Any
) -> None:
    if sociallogin is not None and settings.OIDC_SECOND_FACTOR and showed_second_factor(sociallogin):
        record_authentication(request, user, PROVIDER_FACTOR, id=sociallogin.account.pk)


def watch_sign_in() -> None:
    user_logged_in.connect(_note_provider_factor, dispatch_uid="portal.identity_provider.note_provider_factor")
