"""Telephone numbers as people write them: which number it is, and whether it rings in somebody's pocket.

One reader for the field of a public contact, the addresses of links and the check of a text. The knowledge of each country's
plan is libphonenumber's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

import phonenumbers
from phonenumbers import PhoneNumberType

HOME_REGION = "FR"
"""The country (ISO 3166-1) whose plan a number without a country code follows."""

_EXTENSION = re.compile(r"[ ,;]*(?:poste|extension|ext\.?|x|#)[ .:]*(\d{1,7})$", re.IGNORECASE)
_WRITTEN = re.compile(r"\(?\+?[0-9 ().\-/‐‑–·]+")
_PERSONAL = {PhoneNumberType.MOBILE, PhoneNumberType.PERSONAL_NUMBER, PhoneNumberType.PAGER}


class LineKind(Enum):
    """What answers at a number."""

    FIXED = auto()
    """A desk, a switchboard, a service line; in plans that do not part the two (North America), perhaps a mobile."""
    MOBILE = auto()
    """A mobile telephone or another line that follows a person."""


@dataclass(frozen=True)
class PhoneNumber:
    """A telephone number that was understood: ``e164`` is “+33199001234”, ``extension`` may be empty."""

    e164: str
    international: str
    extension: str
    kind: LineKind

    @property
    def uri(self) -> str:
        """The address that dials it (RFC 3966)."""
        return f"tel:{self.e164};ext={self.extension}" if self.extension else f"tel:{self.e164}"


def read_phone_number(written: str, region: str = HOME_REGION) -> PhoneNumber | None:
    """The one number that ``written`` holds, in any usual spelling; ``None`` where it is not one whole number.

    Read are national and international forms, “00” for “+”, a trunk zero after the country code (“+33 (0)1”), all signs
    between the figures, and an extension (“poste 12”).
    """
    text = "".join(" " if sign.isspace() else sign for sign in written if unicodedata.category(sign) != "Cf").strip()
    extension = _EXTENSION.search(text)
    digits = text[: extension.start()] if extension else text
    if not _WRITTEN.fullmatch(digits):
        return None
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None
    kind = _kind(number) if phonenumbers.is_possible_number(number) else None
    if kind is None:
        return None
    inside = extension[1] if extension else ""
    international = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return PhoneNumber(
        e164=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        international=f"{international} ext. {inside}" if inside else international,
        extension=inside,
        kind=kind,
    )


def _kind(number: phonenumbers.PhoneNumber) -> LineKind | None:
    """What answers there; ``None`` for a series that the plan does not have at all.

    Series that are not allotted (those kept for fiction, a new one) are taken for what their nearest neighbours are.
    """
    kinds = {phonenumbers.number_type(number)} - {PhoneNumberType.UNKNOWN}
    neighbours = _neighbours(number)
    while not kinds:
        series = next(neighbours, None)
        if series is None:
            return None
        kinds = {phonenumbers.number_type(neighbour) for neighbour in series} - {PhoneNumberType.UNKNOWN}
    return LineKind.MOBILE if kinds & _PERSONAL else LineKind.FIXED


def _neighbours(number: phonenumbers.PhoneNumber) -> Iterator[list[phonenumbers.PhoneNumber]]:
    """Ten numbers that share all figures but the last, then all but the last two, and so on."""
    figures = phonenumbers.national_significant_number(number)
    for shared in range(len(figures) - 1, 0, -1):
        yield [
            phonenumbers.PhoneNumber(
                country_code=number.country_code,
                national_number=int(figures[:shared] + figure * (len(figures) - shared)),
                italian_leading_zero=number.italian_leading_zero,
            )
            for figure in "0123456789"
        ]
