"""The addresses of the press list in the back office."""

from __future__ import annotations

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from .. import retention
from ..models import Delivery, Subscriber
from .recorded import RecordedAdmin


@admin.register(Subscriber)
class SubscriberAdmin(RecordedAdmin):
    """Addresses come from the form or from an import, with their owners' consent, and go by being erased."""

    list_display = ("email", "language", "state", "asked_for", "origin")
    list_filter = ("state", "language")
    search_fields = ("email", "origin")
    ordering = ("email", "pk")
    fields = ("email", "language", "state", "origin", "created_at", "confirmed_at", "left_at")

    def has_delete_permission(self, request, obj=None):
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def get_deleted_objects(self, objs, request):
        """An address goes with the record of what was sent to it."""
        shown, counts, needed, protected = super().get_deleted_objects(objs, request)
        return shown, counts, set(needed) - {Delivery._meta.verbose_name}, protected

    def delete_model(self, request, obj):
        retention.erase(Subscriber.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        retention.erase(queryset)

    def log_deletions(self, request, queryset):
        """The log says that an address was erased, not which: otherwise it would not be."""
        for subscriber in queryset:
            self.write_down(request, subscriber, gettext_noop("Erased."))

    @admin.display(description=_("asked for"), ordering="created_at")
    def asked_for(self, subscriber):
        return timezone.localtime(subscriber.created_at).strftime("%Y-%m-%d")
