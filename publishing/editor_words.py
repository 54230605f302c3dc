"""What the buttons of the rich-text editor are called: the library names them in English alone, in several manners."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def editor_words() -> dict[str, str]:
    """Each of the library's names, with the reader's."""
    return {
        "paragraph": _("Style: paragraph"),
        "heading 2": _("Style: heading"),
        "heading 3": _("Style: subheading"),
        "Paragraph": _("Paragraph"),
        "Heading 2": _("Heading"),
        "Heading 3": _("Subheading"),
        "unordered list": _("Bulleted list"),
        "ordered list": _("Numbered list"),
        "blockquote": _("Quotation"),
        "bold": pgettext("type", "Bold"),
        "italic": pgettext("type", "Italics"),
        "subscript": pgettext("type", "Subscript"),
        "superscript": pgettext("type", "Superscript"),
        "insert link": _("Link…"),
        "remove link": _("Remove the link"),
        "Insert table": _("Table…"),
        "Add column": _("Add a column"),
        "Delete column": _("Delete the column"),
        "Add row": _("Add a row"),
        "Delete row": _("Delete the row"),
        "Merge cells": _("Merge the cells"),
        "Split cell": _("Split the cell"),
        "Toggle header cell": _("Heading cell, or plain one"),
        "Delete table": _("Delete the table"),
        "undo": _("Undo"),
        "redo": _("Redo"),
    }
