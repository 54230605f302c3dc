"""The mailboxes that answer visitors, and the subjects that lead to them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from publishing.admin import PortalAdmin
from publishing.admin_forms import PortalForm
from publishing.languages import columns

from ..contact_tables import ContactSubject, Mailbox, only_one_mailbox
from .queued_mail import iso


class MailboxForm(PortalForm):
    """A mailbox, with what it answers for: each of these has one mailbox at most."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        try:
            only_one_mailbox(self.instance.pk, self.cleaned_data)
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                self.add_error(name if name in self.fields else None, sentences)
        return cleaned


@admin.register(Mailbox)
class MailboxAdmin(PortalAdmin):
    form = MailboxForm
    list_display = ("name", "email", "backup", "is_fallback", "refusal")
    list_filter = ("is_fallback", "is_example")
    search_fields = ("name", "email", "backup", *columns("team"))
    ordering = ("name", "pk")
    autocomplete_fields = ("programmes", "institutions", "partners")
    fieldsets = (
        (None, {"fields": ("name", ("email", "backup"), "is_fallback")}),
        (_("What visitors read"), {"fields": ("team", "answer_days")}),
        (_("Answers for"), {"fields": ("programmes", "institutions", "partners")}),
        (_("For examples"), {"fields": ("is_example",), "classes": ("collapse",)}),
    )

    @admin.display(description=_("refused by its server"))
    def refusal(self, mailbox: Mailbox) -> str | None:
        return iso(mailbox.refused_at) if mailbox.is_refused() else None


@admin.register(ContactSubject)
class ContactSubjectAdmin(PortalAdmin):
    list_display = ("label", "topic", "mailbox", "is_offered", "rank")
    list_select_related = ("mailbox",)
    list_filter = ("is_offered", "is_example")
    search_fields = columns("label")
    ordering = ("rank", "pk")
    autocomplete_fields = ("mailbox",)
    fieldsets = (
        (_("Texts"), {"fields": ("label",)}),
        (None, {"fields": ("mailbox", ("is_offered", "rank"), "topic")}),
        (_("For examples"), {"fields": ("is_example",), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("mailbox")
