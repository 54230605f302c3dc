"""Partners and their pledges in the back office, and as spreadsheets."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_countries.fields import Country

from publishing.admin import PUBLICATION, PublishedAdmin, StackedInline
from publishing.admin_search import FoldedSearch
from publishing.kept_values import kept_by_language
from publishing.known_choices import OffersKnownChoices
from publishing.spreadsheet_admin import SheetAdmin

from .models import Partner, Pledge
from .spreadsheets import PARTNERS, PLEDGES


class PledgeInline(StackedInline):
    model = Pledge
    fields = (("amount", "kind", "start_year", "end_year", "is_public"),)


@admin.register(Partner)
class PartnerAdmin(SheetAdmin, PublishedAdmin):
    list_display = ("name", "kind", "sector", "country_name", "since")
    list_filter = ("kind", "sector", "is_example")
    search_fields = ("name", "aliases", "siren", "foreign_number")
    ordering = ("sort_name", "pk")
    inlines = (PledgeInline,)
    sheet_kind = PARTNERS
    fieldsets = (
        (None, {"fields": (("name", "kind"), ("sector", "country"))}),
        (_("Texts"), {"fields": ("description",)}),
        PUBLICATION,
        (_("Details"), {"fields": (("siren", "foreign_number"), ("website", "since"), "aliases")}),
        (
            _("Logo"),
            {"fields": ("logo", "logo_alt", ("logo_permission", "logo_permission_until")), "classes": ("collapse",)},
        ),
        (_("Contact (never public)"), {"fields": Partner.private_fields}),
    )

    @admin.display(description=_("country"), ordering="country")
    def country_name(self, partner: Partner) -> str:
        return _country(partner.country.code)


@kept_by_language
def _country(code: str) -> str:
    """The name of a country: the table of all is put in order for each one that is asked for."""
    return str(Country(code).name)


@admin.register(Pledge)
class PledgeAdmin(SheetAdmin, FoldedSearch, OffersKnownChoices, admin.ModelAdmin):
    """All pledges in one list, to be read and to go out and in as spreadsheets; each is written on its partner’s form."""

    sheet_kind = PLEDGES
    list_display = ("of_partner", "amount", "kind", "start_year", "end_year", "is_public")
    list_display_links = None
    list_filter = ("kind", "is_public")
    list_select_related = ("partner",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("partner__name",)
    ordering = ("partner__sort_name", "start_year", "pk")

    class Media:
        css = {"all": ["publishing/admin.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """A pledge goes with its partner, or on its form: whoever may delete the partner is not held up by it."""
        return request.user.has_perm("partners.delete_partner")

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        raise PermissionDenied

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    @admin.display(description=_("partner"), ordering="partner__sort_name")
    def of_partner(self, pledge: Pledge) -> str:
        url = reverse("admin:partners_partner_change", args=(pledge.partner_id,))
        return format_html('<a href="{}">{}</a>', url, pledge.partner)
