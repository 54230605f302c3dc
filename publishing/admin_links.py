"""Links to other sites in the back office: which lead nowhere, where the public reads them, and what a person found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db import models
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import clock, languages
from .admin_languages import label_of
from .admin_search import BoundedSearch
from .bulk_undo import UndoesActions
from .link_tables import LinkUse, OutgoingLink, OutgoingLinkQuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

UNCLEAR, EVERY = "unclear", "all"


class LinkStateFilter(SimpleListFilter):
    """What somebody should do something about comes first: without a choice, the list shows the broken ones."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, _StrPromise]]:
        return [(UNCLEAR, _("to be opened by a person")), (EVERY, _("all links"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield first | {"display": _("broken")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet | None:
        links: OutgoingLinkQuerySet = queryset  # type: ignore[assignment]  # the admin’s own queryset is the manager’s
        if self.value() == UNCLEAR:
            return links.to_look_at()
        return None if self.value() == EVERY else links.broken()


@admin.register(OutgoingLink)
class OutgoingLinkAdmin(UndoesActions, BoundedSearch, ModelAdmin):
    """Read, and told once that a link is right; the address itself is mended in the texts that lead there."""

    list_display = ("leads_to", "outcome_in_words", "looked_at", "where_used")
    list_display_links = None
    list_filter = (LinkStateFilter,)
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False
    search_fields = ("address",)
    ordering = ("address", "pk")
    actions = ("accept",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_accept_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publishing.change_outgoinglink")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """With what uses each link: one query, and one for each kind of record among them."""
        uses = LinkUse.objects.order_by("content_type", "object_id", "field", "language")
        return super().get_queryset(request).prefetch_related(models.Prefetch("uses", uses.prefetch_related("record")))

    @admin.display(description=_("leads to"), ordering="address")
    def leads_to(self, link: OutgoingLink) -> SafeString:
        here = format_html('<a href="{}" rel="noreferrer">{}</a>', link.address, link.address)
        if not link.moved_to.startswith(("http://", "https://")):
            return here
        return format_html('{}<br>{} <a href="{}" rel="noreferrer">{}</a>', here, _("now at"), link.moved_to, link.moved_to)

    @admin.display(description=_("outcome"), ordering="outcome")
    def outcome_in_words(self, link: OutgoingLink) -> str:
        status = f" ({link.status})" if link.status and link.status >= 400 else ""
        words = f"{link.get_outcome_display()}{status}"
        if link.accepted_at is not None:
            return f"{words}, {_('found right by a person')}"
        nights = ngettext("for %(n)s night", "for %(n)s nights", link.nights) % {"n": link.nights}
        return f"{words}, {nights}" if link.is_broken() else words

    @admin.display(description=_("looked at"), ordering="checked_at")
    def looked_at(self, link: OutgoingLink) -> str | None:
        return f"{timezone.localtime(link.checked_at):%Y-%m-%d}" if link.checked_at else None

    @admin.display(description=_("the public reads it in"))
    def where_used(self, link: OutgoingLink) -> SafeString:
        return format_html_join("", "<div>{}</div>", ((_place(use),) for use in link.uses.all()))

    @admin.action(description=_("I opened it: it leads where it should"), permissions=["accept"])
    def accept(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Said of an outcome, it holds while the outcome does."""
        done = 0
        for link in queryset:
            OutgoingLink.objects.filter(pk=link.pk, outcome=link.outcome).update(accepted_at=clock.now())
            self.log_change(request, link, str(_("Found right by a person")))
            done += 1
        messages.success(request, ngettext("Kept for %(n)s link.", "Kept for %(n)s links.", done) % {"n": done})


def _place(use: LinkUse) -> SafeString | str:
    """The record with its form, the field, and the language where it has several."""
    record = use.record
    if record is None:
        return str(_("deleted meanwhile"))
    spoken = [str(languages.name(use.language))] if use.language else []
    where = ", ".join([_field_words(use, type(record)), *spoken])
    try:
        url = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    except NoReverseMatch:
        return f"{record} ({where})"
    return format_html('<a href="{}">{}</a> ({})', url, record, where)


def _field_words(use: LinkUse, model: type[models.Model]) -> str:
    """The field as its form calls it; rows of the record as they are called together."""
    rows = next((relation for relation in model._meta.related_objects if relation.name == use.field), None)
    return capfirst(str(rows.related_model._meta.verbose_name_plural)) if rows else label_of(model, use.field)
