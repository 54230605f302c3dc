"""Who is registered for events, in the back office: seen, added, cancelled, taken out for whoever holds the event."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from news.enums import Attendance
from news.models import Event
from publishing import clock, languages
from publishing.admin_filters import MostUsedFilter
from publishing.editing import signed_in
from publishing.mail_addresses import normalised
from publishing.spreadsheet_export import FORMATS

from .. import registration_sheets, registrations
from ..enums import RegistrationState
from ..models import Registration
from ..registration_staff import counts, summary
from ..registrations import RegistrationEntry
from .recorded import RecordedAdmin

NEEDS = "mailing.needs_registration"
EVENT = "event__id__exact"


class RegistrationByHandForm(forms.ModelForm):
    """Somebody who asked staff, by telephone or on the spot, to be registered."""

    language = forms.ChoiceField(
        label=_("Language of the messages"), choices=lambda: [(code, languages.name(code)) for code in languages.codes()]
    )

    class Meta:
        model = Registration
        fields = ("event", "name", "email", "organisation", "language")

    attendance = forms.ChoiceField(
        label=_("Takes part"),
        choices=Attendance.choices,
        required=False,
        help_text=_("Of use where the event asks for it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to_come = Event.objects.filter(takes_registrations=True, is_cancelled=False, starts_at__gt=clock.now())
        cast(forms.ModelChoiceField, self.fields["event"]).queryset = to_come

    def clean_email(self) -> str:
        return normalised(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """The place is taken here, under lock: where there is none the form says so and keeps what was typed."""
        data = super().clean() or {}
        if self.errors:
            return data
        entry = RegistrationEntry(
            data["email"],
            data["name"],
            data["language"],
            data["organisation"],
            attendance=data["attendance"] or Attendance.ON_SITE,
        )
        found = registrations.add(data["event"].pk, entry)
        if found is None:
            raise ValidationError(_now("All places of this event are taken, and it has no waiting list."))
        self.instance = found
        return data

    def _post_clean(self) -> None:
        """The registration is written already: nothing of the form is written over it."""

    def save(self, commit: bool = True) -> Registration:
        return self.instance

    def save_m2m(self) -> None:
        """There is nothing else to save."""


@admin.register(Registration)
class RegistrationAdmin(RecordedAdmin):
    """People register by the form of an event, or staff register them; they go by being cancelled, or erased."""

    change_list_template = "admin/mailing/registration/change_list.html"
    list_display = ("name", "email", "event", "state", "takes_part", "place_in_line", "asked_for")
    list_filter = ("state", "attendance", ("event", MostUsedFilter), "language")
    list_select_related = ("event",)
    search_fields = ("name", "email", "organisation")
    ordering = ("event", "state", "queued_at", "pk")
    actions = ("cancel_them", "put_first")
    fields = (
        *("event", "name", "email", "organisation", "language", "state", "takes_part"),
        *("asked_at", "held_until", "confirmed_at"),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(line=registration_sheets.place_in_line())

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """What somebody needs is for whoever holds the event alone."""
        if obj is None:
            return (*RegistrationByHandForm.Meta.fields, "attendance")
        needs = ("needs",) if request.user.has_perm(NEEDS) else ()
        return (*self.fields, "queued_at", "cancelled_at", *needs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs |= {"form": RegistrationByHandForm, "fields": None}
        return super().get_form(request, obj, change, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def delete_model(self, request: HttpRequest, obj: Registration) -> None:
        registrations.erase([obj.pk])

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        registrations.erase(list(queryset.values_list("pk", flat=True)))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The form has taken the place already, under lock."""

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        """The log outlives a registration: it says that somebody was registered, not who."""
        return self.write_down(request, obj, gettext_noop("Registered somebody by hand."))

    def log_deletions(self, request: HttpRequest, queryset: models.QuerySet[Registration]) -> list[LogEntry]:
        return [self.write_down(request, row, gettext_noop("Erased.")) for row in queryset]

    # What staff decide

    @admin.action(description=_("Cancel; who waits longest gets the place, and both are written to"), permissions=["decide"])
    def cancel_them(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        def cancel(pk: int) -> bool:
            return registrations.cancel(pk, by_staff=True)

        self.decide(request, queryset, cancel, gettext_noop("Cancelled."))

    @admin.action(description=_("Put at the head of the waiting list"), permissions=["decide"])
    def put_first(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self.decide(request, queryset, registrations.to_front, gettext_noop("Put at the head of the waiting list."))

    # The list of one event

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.export_view))
        return [path("export/<int:event_pk>/", view, name="mailing_registration_export"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), **self._event_shown(request)})

    def _event_shown(self, request: HttpRequest) -> dict[str, Any]:
        """What stands above the list of one event: its counts, and the way to take it out."""
        asked = request.GET.get(EVENT, "")
        if not (asked.isascii() and asked.isdecimal() and len(asked) < 16):
            return {}
        event = Event.objects.filter(pk=int(asked), takes_registrations=True).first()
        if event is None:
            return {}
        return {
            "shown_event": event,
            "shown_summary": summary(event, counts(event.pk)),
            "export_url": reverse("admin:mailing_registration_export", args=[event.pk]),
            "formats": [(one.key, one.words) for one in FORMATS.values()],
        }

    def export_view(self, request: HttpRequest, event_pk: int) -> HttpResponse:
        """Everybody registered for one event, for whoever holds it; what they need only for who may read it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        event, chosen = Event.objects.filter(pk=event_pk).first(), FORMATS.get(request.POST.get("format", ""))
        if event is None:
            raise Http404
        if chosen is None:
            messages.error(request, _now("Choose a form of spreadsheet."))
            return HttpResponseRedirect(f"{reverse('admin:mailing_registration_changelist')}?{EVENT}={event_pk}")
        content = chosen.write(registration_sheets.table(event, with_needs=request.user.has_perm(NEEDS)))
        self._note_export(request, event)
        name = f"{event.slug(languages.main()) or event.pk}.{chosen.extension}"
        response = HttpResponse(content, content_type=chosen.content_type)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response

    def _note_export(self, request: HttpRequest, event: Event) -> None:
        LogEntry.objects.create(
            user=signed_in(request),
            content_type=ContentType.objects.get_for_model(Event),
            object_id=str(event.pk),
            object_repr=str(event)[:200],
            action_flag=CHANGE,
            change_message=gettext_noop("Took out who is registered as a spreadsheet."),
        )

    @admin.display(description=_("takes part"), ordering="attendance")
    def takes_part(self, registration: Registration) -> str:
        """Nothing of an event that does not ask for it."""
        return registration.get_attendance_display() if registration.event.asks_attendance else ""

    @admin.display(description=_("place in the line"), ordering="queued_at")
    def place_in_line(self, registration: Any) -> str:
        return str(registration.line) if registration.state == RegistrationState.WAITING else ""

    @admin.display(description=_("asked for"), ordering="asked_at")
    def asked_for(self, registration: Registration) -> str:
        return timezone.localtime(registration.asked_at).strftime("%Y-%m-%d %H:%M")
