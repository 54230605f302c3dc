"""Publications in the back office, and what HAL is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing.admin import PUBLICATION, PortalAdmin, PublishedAdmin, StackedInline
from publishing.language_fields import WorldLanguageField
from publishing.spreadsheet_admin import SheetAdmin

from .models import HalQuery, PersonPublication, ProgrammePublication, Publication
from .publication_sheets import PUBLICATIONS

OF_HAL = (
    "title",
    "language",
    "kind",
    "authors",
    "venue",
    "year",
    "published_on",
    "volume",
    "issue",
    "pages",
    "publisher",
    "doi",
    "url",
    "file_url",
    "licence",
    "is_open",
    "hal_id",
)
"""What HAL says of a publication: read on the form, corrected on HAL. Whatever were typed here the next answer would undo."""


class _TieInline(StackedInline):
    can_delete = False
    """A tie that is wrong is said to be; a deleted one would come back with HAL’s next answer."""


class ProgrammePublicationInline(_TieInline):
    model = ProgrammePublication
    fields = (("cap", "is_wrong"),)
    autocomplete_fields = ("cap",)


class PersonPublicationInline(_TieInline):
    model = PersonPublication
    fields = (("person", "is_wrong"),)
    autocomplete_fields = ("person",)


@admin.register(Publication)
class PublicationAdmin(SheetAdmin, PublishedAdmin):
    sheet_kind = PUBLICATIONS
    list_display = ("title", "year", "kind", "hal_id", "hal_state")
    list_filter = ("kind", "hal_state", "is_open", "year", "is_example")
    search_fields = ("title", "authors", "hal_id", "doi")
    ordering = ("-year", "-published_on", "pk")
    inlines = (ProgrammePublicationInline, PersonPublicationInline)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title",
                    ("kind", "language"),
                    "authors",
                    ("year", "published_on"),
                    ("hal_id", "doi"),
                    "other_hal_ids",
                    "url",
                ),
                "description": _(
                    "What HAL says is corrected on HAL: a change made here would be undone by its next answer. What is "
                    "wrong can be hidden below, with a reason; that stays."
                ),
            },
        ),
        (
            _("Where and how"),
            {"fields": ("venue", "publisher", ("volume", "issue", "pages"), ("file_url", "licence"), "is_open")},
        ),
        (_("Hidden"), {"fields": ("hidden_because",)}),
        PUBLICATION,
    )

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        fixed = OF_HAL if isinstance(obj, Publication) and obj.is_read_from_hal else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "language":
            return WorldLanguageField(label=capfirst(db_field.verbose_name), help_text=db_field.help_text, required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(HalQuery)
class HalQueryAdmin(PortalAdmin):
    list_display = ("identifier", "kind", "whom", "is_active", "last_asked", "outcome", "detail", "found", "last_answer")
    list_filter = ("kind", "outcome", "is_active", "is_example")
    list_select_related = ("cap", "person")
    search_fields = ("identifier",)
    ordering = ("kind", "identifier")
    autocomplete_fields = ("cap", "person")
    fieldsets = ((None, {"fields": (("kind", "identifier"), ("cap", "person"), "is_active", "is_example")}),)

    @admin.display(description=_("programme or person"))
    def whom(self, query: HalQuery) -> str:
        return str(query.cap or query.person or "")

    @admin.display(description=_("last asked"), ordering="asked_at", empty_value="")
    def last_asked(self, query: HalQuery) -> str:
        return _minute(query.asked_at)

    @admin.display(description=_("last answer"), ordering="answered_at", empty_value="")
    def last_answer(self, query: HalQuery) -> str:
        return _minute(query.answered_at)


def _minute(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
