"""Pages of the back office that belong to no kind of record: the calendar of publications, and one's own messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from . import languages, publication_calendar
from .editing import signed_in
from .notifications import NotificationKind, StaffPreferences, kinds_of, preferences_of

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite


def calendar_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """A month of publications, of the kinds that its reader may see; refused to who may see none."""
    sources = publication_calendar.sources_for(signed_in(request))
    if not sources:
        raise PermissionDenied
    first = publication_calendar.read_month(request.GET.get("month", ""))
    context = {
        **site.each_context(request),
        "title": _("Calendar of publications"),
        "month": publication_calendar.month_of(first, sources, languages.current()),
    }
    return _private(TemplateResponse(request, "admin/calendar.html", context))


class MessagesForm(forms.Form):
    """In which language, whether at all, and of what somebody is written to.

    What they turned off of kinds that do not concern them now stays turned off.
    """

    language = forms.ChoiceField(
        label=gettext_lazy("Language of messages and of the back office"),
        choices=lambda: [(code, capfirst(languages.name(code))) for code in languages.codes()],
    )
    mails = forms.BooleanField(label=gettext_lazy("Write to me by mail"), required=False)
    wanted = forms.MultipleChoiceField(label=gettext_lazy("About"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, preferences: StaffPreferences, kinds: list[NotificationKind], data: Any = None) -> None:
        self.preferences, self.keys = preferences, [kind.key for kind in kinds]
        initial = {
            "language": preferences.language,
            "mails": preferences.mails,
            "wanted": [key for key in self.keys if key not in preferences.silenced],
        }
        super().__init__(data, initial=initial)
        self.fields["wanted"].choices = [(kind.key, kind.label) for kind in kinds]  # type: ignore[attr-defined]  # a choice field
        if not kinds:
            del self.fields["wanted"]

    def save(self) -> None:
        chosen = self.cleaned_data
        kept = [key for key in self.preferences.silenced if key not in self.keys]
        refused = [key for key in self.keys if key not in chosen.get("wanted", [])]
        self.preferences.language, self.preferences.mails = chosen["language"], chosen["mails"]
        self.preferences.silenced = sorted({*kept, *refused})
        self.preferences.save()


def messages_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """What one is written to about, and in which language, which the back office then speaks too."""
    user = signed_in(request)
    form = MessagesForm(preferences_of(user), kinds_of(user), request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save()
        language = form.cleaned_data["language"]
        with override(language):
            messages.success(request, _("Your choices are kept."))
        response = HttpResponseRedirect(request.path)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=settings.LANGUAGE_COOKIE_PATH,
            domain=settings.LANGUAGE_COOKIE_DOMAIN,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
        return response
    context = {**site.each_context(request), "title": _("My messages"), "form": form, "address": user.email}
    return _private(TemplateResponse(request, "admin/my_notifications.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
