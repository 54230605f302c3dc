"""Checks of single values, shared by models, forms and imports. Each takes the value and raises ``ValidationError``."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ISO_DATE = re.compile(r"(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?")
HAL_ID = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ROR = re.compile(r"https://ror\.org/0([a-hj-km-np-tv-z0-9]{6})([0-9]{2})")
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def validate_slug(value: str) -> None:
    if not SLUG.fullmatch(value):
        raise ValidationError(_("Write small letters without accents, digits and single hyphens, such as “open-science-2026”."))


def validate_iso_date(value: str) -> None:
    """A year, a month or a day of ISO 8601: ``2024``, ``2024-05`` or ``2024-05-21``."""
    match = ISO_DATE.fullmatch(value)
    refusal = ValidationError(_("Write a year, a month or a day: 2024, 2024-05 or 2024-05-21."))
    if match is None:
        raise refusal
    try:
        date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        raise refusal from None


def validate_ror(value: str) -> None:
    """A Research Organization Registry address, by its form and its ISO 7064 MOD 97-10 checksum (ror.org/about/faqs)."""
    match = ROR.fullmatch(value)
    if not match:
        raise ValidationError(_("Write the whole ROR address, such as https://ror.org/02en5vm52."))
    number = 0
    for sign in match[1]:
        number = number * 32 + CROCKFORD.index(sign)
    if 98 - (number * 100) % 97 != int(match[2]):
        raise ValidationError(_("This ROR address has a typing error: its last two digits do not match the rest."))


def luhn_holds(digits: str) -> bool:
    """Whether the Luhn sum holds (ISO/IEC 7812-1)."""
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def validate_siren(value: str) -> None:
    """A SIREN number: nine digits with a Luhn key (INSEE)."""
    if not re.fullmatch(r"[0-9]{9}", value) or not luhn_holds(value):
        raise ValidationError(_("This is not a SIREN number: nine digits, the last of which checks the others."))


def validate_orcid(value: str) -> None:
    """An ORCID iD with its ISO 7064 MOD 11-2 check digit (support.orcid.org)."""
    if not re.fullmatch(r"([0-9]{4}-){3}[0-9]{3}[0-9X]", value):
        raise ValidationError(_("Write the ORCID iD as four groups of four: 0000-0002-1825-0097."))
    total = 0
    for sign in value.replace("-", "")[:-1]:
        total = (total + int(sign)) * 2
    if "0123456789X"[(12 - total % 11) % 11] != value[-1]:
        raise ValidationError(_("This ORCID iD has a typing error: its last character does not match the rest."))


def validate_idhal(value: str) -> None:
    """An idHAL in words, as HAL makes it of a name: letters without accents, digits and hyphens, never a number alone.

    HAL writes a hyphen for a space and takes neither apostrophe, point nor accent (doc.hal.science, “idHAL”). The number of an
    author's form (``idHal_i``) is another thing, which no page of a person bears.
    """
    if not HAL_ID.fullmatch(value) or value.isdecimal():
        raise ValidationError(_("Write the idHAL in words, such as “ada-lovelace”: letters without accents, digits, hyphens."))
