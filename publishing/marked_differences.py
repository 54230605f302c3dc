"""What one text says otherwise than another, word by word, with what came and what went marked, and said to whoever listens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from proofreading.meaning import Passage

from . import languages

MOST_OPEN = 60
"""How many words of a difference stand open; a longer one is opened by who wants it."""
KEPT_AROUND = 12
"""How many words of what did not change stand before and after what did."""


def shortened(passages: Iterable[Passage]) -> list[Passage]:
    """A difference without what stands far from any change."""
    every = list(passages)
    return [
        passage
        if passage.is_changed
        else Passage("", _around(passage.new, place > 0, place < len(every) - 1), is_changed=False)
        for place, passage in enumerate(every)
    ]


def marked(passages: Iterable[Passage]) -> SafeString:
    """Both texts in one: what only the first says, and what only the second says, are marked where they stand."""
    return format_html_join("", "{}", ((piece,) for passage in passages for piece in _both(passage)))


def marked_old(passages: Iterable[Passage]) -> SafeString:
    """The first text alone, with what the second no longer says marked."""
    return format_html_join("", "{}", ((_one_side("del", _("Removed:"), part.old, part.is_changed),) for part in passages))


def marked_new(passages: Iterable[Passage]) -> SafeString:
    """The second text alone, with what the first did not say marked."""
    return format_html_join("", "{}", ((_one_side("ins", _("Added:"), part.new, part.is_changed),) for part in passages))


def is_long(passages: Iterable[Passage]) -> bool:
    """Whether a difference is one to be opened."""
    return sum(len(f"{passage.old} {passage.new}".split()) for passage in passages) > MOST_OPEN


def _both(passage: Passage) -> Iterator[SafeString | str]:
    if not passage.is_changed:
        yield passage.new
        return
    for tag, words, text in (("del", _("Removed:"), passage.old), ("ins", _("Added:"), passage.new)):
        if text:
            yield format_html("{}{}", tagged(tag, words, text.strip()), " " if tag == "del" or text[-1:].isspace() else "")


def _one_side(tag: str, words: str, text: str, is_changed: bool) -> SafeString | str:
    if not is_changed or not text.strip():
        return text
    return format_html("{}{}", tagged(tag, words, text.strip()), text[len(text.rstrip()) :])


def tagged(tag: str, words: str, text: SafeString | str) -> SafeString:
    """A text in ``ins`` or ``del``, with a word on it for whoever does not see the mark."""
    said = format_html('<span class="visually-hidden" lang="{}">{} </span>', languages.current(), words)
    return format_html("<{}>{}{}</{}>", tag, said, text, tag)


def _around(text: str, follows: bool, leads: bool) -> str:
    words = text.split(" ")
    if len(words) <= 2 * KEPT_AROUND + 4:
        return text
    head = " ".join(words[:KEPT_AROUND]) if follows else ""
    tail = " ".join(words[-KEPT_AROUND:]) if leads else ""
    return f"{head} […] {tail}".strip(" ") + (" " if text.endswith(" ") else "")
