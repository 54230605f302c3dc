"""Partners and their pledges in the back office, and as spreadsheets."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportMixin
from import_export.forms import ExportForm
from import_export.results import Result

from publishing.admin import PUBLICATION, PublishedAdmin, StackedInline

from .models import Partner, Pledge
from .resources import FORMATS, PartnerResource


class PledgeInline(StackedInline):
    model = Pledge
    fields = (("amount", "kind", "start_year", "end_year", "is_public"),)


@admin.register(Partner)
class PartnerAdmin(ImportExportMixin, PublishedAdmin):
    list_display = ("name", "kind", "sector", "country_name", "since")
    list_filter = ("kind", "sector", "is_example")
    search_fields = ("name", "siren", "foreign_number")
    ordering = ("sort_name", "pk")
    inlines = (PledgeInline,)
    import_formats = export_formats = FORMATS
    export_form_class = ExportForm
    fieldsets = (
        (None, {"fields": (("name", "kind"), ("sector", "country"))}),
        (_("Texts"), {"fields": ("description",)}),
        PUBLICATION,
        (_("Details"), {"fields": (("siren", "foreign_number"), ("website", "since"))}),
        (
            _("Logo"),
            {"fields": ("logo", "logo_alt", ("logo_permission", "logo_permission_until")), "classes": ("collapse",)},
        ),
        (_("Contact (never public)"), {"fields": Partner.private_fields}),
    )

    @admin.display(description=_("country"), ordering="country")
    def country_name(self, partner: Partner) -> str:
        return partner.country.name

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_resource_classes(self, request: HttpRequest) -> list[type]:
        return [PartnerResource]

    def get_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_resource_kwargs(request, *args, **kwargs), "by": request.user}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """All rows or none: a row that became wrong since the preview takes back the others."""
        return {**super().get_import_data_kwargs(**kwargs), "rollback_on_validation_errors": True}

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        with self.create_revision(request):
            return super().process_import(request, **kwargs)

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        if result.has_errors() or result.has_validation_errors():
            sentence = _now("A row is no longer right: nothing has been imported. Please look at the preview again.")
            messages.error(request, sentence)
            return HttpResponseRedirect(reverse("admin:partners_partner_import", current_app=self.admin_site.name))
        return super().process_result(result, request)
