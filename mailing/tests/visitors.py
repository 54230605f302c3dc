"""What visitors write, for tests."""

from __future__ import annotations

from typing import Any

from mailing.contact import copy_token
from mailing.models import ContactMessage
from mailing.subscribers import hashed
from publishing import languages


def visitors_message(number: int | None = None, **given: Any) -> ContactMessage:
    """A message as it is kept; nothing of it leaves."""
    number = ContactMessage.objects.count() if number is None else number
    reference = f"TEST-{number:04d}"
    values = {
        "reference": reference,
        "language": languages.main(),
        "about": "Une question",
        "name": "Jane Doe",
        "email": f"jane{number}@example.net",
        "text": "Bonjour,\nqui répond ?",
        "fingerprint": reference,
        "copy_key": hashed(copy_token(reference, f"jane{number}@example.net")),
    }
    return ContactMessage.objects.create(**values | given)
