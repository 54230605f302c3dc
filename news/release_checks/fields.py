"""Where in the form of a release a text is edited: from the record and the field that it is stored in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.apps import apps

from news.models import PressRelease
from proofreading.source import Origin
from publishing.admin_languages import label_of

from .text_parts import OWN, PICTURE, QUOTE, RecordKey

GROUPS = ("release_contacts", "release_boilerplates")
"""Relations of a release that its form shows as a group of rows, which is led to as a whole."""


class FormFields:
    """The anchors and names of a release’s fields in its form, whose rows are numbered in their order."""

    def __init__(self, release: PressRelease):
        rows = (("quotes", QUOTE, release.quotes.all()), ("pictures", PICTURE, release.pictures.all()))
        self._prefixes: Mapping[object, str] = {
            RecordKey(model, record.pk): f"{name}-{number}-"
            for name, model, records in rows
            for number, record in enumerate(records)
        }

    def anchor(self, origin: Origin | None) -> str:
        """The id of the field in the form; empty for a text that the form does not hold."""
        if origin is None:
            return ""
        if origin.handle == OWN:
            return f"{origin.field}-group" if origin.field in GROUPS else f"id_{origin.field}"
        prefix = self._prefixes.get(origin.handle)
        return f"id_{prefix}{origin.field}" if prefix and origin.field else ""

    @staticmethod
    def label(origin: Origin | None) -> str:
        """What the field is called in the active language."""
        if origin is None or origin.field in GROUPS:
            return ""
        model = apps.get_model(cast(RecordKey, origin.handle).model)
        return label_of(model, origin.field) if origin.field else str(model._meta.verbose_name)
