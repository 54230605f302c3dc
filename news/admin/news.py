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
from publishing.admin_forms import PortalForm
from publishing.language_fields import WorldLanguageField, WorldLanguageFilter, language_words
from publishing.languages import columns
from publishing.tasks import Task

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
            ("asks_attendance", "online_capacity"),
            "online_url_public",
            "is_cancelled",
            "tell_registered",
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


class DecisionField(forms.BooleanField):
    """What to do with a save, not a part of what is saved: it changes no record."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class EventForm(PortalForm):
    """With whether those registered are told of a change; there is nobody to tell where nobody is."""

    tell_registered = DecisionField(
        label=_("Tell those registered"),
        required=False,
        initial=True,
        help_text=_(
            "Where this change concerns the day, the hours, the place or the address online, everybody registered is "
            "written to, once, with a file that puts their calendar right. A cancellation is always told."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_registered(self.instance):
            del self.fields["tell_registered"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.instance.tells_registered = bool(cleaned.get("tell_registered"))
        return cleaned


def has_registered(event: models.Model | None) -> bool:
    """Whether anybody holds a place of an event or waits for one."""
    if not isinstance(event, Event) or event.pk is None or not event.takes_registrations:
        return False
    return event.places.some


@admin.register(Event)
class EventAdmin(PublishedAdmin):
    form = EventForm
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

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        shown = super().get_fieldsets(request, obj)
        if has_registered(obj) and Task.EDIT in self.tasks_in_form(request, obj):
            return shown
        return [
            (title, {**options, "fields": [row for row in options["fields"] if row != "tell_registered"]})
            for title, options in shown
        ]

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
