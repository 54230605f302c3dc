"""The one reading of a press release in a language, from which its PDF, its plain text and its kit are made."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, override

from publishing.dates import day_in_words
from publishing.languages import current
from publishing.templatetags.portal_text import in_some_language, language_here, plain, quoted

from ..models import Attachment, Picture, PressContact, PressRelease
from .prose import Block, bare, blocks_of


@dataclass(frozen=True)
class Text:
    """Plain words, and the language they are in: the release's, or the main one where a text is not translated."""

    words: str
    language: str


@dataclass(frozen=True)
class Prose:
    blocks: tuple[Block, ...]
    language: str


@dataclass(frozen=True)
class Contact:
    name: str
    role: Text
    spoken: str
    phone: str
    email: str
    is_example: bool


@dataclass(frozen=True)
class Quote:
    words: Text
    speaker: str
    role: Text


@dataclass(frozen=True)
class Boilerplate:
    title: Text
    body: Prose


@dataclass(frozen=True)
class Illustration:
    """A picture with all that must go wherever it goes. ``file`` is its name in the storage."""

    file: str
    alt: Text
    caption: Text
    credit: str
    licence: str


@dataclass(frozen=True)
class Correction:
    day: str
    said: Text
    says: Text


@dataclass(frozen=True)
class Named:
    """A programme, an institution or a partner that the release names, with its public page."""

    words: Text
    url: str
    is_example: bool


@dataclass(frozen=True)
class Document:
    file: str
    title: Text


@dataclass(frozen=True)
class Release:
    language: str
    slug: str
    url: str
    kind: str
    is_example: bool
    title: Text
    subtitle: Text
    place: Text
    day: str
    iso_day: str
    lead: Text
    body: Prose
    quotes: tuple[Quote, ...]
    boilerplates: tuple[Boilerplate, ...]
    contacts: tuple[Contact, ...]
    pictures: tuple[Illustration, ...]
    corrections: tuple[Correction, ...]
    named: tuple[Named, ...]
    documents: tuple[Document, ...]


def read(release: PressRelease, language: str) -> Release:
    """Read a release as its page in ``language`` shows it. Whether it may be read is the caller's to know."""
    with override(language):
        return Release(
            language=language,
            slug=release.slug(language),
            url=settings.SITE_URL + release.get_absolute_url(language),
            kind=gettext("Press release"),
            is_example=release.is_example,
            title=_text(release, "title"),
            subtitle=_text(release, "subtitle"),
            place=_text(release, "place"),
            day=day_in_words(release.dated),
            iso_day=release.dated.isoformat(),
            lead=_text(release, "lead"),
            body=_prose(release, "body"),
            quotes=tuple(_quote(one) for one in release.quotes.all()),
            boilerplates=tuple(
                Boilerplate(_text(row.boilerplate, "title"), _prose(row.boilerplate, "body"))
                for row in release.release_boilerplates.all()
            ),
            contacts=tuple(_contact(one) for one in release.contacts_in(language)),
            pictures=tuple(_picture(one) for one in release.pictures.all() if one.image),
            corrections=tuple(_corrections(release)),
            named=tuple(_named(release)),
            documents=tuple(_document(one) for one in release.attachments.all() if one.language in ("", language)),
        )


def _text(thing, field: str) -> Text:
    return Text(bare(plain(thing, field)), in_some_language(thing, field)[1])


def _prose(thing, field: str) -> Prose:
    value, language = in_some_language(thing, field)
    return Prose(blocks_of(value, language), language)


def _quote(quote) -> Quote:
    words, language = quoted(quote, "text")
    return Quote(Text(bare(words), language), bare(quote.speaker), _text(quote, "role"))


def _contact(contact: PressContact) -> Contact:
    return Contact(
        name=bare(contact.name),
        role=_text(contact, "role"),
        spoken=", ".join(language_here(code) for code in contact.spoken),
        phone=contact.phone,
        email=contact.email,
        is_example=contact.is_example,
    )


def _picture(picture: Picture) -> Illustration:
    return Illustration(
        file=picture.image.name,
        alt=_text(picture, "alt"),
        caption=_text(picture, "caption"),
        credit=bare(picture.credit),
        licence=bare(picture.licence),
    )


def _corrections(release: PressRelease):
    for one in release.corrections_here:
        day = day_in_words(timezone.localtime(one.at).date())
        yield Correction(day, _text(one, "said"), _text(one, "says"))


def _named(release: PressRelease):
    for cap in release.caps.all():
        title = _text(cap, "title")
        yield _named_thing(cap, Text(f"{cap.acronym}, {title.words}", title.language))
    for institution in release.institutions.all():
        yield _named_thing(institution, _text(institution, "name"))
    for partner in release.partners.all():
        yield _named_thing(partner, Text(bare(str(partner)), current()))


def _named_thing(thing, words: Text) -> Named:
    return Named(words, settings.SITE_URL + thing.get_absolute_url(), thing.is_example)


def _document(attachment: Attachment) -> Document:
    return Document(attachment.file.name, _text(attachment, "title"))
