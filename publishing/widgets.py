"""Form widgets of the admin."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import ImportMap
from js_asset import Media as Assets

from . import languages
from .dates_in_words import day_with_weekday, iso_in_words, moment_in_words
from .kept_values import new_shelf, where
from .validators import ISO_DATE

EDITOR_MODULES = ("link_dialog", "paste/blocks", "paste/links", "paste/lists", "paste/plain_text", "paste/runs")
"""Parts of the editor that others import: by these names, so that each may bear its version in its address."""


def _aware(value: datetime) -> datetime:
    """A moment with its zone; a form hands it over as the clock in Paris shows it."""
    return timezone.make_aware(value) if timezone.is_naive(value) else value


class _SaidAgain(forms.TextInput):
    """A text box for a day, with a calendar at hand, and what was typed said again in words beneath it."""

    supports_microseconds = False
    kind: str
    example: str

    class Media:
        js = ["publishing/moments.js", "publishing/day_picker.js"]

    def __init__(self, errors: Mapping[str, object], attrs: dict[str, Any] | None = None) -> None:
        """``errors``: what is said of what is refused, by its code; the script says the same while it is typed."""
        self.errors = errors
        given = {"class": f"vTextField {self.kind}", "placeholder": self.example, "autocomplete": "off", **(attrs or {})}
        super().__init__(attrs=given)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["day_words"] = pgettext("date format", "j F Y")
        context["errors"] = self.errors
        context["languages"] = " ".join(languages.codes())
        return context


class MomentInput(_SaidAgain):
    """For a moment, said again in Paris time and in UTC."""

    template_name = "publishing/widgets/day.html"
    kind, example = "moment", "2026-12-05 14:00"

    def format_value(self, value: Any) -> str | None:
        if hasattr(value, "tzinfo") and value is not None:
            local = timezone.localtime(_aware(value))
            return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")
        return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["said"] = moment_in_words(_aware(value)) if hasattr(value, "tzinfo") else ""
        context["zone"] = settings.TIME_ZONE
        # Left with their names in place for the script, which says a typed moment in the same words.
        context["words"] = _("%(weekday)s %(day)s, %(iso)s at %(time)s in Paris (%(utc)s UTC)")
        return context


class DayInput(_SaidAgain):
    """For a day, said again with its weekday."""

    template_name = "publishing/widgets/day.html"
    kind, example = "day", "2026-12-05"

    def format_value(self, value: Any) -> str | None:
        return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["said"] = day_with_weekday(value) if isinstance(value, date) else ""
        context["words"] = _("%(weekday)s %(day)s")
        return context


class PeriodInput(_SaidAgain):
    """For a year, a month or a day, said again in words."""

    template_name = "publishing/widgets/day.html"
    kind, example = "period", "2026-12-05"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["said"] = _said(value)
        context["words"] = "%(day)s"
        context["month_words"] = pgettext("date format", "F Y")
        return context


def _said(value: object) -> str:
    """A period in words; nothing of what is none, such as the 30th of February."""
    try:
        return iso_in_words(value) if isinstance(value, str) and ISO_DATE.fullmatch(value) else ""
    except ValueError:
        return ""


class RichTextInput(AdminProseEditorWidget):
    """The editor of formatted text, with what the portal adds to it: its modules by their names, and how they look."""

    @property
    def media(self) -> Assets:
        modules = {path: path for path in (f"publishing/{name}.js" for name in EDITOR_MODULES)}
        return super().media + Assets(importmap=ImportMap(modules), css={"all": ["publishing/rich_text.css"]})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the editor’s settings as they stand in the page: of all texts the same, written once in a language."""
        context: dict[str, Any] = forms.Textarea.get_context(self, name, value, attrs)
        context["widget"]["attrs"][f"data-django-prose-editor-{self.preset}"] = self._written_config()
        return context

    def _written_config(self) -> SafeString:
        extensions = self.config["extensions"]
        key = id(extensions), get_language(), where(), _storage()
        kept = _configs.get(key)
        if kept is None or kept[0] is not extensions:
            written = json.dumps(self.get_config(), separators=(",", ":"), cls=DjangoJSONEncoder)
            kept = _configs[key] = extensions, escape(written)
        return kept[1]

    def get_config(self) -> dict[str, Any]:
        """With where the link's dialog finds public pages, in each language: what is public now, and nothing else."""
        config: dict[str, Any] = super().get_config()
        extensions = config["extensions"]
        return config | {"extensions": extensions | {"Link": extensions["Link"] | {"pages": _addresses_of_pages()}}}


_configs = new_shelf()


def _storage() -> object:
    """Which storage of static files it is, by the settings: it knows their addresses."""
    return staticfiles_storage._wrapped  # type: ignore[attr-defined]  # a lazy object’s own


def _addresses_of_pages() -> dict[str, str]:
    found = {}
    for code in languages.codes():
        with override(code):
            found[code] = reverse(settings.PAGE_SUGGESTIONS)
    return found
