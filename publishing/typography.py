"""French typography, put right when text is shown, so that editors type as they like."""

import re

NARROW, WIDE = "\u202f", "\u00a0"
SPACE = "[ \u00a0\u202f\u2009]"
_RULES = [
    (re.compile(rf"{SPACE}+(?=[;?!](?!\w))"), NARROW),
    (re.compile(rf"{SPACE}+(?=:(?!\S))"), WIDE),
    (re.compile(rf"«{SPACE}*(?=\S)"), f"«{WIDE}"),
    (re.compile(rf"(?<=\S){SPACE}*»"), f"{WIDE}»"),
    (re.compile(rf"(?<=\d){SPACE}(?=\d{{3}}(?!\d))"), NARROW),
    (re.compile(rf"(?<=\d){SPACE}(?=(?:M€|k€|€|%|Mds?\b|millions?\b|milliards?\b|m²|km\b|ans?\b))"), WIDE),
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
]
_ENGLISH = [(re.compile(r"(?<=\w)'(?=\w)"), "’")]
_TAG = re.compile(r"(<[^>]*>)")


def french(text: str) -> str:
    """Plain French text with its spaces right: narrow before ; ? !, no-break before : and inside « »."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def english(text: str) -> str:
    for pattern, replacement in _ENGLISH:
        text = pattern.sub(replacement, text)
    return text


_BY_LANGUAGE = {"fr": french, "en": english}


def typeset(text: str, language: str) -> str:
    """Plain text as the language's typography wants it; a language without rules keeps its text."""
    return _BY_LANGUAGE.get(language, str)(text)


def typeset_html(html: str, language: str) -> str:
    """The same for HTML: only between the tags, never inside one."""
    parts = _TAG.split(html)
    return "".join(part if part.startswith("<") else typeset(part, language) for part in parts)


_MARKS = {"fr": f"«{WIDE}{{}}{WIDE}»"}
_OTHER_MARKS = "“{}”"


def quoted(text: str, language: str) -> str:
    """Somebody's words between the quotation marks of their language, once, whether they were typed with marks or not."""
    bare = text.strip().strip(f'«»“”" {WIDE}{NARROW}')
    return typeset(_MARKS.get(language, _OTHER_MARKS).format(bare), language)
