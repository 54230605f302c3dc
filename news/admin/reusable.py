"""What releases reuse: boilerplates, press contacts, logos, and the words that the check knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from news import vacancies
from news.models import Boilerplate, GlossaryPair, Logo, PressContact
from news.querysets import PressContactQuerySet
from publishing import clock, languages
from publishing.admin import PUBLICATION_WITHOUT_PAGE, PortalAdmin, PublishedAdmin
from publishing.language_fields import SpokenField
from publishing.languages import columns
from publishing.needed_fields import needed
from publishing.spreadsheet_admin import SheetAdmin

from .sheets import PRESS_CONTACTS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@admin.register(Boilerplate)
class BoilerplateAdmin(PortalAdmin):
    list_display = ("title", "key", "as_of")
    search_fields = ("key", *columns("title"))
    ordering = ("rank", "pk")
    fieldsets = (
        (_("Texts"), {"fields": ("title", "body")}),
        (_("Details"), {"fields": (("key", "as_of", "rank"), "is_example")}),
    )


class ConfirmationFilter(admin.SimpleListFilter):
    """Lists the contacts that somebody should ring up and confirm."""

    title = _("confirmation")
    parameter_name = "confirmation"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str | _StrPromise]]:
        return [("due", _("to be confirmed: not for six months"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() == "due" and isinstance(queryset, PressContactQuerySet):
            return queryset.to_confirm()
        return queryset


@admin.register(PressContact)
class PressContactAdmin(SheetAdmin, PortalAdmin):
    sheet_kind = PRESS_CONTACTS
    list_display = ("name", "languages_spoken", "email", "in_press_room", "valid_until", "last_confirmed", "is_confirmed")
    list_filter = (ConfirmationFilter, "in_press_room")
    search_fields = ("name", "email")
    ordering = ("rank", "pk")
    fieldsets = (
        (None, {"fields": (("name", "email"), ("phone", "out_of_hours"), "spoken", "in_press_room")}),
        (_("Texts"), {"fields": ("role",)}),
        (_("Details"), {"fields": (("valid_from", "valid_until", "last_confirmed"), ("rank", "is_example"))}),
    )

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "spoken":
            # Required by the model, which says so in a sentence of its own.
            label, text = capfirst(db_field.verbose_name), _("In which journalists may call.")
            return needed(SpokenField(required=False, label=label, help_text=text))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Whoever writes a contact down has it from somebody that day."""
        return {"last_confirmed": clock.today(), **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool) -> None:
        """Whoever ends a contact is led to the releases that lack them from then on."""
        super().save_model(request, obj, form, change)
        if not isinstance(obj, PressContact) or obj.is_valid() or not (lacking := vacancies.concerned(obj.pk)):
            return
        words = ngettext(
            "%(number)s release is without this contact now:", "%(number)s releases are without this contact now:", len(lacking)
        )
        url = reverse("admin:news_pressrelease_life", args=(quote(lacking[0].pk),))
        way = format_html('<a href="{}#step-replace">{}</a>', url, gettext("Choose a replacement"))
        messages.warning(request, format_html("{} {}", words % {"number": len(lacking)}, way))

    @admin.display(description=_("confirmed within six months"), boolean=True)
    def is_confirmed(self, contact: PressContact) -> bool:
        return contact.is_confirmed()

    @admin.display(description=_("languages spoken"))
    def languages_spoken(self, contact: PressContact) -> str:
        return ", ".join(str(languages.name(code)) for code in contact.spoken if code in languages.codes())


@admin.register(Logo)
class LogoAdmin(PublishedAdmin):
    list_display = ("title", "rank")
    search_fields = columns("title")
    ordering = ("rank", "pk")
    fieldsets = (
        (_("Texts"), {"fields": ("title", "rules", "alt")}),
        (None, {"fields": (("image", "rank"),)}),
        PUBLICATION_WITHOUT_PAGE,
    )


@admin.register(GlossaryPair)
class GlossaryPairAdmin(PortalAdmin):
    list_display = ("term", "acronym", "is_organisation")
    search_fields = (*columns("term"), *columns("acronym"))
    ordering = ("pk",)
    fieldsets = ((None, {"fields": ("term", "acronym")}), (_("Details"), {"fields": (("is_organisation", "is_example"),)}))
