"""E-mail addresses: as people write them, as the portal keeps them, and as a header of a mail has them (RFC 5322)."""

from __future__ import annotations

import re
import unicodedata
from email.headerregistry import Address, AddressHeader, HeaderRegistry

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode

LONGEST = 254
"""How many signs an address may have (RFC 5321, 4.5.3.1.3, less the angle brackets)."""

_UNPRINTABLE = {"Cc", "Zl", "Zp"}
_NAME_AND_ADDRESS = re.compile(r'(?P<name>[^<>"]*)<(?P<address>[^<>\s]+)>')


def normalised(address: str) -> str:
    """One writing per address: NFC, no spaces around it, its domain in small letters and in ASCII (RFC 5890).

    The part before the @ keeps its letters: its server alone decides what they mean. Raises ``ValidationError``.
    """
    text = unicodedata.normalize("NFC", address).strip()
    validate_email(text)
    local_part, _at, domain = text.rpartition("@")
    try:
        text = f"{local_part}@{punycode(domain.casefold())}"
    except UnicodeError:
        raise ValidationError(validate_email.message, code="invalid") from None
    if len(text) > LONGEST:
        raise ValidationError(validate_email.message, code="invalid")
    return text


def mailbox(text: str) -> Address:
    """The one mailbox that ``text`` names: ``Name <address>``, or an address alone (RFC 5322, 3.4).

    The name may hold what the standard wants quoted, such as the @ of ``PostGenAI@Paris``, with quotation marks or without:
    ``str()`` of the result quotes what must be. The domain is given in ASCII. Raises ``ValueError`` for anything else: no
    address or several, an address whose part before the @ is not ASCII (few servers take it), line breaks and other signs
    that cannot be printed.
    """
    if any(unicodedata.category(sign) in _UNPRINTABLE for sign in text):
        raise ValueError("signs that cannot be printed")
    name, address = _well_formed(text) or _as_people_write_it(text)
    try:
        return Address(display_name=name, addr_spec=normalised(address))
    except ValidationError as error:
        raise ValueError("not an e-mail address") from error


def _well_formed(text: str) -> tuple[str, str] | None:
    """Name and address where ``text`` keeps the standard and names one mailbox."""
    header = HeaderRegistry()("From", text)
    if (
        not isinstance(header, AddressHeader)
        or header.defects
        or len(header.addresses) != 1
        or header.groups[0].display_name is not None
    ):
        return None
    return header.addresses[0].display_name, header.addresses[0].addr_spec


def _as_people_write_it(text: str) -> tuple[str, str]:
    parts = _NAME_AND_ADDRESS.fullmatch(text.strip())
    if parts is None:
        raise ValueError("neither an address nor a name with an address in angle brackets")
    return parts["name"].strip(), parts["address"]
