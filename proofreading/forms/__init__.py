"""The forms of a text, plain, Markdown and HTML: each a module that cuts a part into blocks, every character at its place."""

from __future__ import annotations

import re

from ..source import HTML, MARKDOWN, PLAIN, Block, TextPart
from .hypertext import hypertext_blocks
from .markdown import markdown_blocks
from .plain import plain_blocks

_CUT = {HTML: hypertext_blocks, MARKDOWN: markdown_blocks, PLAIN: plain_blocks}
_SUFFIXES = {
    **dict.fromkeys(("html", "htm", "xhtml"), HTML),
    **dict.fromkeys(("md", "markdown", "mkd"), MARKDOWN),
    **dict.fromkeys(("txt", "text"), PLAIN),
}
_PAGE = re.compile(r"\s*(?:<!doctype html|<html|<(?:p|h[1-6]|div|article|section|main|body|ul|header)\b[^<>]*>)", re.I)
_HEADING = re.compile(r"^#{1,6} \S", re.M)
# A page tells what it is at its head, Markdown by its headings; where the name says plain text, a single “# ” may be a slip.
_HEAD, _SAMPLE, _ENOUGH_HEADINGS, _ENOUGH_IN_PLAIN_TEXT = 2000, 200_000, 1, 2


def blocks_of(part: TextPart) -> list[Block]:
    """The blocks of a part, in order."""
    return [block for block in _CUT[part.form](part) if block is not None]


def form_of(name: str, text: str) -> str:
    """Plain text, Markdown or HTML: by the file’s name, else by what stands in it."""
    named = _SUFFIXES.get(name.rsplit(".", 1)[-1].lower() if "." in name else "", "")
    if named in (HTML, MARKDOWN):
        return named
    if _PAGE.match(text[:_HEAD]):
        return HTML
    enough = _ENOUGH_IN_PLAIN_TEXT if named == PLAIN else _ENOUGH_HEADINGS
    return MARKDOWN if len(_HEADING.findall(text[:_SAMPLE])) >= enough else PLAIN
