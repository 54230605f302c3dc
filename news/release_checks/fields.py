"""Where in the form of a release a text is edited: from the thing and the field that it came from."""

from __future__ import annotations

from collections.abc import Mapping

from news.models import PressRelease
from proofreading.source import Origin
from publishing.admin_languages import label_of

GROUPS = ("release_contacts", "release_boilerplates")
"""Relations of a release that its form shows as a group of rows, which is led to as a whole."""


class FormFields:
    """The anchors and names of a release’s fields in its form, whose rows are numbered in their order."""

    def __init__(self, release: PressRelease):
        rows = (("quotes", release.quotes.all()), ("pictures", release.pictures.all()))
        self._prefixes: Mapping[object, str] = {
            thing: f"{name}-{number}-" for name, things in rows for number, thing in enumerate(things)
        }

    def anchor(self, origin: Origin | None) -> str:
        """The id of the field in the form; empty for a text that the form does not hold."""
        if origin is None:
            return ""
        if isinstance(origin.handle, PressRelease):
            return f"{origin.field}-group" if origin.field in GROUPS else f"id_{origin.field}"
        prefix = self._prefixes.get(origin.handle)
        return f"id_{prefix}{origin.field}" if prefix and origin.field else ""

    @staticmethod
    def label(origin: Origin | None) -> str:
        """What the field is called in the active language."""
        if origin is None or origin.field in GROUPS:
            return ""
        model = type(origin.handle)
        return label_of(model, origin.field) if origin.field else str(model._meta.verbose_name)
