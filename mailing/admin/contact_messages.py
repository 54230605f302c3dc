"""What visitors write, in the back office: read, marked as answered, erased. Nothing of it is made into a link or mark-up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from publishing import languages
from publishing.bulk_undo import UndoesActions
from publishing.site_state import AttentionFilter

from .. import contact
from ..contact_queue import CONTACT
from ..contact_tables import ContactDelivery, ContactMessage
from ..enums import ContactState
from ..server_replies import told
from .queued_mail import QueuedMailAdmin, iso
from .recorded import RecordedAdmin


class ContactStandingFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return ContactState.choices

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(standing=self.value()) if self.value() else queryset


class AnsweredForm(forms.ModelForm):
    """The one thing that staff say of a message: whether it is answered."""

    is_answered = forms.BooleanField(
        label=_("answered"), required=False, help_text=_("Ninety days after that, the message is erased.")
    )

    class Meta:
        model = ContactMessage
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["is_answered"] = self.instance.answered_at is not None


@admin.register(ContactMessage)
class ContactMessageAdmin(UndoesActions, RecordedAdmin):
    """Messages with where each stands."""

    form = AnsweredForm
    list_display = ("reference", "standing", "about", "name", "received", "answered")
    list_filter = (AttentionFilter, ContactStandingFilter, "subject", "language")
    list_select_related = ("subject",)
    search_fields = ("reference", "name", "email", "organisation")
    ordering = ("-pk",)
    actions = ("answered_all", "unanswered_all")
    readonly_fields = (
        *("reference", "standing", "about", "name", "organisation", "sender", "in_language", "received", "words", "mails"),
        "answered",
    )
    fields = (*readonly_fields, "is_answered")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return ContactMessage.objects.with_standing().order_by(*self.ordering)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return admin.ModelAdmin.has_change_permission(self, request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list[Any], dict[str, int], set[Any], list[Any]]:
        """A message goes with the mails about it."""
        shown, counts, needed, protected = super().get_deleted_objects(objs, request)
        return shown, counts, set(needed) - {ContactDelivery._meta.verbose_name}, protected

    def save_model(self, request: HttpRequest, obj: ContactMessage, form: forms.BaseForm, change: bool) -> None:
        (contact.mark_answered if form.cleaned_data["is_answered"] else contact.mark_unanswered)(obj.pk)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        """The log outlives the message: it says that something was done, not of whom."""
        return self.write_down(request, obj, gettext_noop("Marked as answered, or taken back."))

    def log_deletions(self, request: HttpRequest, queryset: models.QuerySet) -> list[LogEntry]:
        return [self.write_down(request, message, gettext_noop("Erased.")) for message in queryset]

    def undo_name(self, row: models.Model) -> str:
        return f"#{row.pk}"

    def log_undone(self, request: HttpRequest, row: models.Model, labels: list[str]) -> None:
        self.write_down(request, row, gettext_noop("Taken back."))

    @admin.action(description=_("Mark as answered"), permissions=["decide"])
    def answered_all(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self.decide(request, queryset, contact.mark_answered, gettext_noop("Marked as answered."))

    @admin.action(description=_("Not answered after all"), permissions=["decide"])
    def unanswered_all(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self.decide(request, queryset, contact.mark_unanswered, gettext_noop("Marked as not answered."))

    @admin.display(description=_("state"))
    def standing(self, message: ContactMessage) -> Any:
        return ContactState(message.standing).label

    @admin.display(description=_("received"), ordering="created_at")
    def received(self, message: ContactMessage) -> str | None:
        return iso(message.created_at)

    @admin.display(description=_("answered on"), ordering="answered_at")
    def answered(self, message: ContactMessage) -> str | None:
        return iso(message.answered_at) or ""

    @admin.display(description=_("language"))
    def in_language(self, message: ContactMessage) -> Any:
        return languages.name(message.language)

    @admin.display(description=_("e-mail address"))
    def sender(self, message: ContactMessage) -> str:
        known = _now("confirmed by its owner") if message.confirmed_at else _now("not confirmed by its owner")
        return f"{message.email} ({known})"

    @admin.display(description=_("message"))
    def words(self, message: ContactMessage) -> SafeString:
        lines = format_html_join("<br>", "{}", ((line,) for line in message.text.split("\n")))
        return format_html('<div class="source" lang="{}">{}</div>', message.language, lines)

    @admin.display(description=_("mails"))
    def mails(self, message: ContactMessage) -> SafeString:
        rows = message.deliveries.order_by("pk")
        said = (
            (row.recipient, row.get_role_display(), row.get_state_display(), told(_now(row.outcome) if row.outcome else ""))
            for row in rows
        )
        return format_html_join("", "<div>{} ({}), {} {}</div>", said)


@admin.register(ContactDelivery)
class ContactDeliveryAdmin(QueuedMailAdmin):
    """Mails about visitors' messages; those of unknown outcome wait for somebody who decides."""

    queue = CONTACT
    list_display = ("recipient", "role", "reference", "state", "said", "settled", "attempts")
    list_filter = (AttentionFilter, "state", "role")
    search_fields = ("recipient",)
    fields = readonly_fields = (*list_display, "message_id")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("contact_message")

    @admin.display(description=_("reference"))
    def reference(self, row: ContactDelivery) -> str:
        return row.contact_message.reference
