"""How staff sign in: accounts are given, never taken, and a second factor stands before the back office."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: administrators do."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class EncryptedFactors(DefaultMFAAdapter):
    """The keys of authenticator apps are encrypted at rest, under a key drawn from the portal's secret.

    They cannot be hashed: the server needs them to compute the code. A copy of the database alone gives no code.
    """

    @staticmethod
    def _box() -> Fernet:
        digest = hashlib.sha256(b"portal.signin.factors:" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(digest))

    def encrypt(self, text: str) -> str:
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._box().decrypt(encrypted_text.encode()).decode()


class SecondFactorMiddleware:
    """Staff without a second factor reach nothing of the back office but the page that gives them one.

    Whoever may edit may also publish somewhere, so all staff need it. ``SECOND_FACTOR`` switches it (always on in production
    unless said otherwise; off on a local portal, where the account is made by the machine).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self._is_missing(request):
            messages.warning(request, _("Your account needs a second factor before it opens the back office."))
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return self.get_response(request)

    @staticmethod
    def _is_missing(request: HttpRequest) -> bool:
        if not settings.SECOND_FACTOR or not request.path_info.startswith(reverse("admin:index")):
            return False
        return request.user.is_authenticated and not is_mfa_enabled(request.user)
