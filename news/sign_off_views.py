"""What the person quoted sees: a page with a button, then their words, to approve them or to ask for a change."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from publishing import languages
from publishing.limits import HOUR, is_over

from . import sign_offs
from .enums import QuoteVerdict
from .keyed_pages import KeyedSession, keep_private
from .models import SignOffLink

POSTS_AN_HOUR = 30
LONGEST_NOTE = 4000

SESSION = KeyedSession("sign-off", "news.sign-off", timedelta(hours=8))


class AnswerForm(forms.Form):
    """An answer; whoever asks for a change says which."""

    verdict = forms.ChoiceField(choices=QuoteVerdict.choices, error_messages={"required": _("Choose one of the two answers.")})
    note = forms.CharField(
        label=_("What is to be changed, or a word to the press office"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_NOTE,
        required=False,
    )

    def clean(self) -> dict[str, object]:
        given = super().clean() or self.cleaned_data
        if given.get("verdict") == QuoteVerdict.CHANGE and not (given.get("note") or "").strip():
            self.add_error("note", _("Say what is to be changed."))
        return given


class SignOffView(View):
    """Opening the address shows neither words nor title, since mail programs open links by themselves; a button does.

    A key that opens nothing gets the answer of an unknown address, whatever the method.
    """

    http_method_names = ["get", "head", "post", "options"]
    link: SignOffLink

    def dispatch(self, request: HttpRequest, token: str) -> HttpResponseBase:
        link = sign_offs.alive(token, languages.current())
        if link is None:
            raise Http404
        self.link, self.home = link, reverse(sign_offs.ROUTE, kwargs={"token": token})
        response = super().dispatch(request)
        # The form must say where it comes from; of the address, which holds the key, it says the host alone.
        response["Referrer-Policy"] = "strict-origin"
        return keep_private(response)

    @property
    def is_opened(self) -> bool:
        return SESSION.is_open(self.request, str(self.link.pk))

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.is_opened:
            return render(request, "news/sign_off_link.html", {"link": self.link, "error": True})
        return self._words(request, AnswerForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if is_over(f"sign-off:{self.link.token_hash}", POSTS_AN_HOUR, HOUR):
            response = render(request, "news/reading_limit.html", {"error": True}, status=429)
            response["Retry-After"] = str(HOUR)
            return response
        # The words are the proof that they were shown, also to who took hours to answer.
        if request.POST.get("shown") != sign_offs.digest_of(sign_offs.shown(self.link)):
            return self._open()
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self._words(request, form)
        sign_offs.answer(self.link, QuoteVerdict(form.cleaned_data["verdict"]), form.cleaned_data["note"])
        return HttpResponseRedirect(self.home)

    def _open(self) -> HttpResponse:
        sign_offs.note_opening(self.link)
        response = HttpResponseRedirect(self.home)
        SESSION.open(response, self.home, str(self.link.pk))
        return response

    def _words(self, request: HttpRequest, form: AnswerForm) -> HttpResponse:
        context = {
            "link": self.link,
            "quotations": (quotations := sign_offs.shown(self.link)),
            "shown": sign_offs.digest_of(quotations),
            "latest": self.link.answers.order_by("-at", "-pk").first(),
            "form": form,
            "verdicts": QuoteVerdict,
            "error": True,
        }
        return render(request, "news/sign_off.html", context)
