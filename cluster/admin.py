"""The consortium's records in the back office."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from publishing import legal_facts
from publishing.admin import PUBLICATION, PUBLICATION_WITHOUT_PAGE, FieldSet, PublishedAdmin, StackedInline
from publishing.admin_filters import MostUsedFilter
from publishing.language_fields import SpokenField
from publishing.languages import columns
from publishing.spreadsheet_admin import SheetAdmin

from . import counters
from .admin_erasing import ErasingAdmin
from .models import FigureValue, Institution, KeyFigure, Milestone, NationalCluster, Page, Person, Pillar, Role, Theme
from .spreadsheets import INSTITUTIONS, PEOPLE

ENVELOPE = "national_envelope"
ORDER: FieldSet = (_("Order"), {"fields": ("rank",), "classes": ("collapse",)})


def _number(value: int | Decimal) -> str:
    """A number as the reader's language writes it, without the zeros that a column of two decimals adds."""
    return number_format(f"{Decimal(value).normalize():f}", force_grouping=True)


@admin.register(Institution)
class InstitutionAdmin(SheetAdmin, PublishedAdmin):
    sheet_kind = INSTITUTIONS
    list_display = ("name", "acronym", "circle", "city")
    list_filter = ("circle", "kind", "is_example")
    search_fields = (*columns("name"), "acronym", "aliases", "city")
    ordering = ("rank", "pk")
    fieldsets = (
        (_("Texts"), {"fields": ("name", "description")}),
        PUBLICATION,
        (_("Details"), {"fields": (("acronym", "kind"), ("circle", "is_lead"), ("city", "website"), "ror")}),
        (_("Names"), {"fields": (("aliases", "lookalikes"),)}),
        (_("Logo"), {"fields": ("logo", "logo_alt"), "classes": ("collapse",)}),
        ORDER,
    )


class RoleInline(StackedInline):
    model = Role
    fields = ("title", ("institution", "rank"), ("start", "end"), ("as_of", "source"))
    autocomplete_fields = ("institution",)


@admin.register(Person)
class PersonAdmin(SheetAdmin, ErasingAdmin):
    sheet_kind = PEOPLE
    list_display = ("full_name", "orcid", "answers_press")
    list_filter = (("roles__institution", MostUsedFilter), "answers_press", "is_example")
    search_fields = (
        *("given_name", "family_name", "filing_name", "aliases", "orcid", "idhal"),
        *columns("laboratory"),
        *columns("subjects"),
        *(f"roles__{name}" for name in columns("title")),
    )
    ordering = ("sort_name", "pk")
    inlines = (RoleInline,)
    fieldsets = (
        (None, {"fields": (("given_name", "family_name"), ("filing_name", "aliases"))}),
        (_("Texts"), {"fields": ("biography",)}),
        PUBLICATION,
        (_("Work"), {"fields": ("laboratory", "subjects")}),
        (_("Details"), {"fields": (("orcid", "idhal"), ("website", "spoken"))}),
        (_("For journalists"), {"fields": ("answers_press", "press_topics")}),
        (_("Portrait"), {"fields": ("portrait",)}),
    )

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "spoken":
            return SpokenField(label=capfirst(db_field.verbose_name), help_text=db_field.help_text, required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("name"), ordering="sort_name")
    def full_name(self, person: Person) -> str:
        return str(person)


@admin.register(Theme)
class ThemeAdmin(PublishedAdmin):
    list_display = ("name", "rank")
    search_fields = (*columns("name"), *columns("full_name"))
    ordering = ("rank", "pk")
    fieldsets = (
        (_("Texts"), {"fields": ("name", "full_name", "summary", "description")}),
        PUBLICATION,
        ORDER,
    )


@admin.register(Pillar)
class PillarAdmin(PublishedAdmin):
    list_display = ("name", "rank")
    search_fields = columns("name")
    ordering = ("rank", "pk")
    fieldsets = ((_("Texts"), {"fields": ("name", "summary", "body")}), PUBLICATION, ORDER)


class FigureValueInline(StackedInline):
    model = FigureValue
    fields = (("qualifier", "value", "as_of"), "source", ("source_url", "source_language"))


@admin.register(KeyFigure)
class KeyFigureAdmin(PublishedAdmin):
    """What is claimed beside what the portal counts, so that staff see where the two disagree."""

    list_display = ("label", "claim", "count_now", "agreement", "as_of", "scope")
    list_filter = ("scope", "counted_by", "is_example")
    search_fields = ("key", *columns("label"))
    ordering = ("rank", "pk")
    inlines = (FigureValueInline,)
    fieldsets = (
        (_("Texts"), {"fields": ("label", "sentence", "period", "note", "source", ("source_url", "source_language"))}),
        (_("The claim"), {"fields": (("qualifier", "value", "unit"), ("as_of", "scope"), "counted_by")}),
        PUBLICATION,
        (_("Order and key"), {"fields": (("key", "rank"),)}),
    )

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Every count once for the whole list, so that its queries do not grow with its rows."""
        changelist = super().get_changelist_instance(request)
        counts = counters.all_seen_by(request.user)
        for figure in changelist.result_list:
            figure.count_in_list = counts.get(figure.counted_by)
        return changelist

    @admin.display(description=_("claim"), ordering="value")
    def claim(self, figure: KeyFigure) -> str:
        words = [figure.get_qualifier_display() if figure.qualifier else "", _number(figure.value)]
        return " ".join(filter(None, [*words, figure.get_unit_display() if figure.unit else ""]))

    @admin.display(description=_("count"))
    def count_now(self, figure: KeyFigure) -> str:
        return "" if figure.count_in_list is None else _number(figure.count_in_list)

    @admin.display(description=_("agree?"))
    def agreement(self, figure: KeyFigure) -> str:
        if figure.count_in_list is None:
            return ""
        return _now("agree") if figure.agrees(figure.count_in_list) else _now("DISAGREE")


@admin.register(Milestone)
class MilestoneAdmin(PublishedAdmin):
    list_display = ("title", "date", "lane", "is_planned")
    list_filter = ("lane", "is_planned", "is_example")
    search_fields = (*columns("title"), *columns("place"), "date")
    ordering = ("date", "pk")
    fieldsets = (
        (_("Texts"), {"fields": ("title", "place")}),
        (_("Details"), {"fields": (("date", "date_end"), ("lane", "is_planned"), ("source", "source_url"))}),
        PUBLICATION_WITHOUT_PAGE,
    )


def _facts_words() -> SafeString:
    """The names that a page's texts may hold, folded away for those who know them."""
    names = format_html_join(
        "", "<div><dt>{{{}}}</dt><dd>{}</dd></div>", ((name, one.label) for name, one in legal_facts.FACTS.items())
    )
    return format_html(
        '<details class="facts"><summary>{}</summary><dl>{}</dl><p>{}</p></details>',
        _now("Names in braces that the lead and the text may hold, each for a fact that the operator has set"),
        names,
        _now("In a text of another language, %(example)s marks words as French.") % {"example": "{fr: …}"},
    )


@admin.register(Page)
class PageAdmin(PublishedAdmin):
    list_display = ("title", "parent", "key")
    list_select_related = ("parent",)
    list_filter = ("key", "is_example")
    search_fields = (*columns("title"), *columns("slug"))
    ordering = ("rank", "pk")
    autocomplete_fields = ("parent",)
    fieldsets = (
        (_("Texts"), {"fields": ("title", "lead", "body"), "description": lazy(_facts_words, SafeString)()}),
        PUBLICATION,
        (_("Picture"), {"fields": ("picture",)}),
        (_("Place in the portal"), {"fields": (("parent", "key"), "rank")}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("parent")


@admin.register(NationalCluster)
class NationalClusterAdmin(PublishedAdmin):
    list_display = ("name", "leads", "region", "amount_meur")
    list_filter = ("region", "was_3ia", "is_example")
    search_fields = ("name", *columns("long_name"), "aliases", "lead", "co_lead", "city", "region")
    ordering = ("-amount_meur", "rank", "pk")
    change_list_template = "admin/cluster/nationalcluster/change_list.html"
    fieldsets = (
        (None, {"fields": (("name", "amount_meur"),)}),
        (_("Texts"), {"fields": ("long_name", "objectives")}),
        PUBLICATION,
        (
            _("Details"),
            {
                "fields": (
                    ("lead", "co_lead"),
                    "consortium",
                    "consortium_is",
                    ("region", "city"),
                    ("latitude", "longitude"),
                )
            },
        ),
        (_("More"), {"fields": ("aliases", ("inaugurated", "website"), ("was_3ia", "is_ours"), "source", "rank")}),
    )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        envelope = KeyFigure.objects.filter(key=ENVELOPE).first()
        total = NationalCluster.objects.real().total()
        context = {"total": total, "envelope": envelope, "envelope_holds": envelope is None or envelope.agrees(total)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    @admin.display(description=_("lead institution"), ordering="lead")
    def leads(self, cluster: NationalCluster) -> str:
        return cluster.leads
