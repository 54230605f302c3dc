"""Personal keys to a release under embargo. A key is shown once, when it is made; the database knows its hash alone."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from .models import ReadingLink

TOKEN_BYTES = 32


def digest(token: str) -> str:
    """What is kept of a key: it is random and long, so that one round of a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def give(link: ReadingLink) -> str:
    """Save a new link and return its address, which ``link`` alone knows: nobody can read it again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link.token_hash = digest(token)
    link.save()
    with override(link.language):
        link.address = settings.SITE_URL + reverse("reading-link", kwargs={"token": token})
    return link.address


def alive(token: str, language: str) -> ReadingLink | None:
    """The link that opens with a key in a language now, if any."""
    link = ReadingLink.objects.select_related("release").filter(token_hash=digest(token), language=language).first()
    return link if link is not None and link.is_alive() else None
