"""The release as plain text to copy: no line is wrapped, and nothing that the page says is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext, override

from publishing.dates_in_words import day_in_words
from publishing.templatetags.portal_text import language_here

from ..reading import AttachedFile, ContactCard, CorrectionNote, PressPicture, ReleaseReading, SpokenQuote
from . import written
from .prose import Block, Heading, Listing, Paragraph, ProseTable, Quotation, Run


def make(release: ReleaseReading) -> str:
    """The whole release, its parts set apart by an empty line; one under embargo says so at its head and at its foot."""
    with override(release.language):
        mark = written.embargo(release.embargo)
        head = [mark, gettext("Press release") + _example(release.life.is_example), *_title(release), *contact_lines(release)]
        parts = [*head, *news(release), *_named(release), release.url, mark]
        return "\n\n".join(part for part in parts if part) + "\n"


def news_alone(release: ReleaseReading) -> str:
    """What the release says, without its title, contacts and address."""
    with override(release.language):
        return "\n\n".join(part for part in news(release) if part)


def news(release: ReleaseReading) -> Iterator[str]:
    """What the release says, a part each: corrections, lead, text, quotes, pictures and “About …” texts.

    In the active language, which is to be the release's.
    """
    words = release.words
    yield from (_correction(written.correction(note)) for note in words.corrections)
    yield f"{written.line(words.place).words}, {day_in_words(words.dated)} – {written.line(words.lead).words}"
    yield from _blocks(written.blocks(words.body, release.links))
    yield from (_quote(written.quote(quote)) for quote in words.quotes)
    if words.pictures:
        yield gettext("Pictures")
        yield from (picture_lines(picture) for picture in words.pictures)
    if words.attachments:
        yield gettext("Documents")
        yield "\n".join(_attached(file, is_public=release.embargo is None) for file in words.attachments)
    for about in words.boilerplates:
        yield written.line(about.title).words
        yield from _blocks(written.blocks(about.body, release.links))


def _attached(file: AttachedFile, *, is_public: bool) -> str:
    """A document and its address, which opens nothing before publication."""
    named = f"- {written.line(file.title).words} ({file.extension})"
    return f"{named}: {_address(file.file)}" if is_public else named


def contact_lines(release: ReleaseReading) -> Iterator[str]:
    if release.contacts:
        yield gettext("Press contact")
        yield from (_contact(written.contact(card), release.is_example_contact(card)) for card in release.contacts)


def picture_lines(picture: PressPicture) -> str:
    """What must go with a picture wherever it goes, a line each."""
    shown = written.picture(picture)
    lines = [
        (gettext("Caption"), shown.caption.words),
        (gettext("Credit"), shown.credit),
        (gettext("Licence"), shown.licence),
        (gettext("Alternative text"), shown.alt.words),
    ]
    return "\n".join(_labelled(*lines))


def _title(release: ReleaseReading) -> Iterator[str]:
    yield written.line(release.words.title).words
    yield written.line(release.words.subtitle).words


def _correction(note: CorrectionNote) -> str:
    said, says = (gettext("What was said"), note.said.words), (gettext("What is said now"), note.says.words)
    return "\n".join([gettext("Corrected on %(date)s") % {"date": written.correction_day(note)}, *_labelled(said, says)])


def _quote(quote: SpokenQuote) -> str:
    return f"{quote.text.words}\n{_listed(quote.speaker, quote.role.words)}"


def _named(release: ReleaseReading) -> Iterator[str]:
    named = release.surroundings.named
    if named:
        yield gettext("Named in this release")
        yield "\n".join(f"- {written.line(page.label).words}{_example(page.is_example)}" for page in named)


def _address(stored: str) -> str:
    """The address of a stored file, whole."""
    return urljoin(settings.SITE_URL, default_storage.url(stored))


def _labelled(*lines: tuple[str, str]) -> Iterator[str]:
    for label, text in lines:
        if text:
            yield gettext("%(label)s: %(text)s") % {"label": label, "text": text}


def _contact(card: ContactCard, is_example: bool) -> str:
    spoken = ", ".join(language_here(code) for code in card.spoken)
    lines = [card.name + _example(is_example), card.role.words, spoken, card.phone, written.out_of_hours(card), card.email]
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
            case ProseTable():
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
