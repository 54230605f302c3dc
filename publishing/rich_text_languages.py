"""The language of a passage within formatted text: ``<span lang="…">``, kept where the language is one.

A passage in another language than its text must say so (WCAG 3.1.2). What it says is a language tag after BCP 47 and nothing
else; a span that says nothing is none.
"""

import re

from django_prose_editor.config import html_tags

USUAL = ("de", "es", "it", "pt", "nl", "la", "el", "ar", "zh", "ja")
"""Languages of passages that a research portal quotes, besides its own, by their tags."""

_TAG = re.compile(
    r"""[a-z]{2,3} (?:-[a-z]{3}){0,3}              # language, extended by others
        (?:-[a-z]{4})?                             # script
        (?:-(?:[a-z]{2}|\d{3}))?                   # region
        (?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3})){0,4}    # variants
        (?:-[a-wyz\d](?:-[a-z\d]{2,8}){1,8}){0,4}  # extensions
        (?:-x(?:-[a-z\d]{1,8}){1,4})?              # for private use""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_LANGUAGE = frozenset({"und", "zxx", "mul", "mis"})
_SPAN = re.compile(r"<(/?)span([^>]*)>")

allow_passages = html_tags(["span"], {"span": ["lang"]})
"""Tell the cleaner of formatted text of passages (a processor of ``DJANGO_PROSE_EDITOR_EXTENSIONS``)."""


def language_tag(value: str) -> str | None:
    """A language tag in the letters it is written in (``pt-BR``, ``zh-Hant``); none where the text is no language's."""
    tag = value.strip()
    if len(tag) > 35 or not _TAG.fullmatch(tag) or tag.split("-")[0].lower() in _NO_LANGUAGE:
        return None
    return "-".join(_written(place, part) for place, part in enumerate(tag.split("-")))


def language_of(tag: str) -> str:
    """The language that a tag begins with, in small letters: ``pt`` of ``pt-BR``."""
    return tag.split("-")[0].lower()


def _written(place: int, part: str) -> str:
    if place and len(part) == 2 and part.isalpha():
        return part.upper()
    return part.capitalize() if place and len(part) == 4 and part.isalpha() else part.lower()


def without_bare_spans(html: str) -> str:
    """Clean HTML without the spans that say nothing. The cleaner closes each one in its place, so that they pair up."""
    kept: list[bool] = []

    def judge(tag: re.Match[str]) -> str:
        if tag[1]:
            return tag[0] if kept and kept.pop() else ""
        kept.append(bool(tag[2]))
        return tag[0] if tag[2] else ""

    return _SPAN.sub(judge, html)
