"""What the public sees of a record, per language, in the words and filters of the back office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from . import clock, languages
from .dates_in_words import day_and_hour, day_in_words
from .models import Addressed, Published
from .querysets import PublishedQuerySet


def with_shown(queryset: models.QuerySet) -> models.QuerySet:
    """With ``shown_<language>``: whether the public sees it now, by the one rule, in the same query as the list.

    Of what hangs on nothing but its own moments the record itself tells.
    """
    if not _hangs_on_others(queryset.model):
        return queryset
    now = clock.now()
    shown = {
        languages.column("shown", code): Exists(queryset.model.objects.public(code, now).filter(pk=OuterRef("pk")))
        for code in languages.codes()
    }
    return queryset.annotate(**shown)


def _hangs_on_others(model: type[Published]) -> bool:
    """Whether the public sees a record of a kind by more than its own moments."""
    rules = type(model.objects.all())
    return rules.public is not PublishedQuerySet.public or model.is_public is not Published.is_public


def is_shown(record: Published, language: str) -> bool:
    """Whether the public sees it; asked of the database only where ``with_shown`` has not."""
    known = getattr(record, languages.column("shown", language), None)
    return record.is_public(language) if known is None else known


def state_words(record: Published, language: str, at: datetime | None = None) -> str:
    """“public since 22 May 2024”, “from Saturday 5 December 2026, 2 pm”, “not public” or “withdrawn since 1 January 2026”."""
    at = at or clock.now()
    moment = record.public_from(language)
    if moment is None:
        return _("not public")
    if record.is_withdrawn(at):
        return _("withdrawn since %(day)s") % {"day": day_in_words(timezone.localtime(record.withdrawn_at).date())}
    local = timezone.localtime(moment)
    if moment > at:
        return _("from %(weekday)s %(moment)s") % {"moment": day_and_hour(moment), "weekday": formats.date_format(local, "l")}
    if not is_shown(record, language):
        return _("ready, but what it depends on is not public")
    return _("public since %(day)s") % {"day": day_in_words(local.date())}


@dataclass(frozen=True)
class Sight:
    """A language of a record as staff see it: the state in words, and where to look."""

    language: str
    name: str
    words: str
    public_url: str
    preview_url: str


def sights(record: Published, may_preview: bool) -> list[Sight]:
    return [
        Sight(
            code,
            str(languages.name(code)),
            state_words(record, code),
            _page(record, code) if is_shown(record, code) else "",
            _preview(record, code) if may_preview else "",
        )
        for code in languages.codes()
    ]


def _page(record: Published, language: str) -> str:
    return record.get_absolute_url(language) if isinstance(record, Addressed) else ""


def _preview(record: Published, language: str) -> str:
    if not isinstance(record, Addressed):
        return ""
    try:
        with override(language):
            return reverse("preview", kwargs={"label": record._meta.label_lower, "pk": record.pk})
    except NoReverseMatch:
        return ""


def state_column(language: str) -> Callable[[Published], str]:
    """A list column that says the state in one language."""

    moment = F(languages.column("public_from", language))

    @admin.display(description=capfirst(languages.name(language)), ordering=moment.asc(nulls_last=True))
    def column(record: Published) -> str:
        return state_words(record, language)

    column.__name__ = languages.column("state", language)
    return column


class _StateFilter(admin.SimpleListFilter):
    language = ""

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("public", _("public")),
            ("scheduled", _("from a later moment")),
            ("draft", _("not public")),
            ("withdrawn", _("withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        now, moment = clock.now(), languages.column("public_from", self.language)
        withdrawn = Q(withdrawn_at__lte=now)
        match self.value():
            case "public":
                return queryset.filter(pk__in=queryset.model.objects.public(self.language, now).values("pk"))
            case "scheduled":
                return queryset.exclude(withdrawn).filter(**{f"{moment}__gt": now})
            case "draft":
                return queryset.filter(**{f"{moment}__isnull": True})
            case "withdrawn":
                return queryset.filter(withdrawn)
        return queryset


def state_filter(language: str) -> type[admin.SimpleListFilter]:
    """A list filter by the state in one language."""
    attributes = {
        "language": language,
        "parameter_name": languages.column("state", language),
        "title": format_lazy(gettext_lazy("what the public sees – {language}"), language=languages.name(language)),
    }
    return type(f"StateFilter_{language}", (_StateFilter,), attributes)
