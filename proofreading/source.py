"""Where each visible character stands in the source: plain text, Markdown and HTML cut into blocks."""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from .text import SPACES, fold

PLAIN, MARKDOWN, HTML = "plain", "markdown", "html"
HEADING, PARAGRAPH, ITEM, LINE, ALT = "heading", "paragraph", "item", "line", "alt"
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
# A line longer than this was never wrapped by hand.
WRAPPED = 200
HEADING_WORDS = 14
LONGEST = 3000

_LINE_END = re.compile(r"\r\n|\r|\n")
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_MARKUP = re.compile(rf"<!--|</?[A-Za-z][^<>]*>|<[!?][^<>]*>|{_ENTITY}")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_ATTRIBUTE = re.compile(r"""([A-Za-z-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_BLOCKS = frozenset(
    "p div section article header footer main aside nav address blockquote pre figure figcaption ul ol dl dt dd table"
    " thead tbody tr"
    " caption form fieldset html body hr title".split()
)
_HIDDEN = frozenset({"script", "style", "template", "noscript"})
_BULLET = re.compile(r"[ \t]{0,12}(?:[-*•·–—▪◦‣]|\d{1,2}[.)]|[a-zA-Z]\))[ \t\u00a0]+(?=\S)")
_ATX = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+")
_SETEXT = re.compile(r"[ ]{0,3}(=+|-{2,})[ \t]*$")
_RULE = re.compile(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:=[ \t]*){3,})$")
_INLINE = re.compile(
    r"(?P<image>!\[(?P<alt>[^\[\]]{0,300})\]\((?P<src>[^()\s]{0,500})(?:[ ]\"[^\"]{0,200}\")?\))"
    r"|(?P<link>\[(?P<label>[^\[\]]{1,300})\]\((?P<href>[^()\s]{0,500})(?:[ ]\"[^\"]{0,200}\")?\))"
    r"|(?P<auto><(?P<address>(?:https?://|mailto:)[^<>\s]{1,500}|[^<>@\s]{1,100}@[^<>@\s]{1,200})>)"
    r"|(?P<code>`[^`\n]{1,200}`)"
    r"|(?P<escape>\\[\\`*_{}\[\]()#+.!>~|-])"
)
_SOFT = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]{0,300}[^\s*])\*(?![\w*])|(?<![\w_])_(?=[^\s_])([^_\n]{0,300}[^\s_])_(?![\w_])"
)


@dataclass(frozen=True)
class Origin:
    """What a text was taken from: a thing of whoever handed the text in, and the name of its field. Never looked into here."""

    handle: object
    field: str


@dataclass
class TextPart:
    """One text of a communiqué: a file, or one field of a release in one language."""

    field: str
    language: str
    source: str
    form: str = PLAIN
    role: str = "text"
    origin: Origin | None = None
    # Whose words a quotation kept in a field of its own is.
    speaker: str = ""

    @cached_property
    def line_starts(self) -> array:
        starts = array("L", [0])
        starts.extend(match.end() for match in _LINE_END.finditer(self.source))
        return starts

    def line_and_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


@dataclass
class TextLink:
    """A stretch of visible text that leads somewhere."""

    start: int
    end: int
    href: str
    at: int


@dataclass
class Block:
    """A paragraph, heading, list item or line as a reader sees it; ``at`` holds the source offset of each character."""

    part: TextPart
    kind: str
    text: str
    at: array
    group: int = 0
    index: int = 0
    level: int = 0
    links: list[TextLink] = field(default_factory=list)
    foreign: list[tuple[int, int, str]] = field(default_factory=list)
    section: int = 0
    # Whether the paragraph goes on in the next block: it was too long to be read at once.
    is_piece: bool = False

    def pieces(self) -> list[Block]:
        """The block, or where it is longer than any paragraph the pieces of it: so that time grows with the text only."""
        if len(self.text) <= LONGEST:
            return [self]
        found, start = [], 0
        while start < len(self.text):
            end = min(start + LONGEST, len(self.text))
            if end < len(self.text):
                end = max(self.text.rfind(" ", start, end), start + LONGEST // 2) + 1
            piece = Block(self.part, self.kind, self.text[start:end].rstrip(), self.at[start:end], self.group, is_piece=True)
            piece.links = [
                TextLink(max(one.start - start, 0), min(one.end, end) - start, one.href, one.at)
                for one in self.links
                if one.start < end and one.end > start
            ]
            if piece.text:
                found.append(piece)
            start = end
        return found

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The source offsets of ``text[start:end]``; an empty stretch is a point."""
        if not self.at:
            return 0, 0
        if start >= len(self.at):
            return (self._end_of(len(self.at) - 1),) * 2
        first = self.at[start]
        return (first, self._end_of(end - 1)) if end > start else (first, first)

    def _end_of(self, place: int) -> int:
        at, source = self.at[place], self.part.source
        if source.startswith("&", at) and self.part.form != PLAIN:
            match = re.compile(_ENTITY).match(source, at)
            if match and self.text[place] != "&" or match and match.group().lower() in ("&amp;", "&#38;"):
                return match.end()
        if source.startswith("\r\n", at):
            return at + 2
        following = at + 1
        while following < len(source) and (unicodedata.combining(source[following]) or source[following] in INVISIBLE):
            following += 1
        return following


class _Draft:
    """Characters gathered one by one, with where each came from; white space is joined as a browser would."""

    def __init__(self) -> None:
        self.signs: list[str] = []
        self.at = array("L")
        self.links: list[TextLink] = []
        self.foreign: list[tuple[int, int, str]] = []

    def add(self, sign: str, at: int, *, joined: bool = False) -> None:
        if sign in INVISIBLE:
            return
        if self.signs and unicodedata.combining(sign):
            composed = unicodedata.normalize("NFC", self.signs[-1] + sign)
            if len(composed) == 1:
                self.signs[-1] = composed
                return
        if sign in "\t\n\r\x0b\x0c\x00\x85\u2028\u2029":
            sign = " "
            joined = True
        if joined and sign == " " and (not self.signs or self.signs[-1] == " "):
            return
        self.signs.append(sign)
        self.at.append(at)

    def run(self, source: str, start: int, end: int, *, joined: bool = False) -> None:
        for place in range(start, end):
            sign = source[place]
            self.add(sign, place, joined=joined and sign in " \t\n\r\x0c")

    def block(self, part: TextPart, kind: str, group: int, level: int = 0) -> Block | None:
        text = "".join(self.signs)
        left = len(text) - len(text.lstrip(SPACES))
        right = len(text.rstrip(SPACES))
        if right <= left:
            return None
        links = [
            TextLink(max(0, one.start - left), min(one.end, right) - left, one.href, one.at)
            for one in self.links
            if one.end > one.start
        ]
        foreign = [(max(0, a - left), b - left, code) for a, b, code in self.foreign]
        return Block(part, kind, text[left:right], self.at[left:right], group, level=level, links=links, foreign=foreign)


def blocks_of(part: TextPart) -> list[Block]:
    """The blocks of a part, in order, numbered."""
    cut = {HTML: _html, MARKDOWN: _markdown}.get(part.form, _plain)
    return [block for block in cut(part) if block is not None]


def form_of(name: str, text: str) -> str:
    """Plain text, Markdown or HTML: by the file’s name, else by what stands in it."""
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if suffix in {"html", "htm", "xhtml"}:
        return HTML
    if suffix in {"md", "markdown", "mkd"}:
        return MARKDOWN
    if re.match(
        r"\s*(?:<!doctype html|<html|<(?:p|h[1-6]|div|article|section|main|body|ul|header)\b[^<>]*>)", text[:2000], re.I
    ):
        return HTML
    if suffix not in {"txt", "text"} and len(re.findall(r"^#{1,6} \S", text[:200_000], re.M)) >= 1:
        return MARKDOWN
    return MARKDOWN if len(re.findall(r"^#{1,6} \S", text[:200_000], re.M)) >= 2 else PLAIN


# HTML


def _html(part: TextPart) -> Iterator[Block | None]:
    """A pass over the tags. What is hidden is left out; a line break makes a new line of the same group."""
    source, draft, group = part.source, _Draft(), 0
    kinds: list[tuple[str, str, int]] = [("", PARAGRAPH, 0)]
    anchors: list[tuple[int, str, int]] = []
    tongues: list[tuple[str, str, int]] = []
    kind, level, broken = PARAGRAPH, 0, False

    def cut() -> Block | None:
        nonlocal draft
        for opened, code in [(start, code) for _tag, code, start in tongues]:
            draft.foreign.append((opened, len(draft.signs), code))
        for place, href, at in anchors:
            draft.links.append(TextLink(place, len(draft.signs), href, at))
        made = draft.block(part, LINE if broken and kind == PARAGRAPH else kind, group, level)
        draft = _Draft()
        anchors[:] = [(0, href, at) for _place, href, at in anchors]
        tongues[:] = [(tag, code, 0) for tag, code, _start in tongues]
        return made

    place = 0
    while (match := _MARKUP.search(source, place)) is not None:
        draft.run(source, place, match.start(), joined=True)
        place, found = match.end(), match.group()
        if found == "<!--":
            end = source.find("-->", place)
            place = len(source) if end < 0 else end + 3
            continue
        if found.startswith("&"):
            sign = html.unescape(found)
            for one in sign if sign != found else found:
                draft.add(one, match.start())
            continue
        tag = _TAG.match(found)
        if tag is None:
            continue
        closing, name = bool(tag[1]), tag[2].lower()
        if name in _HIDDEN and not closing:
            end = re.compile(rf"</{name}", re.I).search(source, place)
            place = end.start() if end else len(source)
            continue
        if name == "br":
            broken = True
            yield cut()
        elif name in _BLOCKS or name in ("li", "td", "th") or re.fullmatch(r"h[1-6]", name):
            yield cut()
            broken = False
            group += 1
            if closing:
                while len(kinds) > 1:
                    opened = kinds.pop()
                    if opened[0] == name:
                        break
            elif name not in ("hr",):
                heading = re.fullmatch(r"h[1-6]", name) or name == "title"
                own = (
                    HEADING
                    if heading
                    else ITEM
                    if name in ("li", "td", "th", "dt", "dd", "figcaption", "caption")
                    else kinds[-1][1]
                )
                kinds.append((name, own, int(name[1]) if re.fullmatch(r"h[1-6]", name) else 0))
                del kinds[1:-60]
            kind, level = kinds[-1][1], kinds[-1][2]
        elif name == "a":
            if closing and anchors:
                opened_at, href, at = anchors.pop()
                draft.links.append(TextLink(opened_at, len(draft.signs), href, at))
            elif not closing and (href := _attribute(found, "href")) is not None:
                anchors[:] = [(len(draft.signs), href, match.start())]
        elif name == "img":
            alt = _attribute(found, "alt")
            if alt:
                inner = _Draft()
                begin = match.start() + max(found.find(alt), 0)
                inner.run(source, begin, min(begin + len(alt), match.end()))
                yield inner.block(part, ALT, group)
        code = _attribute(found, "lang") if not closing else None
        if code and name not in ("html", "body", "br", "img") and not found.endswith("/>"):
            tongues.append((name, code.split("-")[0].lower(), len(draft.signs)))
            del tongues[:-20]
        elif closing and tongues and tongues[-1][0] == name:
            _name, code, start = tongues.pop()
            draft.foreign.append((start, len(draft.signs), code))
    draft.run(source, place, len(source), joined=True)
    yield cut()


def _attribute(tag: str, name: str) -> str | None:
    for match in _ATTRIBUTE.finditer(tag):
        if match[1].lower() == name:
            return html.unescape(match[2] or match[3] or match[4] or "")
    return None


# Lines


@dataclass
class _Line:
    start: int
    end: int
    text: str


def _lines(source: str) -> list[_Line]:
    found, start = [], 0
    for match in _LINE_END.finditer(source):
        found.append(_Line(start, match.start(), source[start : match.start()]))
        start = match.end()
    found.append(_Line(start, len(source), source[start:]))
    return found


def _chunks(lines: list[_Line]) -> Iterator[list[_Line]]:
    chunk: list[_Line] = []
    for line in lines:
        if line.text.strip(SPACES + "\x00"):
            chunk.append(line)
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _width(lines: list[_Line]) -> int:
    """How wide the text was wrapped by hand: 0 where it was not."""
    lengths = sorted(len(line.text.rstrip()) for line in lines if line.text.strip())
    if not lengths or lengths[-1] > WRAPPED:
        return 0
    return lengths[-1]


def _goes_on(before: _Line, line: _Line, width: int) -> bool:
    """Whether a line is the rest of the sentence of the line before, broken only to fit the width."""
    text, following = before.text.rstrip(SPACES), line.text.lstrip(SPACES)
    if not width or len(text) > WRAPPED:
        return False
    if "@" in text or "@" in following:
        return len(text) > width * 0.75 and len(text.split()) > 6
    first_word = following.split(maxsplit=1)[0]
    full = len(text) + 1 + len(first_word) > width
    if full and len(text) > 45:
        return True
    ended = text[-1:] in '.!?…:;»”"'
    return not ended and len(text) > 0.6 * width and len(text) > 40


def _is_wrapped(chunk: list[_Line], width: int) -> bool:
    """Whether a whole chunk is one paragraph broken to fit the width: every line but the last nearly fills it."""
    if width < 50 or len(chunk) < 2 or any("@" in line.text and "." in line.text.partition("@")[2][:30] for line in chunk):
        return False
    return all(
        len(line.text.rstrip()) >= 0.72 * width and not _BULLET.match(line.text) for line in chunk[:-1]
    ) and not _BULLET.match(chunk[-1].text)


def _plain(part: TextPart) -> Iterator[Block | None]:
    lines = _lines(part.source)
    width = _width(lines)
    for group, chunk in enumerate(_chunks(lines)):
        yield from _paragraphs(part, chunk, group, width)


def _paragraphs(part: TextPart, chunk: list[_Line], group: int, width: int, inline=None) -> Iterator[Block | None]:
    """A chunk of lines without an empty one between them: a wrapped paragraph, a list, or lines each on its own."""
    runs: list[tuple[str, list[_Line]]] = []
    wrapped = _is_wrapped(chunk, width)
    for line in chunk:
        bullet = _BULLET.match(line.text)
        if bullet:
            runs.append((ITEM, [_Line(line.start + bullet.end(), line.end, line.text[bullet.end() :])]))
        elif runs and (wrapped or _goes_on(runs[-1][1][-1], line, width) or (runs[-1][0] == ITEM and line.text[:1] in " \t")):
            runs[-1][1].append(line)
        else:
            runs.append((PARAGRAPH, [line]))
    several = len(runs) > 1
    for kind, run in runs:
        draft = _Draft()
        hidden = _emphasis(part.source, run[0].start, run[-1].end) if inline else set()
        for number, line in enumerate(run):
            if number:
                draft.add(" ", run[number - 1].end, joined=True)
            start = line.start + (len(line.text) - len(line.text.lstrip(SPACES)) if number else 0)
            (inline or _verbatim)(draft, part.source, start, line.end, hidden)
        made = draft.block(part, kind, group)
        if made is not None and kind == PARAGRAPH:
            if several and len(made.text) < WRAPPED and not (len(run) > 1):
                made.kind = LINE
            if looks_like_heading(made.text) and not several:
                made.kind = HEADING
        yield made


def _verbatim(draft: _Draft, source: str, start: int, end: int, hidden: set[int]) -> None:
    draft.run(source, start, end)


def looks_like_heading(text: str) -> bool:
    """A short line of its own, not closed by a full stop, without an address in it."""
    words = text.split()
    return (
        0 < len(words) <= HEADING_WORDS
        and text[-1] not in '.,;:…»”")'
        and "@" not in text.replace("@P", "")
        and not re.search(r"\d[\d .]{7,}\d|https?:|www\.", text)
    )


# Markdown


def _markdown(part: TextPart) -> Iterator[Block | None]:
    lines = _lines(part.source)
    width = _width([line for line in lines if not _ATX.match(line.text)])
    group = 0
    for chunk in _chunks(lines):
        pending: list[_Line] = []
        fenced = chunk[0].text.lstrip().startswith("```")
        for line in chunk:
            heading = _ATX.match(line.text)
            if heading and not fenced:
                yield from _paragraphs(part, pending, group, width, _inline) if pending else ()
                pending, group = [], group + 1
                draft = _Draft()
                begin, end = line.start + heading.end(), line.start + len(re.sub(r"[ \t]+#+[ \t]*$", "", line.text))
                _inline(draft, part.source, begin, end, _emphasis(part.source, begin, end))
                yield draft.block(part, HEADING, group, len(heading[1]))
                group += 1
            elif pending and len(pending) == 1 and _SETEXT.match(line.text):
                draft = _Draft()
                begin, end = pending[0].start, pending[0].end
                _inline(draft, part.source, begin, end, _emphasis(part.source, begin, end))
                yield draft.block(part, HEADING, group, 1 if "=" in line.text else 2)
                pending, group = [], group + 1
            elif _RULE.match(line.text) or (line.text.lstrip().startswith("|") and set(line.text) <= set("|-: ")):
                continue
            else:
                quoted = re.match(r"[ ]{0,3}(?:>[ ]?)+", line.text)
                if quoted:
                    line = _Line(line.start + quoted.end(), line.end, line.text[quoted.end() :])
                if line.text.strip(SPACES):
                    pending.append(line)
                elif pending:
                    yield from _paragraphs(part, pending, group, width, _inline)
                    pending, group = [], group + 1
        if pending:
            for block in _paragraphs(part, pending, group, width, _inline):
                if block is not None and block.kind == HEADING and len(block.text.split()) > 8:
                    block.kind = PARAGRAPH
                yield block
        group += 1


def _inline(draft: _Draft, source: str, start: int, end: int, hidden: set[int]) -> None:
    """A line without its marks: links, emphasis, code and escapes. A mark without its other half stays visible."""
    place = start
    for match in _INLINE.finditer(source, start, end):
        _shown(draft, source, place, match.start(), hidden)
        if match["link"] is not None:
            begin = len(draft.signs)
            _shown(draft, source, match.start("label"), match.end("label"), hidden)
            draft.links.append(TextLink(begin, len(draft.signs), match["href"], match.start()))
        elif match["auto"] is not None:
            begin = len(draft.signs)
            draft.run(source, match.start("address"), match.end("address"))
            draft.links.append(TextLink(begin, len(draft.signs), match["address"], match.start()))
        elif match["code"] is not None:
            draft.run(source, match.start() + 1, match.end() - 1)
        elif match["escape"] is not None:
            draft.run(source, match.start() + 1, match.end())
        place = match.end()
    _shown(draft, source, place, end, hidden)


def _emphasis(source: str, start: int, end: int) -> set[int]:
    """The places of emphasis marks that have their other half within the stretch."""
    hidden: set[int] = set()
    for mark in ("**", "__"):
        places, at = [], source.find(mark, start, end)
        while at >= 0:
            if not (at > start and source[at - 1] == "\\"):
                places.append(at)
            at = source.find(mark, at + 2, end)
        for one in places[: len(places) // 2 * 2]:
            hidden.update((one, one + 1))
    masked = "".join(" " if place in hidden else source[place] for place in range(start, end))
    for match in _SOFT.finditer(masked):
        hidden.update((start + match.start(), start + match.end() - 1))
    return hidden


def _shown(draft: _Draft, source: str, place: int, end: int, hidden: set[int]) -> None:
    for at in range(place, end):
        if at not in hidden:
            draft.add(source[at], at)
