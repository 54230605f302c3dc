"""The form by which people register for an event, and its limits."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from news.enums import Attendance
from news.models import Event
from publishing.filters import capital
from publishing.limits import HOUR, is_over
from publishing.mail_addresses import normalised
from publishing.network import network_of

from . import subscribers

PER_ADDRESS, PER_NETWORK = 5, 60
"""A lecture theatre has one network, in which many register within an hour."""


class RegisterForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This is not a whole e-mail address. Write it like name@example.org."),
        },
    )
    organisation = forms.CharField(
        label=_("Your organisation (optional)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    attendance = forms.ChoiceField(
        label=_("How will you take part?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you will take part."),
            "invalid_choice": _("No place is left in this way of taking part."),
        },
    )
    needs = forms.CharField(
        label=_("Accessibility needs (optional)"),
        help_text=_(
            "Access by wheelchair, captions, sign language, a seat near the front. Only the organiser reads it, and it is "
            "erased two days after the event."
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reference = forms.CharField(
        label=pgettext_lazy("for robots alone", "Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    """Hidden from people, by whatever they read with. Robots fill it in, and what they send goes nowhere."""

    def __init__(self, event: Event, *args: Any, **kwargs: Any) -> None:
        """The choices are the ways of taking part that have a place or a waiting list; not every event asks. The first that
        has a place is proposed: whoever registers is told of it, and may change it by their own link."""
        super().__init__(*args, **kwargs)
        if event.asks_attendance:
            asked = cast(forms.ChoiceField, self.fields["attendance"])
            asked.choices = [(str(one), _way(event, one)) for one in event.attendances if _has_room(event, one)]
            asked.initial = next((str(one) for one in event.attendances if not event.is_full_for(one)), None)
        else:
            del self.fields["attendance"]

    def clean_email(self) -> str:
        return normalised(self.cleaned_data["email"])

    @property
    def is_of_robot(self) -> bool:
        return bool(self.cleaned_data["reference"])

    def visible(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "reference"]


def _has_room(event: Event, attendance: Attendance) -> bool:
    return event.has_waiting_list or not event.is_full_for(attendance)


def _way(event: Event, attendance: Attendance) -> str:
    name = capital(attendance.label)
    return _now("%(way)s (waiting list)") % {"way": name} if event.is_full_for(attendance) else name


def is_over_the_limit(request: HttpRequest, email: str) -> bool:
    """Count a registration; beyond the hour's measure for the address or its network it is refused, known or not."""
    counts = [
        is_over(f"registration:network:{network_of(request)}", PER_NETWORK, HOUR),
        is_over(f"registration:address:{subscribers.digest(email, 'registration')}", PER_ADDRESS, HOUR),
    ]
    return any(counts)
