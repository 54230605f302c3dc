"""The mailbox that mails come from, as people write it in a setting and as RFC 5322 has it in a header."""

from __future__ import annotations

import re
import unicodedata
from email.headerregistry import Address, HeaderRegistry

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode

_UNPRINTABLE = {"Cc", "Zl", "Zp"}
_NAME_AND_ADDRESS = re.compile(r'(?P<name>[^<>"]*)<(?P<address>[^<>\s]+)>')


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
    local_part, _at, domain = address.rpartition("@")
    found = Address(display_name=name, username=local_part, domain=punycode(domain))
    try:
        validate_email(found.addr_spec)
    except ValidationError as error:
        raise ValueError("not an e-mail address") from error
    return found


def _well_formed(text: str) -> tuple[str, str] | None:
    """Name and address where ``text`` keeps the standard and names one mailbox."""
    header = HeaderRegistry()("From", text)
    if header.defects or len(header.addresses) != 1 or header.groups[0].display_name is not None:
        return None
    return header.addresses[0].display_name, header.addresses[0].addr_spec


def _as_people_write_it(text: str) -> tuple[str, str]:
    parts = _NAME_AND_ADDRESS.fullmatch(text.strip())
    if parts is None:
        raise ValueError("neither an address nor a name with an address in angle brackets")
    return parts["name"].strip(), parts["address"]
