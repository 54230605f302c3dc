"""The words of a release cut into the texts that the check reads, each with the record that it is stored in.

Words alone say everything here: those of the records, read today, and those of a text that is kept are checked the same way.
A text that has fallen back to another language is not the language’s own: here it is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from news.reading import AboutText, ContactCard, PressPicture, ReleaseWords, SpokenQuote
from proofreading.knowledge import Knowledge
from proofreading.reading import Reading
from proofreading.source import HTML, PLAIN, Origin, TextPart
from publishing import languages
from publishing.localized_text import LocalizedHTML, LocalizedText

RELEASE, QUOTE, PICTURE = "news.pressrelease", "news.quote", "news.picture"
CONTACT, BOILERPLATE = "news.presscontact", "news.boilerplate"


@dataclass(frozen=True)
class RecordKey:
    """Which record holds a text: its model, and its key. The release itself has none: words do not say whose they are."""

    model: str
    pk: int | None = None


OWN = RecordKey(RELEASE)
"""Holds the texts of the release itself."""


def readings_of(words: Mapping[str, ReleaseWords], known: Knowledge) -> dict[str, Reading]:
    """One reading a language; a language that has no title and no text yet is read as saying nothing."""
    return {
        code: Reading(code, list(_parts(said, known)) if _is_written(said) else [], known, said.dated, typeset_later=True)
        for code, said in words.items()
    }


def _is_written(words: ReleaseWords) -> bool:
    return any(text.in_language(words.language) for text in (words.title, words.body))


def contacts_in_force(words: ReleaseWords, known: Knowledge) -> list[ContactCard]:
    """Those whom readers are given today. A contact whom the portal no longer knows is none."""
    contacts = known.contacts_by_record
    return [card for card in words.contacts if card.contact in contacts and contacts[card.contact].is_valid(known.today)]


def boilerplate_field(about: AboutText, known: Knowledge) -> str:
    """What decisions of staff call a boilerplate: by the key that it is known under, whatever its record."""
    standing = known.boilerplates_by_record.get(about.boilerplate)
    return f"boilerplate-{standing.key if standing else about.boilerplate}"


def _parts(words: ReleaseWords, known: Knowledge) -> Iterator[TextPart]:
    yield from _own_texts(words)
    for number, quote in enumerate(words.quotes):
        yield from _quote(quote, f"quotes-{number}", words.language)
    for about in words.boilerplates:
        yield from _about(about, boilerplate_field(about, known), words.language)
    for card in contacts_in_force(words, known):
        yield _contact(card, words.language)
    for picture in words.pictures:
        yield from _picture(picture, f"picture-{picture.picture}", words.language)


def _own_texts(words: ReleaseWords) -> Iterator[TextPart]:
    for name in ("title", "subtitle", "place", "lead", "body"):
        yield _part(getattr(words, name), OWN, name, words.language, name, name)


def _quote(quote: SpokenQuote, field: str, language: str) -> Iterator[TextPart]:
    record = RecordKey(QUOTE, quote.quote)
    part = _part(quote.text, record, "text", language, "quote", f"{field}-text")
    part.speaker = quote.speaker
    yield part
    yield _part(quote.role, record, "role", language, "quote-role", f"{field}-role")


def _about(about: AboutText, field: str, language: str) -> Iterator[TextPart]:
    record = RecordKey(BOILERPLATE, about.boilerplate)
    yield _part(about.title, record, "title", language, "boilerplate", f"{field}-title")
    yield _part(about.body, record, "body", language, "boilerplate", f"{field}-body")


def _contact(card: ContactCard, language: str) -> TextPart:
    lines = [", ".join(filter(None, (card.name, card.role.in_language(language)))), card.email, card.phone, card.out_of_hours]
    origin = Origin(RecordKey(CONTACT, card.contact), "")
    return TextPart(f"contact-{card.contact}", language, "\n".join(filter(None, lines)), PLAIN, "contact", origin)


def _picture(picture: PressPicture, field: str, language: str) -> Iterator[TextPart]:
    record = RecordKey(PICTURE, picture.picture)
    yield _part(picture.alt, record, "alt", language, "picture", f"{field}-alt")
    yield _part(picture.caption, record, "caption", language, "picture", f"{field}-caption")


def _part(text: LocalizedText | LocalizedHTML, record: RecordKey, name: str, language: str, role: str, field: str) -> TextPart:
    form = HTML if isinstance(text, LocalizedHTML) else PLAIN
    origin = Origin(record, languages.column(name, language))
    return TextPart(field, language, text.in_language(language), form, role, origin)
