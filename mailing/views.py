"""Joining and leaving the press list. Opening a page changes nothing: only a button does, or a mail program’s one click."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView

from publishing import languages
from publishing.limits import HOUR

from . import subscribers
from .enums import SubscriberState
from .forms import SubscribeForm, is_over_the_limit

ONE_CLICK = "List-Unsubscribe"


class SubscribeView(FormView):
    """Ask for press releases. The answer is the same whether the address is on the list or not."""

    template_name = "mailing/subscription_form.html"
    form_class = SubscribeForm

    def get_initial(self) -> dict[str, Any]:
        return {"language": [languages.current()]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(section=reverse("pressrelease-list"), **kwargs)

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        email, language = form.cleaned_data["email"], form.cleaned_data["language"]
        if is_over_the_limit(self.request, email):
            response = _page(self.request, "mailing/subscription_limit.html", 429)
            response["Retry-After"] = str(HOUR)
            return response
        subscribers.ask(email, language, f"{self.request.path} {timezone.localdate():%Y-%m-%d}")
        return _page(self.request, "mailing/subscription_asked.html")


@method_decorator(csrf_exempt, name="dispatch")
class ConfirmView(View):
    """The page of a confirmation's link. The token in its address is the key, so that no cookie is needed."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if subscribers.to_confirm(token) is None:
            return _dead(request)
        return _page(request, "mailing/subscription_confirm.html")

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if subscribers.confirm(token) is None:
            return _dead(request)
        return _page(request, "mailing/subscription_confirmed.html")


@method_decorator(csrf_exempt, name="dispatch")
class LeaveView(View):
    """The way out: a page with a button, and the one click of mail programs (RFC 8058).

    A mail program sends ``List-Unsubscribe=One-Click`` without a cookie, in either encoding of forms, and follows no
    redirect: it is answered at once, with a line of text.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        subscriber = subscribers.to_leave(token)
        if subscriber is None:
            return _dead(request)
        if subscriber.state == SubscriberState.LEFT:
            return _page(request, "mailing/subscription_left.html")
        others = [code for code in subscribers.confirmed_languages(subscriber) if code != subscriber.language]
        return _page(request, "mailing/subscription_leave.html", subscribed=subscriber.language, others=others)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """One click leaves in every language: who has subscribed once leaves once."""
        if subscribers.leave(token, only_this="only" in request.POST and ONE_CLICK not in request.POST) is None:
            return _dead(request)
        if ONE_CLICK in request.POST:
            return _private(HttpResponse("ok\n", content_type="text/plain; charset=utf-8"))
        return _page(request, "mailing/subscription_left.html")


def _page(request: HttpRequest, template: str, status: int = 200, **context: object) -> HttpResponse:
    return _private(render(request, template, {"section": reverse("pressrelease-list"), **context}, status=status))


def _dead(request: HttpRequest) -> HttpResponse:
    """A link that is too old, and one that never was, are answered alike; nothing of the address is repeated."""
    return _page(request, "mailing/subscription_dead.html", 404, error=True)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
