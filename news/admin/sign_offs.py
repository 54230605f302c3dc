"""Sign-offs of quotations: links to the persons quoted, given once, shown once, revoked, with every answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from news import sign_offs
from news.models import Quote, SignOffLink
from publishing.editing import signed_in

from .history import iso_moment
from .personal_links import PersonalLinkAdmin


class SignOffForm(forms.ModelForm):
    """A link is given to words that are written, for a time to come."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        quote, until = given.get("quote"), given.get("expires_at")
        if until and until <= timezone.now():
            self.add_error("expires_at", gettext("This moment is over: choose a later one."))
        if quote and quote.release.withdrawn_at:
            self.add_error("quote", gettext("This release is withdrawn: nothing more can be done with it."))
        elif quote and not sign_offs.quotations(quote):
            self.add_error("quote", gettext("This quotation has no words yet."))
        return given


@admin.register(SignOffLink)
class SignOffLinkAdmin(PersonalLinkAdmin):
    """Given from the page of a release's life, where each quotation leads here."""

    form = SignOffForm
    moments = PersonalLinkAdmin.moments
    list_display = ("reader", "release", "in_language", *moments[:2], "stands")
    list_filter = ("language",)
    list_select_related = ("release", "quote")
    search_fields = ("reader",)
    opened = iso_moment("opened_at", _("first opened"))
    readonly_fields = ("release", "in_language", PersonalLinkAdmin.giver, *moments, opened)
    change_form_template = "admin/news/signofflink/change_form.html"
    given_title = _("Link for a sign-off given")

    def may_give(self, request: HttpRequest) -> bool:
        return request.user.has_perm("news.add_signofflink")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).prefetch_related("answers")

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        if obj is None:
            return ("quote", "reader", "language", "expires_at")
        return ("release", "quote", "reader", "in_language", PersonalLinkAdmin.giver, *self.moments, SignOffLinkAdmin.opened)

    @admin.display(description=_("state"))
    def stands(self, link: SignOffLink) -> str:
        answers = list(link.answers.all())
        if answers:
            return str(answers[-1])
        if link.revoked_at:
            return gettext("revoked")
        return gettext("waiting for an answer") if link.is_alive() else gettext("closed")

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """The quotations of one release: that of the quotation from which somebody came."""
        if db_field.name == "quote":
            asked = request.POST.get("quote") or request.GET.get("quote") or ""
            of = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
            kwargs["queryset"] = Quote.objects.filter(release__quotes=of).select_related("release")
            kwargs["required"] = True
            kwargs["help_text"] = _("Whom to ask is chosen on the page of a release’s life, beside each quotation.")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        given = super().get_changeform_initial_data(request)
        asked = str(given.get("quote", ""))
        quote = Quote.objects.filter(pk=asked).first() if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None
        return given | ({"reader": quote.speaker} if quote else {})

    def save_model(self, request: HttpRequest, obj: SignOffLink, form: forms.BaseForm, change: bool) -> None:
        obj.created_by = signed_in(request)
        sign_offs.give(obj)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if obj is not None and not add:
            context |= {"quotations": sign_offs.shown(obj), "answers": obj.answers.all()}
        return super().render_change_form(request, context, add, change, form_url, obj)
