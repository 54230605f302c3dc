"""What a public page says where a fact of the law is not set: all that it knows, and no sentence with a hole in it.

Production does not start without these facts. A local portal, or one that is being filled, shows its pages without the
paragraphs and list items that would state what is missing, and without the headings that then stand over nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_BLOCK = re.compile(r"<(p|li|tr|blockquote)\b[^>]*>(?:(?!</?\1\b).)*?</\1>", re.DOTALL)
_EMPTY = re.compile(r"<(li|ul|ol|tr|tbody|table|blockquote)\b[^>]*>\s*</\1>")
_BARE_HEADING = re.compile(r"<h([2-4])\b[^>]*>(?:(?!</h).)*</h\1>\s*(?=<h([2-4])\b|\Z)", re.DOTALL)


def without_holes(html: str, states_what_is_missing: Callable[[str], bool]) -> str:
    """HTML without the blocks of which ``states_what_is_missing`` is true, and without what then holds nothing."""
    kept = _BLOCK.sub(lambda block: "" if states_what_is_missing(block[0]) else block[0], html)
    if kept == html:
        return html
    return _tidied(kept)


def _tidied(html: str) -> str:
    """Lists without items and headings over nothing are taken out, the innermost first."""
    before = ""
    while before != html:
        before = html
        html = _EMPTY.sub("", html)
        html = _BARE_HEADING.sub(_kept_heading, html)
    return html


def _kept_heading(heading: re.Match[str]) -> str:
    """A heading over another one of a lower level still has something under it."""
    following = heading[2]
    return heading[0] if following and following > heading[1] else ""
