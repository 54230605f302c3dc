"""What happened to releases: the log of their life and their public corrections, read and never written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from news.models import Correction, StateChange
from publishing.account_names import display_name
from publishing.admin_languages import SideBySide

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def iso_moment(field: str, words: str | _StrPromise) -> Any:
    """A column or line that says a moment as it is typed everywhere, in Paris time.

    A function of a record, which Django takes wherever its stubs know but the name of a field.
    """

    @admin.display(description=words, ordering=field)
    def shown(record: models.Model) -> str:
        moment = getattr(record, field)
        return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else "–"

    shown.__name__ = f"{field}_iso"
    return shown


def person_shown(field: str, words: str | _StrPromise) -> Any:
    """A column or line that says who of the staff did something, by the name that colleagues know."""

    @admin.display(description=words, ordering=field)
    def shown(record: models.Model) -> str:
        account = getattr(record, field)
        return display_name(account) if account else "–"

    shown.__name__ = f"{field}_name"
    return shown


class ReadOnlyAdmin(SideBySide, TranslationAdmin):
    """What happened: it is read, never written by hand."""

    list_per_page = 50
    show_full_result_count = False
    actions = None
    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(StateChange)
class StateChangeAdmin(ReadOnlyAdmin):
    list_display = ("release", iso_moment("at", _("when")), "kind", person_shown("by", _("who")), "note")
    list_select_related = ("release", "by")
    list_filter = ("kind",)
    ordering = ("-at", "-pk")
    readonly_fields = (iso_moment("at", _("when")), person_shown("by", _("who")))
    fields = ("release", *readonly_fields, "kind", "old", "new", "note")


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ("release", iso_moment("at", _("corrected on")), person_shown("by", _("who")))
    list_select_related = ("release", "by")
    ordering = ("-at", "-pk")
    readonly_fields = (iso_moment("at", _("corrected on")), person_shown("by", _("who")))
    fieldsets = ((None, {"fields": ("release", readonly_fields, "said", "says")}),)
