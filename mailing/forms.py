"""The form by which journalists ask for press releases, and its limits."""

from __future__ import annotations

import ipaddress

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing import languages
from publishing.mail_addresses import normalised

from . import subscribers

HOUR = 60 * 60
PER_ADDRESS, PER_NETWORK = 3, 20


def _languages() -> list[tuple[str, str | Promise]]:
    return [(code, languages.name(code)) for code in languages.codes()]


class SubscribeForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This is not a whole e-mail address. Write it like name@example.org."),
        },
    )
    language = forms.MultipleChoiceField(
        label=_("Languages of the press releases"),
        choices=_languages,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one of the languages."),
            "invalid_choice": _("Choose among the languages shown."),
        },
    )

    def clean_email(self) -> str:
        return normalised(self.cleaned_data["email"])


def is_over_the_limit(request: HttpRequest, email: str) -> bool:
    """Count a request to be put on the list; beyond the hour's measure for the address or its network it is refused.

    The measure is the same whether the address is known or not, so that being refused tells nothing of it.
    """
    counts = [
        _count(f"press-list:network:{network_of(request)}", PER_NETWORK),
        _count(f"press-list:address:{subscribers.digest(email, 'limit')}", PER_ADDRESS),
    ]
    return any(counts)


def _count(key: str, most: int) -> bool:
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) > most
    except ValueError:  # The hour ended between the two lines.
        return False


def network_of(request: HttpRequest) -> str:
    """The visitor's network: a /24 of IPv4, a /64 of IPv6, which is what one household or one office has.

    In production the proxy in front says the address, as it says the protocol; its own entry is the last one.
    """
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2] if settings.PRODUCTION else ""
    try:
        address = ipaddress.ip_address((said or request.META.get("REMOTE_ADDR", "")).strip())
    except ValueError:
        return "unknown"
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 64), strict=False))
