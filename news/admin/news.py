"""Articles, events and press coverage in the back office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from news import event_places
from news.models import Article, Coverage, Event
from publishing.admin import PUBLICATION, PUBLICATION_WITHOUT_PAGE, FieldSet, PublishedAdmin
from publishing.language_fields import WorldLanguageField, WorldLanguageFilter, language_words
from publishing.languages import columns

from .releases import RELATED, RELATED_FIELDSET

PICTURE: FieldSet = (_("Picture"), {"fields": ("picture",)})

REGISTRATION: FieldSet = (
    _("Registration"),
    {
        "fields": (
            "takes_registrations",
            "registered",
            ("registration_opens", "registration_closes"),
            ("capacity", "has_waiting_list"),
            "online_url_public",
            "is_cancelled",
        ),
        "description": _(
            "Whoever registers confirms their address, and gets a place, the address online and a file for their calendar."
        ),
    },
)


@admin.register(Article)
class ArticleAdmin(PublishedAdmin):
    list_display = ("title",)
    search_fields = (*columns("title"), *columns("lead"))
    ordering = ("-pk",)
    autocomplete_fields = RELATED
    fieldsets = ((_("Texts"), {"fields": ("title", "lead", "body")}), PICTURE, PUBLICATION, RELATED_FIELDSET)


@admin.register(Event)
class EventAdmin(PublishedAdmin):
    list_display = ("title", "begins")
    search_fields = (*columns("title"), *columns("place"))
    ordering = ("-starts_at", "-pk")
    autocomplete_fields = RELATED
    fieldsets = (
        (_("When"), {"fields": (("starts_at", "ends_at"), "all_day")}),
        (_("Texts"), {"fields": ("title", "summary", "body")}),
        PICTURE,
        PUBLICATION,
        (_("Where"), {"fields": ("place", ("address", "online_url"))}),
        (_("Who"), {"fields": ("organiser", "audience")}),
        REGISTRATION,
        RELATED_FIELDSET,
    )
    readonly_fields = ("registered",)

    @admin.display(description=_("begins"), ordering="starts_at")
    def begins(self, event: Event) -> str:
        return timezone.localtime(event.starts_at).strftime("%Y-%m-%d %H:%M")

    @admin.display(description=_("registered"))
    def registered(self, event: Event) -> str:
        return event_places.told(event) or "–"


@admin.register(Coverage)
class CoverageAdmin(PublishedAdmin):
    list_display = ("outlet", "title", "date", "in_language")
    list_filter = (("language", WorldLanguageFilter), "subscribers_only", "is_example")
    search_fields = ("outlet", "title", *columns("summary"))
    ordering = ("-date", "-pk")
    fieldsets = (
        (None, {"fields": (("outlet", "date"), "title", ("url", "language"), "subscribers_only")}),
        (_("Texts"), {"fields": ("summary",)}),
        PUBLICATION_WITHOUT_PAGE,
    )

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "language":
            return WorldLanguageField(label=capfirst(db_field.verbose_name))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("language of the article"), ordering="language")
    def in_language(self, coverage: Coverage) -> str:
        return language_words(coverage.language)
