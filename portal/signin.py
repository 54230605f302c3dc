"""How staff sign in: accounts are given, never taken; a factor is enrolled by invitation; failures lock out a network alone.

Who counts as staff, the second factor included, is asked in ``publishing.staff``.
"""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models.signals import post_delete, post_save, pre_save
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publishing.network import network_of
from publishing.staff import is_let_in

from . import invitations
from .enums import AccountAction

MAIN_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: administrators do. What is limited is limited by network."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The user name or the password is not right."),
        "incorrect_password": _("This password is not right."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code or passkey was not accepted. Please try again."),
        "too_many_login_attempts": _(
            "Too many attempts from your network failed. Please wait five minutes; from another network you can sign in now."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What the library's limits count by: the network, read where every other part of the portal reads it."""
        return network_of(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failures count for an account in a network: who fails elsewhere does not lock the owner out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{network_of(request)}"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in is not asked once more."""
        request = context.request
        if request is None:
            return True
        since = time.time() - account_settings.REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > since for record in get_authentication_records(request, request.user))


class EncryptedFactors(DefaultMFAAdapter):
    """The keys of authenticator apps are encrypted at rest, under a key drawn from the portal's secret.

    They cannot be hashed: the server needs them to compute the code. A copy of the database alone gives no code.
    """

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": ClosedAdapter.error_messages["incorrect_code"],
        "too_many_codes": ClosedAdapter.error_messages["too_many_login_attempts"],
        "cannot_delete_authenticator": _("This is your last second factor: set up another one before you remove it."),
        "cannot_generate_recovery_codes": _("Recovery codes stand in for a second factor: set one up first."),
    }

    @staticmethod
    def _box() -> Fernet:
        digest = hashlib.sha256(b"portal.signin.factors:" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(digest))

    def encrypt(self, text: str) -> str:
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Where a second factor is needed, the last one stays: only an administrator's invitation would bring another."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=MAIN_FACTORS).exclude(pk=authenticator.pk)
        return not settings.SECOND_FACTOR or others.exists()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def _get_site_name(self) -> str:
        return settings.PORTAL_NAME


# What a factor's coming and going asks of it, whichever page, form or library brings it about.


def _guard_enrolment(sender: object, instance: Authenticator, **kwargs: Any) -> None:
    """In a request, a factor is added by who showed one in this session, or who holds an invitation, which is thereby used."""
    request = context.request
    if request is None or not settings.SECOND_FACTOR or not instance._state.adding:
        return
    if request.user.pk == instance.user_id and is_let_in(request):
        return
    if request.user.pk != instance.user_id or not invitations.use(request, instance.user):
        raise PermissionDenied


def _note_enrolment(sender: object, instance: Authenticator, created: bool, **kwargs: Any) -> None:
    """Whoever has just set a factor up has shown it."""
    request = context.request
    if not created:
        return
    by = request.user if request is not None else None
    invitations.log(AccountAction.FACTOR_ADDED, instance.user, by, detail=instance.type)
    if request is not None and request.user.pk == instance.user_id:
        record_authentication(request, instance.user, "mfa", id=instance.pk, type=instance.type)


def _note_removal(sender: object, instance: Authenticator, **kwargs: Any) -> None:
    request = context.request
    by = request.user if request is not None else None
    invitations.log(AccountAction.FACTOR_REMOVED, instance.user, by, detail=instance.type)


def watch_factors() -> None:
    pre_save.connect(_guard_enrolment, sender=Authenticator, dispatch_uid="portal.signin.guard_enrolment")
    post_save.connect(_note_enrolment, sender=Authenticator, dispatch_uid="portal.signin.note_enrolment")
    post_delete.connect(_note_removal, sender=Authenticator, dispatch_uid="portal.signin.note_removal")


class SecondFactorMiddleware:
    """Of the pages of one's account, a password alone opens those that lead further in, and no other.

    A page is closed unless it is named here, so that one which the library adds is not forgotten. An invitation opens the
    two by which a factor is set up.
    """

    ACCOUNT_PAGES = ("account_", "mfa_", "socialaccount_", "openid_connect_")
    WAY_IN = frozenset(
        {
            "account_login",
            "account_logout",
            "account_signup",
            "account_inactive",
            "account_reauthenticate",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
            "mfa_authenticate",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "mfa_login_webauthn",
            "openid_connect_login",
            "openid_connect_callback",
            "socialaccount_login_cancelled",
            "socialaccount_login_error",
        }
    )
    ENROLMENT = frozenset({"mfa_activate_totp", "mfa_add_webauthn"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseRedirect | None:
        name = (request.resolver_match.url_name if request.resolver_match else None) or ""
        if not name.startswith(self.ACCOUNT_PAGES) or name in self.WAY_IN:
            return None
        if not request.user.is_authenticated or is_let_in(request):
            return None
        if name in self.ENROLMENT and invitations.is_invited(request):
            return None
        return HttpResponseRedirect(reverse("second-factor"))


def has_main_factor(account_key: int | None) -> bool:
    return Authenticator.objects.filter(user_id=account_key, type__in=MAIN_FACTORS).exists()
