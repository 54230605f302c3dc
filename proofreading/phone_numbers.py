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

_EXTENSION = re.compile(r"(?<![ ,;])[ ,;]*(?:poste|extension|ext\.?|x|#)[ .:]*(\d{1,7})$", re.IGNORECASE)
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


# What a text holds

_FRENCH = re.compile(r"(?:(?:\+|00)33\(?0?\)?|0)([1-9])\d{8}")
_BY_TWOS = re.compile(
    r"(?:(?:\+|00)33[ .\u00a0\u202f-]?(?:\(0\)[ \u00a0\u202f]?|0)?|0)[1-9]([ .\u00a0\u202f/-]{0,2})\d{2}(?:\1\d{2}){3}"
)
_CUE = re.compile(r"(?:t[ée]l|phone|portable|mobile|gsm|fax|✆|☎|\bt\b|\bm\b)\W*$", re.I)
_MOBILE_CUE = re.compile(r"(?:portable|mobile|gsm|cell(?:ulaire)?)\W*$", re.I)
_FRENCH_MOBILES = "67"
# British mobile numbers that Ofcom keeps for fiction are of no known kind.
_BRITISH_MOBILE = re.compile(r"\+447\d{9}")
# A number that a word announces has so many figures; a French one has ten.
_ANNOUNCED, _FRENCH_FIGURES, _SHORTEST_INTERNATIONAL = range(6, 15), 10, 8


def phone_kind(digits: str, written: str, before: str) -> str:
    """“fixed”, “mobile”, “invalid”, or nothing where the figures in a text are no telephone number.

    ``written`` is how they stand there, ``before`` what stands right before them.
    """
    french = _FRENCH.fullmatch(digits.replace("+330", "+33"))
    if french:
        if not _BY_TWOS.fullmatch(written):
            return ""
        return "mobile" if french[1] in _FRENCH_MOBILES else "fixed"
    announced = _CUE.search(before) is not None
    if digits.startswith(("+", "00")) and len(digits) >= _SHORTEST_INTERNATIONAL:
        return _international_kind(digits, is_announced=announced)
    if announced and len(digits) in _ANNOUNCED:
        if _MOBILE_CUE.search(before):
            return "mobile"
        return "invalid" if digits.startswith("0") and len(digits) != _FRENCH_FIGURES else "fixed"
    return ""


def _international_kind(digits: str, *, is_announced: bool) -> str:
    number = "+" + digits.removeprefix("00").removeprefix("+")
    if number.startswith("+33"):
        return "invalid"
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return "invalid" if is_announced else ""
    if not phonenumbers.is_possible_number(parsed):
        return "invalid" if digits.startswith("+") else ""
    is_mobile = _BRITISH_MOBILE.fullmatch(number) or phonenumbers.number_type(parsed) == PhoneNumberType.MOBILE
    return "mobile" if is_mobile else "fixed"
