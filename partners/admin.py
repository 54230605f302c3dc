"""Partners and their pledges in the back office, and as spreadsheets."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from publishing.admin import PUBLICATION, PublishedAdmin, StackedInline
from publishing.spreadsheet_admin import SheetAdmin

from .models import Partner, Pledge
from .spreadsheets import PARTNERS


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
        return partner.country.name
