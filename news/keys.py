"""Keys in addresses that outside readers get: random, long, and known to the database by their hash alone."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

TOKEN_BYTES = 32


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """What is kept of a key: it is random and long, so that one round of a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def address(route: str, token: str, language: str) -> str:
    """The whole address of a page behind a key."""
    with override(language):
        return settings.SITE_URL + reverse(route, kwargs={"token": token})
