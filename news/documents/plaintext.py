"""The release as plain text to copy: no line is wrapped, and nothing that the page says is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext, override

from .content import Contact, Illustration, Release
from .prose import Block, Heading, Listing, Paragraph, Quotation, Run, Table, blocks_of


def make(release: Release) -> str:
    """The whole release, its parts set apart by an empty line."""
    with override(release.language):
        return "\n\n".join(part for part in _parts(release) if part) + "\n"


def of_html(html: str, language: str) -> str:
    """An editor's formatted text as plain text, its blocks set apart by an empty line."""
    return "\n\n".join(_blocks(blocks_of(html, language)))


def _parts(release: Release) -> Iterator[str]:
    yield release.kind + _example(release.is_example)
    yield release.title.words
    yield release.subtitle.words
    if release.contacts:
        yield gettext("Press contact")
        yield from (_contact(one) for one in release.contacts)
    for one in release.corrections:
        said, says = ((gettext("What was said"), one.said.words), (gettext("What is said now"), one.says.words))
        yield "\n".join([gettext("Corrected on %(date)s") % {"date": one.day}, *_labelled(said, says)])
    yield f"{release.place.words}, {release.day} – {release.lead.words}"
    yield from _blocks(release.body.blocks)
    for one in release.quotes:
        yield f"{one.words.words}\n{_listed(one.speaker, one.role.words)}"
    if release.pictures:
        yield gettext("Pictures")
        yield from (picture_lines(one) for one in release.pictures)
    for one in release.boilerplates:
        yield one.title.words
        yield from _blocks(one.body.blocks)
    if release.named:
        yield gettext("Named in this release")
        yield "\n".join(f"- {one.words.words}{_example(one.is_example)}" for one in release.named)
    yield release.url


def picture_lines(one: Illustration) -> str:
    """What must go with a picture wherever it goes, a line each."""
    lines = [
        (gettext("Caption"), one.caption.words),
        (gettext("Credit"), one.credit),
        (gettext("Licence"), one.licence),
        (gettext("Alternative text"), one.alt.words),
    ]
    return "\n".join(_labelled(*lines))


def _labelled(*lines: tuple[str, str]) -> Iterator[str]:
    for label, text in lines:
        if text:
            yield gettext("%(label)s: %(text)s") % {"label": label, "text": text}


def _contact(one: Contact) -> str:
    lines = [one.name + _example(one.is_example), one.role.words, one.spoken, one.phone, one.email]
    return "\n".join(line for line in lines if line)


def _example(is_example: bool) -> str:
    return f" [{gettext('example')}]" if is_example else ""


def _listed(*words: str) -> str:
    return ", ".join(word for word in words if word)


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield _line(block.runs)
            case Listing():
                yield "\n".join(_items(block))
            case Quotation():
                yield from _blocks(block.blocks)
            case Table():
                yield "\n".join("\t".join(" ".join(_blocks(cell.blocks)) for cell in row) for row in block.rows)


def _items(listing: Listing, indent: str = "") -> Iterator[str]:
    for place, item in enumerate(listing.items):
        mark = "- " if listing.start is None else f"{listing.start + place}. "
        for number, block in enumerate(item):
            if isinstance(block, Listing):
                yield from _items(block, indent + "  ")
            else:
                lead = mark if number == 0 else " " * len(mark)
                yield from (indent + lead + words for words in _blocks([block]))


def _line(runs: Iterable[Run]) -> str:
    """The words, each link followed by the address it leads to where the words do not say it."""
    parts = []
    runs = tuple(runs)
    for place, run in enumerate(runs):
        parts.append(run.text)
        ends = place + 1 == len(runs) or runs[place + 1].link != run.link
        if run.link and ends:
            shown = run.link.removeprefix("mailto:").removeprefix("tel:")
            if shown not in "".join(parts):
                parts.append(f" ({shown})")
    return "".join(parts)
