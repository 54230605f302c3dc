"""Reading links under embargo: given once, shown once, revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from news import embargo_links
from news.models import ReadingLink
from publishing import languages
from publishing.editing import signed_in

from .history import iso_moment
from .language_fields import language_choices


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
        return given


@admin.register(ReadingLink)
class ReadingLinkAdmin(admin.ModelAdmin):
    """Personal keys: given once, shown once, revoked here. Nobody can read a key again."""

    form = ReadingLinkForm
    moments = (
        iso_moment("created_at", _("given")),
        iso_moment("expires_at", _("valid until")),
        iso_moment("revoked_at", _("revoked")),
    )
    list_display = ("reader", "release", "in_language", *moments[:2], "times_opened", "stands")
    list_filter = ("language",)
    list_select_related = ("release",)
    search_fields = ("reader",)
    ordering = ("-created_at", "-pk")
    actions = None
    view_on_site = False
    autocomplete_fields = ("release",)
    readonly_fields = ("in_language", "created_by", *moments)
    change_form_template = "admin/news/readinglink/change_form.html"

    class Media:
        # Gives searchable choices their accessible name.
        js = ["publishing/admin.js"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(openings_count=Count("openings"))

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        if obj is None:
            return ("release", "reader", "language", "expires_at")
        return ("release", "reader", "in_language", "created_by", *self.moments)

    @admin.display(description=_("language"), ordering="language")
    def in_language(self, link: ReadingLink) -> str | Promise:
        return languages.name(link.language) if link.language in languages.codes() else link.language

    @admin.display(description=_("opened"))
    def times_opened(self, link: ReadingLink) -> int:
        return link.openings_count

    @admin.display(description=_("state"))
    def stands(self, link: ReadingLink) -> str:
        if link.revoked_at:
            return gettext("revoked")
        return gettext("open") if link.is_alive() else gettext("closed")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and request.user.has_perm("news.share_pressrelease")

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return super().has_view_permission(request, obj) and request.user.has_perm("news.share_pressrelease")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "language":
            return forms.ChoiceField(label=capfirst(db_field.verbose_name), choices=language_choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        until = timezone.localtime(timezone.now() + timedelta(days=7)).replace(second=0, microsecond=0, tzinfo=None)
        return {"expires_at": timezone.make_aware(until)} | super().get_changeform_initial_data(request)

    def get_urls(self) -> list[URLPattern]:
        revoke = self.admin_site.admin_view(self.revoke_view)
        return [path("<int:pk>/revoke/", revoke, name="news_readinglink_revoke"), *super().get_urls()]

    def revoke_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm("news.share_pressrelease"):
            raise PermissionDenied
        ReadingLink.objects.filter(pk=pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
        messages.success(request, gettext("The link opens nothing any more."))
        return HttpResponseRedirect(reverse("admin:news_readinglink_change", args=(pk,)))

    def save_model(self, request: HttpRequest, obj: ReadingLink, form: forms.BaseForm, change: bool) -> None:
        obj.created_by = signed_in(request)
        embargo_links.give(obj)

    def response_add(self, request: HttpRequest, obj: ReadingLink, post_url_continue: str | None = None) -> HttpResponse:
        """The address, once: it is kept nowhere, not even in a message that waits in a cookie."""
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Reading link given"),
            "opts": self.opts,
            "link": obj,
            "address": obj.address,
        }
        response = TemplateResponse(request, "admin/news/readinglink/given.html", context)
        response["Cache-Control"] = "no-store"
        return response

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
            context["openings"] = obj.openings.all()
            context["alive"] = obj.is_alive()
        return super().render_change_form(request, context, add, change, form_url, obj)
