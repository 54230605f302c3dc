"""HTML cut into blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..html_tokens import Characters, HtmlTag, html_tokens
from ..source import ALT, HEADING, ITEM, LINE, PARAGRAPH, Block, TextPart
from .drafts import Draft

_LEVELS = {f"h{level}": level for level in range(1, 7)}
_HEADINGS = frozenset({*_LEVELS, "title"})
_ITEMS = frozenset("li td th dt dd figcaption caption".split())
_BLOCKS = frozenset(
    "p div section article header footer main aside nav address blockquote pre figure ul ol dl table thead tbody tr form"
    " fieldset html body hr".split()
)
_NO_PASSAGE = frozenset("html body br img".split())
# Elements and passages that stand in one another deeper than this are no text; the outermost are forgotten.
_DEEPEST, _DEEPEST_PASSAGE = 60, 20


@dataclass(frozen=True)
class _Element:
    """A block element that is open, with what its text is."""

    name: str
    kind: str
    level: int = 0


@dataclass
class _Passage:
    """An element that is open and in a language of its own; ``start`` counts from the beginning of the block."""

    name: str
    language: str
    start: int


@dataclass
class _OpenLink:
    start: int
    href: str
    at: int


def hypertext_blocks(part: TextPart) -> Iterator[Block | None]:
    page = _Page(part)
    for token in html_tokens(part.source):
        if isinstance(token, HtmlTag):
            yield from page.read_tag(token)
        else:
            page.read_characters(token)
    yield page.cut()


class _Page:
    """What is open, and the block in the making, on a pass over a page. A line break makes a new line of the same group."""

    def __init__(self, part: TextPart) -> None:
        self.part = part
        self.draft = Draft()
        self.group = 0
        self.open = [_Element("", PARAGRAPH)]
        self.link: _OpenLink | None = None
        self.passages: list[_Passage] = []
        self.has_line_breaks = False

    def read_characters(self, characters: Characters) -> None:
        self._add(self.draft, characters, joined=True)

    def _add(self, draft: Draft, characters: Characters, *, joined: bool) -> None:
        if characters.is_reference:
            for sign in characters.text:
                draft.add(sign, characters.start)
        else:
            draft.run(self.part.source, characters.start, characters.start + len(characters.text), joined=joined)

    def read_tag(self, tag: HtmlTag) -> Iterator[Block | None]:
        if tag.name == "br":
            self.has_line_breaks = True
            yield self.cut()
        elif tag.name in _BLOCKS or tag.name in _ITEMS or tag.name in _HEADINGS:
            yield self.cut()
            self._read_block_element(tag)
        elif tag.name == "a":
            self._read_link(tag)
        elif tag.name == "img":
            yield self._alternative_text(tag)
        self._read_passage(tag)

    def cut(self) -> Block | None:
        """The block that ends here; what is open goes on in the next one."""
        for passage in self.passages:
            self.draft.foreign.append((passage.start, len(self.draft), passage.language))
            passage.start = 0
        if self.link:
            self.draft.link(self.link.start, self.link.href, self.link.at)
            self.link.start = 0
        element = self.open[-1]
        kind = LINE if self.has_line_breaks and element.kind == PARAGRAPH else element.kind
        made = self.draft.block(self.part, kind, self.group, element.level)
        self.draft = Draft()
        return made

    def _read_block_element(self, tag: HtmlTag) -> None:
        self.has_line_breaks = False
        self.group += 1
        if tag.is_closing:
            self._close(tag.name)
        elif tag.name != "hr":
            self.open.append(_Element(tag.name, self._kind_of(tag.name), _LEVELS.get(tag.name, 0)))
            del self.open[1:-_DEEPEST]

    def _close(self, name: str) -> None:
        """Close the innermost element of a name, with those that were left open in it; all of them where there is none."""
        while len(self.open) > 1:
            if self.open.pop().name == name:
                return

    def _kind_of(self, name: str) -> str:
        if name in _HEADINGS:
            return HEADING
        return ITEM if name in _ITEMS else self.open[-1].kind

    def _read_link(self, tag: HtmlTag) -> None:
        if not tag.is_closing:
            if (href := tag.attributes.get("href")) is not None:
                self.link = _OpenLink(len(self.draft), href, tag.start)
        elif self.link:
            self.draft.link(self.link.start, self.link.href, self.link.at)
            self.link = None

    def _alternative_text(self, tag: HtmlTag) -> Block | None:
        draft = Draft()
        for characters in tag.characters_of("alt"):
            self._add(draft, characters, joined=False)
        return draft.block(self.part, ALT, self.group)

    def _read_passage(self, tag: HtmlTag) -> None:
        """An element with a language of its own: what stands in it is marked as that language’s."""
        if tag.is_closing:
            if self.passages and self.passages[-1].name == tag.name:
                passage = self.passages.pop()
                self.draft.foreign.append((passage.start, len(self.draft), passage.language))
            return
        language = tag.attributes.get("lang", "").split("-")[0].lower()
        if language and tag.name not in _NO_PASSAGE and not tag.source.endswith("/>"):
            self.passages.append(_Passage(tag.name, language, len(self.draft)))
            del self.passages[:-_DEEPEST_PASSAGE]
