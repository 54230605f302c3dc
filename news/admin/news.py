"""Articles, events and press coverage in the back office."""

from __future__ import annotations

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models import Article, Coverage, Event
from publishing.admin import PUBLICATION, PUBLICATION_WITHOUT_PAGE, FieldSet, PublishedAdmin
from publishing.languages import columns

from .releases import RELATED, RELATED_FIELDSET

PICTURE: FieldSet = (_("Picture"), {"fields": ("picture",)})


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
        RELATED_FIELDSET,
    )

    @admin.display(description=_("begins"), ordering="starts_at")
    def begins(self, event: Event) -> str:
        return timezone.localtime(event.starts_at).strftime("%Y-%m-%d %H:%M")


@admin.register(Coverage)
class CoverageAdmin(PublishedAdmin):
    list_display = ("outlet", "title", "date", "language")
    list_filter = ("language", "subscribers_only", "is_example")
    search_fields = ("outlet", "title", *columns("summary"))
    ordering = ("-date", "-pk")
    fieldsets = (
        (None, {"fields": (("outlet", "date"), "title", ("url", "language"), "subscribers_only")}),
        (_("Texts"), {"fields": ("summary",)}),
        PUBLICATION_WITHOUT_PAGE,
    )
