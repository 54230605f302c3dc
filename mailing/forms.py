"""The form by which journalists ask for press releases, and its limits."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing import languages
from publishing.limits import HOUR, is_over
from publishing.mail_addresses import normalised
from publishing.network import network_of

from . import subscribers

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
        is_over(f"press-list:network:{network_of(request)}", PER_NETWORK, HOUR),
        is_over(f"press-list:address:{subscribers.digest(email, 'limit')}", PER_ADDRESS, HOUR),
    ]
    return any(counts)
