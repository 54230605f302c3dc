"""Formatted text taken apart into blocks and runs, for forms of a text that are not HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.conf import settings

from proofreading.html_tokens import HtmlTag, html_tokens
from publishing.bare_text import seen
from publishing.fields import sanitize
from publishing.kept_texts import kept_by_text
from publishing.portal_links import FollowedLinks, SettledLinks
from publishing.rich_text_languages import language_of
from publishing.typography import typeset_html


@dataclass(frozen=True)
class Run:
    """Words that look alike. A run that is a line break holds just that."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: str = ""
    """``sub``, ``sup`` or neither."""
    link: str = ""
    language: str = ""
    """That of a passage which is in another language than its text; empty for all else."""


LINE_BREAK = Run("\n")


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    level: int
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Listing:
    items: tuple[tuple[Block, ...], ...]
    start: int | None = None
    """The number of the first item; none where the items have no numbers."""


@dataclass(frozen=True)
class Quotation:
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class ProseCell:
    blocks: tuple[Block, ...]
    heads: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class ProseTable:
    rows: tuple[tuple[ProseCell, ...], ...]


Block = Paragraph | Heading | Listing | Quotation | ProseTable


def blocks_of(html: str, language: str, links: FollowedLinks | SettledLinks) -> tuple[Block, ...]:
    """The blocks of an editor's formatted text, sanitised once more: its links of today, its language's typography right."""
    return _blocks_in(typeset_html(links.follow(sanitize(seen(html))), language))


@kept_by_text
def _blocks_in(html: str) -> tuple[Block, ...]:
    return tuple(_blocks(_tree(html).children))


@dataclass
class _Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Node | str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Words that follow words are one run with them."""
        before = self.children[-1] if self.children else None
        if isinstance(before, str):
            self.children[-1] = before + text
        else:
            self.children.append(text)

    def number(self, name: str) -> int:
        value = self.attributes.get(name, "")
        return max(1, min(int(value), 1000)) if value.isascii() and value.isdigit() and len(value) < 5 else 1


def _tree(html: str) -> _Node:
    """The elements of a page. The sanitiser closes every one, so that the innermost open one is the one that ends."""
    root = _Node("")
    opened = [root]
    for token in html_tokens(html):
        if not isinstance(token, HtmlTag):
            opened[-1].add(seen(token.text))
        elif not token.is_closing:
            node = _Node(token.name, token.attributes)
            opened[-1].children.append(node)
            if token.name != "br":
                opened.append(node)
        elif len(opened) > 1 and opened[-1].tag == token.name:
            opened.pop()
    return root


def _blocks(children: Iterable[_Node | str]) -> Iterator[Block]:
    """The blocks among an element's children; words that stand between blocks are a paragraph of their own."""
    loose: list[_Node | str] = []
    for child in children:
        if isinstance(child, _Node) and child.tag in _BLOCKS:
            yield from _paragraph(loose)
            loose = []
            yield from _BLOCKS[child.tag](child)
        else:
            loose.append(child)
    yield from _paragraph(loose)


def _heading(node: _Node) -> Iterator[Block]:
    if runs := _runs(node.children):
        yield Heading(int(node.tag[1]), runs)


def _listing(node: _Node) -> Iterator[Block]:
    read = [tuple(_blocks(item.children)) for item in _elements(node, "li")]
    if items := tuple(item for item in read if item):
        yield Listing(items, node.number("start") if node.tag == "ol" else None)


def _quotation(node: _Node) -> Iterator[Block]:
    if blocks := tuple(_blocks(node.children)):
        yield Quotation(blocks)


def _table(node: _Node) -> Iterator[Block]:
    if rows := tuple(row for row in (_cells(tr) for tr in _rows(node)) if row):
        yield ProseTable(rows)


_BLOCKS: dict[str, Callable[[_Node], Iterator[Block]]] = {
    "p": lambda node: _paragraph(node.children),
    "h2": _heading,
    "h3": _heading,
    "ul": _listing,
    "ol": _listing,
    "blockquote": _quotation,
    "table": _table,
}
"""What stands in each block element."""


def _elements(node: _Node, *tags: str) -> list[_Node]:
    return [child for child in node.children if isinstance(child, _Node) and child.tag in tags]


def _rows(table: _Node) -> Iterator[_Node]:
    yield from _elements(table, "tr")
    for part in _elements(table, "thead", "tbody", "tfoot"):
        yield from _elements(part, "tr")


def _cells(row: _Node) -> tuple[ProseCell, ...]:
    return tuple(
        ProseCell(tuple(_blocks(cell.children)), cell.tag == "th", cell.number("colspan"), cell.number("rowspan"))
        for cell in _elements(row, "td", "th")
    )


def _paragraph(children: Iterable[_Node | str]) -> Iterator[Paragraph]:
    if runs := _runs(children):
        yield Paragraph(runs)


def _runs(children: Iterable[_Node | str]) -> tuple[Run, ...]:
    """The runs of a line of text, with white space as HTML shows it; nothing where nothing would be seen."""
    found: list[Run] = []
    for run in _raw_runs(children, Run("")):
        if run.text != "\n":
            text = re.sub(r"[ \t\r\n]+", " ", run.text)
            if not found or found[-1].text.endswith((" ", "\n")):
                text = text.lstrip(" ")
            run = replace(run, text=text)
        if run.text:
            found.append(run)
    while found and (found[-1].text == "\n" or not found[-1].text.strip(" ")):
        found.pop()
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip(" "))
    return tuple(found)


def _raw_runs(children: Iterable[_Node | str], like: Run) -> Iterator[Run]:
    for child in children:
        if isinstance(child, str):
            yield replace(like, text=child)
        elif child.tag == "br":
            yield LINE_BREAK
        else:
            yield from _raw_runs(child.children, _styled(like, child))


def _styled(like: Run, node: _Node) -> Run:
    if node.tag in ("strong", "b"):
        return replace(like, bold=True)
    if node.tag in ("em", "i"):
        return replace(like, italic=True)
    if node.tag in ("sub", "sup"):
        return replace(like, raised=node.tag)
    if node.tag == "span":
        return replace(like, language=language_of(node.attributes.get("lang", "")))
    if node.tag == "a":
        return replace(like, link=_whole_address(node.attributes.get("href", "")))
    return like


def _whole_address(href: str) -> str:
    """An address that leads somewhere from outside the portal too."""
    if href.startswith("/") and not href.startswith("//"):
        return settings.SITE_URL + href
    return href if href.startswith(("http://", "https://", "mailto:", "tel:")) else ""


def words_of(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)
