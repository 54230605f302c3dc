"""What the links to outside readers have in common in the back office: given once, shown once, revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publishing import languages
from publishing.admin_search import BoundedSearch
from publishing.known_choices import OffersKnownChoices
from publishing.language_fields import language_choices

from .history import iso_moment, person_shown

LASTS = timedelta(days=7)


def in_a_week() -> Any:
    """A week from now, without seconds: how long a link is given for unless somebody says otherwise."""
    until = timezone.localtime(timezone.now() + LASTS).replace(second=0, microsecond=0, tzinfo=None)
    return timezone.make_aware(until)


class PersonalLinkAdmin(BoundedSearch, OffersKnownChoices, admin.ModelAdmin):
    """Personal keys: given once, shown once, revoked here. Nobody can read a key again."""

    moments = (
        iso_moment("created_at", _("given")),
        iso_moment("expires_at", _("valid until")),
        iso_moment("revoked_at", _("revoked")),
    )
    giver = person_shown("created_by", _("given by"))
    ordering = ("-created_at", "-pk")
    actions = None
    view_on_site = False
    given_title: str | Promise = ""

    class Media:
        # Gives searchable choices their accessible name.
        js = ["publishing/admin.js"]

    def may_give(self, request: HttpRequest) -> bool:
        """Whether somebody may give these links, and so see and revoke them."""
        raise NotImplementedError

    def revoke(self, links: models.QuerySet) -> None:
        links.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())

    @property
    def route(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"

    @admin.display(description=_("language"), ordering="language")
    def in_language(self, link: Any) -> str | Promise:
        return languages.name(link.language) if link.language in languages.codes() else link.language

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and self.may_give(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return super().has_view_permission(request, obj) and self.may_give(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "language":
            return forms.ChoiceField(label=capfirst(db_field.verbose_name), choices=language_choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"expires_at": in_a_week()} | super().get_changeform_initial_data(request)

    def get_urls(self) -> list[URLPattern]:
        revoke = self.admin_site.admin_view(self.revoke_view)
        return [path("<int:pk>/revoke/", revoke, name=f"{self.route}_revoke"), *super().get_urls()]

    def revoke_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.may_give(request):
            raise PermissionDenied
        self.revoke(self.model._default_manager.filter(pk=pk))
        messages.success(request, gettext("The link opens nothing any more."))
        return HttpResponseRedirect(reverse(f"admin:{self.route}_change", args=(pk,)))

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """The address, once: it is kept nowhere, not even in a message that waits in a cookie."""
        context = {
            **self.admin_site.each_context(request),
            "title": self.given_title,
            "opts": self.opts,
            "link": obj,
            "address": obj.address,
        }
        response = TemplateResponse(request, "admin/news/readinglink/given.html", context)
        response["Cache-Control"] = "no-store"
        return response
