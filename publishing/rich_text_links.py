"""Where a link of formatted text may lead: one rule, for what is stored and for what the editor takes.

A link leads to a whole address (http, https, mailto, tel), to a path of this portal or to a place in the page. An address
without a scheme that names a host (``//example.org``) is none: it leads elsewhere and looks like a path; in a mail it
leads nowhere.
"""

import re
from typing import Any

from django_prose_editor.config import process_link

from .rich_text_languages import language_tag

HREF = r"(?:https?://[^/\\\s]|mailto:\S|tel:[+\d(]|/(?![/\\])|#)[^\x00-\x1f\x7f]*|/"
"""A whole ``href``, as a regular expression that means the same to Python and to JavaScript, whatever the case of letters.

No control character: browsers drop tabs and line ends, and what is left may be another address.
"""

_HREF = re.compile(HREF, re.IGNORECASE)


def allowed_attribute(tag: str, name: str, value: str) -> str | None:
    """The value of a tag's attribute as it may be stored; none for an address that a link may not lead to, or no language."""
    if (tag, name) == ("span", "lang"):
        return language_tag(value)
    if (tag, name) != ("a", "href"):
        return value
    address = value.strip()
    return address if _HREF.fullmatch(address) else None


def clean_links(extension: dict[str, Any], cleaner: dict[str, Any]) -> None:
    """Tell the cleaner of formatted text what a link may hold (a processor of ``DJANGO_PROSE_EDITOR_EXTENSIONS``)."""
    process_link(extension, cleaner)
    cleaner["attribute_filter"] = allowed_attribute
