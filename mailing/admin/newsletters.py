"""Newsletters, their readers and their messages in the back office."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from publishing import clock
from publishing.admin import StackedInline
from publishing.admin_filters import MostUsedFilter
from publishing.bulk_undo import not_undone
from publishing.enums import MailState
from publishing.languages import columns
from publishing.site_state import AttentionFilter

from .. import newsletter_readers, newsletters
from ..models import NewsletterDelivery, NewsletterIssue, NewsletterItem, NewsletterReader
from ..newsletter_queue import NEWSLETTERS
from ..server_replies import told
from .newsletter_pages import SEND, NewsletterPages
from .queued_mail import QueuedMailAdmin, iso
from .recorded import RecordedAdmin, decide_on, write_down

LIFE = ("send_from", "going", "confirmed_digest", "filled_at", "stopped_at")
"""What no older revision brings back."""


MOMENTS = ("created_at", "confirmed_at", "left_at")


class NewsletterItemInline(StackedInline):
    model = NewsletterItem
    fields = (("article", "event", "opportunity", "rank"),)
    autocomplete_fields = ("article", "event", "opportunity")


@admin.register(NewsletterIssue)
class NewsletterIssueAdmin(NewsletterPages):
    """What a newsletter says; what became of its messages stands in the list."""

    change_form_template = "admin/mailing/newsletterissue/change_form.html"
    list_display = ("title", "condition", "goes_from", "sent", "waiting", "refused", "unknown", "left")
    list_filter = ("is_example",)
    search_fields = (*columns("title"), *columns("introduction"))
    ordering = ("-pk",)
    actions = ("take_back", "stop", "go_on")
    inlines = (NewsletterItemInline,)
    fieldsets = (
        (_("Texts"), {"fields": ("title", "introduction")}),
        (_("For examples"), {"fields": ("is_example",), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return newsletters.with_progress(super().get_queryset(request))

    def reversion_register(self, model: type[models.Model], **options: Any) -> None:
        if model is NewsletterIssue:
            options["exclude"] = LIFE
        super().reversion_register(model, **options)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What was confirmed, or has gone, stays: bulk deletion asks without a newsletter."""
        is_draft = isinstance(obj, NewsletterIssue) and not obj.is_scheduled
        return is_draft and super().has_delete_permission(request, obj)

    def has_send_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(SEND)

    @admin.display(description=_("state"))
    def condition(self, issue: NewsletterIssue) -> str | Promise:
        if not issue.is_scheduled:
            return _("being written")
        if issue.stopped_at:
            return _("stopped")
        if issue.filled_at:
            return _("under way") if issue.in_waiting or issue.in_claimed else _("finished")
        if not newsletters.is_as_confirmed(issue):
            return _("changed since it was confirmed: take it back, and confirm it anew")
        if issue.send_from and issue.send_from <= clock.now() - newsletters.FRESH:
            return _("its moment is long over: take it back, and confirm it anew")
        return _("scheduled")

    @admin.display(description=_("goes from"), ordering="send_from")
    def goes_from(self, issue: NewsletterIssue) -> str | None:
        return iso(issue.send_from)

    @admin.display(description=_("sent"))
    def sent(self, issue: NewsletterIssue) -> int:
        return issue.in_sent

    @admin.display(description=_("waiting"))
    def waiting(self, issue: NewsletterIssue) -> int:
        return issue.in_waiting + issue.in_claimed

    @admin.display(description=_("came back"))
    def refused(self, issue: NewsletterIssue) -> SafeString | int:
        return _leading_to(issue, MailState.REFUSED, issue.in_refused)

    @admin.display(description=_("to be decided"))
    def unknown(self, issue: NewsletterIssue) -> SafeString | int:
        return _leading_to(issue, MailState.UNKNOWN, issue.in_unknown)

    @admin.display(description=_("left after it"))
    def left(self, issue: NewsletterIssue) -> int:
        return issue.left_total

    @not_undone
    @admin.action(description=_("It does not go after all: write on"), permissions=["send"])
    def take_back(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        decide_on(request, queryset, newsletters.take_back, gettext_noop("Taken back."), write_down)

    @not_undone
    @admin.action(description=_("Stop: send nothing more for now"), permissions=["send"])
    def stop(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        decide_on(request, queryset, newsletters.stop, gettext_noop("Stopped."), write_down)

    @not_undone
    @admin.action(description=_("Go on sending (cannot be undone)"), permissions=["send"])
    def go_on(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        decide_on(request, queryset, newsletters.go_on, gettext_noop("Let go on."), write_down)


def _leading_to(issue: NewsletterIssue, state: str, count: int) -> SafeString | int:
    if not count:
        return 0
    query = urlencode({"issue__id__exact": str(issue.pk), "state__exact": state})
    return format_html('<a href="{}?{}">{}</a>', reverse("admin:mailing_newsletterdelivery_changelist"), query, count)


@admin.register(NewsletterReader)
class NewsletterReaderAdmin(RecordedAdmin):
    """Addresses come from the form alone, with their owners' consent, and go by being erased."""

    list_display = ("email", "language", "state", "of_themes", "soft_bounces", "asked_for", "origin")
    list_filter = (AttentionFilter, "state", "language", "themes")
    search_fields = ("email", "origin")
    ordering = ("email", "pk")
    fields = ("email", "language", "state", "of_themes", "origin", *MOMENTS, "soft_bounces", "said")
    readonly_fields = ("of_themes", "said")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).prefetch_related("themes")

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def delete_model(self, request: HttpRequest, obj: NewsletterReader) -> None:
        newsletter_readers.erase(NewsletterReader.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        newsletter_readers.erase(queryset)

    def log_deletions(self, request: HttpRequest, queryset: models.QuerySet[NewsletterReader]) -> list[Any]:
        """The log says that an address was erased, not which: otherwise it would not be."""
        return [write_down(request, reader, gettext_noop("Erased.")) for reader in queryset]

    @admin.display(description=_("themes"))
    def of_themes(self, reader: NewsletterReader) -> str | Promise:
        return ", ".join(str(theme) for theme in reader.themes.all()) or _("all themes")

    @admin.display(description=_("what the server said"))
    def said(self, reader: NewsletterReader) -> str:
        return told(reader.outcome) if reader.outcome else ""

    @admin.display(description=_("asked for"), ordering="created_at")
    def asked_for(self, reader: NewsletterReader) -> str:
        return (iso(reader.created_at) or "")[:10]


@admin.register(NewsletterDelivery)
class NewsletterDeliveryAdmin(QueuedMailAdmin):
    """One message of a newsletter. Whose it is, the list of readers says to those who may see it."""

    queue = NEWSLETTERS
    list_display = ("number", "newsletter", "state", "said", "settled", "attempts")
    list_filter = (AttentionFilter, "state", ("issue", MostUsedFilter))
    fields = readonly_fields = (*list_display, "address", "message_id")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("issue", "reader")

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """A row's own page names its address: it is for those who may see the list of readers."""
        sees = obj is None or request.user.has_perm("mailing.view_newsletterreader")
        return super().has_view_permission(request, obj) and sees

    @admin.display(description=_("number"), ordering="pk")
    def number(self, row: NewsletterDelivery) -> str:
        return f"#{row.pk}"

    @admin.display(description=_("newsletter"))
    def newsletter(self, row: NewsletterDelivery) -> str:
        return str(row.issue)

    @admin.display(description=_("address"))
    def address(self, row: NewsletterDelivery) -> str:
        return row.reader.email if row.reader else ""
