"""What was left over in a text: marks of HTML and Markdown, letters of a wrong encoding."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from ..findings import ERROR
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import MARKDOWN, Block
from .spans import Span, bounded

# So much of a tag is shown; its attributes may be of any length.
SHOWN_OF_TAG = 60
# A broken letter is shown with its word, of which it may be the hundredth.
AROUND_BROKEN = 40
_TAG = re.compile(
    r"</?(?:p|br|b|i|em|strong|a|span|div|ul|ol|li|h[1-6]|table|tr|td|img|sup|sub|blockquote|font|u|hr|ins|del)(?:\s[^<>]{0,300})?/?>",
    re.I,
)
_ENTITY = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|apos|rsquo|lsquo|rdquo|ldquo|laquo|raquo|eacute|egrave|agrave|ccedil|ecirc|ocirc|hellip|ndash"
    r"|mdash|euro|#\d{2,5}|#x[0-9a-f]{2,4});",
    re.I,
)
_MARK = re.compile(
    r"\*\*(?=\S)[^*\n]{1,200}\*\*|\*\*|(?<!\w)__(?=\S)[^_\n]{1,200}__(?!\w)|^#{1,6}\s(?=\S)"
    r"|\[[^\[\]\n]{1,200}\]\([^()\s]{1,300}\)|!\[[^\[\]]{0,200}\]\(|(?<![\w`])`[^`\n]{1,80}`|^>\s(?=\S)"
    r"|\]\(https?:[^\s)]{1,200}\)?|~~[^~]{1,100}~~"
)
_BETWEEN_STARS = re.compile(r"(?<![\w*])\*(?=[^\s*])[^*\n]{1,120}[^\s*]\*(?![\w*])")
# One star before a word in the middle of a sentence: a note’s star stands behind its word, or opens the note.
_STAR = re.compile(r"(?<=[ \u00a0(«“])\*(?=[^\W\d_])")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_MARKS_ALONE = re.compile(r"^#{1,6}\s|^>\s|\*\*|__|[*`]|~~")
_BROKEN = re.compile(
    r"[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ ©®¨´§ª°]|â€[™œ\u009d“”¦\"˜“–—]|ï¿½|\ufffd|[\x00-\x08\x0e-\x1f\x7f]"
)


@rule("markup-left", ERROR, ONE_TEXT, subject="markup", yields_to=("misspelt-word",))
def markup_left(text: Reading, known: Knowledge) -> Iterator[Found]:
    yield from bounded(mark for block in text.blocks for mark in (*_html_in(block), *_markdown_in(block)))


def _html_in(block: Block) -> Iterator[Found]:
    for match in _TAG.finditer(block.text):
        yield Found(block, *match.span(), say("html", tag=match.group()[:SHOWN_OF_TAG]), "")
    for match in _ENTITY.finditer(block.text):
        yield Found(block, *match.span(), say("html", tag=match.group()), html.unescape(match.group()))


def _markdown_in(block: Block) -> Iterator[Found]:
    """Text between single stars is Markdown as well, but where Markdown was read: there it is what the reader left of it."""
    if block.text.count("*") == 1:
        for match in _STAR.finditer(block.text):
            yield Found(block, *match.span(), say("markdown"), "")
    for pattern in (_MARK,) if block.part.form == MARKDOWN else (_MARK, _BETWEEN_STARS):
        for match in pattern.finditer(block.text):
            yield Found(block, *match.span(), say("markdown"), _without_marks(match.group()))


def _without_marks(shown: str) -> str:
    link = _LINK.fullmatch(shown)
    return link[1] if link else _MARKS_ALONE.sub("", shown)


@rule("encoding", ERROR, ONE_TEXT, subject="sign", yields_to=("misspelt-word",))
def encoding(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Each stretch without a space that holds a broken letter, once."""
    yield from bounded(
        Found(block, start, end, say("broken"), _decoded(block.text[start:end]))
        for block in text.blocks
        for start, end in _broken_words(block)
    )


def _broken_words(block: Block) -> Iterator[Span]:
    last = 0
    for match in _BROKEN.finditer(block.text):
        if match.start() >= last:
            start, last = _word_around(block.text, *match.span())
            yield start, last


def _word_around(shown: str, start: int, end: int) -> Span:
    """The word in which a stretch stands; of a very long one what is near."""
    before, behind = shown.rfind(" ", 0, start) + 1, shown.find(" ", end)
    behind = len(shown) if behind < 0 else behind
    return max(before, start - AROUND_BROKEN), min(behind, end + AROUND_BROKEN)


def _decoded(shown: str) -> str | None:
    """What was meant, where the letters of UTF-8 were read as those of Windows."""
    try:
        better = shown.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    return better if better != shown else None
