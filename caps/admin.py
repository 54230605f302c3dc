"""The programmes in the back office."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing.admin import PUBLICATION, PortalAdmin, PublishedAdmin, StackedInline
from publishing.admin_filters import MostUsedFilter
from publishing.language_fields import SpokenField
from publishing.languages import columns
from publishing.spreadsheet_admin import SheetAdmin

from . import (
    opportunity_admin,  # noqa: F401  it registers itself
    publication_admin,  # noqa: F401  registers its own pages
)
from .models import CAP, STRANDS, Course, Involvement, Keyword, Membership, PartnerInvolvement
from .spreadsheets import COURSES, PROGRAMMES


@admin.register(Keyword)
class KeywordAdmin(PortalAdmin):
    list_display = ("name",)
    search_fields = columns("name")
    ordering = (*columns("name"),)
    fieldsets = ((None, {"fields": ("name", "is_example")}),)


class MembershipInline(StackedInline):
    model = Membership
    fields = (("person", "institution"), ("role", "rank"), "title", ("start", "end"))
    autocomplete_fields = ("person", "institution")


class InvolvementInline(StackedInline):
    model = Involvement
    fields = (("institution", "role", "is_example"),)
    autocomplete_fields = ("institution",)


class PartnerInvolvementInline(StackedInline):
    model = PartnerInvolvement
    fields = ("partner", "contribution")
    autocomplete_fields = ("partner",)


@admin.register(CAP)
class CAPAdmin(SheetAdmin, PublishedAdmin):
    sheet_kind = PROGRAMMES
    list_display = ("programme", "title", "theme", "phase")
    list_select_related = ("theme",)
    list_filter = ("theme", "phase", "is_example")
    search_fields = (
        "acronym",
        *columns("title"),
        *(f"keywords__{name}" for name in columns("name")),
        "memberships__person__given_name",
        "memberships__person__family_name",
        *(f"involvements__institution__{name}" for name in (*columns("name"), "acronym", "aliases")),
        "partner_involvements__partner__name",
    )
    ordering = ("number", "pk")
    autocomplete_fields = ("theme", "keywords")
    inlines = (InvolvementInline, MembershipInline, PartnerInvolvementInline)
    fieldsets = (
        (None, {"fields": (("number", "acronym"),)}),
        (_("Texts"), {"fields": ("title", "summary")}),
        (_("The three strands"), {"fields": STRANDS}),
        PUBLICATION,
        (_("Details"), {"fields": (("theme", "phase"), "keywords", ("start", "end"), "website")}),
        (_("Picture"), {"fields": ("picture",)}),
        (_("For examples"), {"fields": ("example_note",), "classes": ("collapse",)}),
    )

    @admin.display(description=_("programme"), ordering="number")
    def programme(self, cap: CAP) -> str:
        return str(cap)


@admin.register(Course)
class CourseAdmin(SheetAdmin, PublishedAdmin):
    sheet_kind = COURSES
    list_display = ("title", "kind", "level", "place", "apply_until")
    list_filter = ("kind", "level", "format", ("institutions", MostUsedFilter), "is_example")
    search_fields = (
        *columns("title"),
        *columns("summary"),
        "place",
        *(f"institutions__{name}" for name in (*columns("name"), "acronym", "aliases")),
        "caps__acronym",
    )
    ordering = (*columns("title"), "pk")
    autocomplete_fields = ("institutions", "caps")
    fieldsets = (
        (_("Texts"), {"fields": ("title", "summary", "body", "duration", "how_to_apply")}),
        PUBLICATION,
        (_("Details"), {"fields": (("kind", "level"), ("format", "place"), "taught_in", ("start", "end"), "website")}),
        (_("Who teaches it"), {"fields": ("institutions", "caps")}),
        (_("Application"), {"fields": (("apply_until", "apply_url"),)}),
        (_("Source"), {"fields": (("as_of", "source"), "source_url"), "classes": ("collapse",)}),
    )

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "taught_in":
            return SpokenField(label=capfirst(db_field.verbose_name), required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
