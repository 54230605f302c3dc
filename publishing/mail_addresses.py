"""E-mail addresses: as people write them, as the portal keeps them, and as a header of a mail has them (RFC 5322)."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from email.errors import HeaderParseError
from email.headerregistry import Address, AddressHeader, HeaderRegistry

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST = 254
"""How many signs an address may have (RFC 5321, 4.5.3.1.3, less the angle brackets)."""

_UNPRINTABLE = {"Cc", "Zl", "Zp"}
_NEEDS_QUOTES = re.compile(r"[@,;:()\[\]\\.<>]")
"""Signs that a name before an address may hold between quotation marks only."""

_LOCAL_PART = re.compile(r"(?=.{1,64}$)[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
_NAME_AND_ADDRESS = re.compile(r'(?P<name>[^<>"]*)<(?P<address>[^<>\s]+)>')


def normalised(address: str) -> str:
    """One writing per address: NFC, no spaces around it, its domain in small letters and in ASCII, as browsers write it.

    That is IDNA 2008 by UTS 46 without its transition: “ß” stays a letter of its own, since “strasse” may be somebody else’s.
    The part before the @ keeps its letters: its server alone decides what they mean. Raises ``ValidationError``.
    """
    text = unicodedata.normalize("NFC", address).strip()
    validate_email(text)
    local_part, _at, domain = text.rpartition("@")
    try:
        text = f"{local_part}@{domain.lower() if domain.isascii() else domain_in_ascii(domain)}"
    except UnicodeError:
        raise ValidationError(validate_email.message, code="invalid") from None
    if len(text) > LONGEST:
        raise ValidationError(validate_email.message, code="invalid")
    return text


def domain_in_ascii(domain: str) -> str:
    """Raises ``UnicodeError`` for a domain that nobody can have."""
    return idna.encode(domain, uts46=True, transitional=False).decode("ascii")


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


def fault_of_header(text: str) -> str:
    """What a mail server that reads strictly has against ``text`` as the sender of a mail (RFC 5321, 4.1.2; RFC 5322, 3.4).

    A plain English sentence for whoever keeps the portal's settings; empty where it has nothing.
    """
    try:
        parts = _well_formed(text)
    except (ValueError, IndexError, HeaderParseError):
        parts = None
    if parts is None:
        return _fault_of_name(text) or "it is not one name with one address"
    local_part, _at, domain = parts[1].rpartition("@")
    if not _LOCAL_PART.fullmatch(local_part):
        return "the part before the @ of the address holds what few servers take"
    return "" if is_mail_domain(domain) else "the part behind the @ of the address is not the name of a domain"


def _fault_of_name(text: str) -> str:
    name, bracket, _address = text.partition("<")
    found = _NEEDS_QUOTES.search(name) if bracket and not name.lstrip().startswith('"') else None
    return f"the name before the address holds “{found[0]}” and stands without quotation marks" if found else ""


def is_mail_domain(name: str) -> bool:
    """Whether a name is one that a mail server may have (RFC 5321, 4.1.2), or an address literal: ``[192.0.2.1]``."""
    if name.startswith("[") and name.endswith("]"):
        return is_address(name[1:-1].removeprefix("IPv6:"))
    return len(name) <= 253 and all(_LABEL.fullmatch(label) for label in name.split("."))


def is_address(text: str) -> bool:
    """Whether a host is named by its number (IPv4 or IPv6)."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
