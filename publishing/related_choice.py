"""A choice of a record with the links beside it that change the chosen one and add another."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_NAME, _BOX = "--name--", "--box--"
"""What a frame holds in the place of the field's name and of its box: no name of a kind or address has them."""


class RelatedChoice(RelatedFieldWidgetWrapper):
    """Django’s own, whose frame is written once for all rows, and without links that delete or only show what is chosen."""

    template_name = "admin/related_choice.html"

    @classmethod
    def of(cls, made: RelatedFieldWidgetWrapper) -> RelatedChoice:
        """The same as Django’s admin has made it."""
        widget = cls.__new__(cls)
        vars(widget).update(vars(made), can_view_related=False, can_delete_related=False)
        return widget

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        before, _box, after = self._frame().replace(_NAME, escape(name)).partition(_BOX)
        return SafeString(f"{before}{self.widget.render(name, value, attrs, renderer)}{after}")

    def _frame(self) -> str:
        """What stands around the box: kept by all that it says, which its kind, its links and the language decide."""
        limited, links = bool(self.rel.limit_choices_to), (self.can_change_related, self.can_add_related)
        key = self.admin_site.name, self.rel, limited, links, self.is_hidden, get_language()
        if key not in _frames:
            _frames[key] = render_to_string(
                self.template_name, {**self.get_context(_NAME, None, None), "rendered_widget": _BOX}
            )
        return _frames[key]


_frames: dict[tuple[Any, ...], str] = {}
