"""The rows of a form of the back office, ready to be written: each field with its label, faults, counter and help.

A form has a hundred fields and more. What a template asks of each of Django’s objects, again and again, made half of the time
of the page; here each is asked once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.helpers import Fieldline, Fieldset
from django.forms import BoundField
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .admin_layout import counted_to, is_faulty, mark_of


@dataclass(frozen=True)
class Counter:
    """How many characters a text is counted to; ``is_limit`` where more are refused."""

    field_id: str
    most: int
    is_limit: bool


@dataclass(frozen=True)
class FormField:
    """A field as it stands in its row; ``parts`` are its label, its faults and its box, in their order."""

    classes: str
    parts: SafeString
    counter: Counter | None
    help_text: str
    help_id: str
    is_hidden: bool


@dataclass(frozen=True)
class FormRow:
    """Fields that stand side by side; one that stands alone takes the whole width."""

    classes: str
    fields: list[FormField]

    @property
    def is_multiline(self) -> bool:
        """Whether the fields share a line, as Django’s own styles name it."""
        return len(self.fields) > 1


def section(fieldset: Fieldset, level: int, prefix: str, place: int, number: int) -> SafeString:
    """A section of a form as HTML: its heading at a level, and its rows. One that is closed opens where something is wrong.

    ``prefix``, ``place`` and ``number`` name it among all sections of the page.
    """
    rows, classes = form_rows(fieldset), f"module aligned {escape(fieldset.classes)}"
    name: str = vars(fieldset)["name"]
    if not name:
        return SafeString(f'<fieldset class="{classes}">{rows}</fieldset>')
    mark = escape(f"{prefix}-{place}-{number}-heading")
    heading = f'<h{level} id="{mark}" class="fieldset-heading">{escape(name)}</h{level}>'
    if "collapse" in fieldset.classes:
        opened = " open" if is_faulty(fieldset) else ""
        within = f"<details{opened}><summary>{heading}</summary>{rows}</details>"
    else:
        within = heading + rows
    return SafeString(f'<fieldset class="{classes}" aria-labelledby="{mark}">{within}</fieldset>')


def form_rows(fieldset: Fieldset) -> str:
    """The rows of a section as HTML, what is said of all of them first."""
    described = f'<div class="description">{fieldset.description}</div>' if fieldset.description else ""
    return described + "".join(_written(_row(line)) for line in fieldset)


def _written(row: FormRow) -> str:
    fields = "".join(map(_written_field, row.fields))
    inner = f'<div class="flex-container form-multiline">{fields}</div>' if row.is_multiline else fields
    return f'<div class="{escape(row.classes)}">{inner}</div>\n'


def _written_field(field: FormField) -> str:
    counter = _counter(field.counter) if field.counter else ""
    help_text = ""
    if field.help_text:
        classes, named = "help hidden" if field.is_hidden else "help", f' id="{escape(field.help_id)}"' if field.help_id else ""
        help_text = f'<div class="{classes}"{named}><div>{field.help_text}</div></div>'
    return f'<div><div class="{escape(field.classes)}">{field.parts}</div>{counter}{help_text}</div>\n'


def _counter(counter: Counter) -> str:
    """The place where a script says how many characters are left; its words stand with it."""
    if counter.is_limit:
        words, over = "%(n)s / %(most)s", _("%(over)s characters too many")
    else:
        words, over = _("%(n)s of about %(most)s characters"), _("%(over)s characters more than lists show whole")
    told = {"for": counter.field_id, "most": counter.most, "words": words, "over": over}
    told["few"] = _("%(left)s characters left")
    data = "".join(f' data-{name}="{escape(str(value))}"' for name, value in told.items())
    return f'<div class="counter"{data} hidden></div>'


def _row(line: Fieldline) -> FormRow:
    shown = list(line)
    is_single = len(shown) == 1
    classes = ["form-row"]
    if is_single and _errors(shown[0]):
        classes.append("errors")
    if not line.has_visible_field:
        classes.append("hidden")
    classes += [f"field-{name}" for field in shown if (name := _name(field))]
    return FormRow(" ".join(classes), [_field(field, is_single=is_single) for field in shown])


def _field(field: Any, *, is_single: bool) -> FormField:
    is_hidden, errors = _is_hidden(field), _errors(field)
    classes = ["flex-container"]
    if not is_single:
        classes.append("fieldBox")
        classes += [f"field-{name}"] if (name := _name(field)) else []
        classes += [word for word, holds in (("errors", errors), ("hidden", is_hidden)) if holds]
    if field.is_checkbox:
        classes.append("checkbox-row")
    field_id = "" if field.is_readonly else field.field.id_for_label
    counted = None if field.is_readonly else counted_to(field)
    help_text = field.field["help_text"] if field.is_readonly else field.field.help_text
    return FormField(
        classes=" ".join(classes),
        parts=_parts(field, errors),
        counter=Counter(field_id, *counted) if counted else None,
        help_text=str(help_text or ""),
        help_id=f"{field_id}_helptext" if field_id else "",
        is_hidden=is_hidden,
    )


def _parts(field: Any, errors: str) -> SafeString:
    label = field_label(field)
    if field.is_readonly:
        return format_html('{}<div class="readonly">{}</div>', label, field.contents())
    box = str(field.field)
    # Each of the three is HTML that Django has written.
    return SafeString(f"{box}{label}{errors}" if field.is_checkbox else f"{label}{errors}{box}")


def _name(field: Any) -> str:
    return str(field.field["name"] if field.is_readonly else field.field.name)


def _is_hidden(field: Any) -> bool:
    return bool(field.field["is_hidden"] if field.is_readonly else field.field.is_hidden)


def _errors(field: Any) -> str:
    return "" if field.is_readonly or not field.field.errors else str(field.errors())


def field_label(field: Any) -> SafeString:
    """A field's label, with a word where it has to be filled in; what is only shown has a name and nothing to label."""
    if field.is_readonly:
        return format_html('<span class="label">{}</span>', capfirst(str(field.field["label"])))
    words = marked_label(field.field)
    attrs = {"class": "vCheckboxLabel"} if field.is_checkbox else {}
    return SafeString(field.field.label_tag(contents=words, attrs=attrs, label_suffix=""))


def marked_label(bound: BoundField) -> SafeString:
    """The words of a label, with one where the field has to be filled in."""
    words = format_html("{}", capfirst(str(bound.label)))
    mark = mark_of(bound)
    return format_html('{} <span class="mark">{}</span>', words, mark) if mark else words
