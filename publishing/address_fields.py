"""Addresses of mail and of the web as columns: kept in one writing, which leads to one owner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models

from .mail_addresses import domain_in_ascii, normalised

Deconstructed = tuple[str, str, Sequence[Any], dict[str, Any]]


class MailAddressField(models.EmailField):
    """An e-mail address whose domain is kept in ASCII, by IDNA 2008: “straße” and “strasse” may be two owners.

    What sends a mail further on would write such a domain by IDNA 2003, which makes the one of the other.
    """

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        text = super().clean(value, model_instance)
        return normalised(text) if text else text

    def deconstruct(self) -> Deconstructed:
        """To the database it is an address like any other."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs


class WebAddressField(models.URLField):
    """The address of a page, its host kept in ASCII by the same rule, as browsers ask for it."""

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        text = super().clean(value, model_instance)
        return with_ascii_host(text) if text else text

    def deconstruct(self) -> Deconstructed:
        """To the database it is an address like any other."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


def with_ascii_host(address: str) -> str:
    """Raises ``ValidationError`` for a host that nobody can have."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if host.isascii():
        return address
    try:
        ascii_host = domain_in_ascii(host)
    except UnicodeError:
        raise ValidationError(URLValidator.message, code="invalid") from None
    account, at, place = parts.netloc.rpartition("@")
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(parts._replace(netloc=f"{account}{at}{ascii_host}{port}"))
