"""Registering for an event. Opening a page changes nothing: only a button does."""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView

from news import calendars
from news.enums import Attendance
from news.models import Event
from publishing import languages
from publishing.limits import HOUR
from publishing.models import SlugRecord
from publishing.public_files import inline

from . import registration_links, registration_messages, registrations
from .enums import RegistrationState
from .event_desk import HELD_FOR
from .event_sections import sentences, words_of_button
from .registration_forms import RegisterForm, is_over_the_limit
from .registration_links import CONFIRM, OWN
from .registration_messages import ERASED_AFTER_DAYS
from .registration_models import Registration
from .registrations import RegistrationAnswer, RegistrationEntry

_Response = TypeVar("_Response", bound=HttpResponseBase)

OWN_PAGES = ("registration-own", "registration-calendar")
CLOSED = 409
"""What was asked for cannot be had any more (RFC 9110, 15.5.10): the page says why."""


class RegisterView(FormView):
    """Ask for a place. The answer is the same whether the address is registered or not."""

    template_name = "mailing/registration_form.html"
    form_class = RegisterForm
    event: Event

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language, slug = languages.current(), self.kwargs["slug"]
        found = Event.objects.public(language).filter(**{languages.column("slug", language): slug}).first()
        if found is None:
            moved = SlugRecord.objects.moved(Event, language, slug)
            if moved is None:
                raise Http404
            return HttpResponseRedirect(reverse("event-register", kwargs=moved.url_kwargs(language)))
        if not found.takes_registrations:
            raise Http404
        self.event = found
        return _unkept(super().dispatch(request, *args, **kwargs))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"event": self.event}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_context(self.event), object=self.event, beside="event-register", **kwargs)

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        if is_over_the_limit(self.request, form.cleaned_data["email"]):
            response = self._told("mailing/registration_limit.html", 429)
            response["Retry-After"] = str(HOUR)
            return response
        answer = RegistrationAnswer.ASKED if form.is_of_robot else registrations.ask(self.event.pk, _entry(form))
        if answer is RegistrationAnswer.ASKED:
            return self._told("mailing/registration_asked.html")
        return self._told("mailing/registration_form.html", CLOSED, is_late=answer is RegistrationAnswer.FULL)

    def _told(self, template: str, status: int = 200, **given: Any) -> HttpResponse:
        self.event.__dict__.pop("places", None)
        context = {**_context(self.event), "object": self.event, "beside": "event-register", **given}
        return render(self.request, template, context, status=status)


def _entry(form: RegisterForm) -> RegistrationEntry:
    data = form.cleaned_data
    return RegistrationEntry(
        data["email"],
        data["name"],
        languages.current(),
        data["organisation"],
        data["needs"],
        data.get("attendance", Attendance.ON_SITE),
    )


@method_decorator(csrf_exempt, name="dispatch")
class ConfirmRegistrationView(View):
    """The page of the link in the first message. Its token is the key, so that no cookie is needed."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        row = registration_links.opened_by(token, CONFIRM)
        if row is None or row.state == RegistrationState.CANCELLED or row.event.is_past():
            return _dead(request)
        if row.state == RegistrationState.PENDING:
            return _page(request, "mailing/registration_confirm.html", row)
        return _page(request, "mailing/registration_state.html", row)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        row = registrations.confirm(token)
        if row is None:
            return _dead(request)
        return _page(request, "mailing/registration_state.html", row)


@method_decorator(csrf_exempt, name="dispatch")
class OwnRegistrationView(View):
    """Somebody's own registration: where it stands, and the buttons by which it is changed and given back."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        row = registration_links.opened_by(token, OWN)
        if row is None:
            return _dead(request)
        return _page(request, "mailing/registration_state.html", row)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Pressed twice, it was given back the first time."""
        row = registration_links.opened_by(token, OWN)
        if row is None:
            return _dead(request)
        if "attendance" in request.POST:
            registrations.switch(row.pk, request.POST["attendance"])
        elif not row.event.is_past():
            registrations.cancel(row.pk)
        row.refresh_from_db(fields=["state", "attendance"])
        return _page(request, "mailing/registration_state.html", row)


class OwnCalendarView(View):
    """The calendar file of somebody who has a place: with the address online. There is none for what is over."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        row = registration_links.opened_by(token, OWN)
        if row is None or row.state != RegistrationState.CONFIRMED or row.event.is_past():
            return _dead(request)
        name = row.event.slug(row.language) or row.event.slug(languages.main())
        return _private(
            inline(calendars.of_registered(row.event, row.language, row.attendance), f"{name}.ics", "text/calendar")
        )


def _context(event: Event) -> dict[str, Any]:
    return {
        "event": event,
        "sentences": sentences(event),
        "button": words_of_button(event),
        "hours": int(HELD_FOR.total_seconds()) // 3600,
        "days": ERASED_AFTER_DAYS,
        "section": reverse("event-list"),
    }


def _page(request: HttpRequest, template: str, row: Registration) -> HttpResponse:
    """A page of somebody's own link: it names the event, and nobody."""
    own = {name: reverse(name, kwargs={"token": registration_links.token(row, OWN)}) for name in OWN_PAGES}
    context = {
        **_context(row.event),
        "state": row.state,
        "states": {one.name: one.value for one in RegistrationState},
        "own_url": own["registration-own"],
        "calendar_url": own["registration-calendar"],
        "is_over": row.event.is_past(),
        "online_url": registration_messages.online_url_of(row) if row.state == RegistrationState.CONFIRMED else "",
        "attendance": row.get_attendance_display() if row.event.asks_attendance else "",
        "other_way": _other_way(row),
    }
    return _private(render(request, template, context))


def _other_way(row: Registration) -> Attendance | None:
    """How else somebody could take part, if there is a place for them."""
    if row.state not in (RegistrationState.CONFIRMED, RegistrationState.WAITING):
        return None
    free = (one for one in row.event.attendances if one != row.attendance and not row.event.is_full_for(one))
    return next(free, None)


def _dead(request: HttpRequest) -> HttpResponse:
    """A link that is too old, and one that never was, are answered alike."""
    context = {"section": reverse("event-list"), "error": True}
    return _private(render(request, "mailing/registration_dead.html", context, status=404))


def _unkept(response: _Response) -> _Response:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _private(response: _Response) -> _Response:
    """An address that is a key is told to nobody. Not for a form with a token: browsers would send it from nowhere."""
    response["Referrer-Policy"] = "no-referrer"
    return _unkept(response)
