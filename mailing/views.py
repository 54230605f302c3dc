"""Joining and leaving a list. Opening a page changes nothing: only a button does, or a mail program’s one click.

The press list and the newsletter have the same pages and the same rules; a class for each names its list, form and words.
"""

from __future__ import annotations

from typing import Any, ClassVar

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

from . import list_requests, newsletter_readers
from .address_lists import AddressList
from .enums import SubscriberState
from .forms import ChoicesForm, NewsletterForm, SubscribeForm, is_over_the_limit
from .list_words import NEWSLETTER_WORDS, PRESS_WORDS, ListAnswer, ListWords
from .newsletter_readers import READERS
from .subscribers import PRESS

ONE_CLICK = "List-Unsubscribe"


class OfPressList:
    addresses: ClassVar[AddressList[Any]] = PRESS
    words: ClassVar[ListWords] = PRESS_WORDS
    limited_as = "press-list"


class OfNewsletter:
    addresses: ClassVar[AddressList[Any]] = READERS
    words: ClassVar[ListWords] = NEWSLETTER_WORDS
    limited_as = "newsletter"


class SubscribeView(OfPressList, FormView):
    """Ask for what a list is sent. The answer is the same whether the address is on the list or not."""

    template_name = "mailing/subscription_form.html"
    form_class = SubscribeForm

    def get_initial(self) -> dict[str, Any]:
        return {"language": [languages.current()]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(words=self.words, section=reverse(self.words.section), **kwargs)

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        assert isinstance(form, SubscribeForm)  # noqa: S101  for the type checker
        email = form.cleaned_data["email"]
        if is_over_the_limit(self.request, email, self.limited_as):
            response = _answer(self.request, self.words, self.words.limit, 429)
            response["Retry-After"] = str(HOUR)
            return response
        origin = f"{self.request.path} {timezone.localdate():%Y-%m-%d}"
        list_requests.note(self.addresses, email, form.cleaned_data["language"], origin, **form.choices())
        return _answer(self.request, self.words, self.words.asked)


class NewsletterSubscribeView(OfNewsletter, SubscribeView):
    form_class = NewsletterForm


@method_decorator(csrf_exempt, name="dispatch")
class ConfirmView(OfPressList, View):
    """The page of a confirmation's link. The token in its address is the key, so that no cookie is needed."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if self.addresses.to_confirm(token) is None:
            return _dead(request, self.words)
        return _page(request, self.words, "mailing/subscription_question.html", answer=self.words.to_confirm)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if self.addresses.confirm(token) is None:
            return _dead(request, self.words)
        return _answer(request, self.words, self.words.confirmed)


class NewsletterConfirmView(OfNewsletter, ConfirmView):
    pass


@method_decorator(csrf_exempt, name="dispatch")
class LeaveView(OfPressList, View):
    """The way out: a page with a button, and the one click of mail programs (RFC 8058).

    A mail program sends ``List-Unsubscribe=One-Click`` without a cookie, in either encoding of forms, and follows no
    redirect: it is answered at once, with a line of text.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        entry = self.addresses.to_leave(token)
        if entry is None:
            return _dead(request, self.words)
        if entry.state == SubscriberState.LEFT:
            return _answer(request, self.words, self.words.left)
        others = [code for code in self.addresses.confirmed_languages(entry) if code != entry.language]
        context = {"answer": self.words.to_leave, "subscribed": entry.language, "others": others}
        return _page(request, self.words, "mailing/subscription_question.html", **context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """One click leaves in every language: who has subscribed once leaves once."""
        only_this = "only" in request.POST and ONE_CLICK not in request.POST
        if self.addresses.leave(token, only_this=only_this) is None:
            return _dead(request, self.words)
        if ONE_CLICK in request.POST:
            return _private(HttpResponse("ok\n", content_type="text/plain; charset=utf-8"))
        return _answer(request, self.words, self.words.left)


class NewsletterLeaveView(OfNewsletter, LeaveView):
    pass


@method_decorator(csrf_exempt, name="dispatch")
class NewsletterChoicesView(OfNewsletter, View):
    """What a reader receives, shown and changed by the link of their messages; the way out stands below."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        reader = READERS.to_leave(token)
        if reader is None or reader.state != SubscriberState.CONFIRMED:
            return _dead(request, self.words)
        given = {"language": READERS.confirmed_languages(reader), "themes": reader.themes.all()}
        return self._form(request, token, ChoicesForm(initial=given))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = ChoicesForm(request.POST)
        if not form.is_valid():
            return self._form(request, token, form)
        reader = newsletter_readers.choose(token, form.cleaned_data["language"], form.choices()["themes"])
        return _dead(request, self.words) if reader is None else self._form(request, token, form, is_saved=True)

    def _form(self, request: HttpRequest, token: str, form: ChoicesForm, is_saved: bool = False) -> HttpResponse:
        leave_url = reverse("newsletter-leave", kwargs={"token": token})
        return _page(request, self.words, "mailing/newsletter_choices.html", form=form, is_saved=is_saved, leave_url=leave_url)


def _page(request: HttpRequest, words: ListWords, template: str, status: int = 200, **context: object) -> HttpResponse:
    shown = {"words": words, "section": reverse(words.section), **context}
    return _private(render(request, template, shown, status=status))


def _answer(request: HttpRequest, words: ListWords, answer: ListAnswer, status: int = 200, **context: object) -> HttpResponse:
    return _page(request, words, "mailing/subscription_answer.html", status, answer=answer, **context)


def _dead(request: HttpRequest, words: ListWords) -> HttpResponse:
    """A link that is too old, and one that never was, are answered alike; nothing of the address is repeated."""
    return _answer(request, words, words.dead, 404, error=True)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
