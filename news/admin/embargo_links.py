"""Reading links under embargo: given to one reader, or to each of a named list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from news import embargo_links, journalist_lists
from news.models import PressRelease, ReadingLink
from publishing import languages
from publishing.editing import signed_in
from publishing.fields import MomentFormField

from .personal_links import PersonalLinkAdmin, in_a_week

SHARE = "news.share_pressrelease"


class ReadingLinkForm(forms.ModelForm):
    """A key is given to what is still under embargo, and for a time to come."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        release, language, until = given.get("release"), given.get("language"), given.get("expires_at")
        if until and until <= timezone.now():
            self.add_error("expires_at", gettext("This moment is over: choose a later one."))
        if release and release.withdrawn_at:
            self.add_error("release", gettext("This release is withdrawn: nothing more can be done with it."))
        elif release and language and release.is_public(language):
            self.add_error("language", gettext("This language is public: give the address of its page."))
        elif release and language and not getattr(release, languages.column("title", language)):
            self.add_error("language", gettext("This language is not written yet."))
        return given


class ListLinksForm(forms.Form):
    """A key of their own for each member of a list, in the languages that they read and that are still under embargo."""

    press_list = forms.ChoiceField(label=_("Named list"))
    chosen = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    expires_at = MomentFormField(label=_("Valid until"))

    def __init__(self, release: PressRelease, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = embargo_links.languages_to_give(release)
        self.fields["press_list"].choices = journalist_lists.choices()  # type: ignore[attr-defined]  # a choice field
        self.fields["chosen"].choices = [(code, languages.name(code)) for code in codes]  # type: ignore[attr-defined]  # a choice field
        self.fields["chosen"].initial = codes
        self.fields["expires_at"].initial = in_a_week

    def clean_expires_at(self) -> Any:
        until = self.cleaned_data["expires_at"]
        if until <= timezone.now():
            raise forms.ValidationError(gettext("This moment is over: choose a later one."))
        return until

    @property
    def list_name(self) -> str:
        return dict(journalist_lists.choices())[self.cleaned_data["press_list"]]


@admin.register(ReadingLink)
class ReadingLinkAdmin(PersonalLinkAdmin):
    form = ReadingLinkForm
    moments = PersonalLinkAdmin.moments
    list_display = ("reader", "release", "in_language", *moments[:2], "times_opened", "stands")
    list_filter = ("language", "list_name")
    list_select_related = ("release",)
    search_fields = ("reader",)
    autocomplete_fields = ("release",)
    readonly_fields = ("in_language", PersonalLinkAdmin.giver, "list_name", *moments)
    change_form_template = "admin/news/readinglink/change_form.html"
    given_title = _("Reading link given")

    def may_give(self, request: HttpRequest) -> bool:
        return request.user.has_perm(SHARE)

    def revoke(self, links: models.QuerySet) -> None:
        embargo_links.revoke(links)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(openings_count=Count("openings"))

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        if obj is None:
            return ("release", "reader", "language", "expires_at")
        return ("release", "reader", "list_name", "in_language", PersonalLinkAdmin.giver, *self.moments)

    @admin.display(description=_("opened"))
    def times_opened(self, link: ReadingLink) -> int:
        return link.openings_count

    @admin.display(description=_("state"))
    def stands(self, link: ReadingLink) -> str:
        if link.revoked_at:
            return gettext("revoked")
        return gettext("open") if link.is_alive() else gettext("closed")

    def get_urls(self) -> list[URLPattern]:
        give = self.admin_site.admin_view(self.list_view)
        revoke = self.admin_site.admin_view(require_POST(self.revoke_list_view))
        return [
            path("list/<int:release_pk>/", give, name="news_readinglink_list"),
            path("list/<int:release_pk>/revoke/", revoke, name="news_readinglink_list_revoke"),
            *super().get_urls(),
        ]

    def list_view(self, request: HttpRequest, release_pk: int) -> HttpResponse:
        """Give links to a named list: they are mailed, and their addresses are shown to nobody here."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        release = get_object_or_404(PressRelease, pk=release_pk)
        is_over = release.is_withdrawn() or not embargo_links.languages_to_give(release)
        form = ListLinksForm(release, request.POST or None)
        if request.method == "POST" and not is_over and form.is_valid():
            given = form.cleaned_data
            links = embargo_links.give_to_list(
                release, given["press_list"], form.list_name, given["chosen"], given["expires_at"], signed_in(request)
            )
            messages.success(request, _given(len(links))) if links else messages.warning(request, _nobody())
            return HttpResponseRedirect(reverse("admin:news_pressrelease_life", args=(release.pk,)))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Reading links for a named list"),
            "release": release,
            "form": form,
            "is_over": is_over,
            "has_lists": bool(journalist_lists.choices()),
        }
        response = TemplateResponse(request, "admin/news/readinglink/list.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def revoke_list_view(self, request: HttpRequest, release_pk: int) -> HttpResponse:
        """Revoke every link that was given through a list for one release."""
        if not self.may_give(request):
            raise PermissionDenied
        name = request.POST.get("list_name", "")
        links = ReadingLink.objects.filter(release=release_pk, list_name=name).exclude(list_name="")
        number = embargo_links.revoke(links)
        words = ngettext("%(number)s link opens nothing any more.", "%(number)s links open nothing any more.", number)
        messages.success(request, words % {"number": number})
        return HttpResponseRedirect(reverse("admin:news_pressrelease_life", args=(release_pk,)))

    def save_model(self, request: HttpRequest, obj: ReadingLink, form: forms.BaseForm, change: bool) -> None:
        obj.created_by = signed_in(request)
        embargo_links.give(obj)

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
            context["openings"] = obj.openings.select_related("edition").defer("edition__payload")
            context["alive"] = obj.is_alive()
        return super().render_change_form(request, context, add, change, form_url, obj)


def _given(number: int) -> str:
    words = ngettext(
        "%(number)s personal link is given, and leaves by mail.",
        "%(number)s personal links are given, and leave by mail.",
        number,
    )
    return words % {"number": number}


def _nobody() -> str:
    return gettext("No link was given: nobody of this list reads these languages, or each has an open link already.")
