"""Addresses proposed in forms while somebody types a title: the server makes them, by the one rule for all letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from . import languages
from .models import Addressed
from .tasks import Task

LONGEST_TITLE = 1000
"""Signs of a title that are read for a proposal."""

UNUSED = ("admin/js/urlify.js", "admin/js/prepopulate.js")

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin
else:
    _Admin = object


class TitleForAddress(forms.Form):
    """The box of an address, and the words typed in the fields that it is made of."""

    field = forms.ChoiceField(choices=lambda: [(languages.column("slug", code), code) for code in languages.codes()])
    title = forms.CharField(required=False)

    def clean_field(self) -> str:
        """The language of the address."""
        return dict(self.fields["field"].choices)[self.cleaned_data["field"]]  # type: ignore[attr-defined]  # a choice field

    def clean_title(self) -> str:
        return self.cleaned_data["title"][:LONGEST_TITLE]


class ProposedSlugs(_Admin):
    """A form of a new record whose empty addresses follow its titles, until somebody types one."""

    @property
    def media(self) -> forms.Media:
        """Without the scripts by which Django’s own forms make addresses in the browser, from a table that loses letters."""
        needed = super().media
        styles, scripts = needed._css, needed._js  # type: ignore[attr-defined]  # what a Media is made of
        return forms.Media(css=styles, js=[path for path in scripts if path not in UNUSED])

    def tasks_in_form(self, request: HttpRequest, obj: models.Model | None) -> frozenset[Task]:
        raise NotImplementedError

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.Model | None = None) -> dict[str, Sequence[str]]:
        """On new records only: an address that follows its title later on would break links."""
        if obj is not None or not issubclass(self.model, Addressed) or Task.EDIT not in self.tasks_in_form(request, obj):
            return {}
        return {languages.column("slug", code): self.model.slug_sources(code) for code in languages.codes()}

    def get_urls(self) -> list[URLPattern]:
        if not issubclass(self.model, Addressed):
            return super().get_urls()
        view = self.admin_site.admin_view(require_POST(self.propose_slug))
        return [path("propose-slug/", view, name=self._slug_route()), *super().get_urls()]

    def _slug_route(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_propose_slug"

    def propose_slug(self, request: HttpRequest) -> HttpResponse:
        """The free address that a title makes, as JSON. A title is sent as a form, so that no log of addresses keeps it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        typed = TitleForAddress(request.POST)
        if not typed.is_valid():
            return JsonResponse({"slug": ""}, status=400)
        slug = self.model().propose_slug(typed.cleaned_data["field"], typed.cleaned_data["title"])
        return JsonResponse({"slug": slug})

    def slug_context(self) -> dict[str, Any]:
        """What the page of a form needs to ask for proposals."""
        if not issubclass(self.model, Addressed):
            return {}
        return {"propose_slug_url": reverse(f"{self.admin_site.name}:{self._slug_route()}")}
