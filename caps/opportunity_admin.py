"""The opportunities in the back office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing import clock
from publishing.admin import PUBLICATION, PublishedAdmin
from publishing.admin_filters import MostUsedFilter
from publishing.language_fields import SpokenField
from publishing.languages import columns
from publishing.spreadsheet_admin import SheetAdmin

from .enums import OpportunityState
from .models import Opportunity
from .opportunity_querysets import standing
from .spreadsheets import OPPORTUNITIES


class OpportunityStandingFilter(admin.SimpleListFilter):
    """Open, opening soon or closed, by the rule that the public’s list has."""

    title = _("applications")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(state.value, capfirst(str(state.label))) for state in OpportunityState]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        wanted = next((state for state in OpportunityState if state.value == self.value()), None)
        return queryset if wanted is None else queryset.filter(standing(wanted, clock.today()))


@admin.register(Opportunity)
class OpportunityAdmin(SheetAdmin, PublishedAdmin):
    sheet_kind = OPPORTUNITIES
    list_display = ("title", "kind", "cap", "institution", "closes", "standing")
    list_select_related = ("cap", "institution")
    list_filter = (
        OpportunityStandingFilter,
        "kind",
        "level",
        ("cap", MostUsedFilter),
        ("institution", MostUsedFilter),
        "is_example",
    )
    search_fields = (
        *columns("title"),
        *columns("place"),
        "city",
        "employer",
        "contact_name",
        "cap__acronym",
        *(f"institution__{name}" for name in (*columns("name"), "acronym")),
    )
    ordering = ("-closes", "-pk")
    autocomplete_fields = ("cap", "institution", "themes", "keywords")
    fieldsets = (
        (None, {"fields": (("kind", "level"), ("opens", "closes"))}),
        (_("Texts"), {"fields": ("title", "summary", "body")}),
        (_("How to apply"), {"fields": ("apply", "apply_url", ("contact_name", "contact_email", "contact_phone"))}),
        PUBLICATION,
        (_("Attached to"), {"fields": (("cap", "institution"), "employer", "themes", "keywords")}),
        (
            _("Details"),
            {"fields": (("begins", "work_languages"), "duration", "place", ("city", "country"))},
        ),
        (_("Picture"), {"fields": ("picture",)}),
        (_("For the archive"), {"fields": ("outcome",)}),
    )

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "work_languages":
            return SpokenField(required=False, label=capfirst(db_field.verbose_name))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("applications"))
    def standing(self, opportunity: Opportunity) -> str:
        return str(opportunity.state.label)
