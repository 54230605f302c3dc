"""The links by which somebody who registered comes back: signed, so that what the database keeps opens nothing by itself."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import override

from .registration_models import Registration

CONFIRM, OWN = "confirm", "own"
"""What a link is for: to confirm an address; to see one's own registration, give its place back and take its calendar file."""


def token(registration: Registration, purpose: str) -> str:
    return _signer(purpose).sign(registration.key.hex)


def opened_by(text: str, purpose: str) -> Registration | None:
    """The registration that a token opens, with its event; none for what nobody here has signed."""
    try:
        key = uuid.UUID(hex=_signer(purpose).unsign(text))
    except (BadSignature, ValueError):
        return None
    return Registration.objects.select_related("event").filter(key=key).first()


def address(registration: Registration, name: str, purpose: str) -> str:
    """The whole address of a route, in the language in which somebody registered."""
    with override(registration.language):
        return settings.SITE_URL + reverse(name, kwargs={"token": token(registration, purpose)})


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"mailing.registration.{purpose}")
