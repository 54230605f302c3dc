"""Personal keys to a release under embargo. A key is shown once, when it is made; the database knows its hash alone."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from .enums import EditionKind
from .models import Edition, ReadingLink
from .sealing import seal, working_words

TOKEN_BYTES = 32


def digest(token: str) -> str:
    """What is kept of a key: it is random and long, so that one round of a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def give(link: ReadingLink) -> str:
    """Save a new link and return its address, which ``link`` alone knows: nobody can read it again.

    Where nothing is approved yet, what is written now is frozen as a proof: that is what the link opens until then.
    """
    if link.release.edition_in(link.language) is None:
        words = working_words(link.release)[link.language]
        link.proof = seal(link.release, words, EditionKind.PROOF)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link.token_hash = digest(token)
    link.save()
    with override(link.language):
        link.address = settings.SITE_URL + reverse("reading-link", kwargs={"token": token})
    return link.address


def edition_of(link: ReadingLink) -> Edition | None:
    """What a link opens now."""
    return link.release.edition_in(link.language) or link.proof


def alive(token: str, language: str) -> ReadingLink | None:
    """The link that opens with a key in a language now, if any."""
    link = ReadingLink.objects.select_related("release", "proof").filter(token_hash=digest(token), language=language).first()
    return link if link is not None and link.is_alive() and edition_of(link) is not None else None
