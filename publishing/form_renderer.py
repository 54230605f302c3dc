"""Writes the commonest parts of forms directly; all others come from their templates.

A long form of the back office holds hundreds of inputs, labels and lists of errors without an error. Django renders up to three
templates for each, which made a quarter of the time of such a page. What is written here is what Django's own templates write,
and ``tests/test_form_renderer.py`` in this room holds the two against each other. A template of that name that somebody else
provides, the portal's own among them, is rendered as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import django.forms
from django.forms.renderers import TemplatesSetting
from django.template.loader import get_template
from django.utils.formats import localize
from django.utils.safestring import SafeData, SafeString
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]  # Django’s, which its stubs leave out

_OF_DJANGO = Path(django.forms.__file__).parent / "templates"
_OPTION = "django/forms/widgets/select_option.html"


class DirectRenderer(TemplatesSetting):
    """The form renderer of the portal."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        written = _writer(template_name)
        answer = written(context) if written else None
        return super().render(template_name, context, request) if answer is None else answer


@cache
def _writer(template_name: str) -> Callable[[dict[str, Any]], str | None] | None:
    """What writes a template's result: nothing, where the template is not Django's own."""
    writer = _WRITERS.get(template_name)
    if writer is None:
        return None
    origin = getattr(get_template(template_name), "origin", None)
    return writer if origin is not None and Path(origin.name).is_relative_to(_OF_DJANGO) else None


def _shown(value: object) -> str:
    """A value as ``{{ value }}`` shows it."""
    words = value if isinstance(value, str) else str(localize(template_localtime(value)))
    return words if isinstance(words, SafeData) else escape(words)


def _plain(value: object) -> str:
    """A value as ``{{ value|stringformat:'s' }}`` shows it: a number without separators."""
    return str(value) if isinstance(value, SafeData) else escape(str(value))


def _attributes(attrs: Mapping[str, object]) -> str:
    return "".join(
        f" {_shown(name)}" if value is True else f' {_shown(name)}="{_plain(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(context: dict[str, Any]) -> SafeString:
    widget = context["widget"]
    value = widget["value"]
    said = "" if value is None else f' value="{_plain(value)}"'
    kind, name = _shown(widget["type"]), _shown(widget["name"])
    return SafeString(f'<input type="{kind}" name="{name}"{said}{_attributes(widget["attrs"])}>')


def _textarea(context: dict[str, Any]) -> SafeString:
    widget = context["widget"]
    value = _shown(widget["value"]) if widget["value"] else ""
    return SafeString(f'<textarea name="{_shown(widget["name"])}"{_attributes(widget["attrs"])}>\n{value}</textarea>')


def _select(context: dict[str, Any]) -> SafeString | None:
    widget = context["widget"]
    groups = widget["optgroups"]
    if any(option["template_name"] != _OPTION for _name, options, _place in groups for option in options):
        return None
    written = [f'<select name="{_shown(widget["name"])}"{_attributes(widget["attrs"])}>']
    for name, options, _place in groups:
        if name:
            written.append(f'\n  <optgroup label="{_shown(name)}">')
        written += [f"\n  {_option(option)}" for option in options]
        if name:
            written.append("\n  </optgroup>")
    return SafeString("".join([*written, "\n</select>"]))


def _option(option: dict[str, Any]) -> str:
    return f'<option value="{_plain(option["value"])}"{_attributes(option["attrs"])}>{_shown(option["label"])}</option>\n'


def _label(context: dict[str, Any]) -> SafeString:
    label = _shown(context["label"])
    if not context["use_tag"]:
        return SafeString(label)
    tag = _shown(context["tag"])
    return SafeString(f"<{tag}{_attributes(context['attrs'])}>{label}</{tag}>")


def _no_errors(context: dict[str, Any]) -> SafeString | None:
    return None if context["errors"] else SafeString("")


_INPUTS = ("text", "number", "email", "url", "color", "search", "tel", "password", "hidden", "date", "datetime", "time", "file")
_WRITERS: dict[str, Callable[[dict[str, Any]], str | None]] = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in (*_INPUTS, "input", "checkbox")},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
    "django/forms/label.html": _label,
    "django/forms/errors/list/default.html": _no_errors,
    "django/forms/errors/list/ul.html": _no_errors,
}
