"""The list of releases: where each language stands, in words, and filters by it and by what waits for its reader."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import admin
from django.db import models
from django.db.models import F
from django.http import HttpRequest
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from news.enums import ReleaseStage
from news.models import PressRelease
from news.notifications import LISTED, WAITS
from news.release_stages import stage_words
from publishing import languages
from publishing.editing import signed_in


def stage_column(language: str) -> Callable[[PressRelease], str]:
    """A column that says where a language stands."""
    moment = F(languages.column("public_from", language))

    @admin.display(description=capfirst(languages.name(language)), ordering=moment.asc(nulls_last=True))
    def column(release: PressRelease) -> str:
        return stage_words(release, language)

    column.__name__ = languages.column("state", language)
    return column


class StageFilter(admin.SimpleListFilter):
    """Releases of which a language stands at a stage, by the one rule (``PressReleaseQuerySet.in_stage``)."""

    language = ""

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(stage.value, str(stage.label)) for stage in ReleaseStage]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        value = self.value()
        if value not in ReleaseStage.values:
            return queryset
        found = PressRelease.objects.in_stage(ReleaseStage(value), self.language)
        return queryset.filter(pk__in=found.values("pk"))


def stage_filter(language: str) -> type[admin.SimpleListFilter]:
    attributes = {
        "language": language,
        "parameter_name": languages.column("state", language),
        "title": format_lazy(_("state – {language}"), language=languages.name(language)),
    }
    return type(f"StageFilter_{language}", (StageFilter,), attributes)


class WaitsFilter(admin.SimpleListFilter):
    """What waits for whoever reads the list: the lines of the first page, all of them."""

    title = _("what waits for you")
    parameter_name = WAITS

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        user = signed_in(request)
        return [(kind.waits, str(kind.heading)) for kind in LISTED if kind.concerns(user)]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        user = signed_in(request)
        for kind in LISTED:
            if kind.waits == self.value() and kind.concerns(user):
                return queryset.filter(pk__in=kind.waiting(user).order_by().values("pk"))
        return queryset
