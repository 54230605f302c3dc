"""The forms by which people ask for press releases or for the newsletter, and their limits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cluster.models import Theme
from publishing import languages
from publishing.limits import HOUR, is_over
from publishing.localized_text import localized_text
from publishing.mail_addresses import normalised
from publishing.network import network_of

from . import subscribers

PER_ADDRESS, PER_NETWORK = 3, 20


def _languages() -> list[tuple[str, str | Promise]]:
    return [(code, languages.name(code)) for code in languages.codes()]


class LanguagesField(forms.MultipleChoiceField):
    """One language or more, by boxes to tick."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": _("Choose at least one of the languages."),
        "invalid_choice": _("Choose among the languages shown."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_languages, **kwargs)


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
    language = LanguagesField(label=_("Languages of the press releases"))

    def clean_email(self) -> str:
        return normalised(self.cleaned_data["email"])

    def choices(self) -> dict[str, Any]:
        """What somebody wishes to receive, where the list lets them choose."""
        return {}


class ThemesField(forms.ModelMultipleChoiceField):
    """Themes that the public sees, by their names in the reader’s language; none ticked stands for all of them."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Theme.objects.none(), required=False, label=_("Themes (none ticked: all of them)"), **kwargs)
        self.error_messages |= {key: _("Choose among the themes shown.") for key in ("invalid_choice", "invalid_pk_value")}

    def label_from_instance(self, obj: Any) -> str:
        return localized_text(obj, "name", languages.current()).words


class ChoicesForm(forms.Form):
    """What a reader of the newsletter wishes to receive."""

    language = LanguagesField(label=_("Languages of the newsletter"))
    themes = ThemesField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["themes"]
        assert isinstance(field, ThemesField)  # noqa: S101  for the type checker
        field.queryset = Theme.objects.public(languages.current()).order_by("rank", "pk")
        if not field.queryset.exists():
            del self.fields["themes"]

    def choices(self) -> dict[str, Any]:
        return {"themes": self.cleaned_data.get("themes", ())}


class NewsletterForm(ChoicesForm, SubscribeForm):
    field_order = ("email", "language", "themes")
    language = LanguagesField(label=_("Languages of the newsletter"))


def is_over_the_limit(request: HttpRequest, email: str, name: str = "press-list") -> bool:
    """Count a request to be put on the list of a name; beyond the hour's measure for the address or its network it is refused.

    The measure is the same whether the address is known or not, so that being refused tells nothing of it.
    """
    counts = [
        is_over(f"{name}:network:{network_of(request)}", PER_NETWORK, HOUR),
        is_over(f"{name}:address:{subscribers.digest(email, 'limit')}", PER_ADDRESS, HOUR),
    ]
    return any(counts)
