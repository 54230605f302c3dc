"""Addresses of mail and of the web, telephone numbers, as a text tells them; which of two addresses are one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from phonenumbers import SUPPORTED_REGIONS

from .annotations import Annotation

TAILS = frozenset("fr com org eu net edu gouv info io ai uk de es it be ch lu paris asso int science tech".split())
"""What addresses end in that communiqués of France hold; these are recognised without a scheme before them."""
REFERENCE = re.compile(
    r"\b[A-Z]{2,8}-\d{2}-[A-Z]{2,6}-\d{3,5}\b|\b10\.\d{4,9}/\S+|\b(?:ISBN|ISSN|SIREN|SIRET|DOI)[ :]+[\d -]{8,20}"
)
_WRONG_TAILS = frozenset("con cmo comm ogr orgg nte frr rf gro ocm vom netr eud".split())
# Endings of two letters that are no country’s.
_TAILS_OF_NO_COUNTRY = ("eu", "uk")
# Names kept for examples and tests are valid in form; the library refuses them.
_RESERVED = (".test", ".example", ".invalid", ".localhost", ".local")
# Before the name of a site: the host of its pages, or of those for telephones; or a language, of two letters.
_HOSTS_OF_PAGES = ("www", "m")
_LETTERS_OF_A_LANGUAGE = 2


@dataclass
class Email(Annotation):
    text: str
    # Where it was written in pieces: the address as it was meant.
    meant: str = ""

    @property
    def address(self) -> str:
        return (self.meant or self.text).lower()

    @property
    def local(self) -> str:
        return self.address.partition("@")[0]

    @property
    def domain(self) -> str:
        return self.address.partition("@")[2]


@dataclass
class Phone(Annotation):
    text: str
    digits: str
    kind: str


@dataclass
class Url(Annotation):
    text: str
    href: str = ""
    # Whether the address itself stands in the text, and not other words that lead to it.
    written: bool = True

    @property
    def site(self) -> str:
        return site_of(self.href or self.text)


def site_of(address: str) -> str:
    """What names a site: its host without “www.” and without the language before it."""
    if "//" not in address:
        bare = address.split(":", 1)[-1].lstrip("/") if address.startswith(("http:", "https:")) else address
        address = f"//{bare}"
    try:
        host = (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
    labels = host.split(".")
    while len(labels) > 2 and (labels[0] in _HOSTS_OF_PAGES or len(labels[0]) == _LETTERS_OF_A_LANGUAGE):
        labels = labels[1:]
    return ".".join(labels)


def target_of(address: str) -> str:
    """What two addresses of one page share: site and path without scheme, “www.” and the last slash."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").lower().removeprefix("www.")
    except ValueError:
        return address
    return host + parts.path.rstrip("/").lower()


def is_valid_email(address: str) -> bool:
    """Whether an address has the form of one (RFC 5321 and 5322); nobody is asked whether it exists."""
    from email_validator import EmailNotValidError, validate_email

    host = address.rpartition("@")[2].lower()
    if host.endswith(_RESERVED):
        address = address[: -len(host)] + "example.org"
    try:
        validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return False
    tail = host.rpartition(".")[2]
    if not tail.isalpha() or tail in _WRONG_TAILS:
        return False
    return len(tail) > 2 or tail.upper() in SUPPORTED_REGIONS or tail in _TAILS_OF_NO_COUNTRY
