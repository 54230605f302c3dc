"""Filters of the lists of the back office by what a record leads to, however many there are of it."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin, RelatedFieldListFilter
from django.db.models import Count
from django.http import HttpRequest

from .known_choices import readable_keys

MOST = 50
"""Choices that a filter shows."""


class MostUsedFilter(RelatedFieldListFilter):
    """The records that most of the list lead to, and the chosen one: of those that nothing leads to none is a choice.

    Django shows all that there are, which makes a list of people five times as dear with a hundred times the institutions.
    """

    has_more = False
    template = "admin/most_used_filter.html"

    def field_choices(self, field: Any, request: HttpRequest, model_admin: ModelAdmin) -> list[Any]:
        related, path = field.remote_field.model, self.field_path
        led_to = model_admin.model._base_manager.exclude(**{path: None}).order_by()
        counted = led_to.values_list(path).annotate(number=Count("pk", distinct=True)).order_by("-number", path)
        keys = [key for key, _number in counted[: MOST + 1]]
        self.has_more = len(keys) > MOST
        keys = [*keys[:MOST], *readable_keys(related, self.lookup_val or ())]
        ordering = self.field_admin_ordering(field, request, model_admin)
        found = related._default_manager.filter(pk__in=keys)
        return [(record.pk, str(record)) for record in (found.order_by(*ordering) if ordering else found)]

    @property
    def most(self) -> int:
        return MOST
