"""The name under which a browser keeps what an account typed: it tells nothing of the account, and never changes."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User
from django.utils.crypto import salted_hmac

_SALT = "publishing.account_keys"


def account_key(user: User | AnonymousUser) -> str:
    """An account's opaque key, 32 hexadecimal digits; empty for nobody.

    Drafts in a browser, uploads that wait and forms that are sent carry it, so that nobody is shown what somebody else typed at
    the same machine. It opens nothing: whoever knows it is still asked to sign in.
    """
    return salted_hmac(_SALT, str(user.pk), algorithm="sha256").hexdigest()[:32] if user.is_authenticated else ""
