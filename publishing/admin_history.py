"""What a revision says of itself: which fields were changed, by the labels that the form shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest

from .admin_languages import label_of


class PlainHistory(ModelAdmin):
    """Changed fields are noted by their labels in the language of whoever changed them, as a sentence that is kept.

    Django notes them in the source language and translates them when they are read; labels that begin with a capital are in
    no catalogue, so they would stay English.
    """

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Iterable[Any], add: bool = False
    ) -> list[dict[str, dict[str, Any]]]:
        rows = list(formsets or ())
        message: list[dict[str, dict[str, Any]]] = super().construct_change_message(request, form, rows, add)
        changed = [entry["changed"] for entry in message if "changed" in entry]
        own = [entry for entry in changed if "name" not in entry]
        for entry in own:
            entry["fields"] = [label_of(form._meta.model, name) for name in form.changed_data]
        of_rows = [(type(row), names) for formset in rows for row, names in getattr(formset, "changed_objects", ())]
        for entry, (model, names) in zip((entry for entry in changed if "name" in entry), of_rows, strict=True):
            entry["fields"] = [label_of(model, name) for name in names]
        return message
