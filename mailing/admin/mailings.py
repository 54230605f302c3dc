"""Mailings in the back office, and the test that goes to oneself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from news.models import PressRelease
from news.reading import read, read_public
from publishing import languages
from publishing.editing import signed_in
from publishing.enums import MailState
from publishing.site_state import AttentionFilter

from .. import mail_messages, mailings
from ..models import Mailing
from .audiences import AudienceAdmin
from .to_oneself import send_to_oneself


class TestMailingForm(forms.Form):
    """Which release, in which language; the address is that of whoever asks."""

    release: forms.ModelChoiceField[PressRelease] = forms.ModelChoiceField(
        label=_("Press release"), queryset=PressRelease.objects.order_by("-dated", "-pk")
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: [(code, languages.name(code)) for code in languages.codes()]
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        release, language = cleaned.get("release"), cleaned.get("language")
        if release and language and release.missing_texts(language):
            self.add_error("language", _("This release is not written in this language yet."))
        return cleaned


@admin.register(Mailing)
class MailingAdmin(AudienceAdmin):
    """How far each mailing is. The numbers are counted when the page is loaded."""

    change_list_template = "admin/mailing/mailing/change_list.html"
    list_display = (
        "name",
        "language",
        "kind",
        "condition",
        "total",
        "waiting",
        "being_sent",
        "sent",
        "refused",
        "dropped",
        "unknown",
    )
    list_filter = (AttentionFilter, "kind", "language")
    ordering = ("-pk",)
    actions = ("stop", "go_on")
    fields = ("release", *list_display[1:], "created_at", "filled_at", "stopped_at")
    readonly_fields = list_display[3:]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return mailings.with_progress(super().get_queryset(request).select_related("release"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.test_view)
        return [path("test/", view, name="mailing_mailing_test"), *super().get_urls()]

    @admin.display(description=_("mailing"))
    def name(self, mailing: Mailing) -> str:
        return str(mailing.release)

    @admin.display(description=_("state"))
    def condition(self, mailing: Mailing) -> str | Promise:
        if mailing.stopped_at:
            return _("stopped")
        if mailing.filled_at is None:
            return _("being prepared")
        return _("under way") if mailing.in_waiting or mailing.in_claimed else _("finished")

    @admin.display(description=_("messages"))
    def total(self, mailing: Mailing) -> int:
        return mailing.messages_total

    @admin.display(description=_("waiting"))
    def waiting(self, mailing: Mailing) -> int:
        return mailing.in_waiting

    @admin.display(description=_("being sent"))
    def being_sent(self, mailing: Mailing) -> int:
        return mailing.in_claimed

    @admin.display(description=_("sent"))
    def sent(self, mailing: Mailing) -> int:
        return mailing.in_sent

    @admin.display(description=_("refused"))
    def refused(self, mailing: Mailing) -> SafeString | int:
        return self._leading_to(mailing, MailState.REFUSED, mailing.in_refused)

    @admin.display(description=_("not sent any more"))
    def dropped(self, mailing: Mailing) -> int:
        return mailing.in_dropped

    @admin.display(description=_("to be decided"))
    def unknown(self, mailing: Mailing) -> SafeString | int:
        return self._leading_to(mailing, MailState.UNKNOWN, mailing.in_unknown)

    @staticmethod
    def _leading_to(mailing: Mailing, state: str, count: int) -> SafeString | int:
        if not count:
            return 0
        query = urlencode({"mailing__id__exact": str(mailing.pk), "state__exact": state})
        return format_html('<a href="{}?{}">{}</a>', reverse("admin:mailing_delivery_changelist"), query, count)

    @admin.action(description=_("Stop: send nothing more for now"), permissions=["decide"])
    def stop(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self.decide(request, queryset, mailings.stop, gettext_noop("Stopped."))

    @admin.action(description=_("Go on sending (cannot be undone)"), permissions=["decide"])
    def go_on(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self.decide(request, queryset, mailings.go_on, gettext_noop("Let go on."))

    def test_view(self, request: HttpRequest) -> HttpResponse:
        """Send a release as it stands to whoever is signed in, and to nobody else."""
        if not (self.has_view_permission(request) and request.user.has_perm("news.change_pressrelease")):
            raise PermissionDenied
        form = TestMailingForm(request.POST or None, initial=request.GET.dict())
        if request.method == "POST" and signed_in(request).email and form.is_valid():
            self._send_test(request, form.cleaned_data["release"], form.cleaned_data["language"])
            return HttpResponseRedirect(reverse("admin:mailing_mailing_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _now("Send a test to myself"),
            "form": form,
            "address": signed_in(request).email,
        }
        return TemplateResponse(request, "admin/mailing/mailing/test.html", context)

    def _send_test(self, request: HttpRequest, release: PressRelease, language: str) -> None:
        # What will leave is what was approved; before that, what is written.
        reading = (read_public if release.is_sealed(language) else read)(release, language)
        message = mail_messages.of_test(reading, signed_in(request).email)
        send_to_oneself(request, message, release)
