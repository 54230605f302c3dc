"""Telephone numbers kept in one spelling, and the address that dials them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from proofreading.phone_numbers import LineKind, read_phone_number

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

HOME_LANGUAGE, HOME_COUNTRY = "fr", "+33"
HOME_NUMBER = re.compile(r"\+33\d{9}")


class PhoneField(models.CharField):
    """A telephone number, kept in its international spelling (ITU-T E.123) whatever was typed.

    What is not a whole number stays as it is typed: a validator says so.
    """

    def to_python(self, value: Any) -> str | None:
        return international(super().to_python(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


def international(written: str | None) -> str | None:
    """“0033 1 99 00 12 34” as “+33 1 99 00 12 34”; what cannot be read comes back untouched."""
    number = read_phone_number(written) if written else None
    return number.international if number else written


def require_office_phone(written: str, refusal: str | _StrPromise) -> None:
    """One whole number, in any usual spelling, that may be public: it rings on no mobile.

    Raises ``ValidationError``, for a mobile number with the words of ``refusal``.
    """
    number = read_phone_number(written)
    if number is None:
        raise ValidationError(_("Write one whole number, such as +33 1 99 00 12 34; outside France, with the country’s code."))
    if number.kind is LineKind.MOBILE:
        raise ValidationError(refusal)


def phone_uri(written: str) -> str:
    """The address that dials a number (RFC 3966); of what cannot be read, its figures alone."""
    number = read_phone_number(written)
    return number.uri if number else "tel:" + re.sub(r"[^+\d]", "", written)


def written_in(written: str, language: str) -> str:
    """A number as a page in ``language`` writes it: a French one without its country in French, any other with it."""
    number = read_phone_number(written)
    if number is None or language != HOME_LANGUAGE or number.extension or not HOME_NUMBER.fullmatch(number.e164):
        return written
    digits = number.e164.replace(HOME_COUNTRY, "0", 1)
    return " ".join(digits[place : place + 2] for place in range(0, len(digits), 2))
