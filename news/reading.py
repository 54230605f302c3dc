"""The one reading of a press release in a language: everything that is written of it, in any form, is written from this.

It has three parts. *Words* are all that is approved: texts, people, contacts, files, what is named. They hold no address, no
moment and no rendering, can be kept as text, and carry the version of their form. *Life* is what holds at the moment of
reading: moments, addresses, languages, which contacts are in force. *Surroundings* lead on to other pages that are public
now.

Words come from one of two places. ``read_public`` takes them from the edition in force, less what was struck out of it: so
does everything that the public gets. ``read`` takes them from the records as they stand: so do the form's preview, the check
and the approval.

Whether a release may be read is the caller's to ask. ``read_public`` makes no query beyond those of
``PressRelease.objects.for_public_reading``, ``read`` none beyond those of ``for_reading``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext, override

from caps.models import CAP
from cluster.models import Institution
from cluster.structured import ORGANISATIONS
from publishing import languages
from publishing.alternates import Alternate, of_thing
from publishing.fields import sanitize
from publishing.kept_texts import kept_by_text
from publishing.localized_text import LocalizedHTML, LocalizedText, localized_text
from publishing.portal_links import FollowedLinks, SettledLinks
from publishing.stored_files import is_lost

from .enums import StruckPart

if TYPE_CHECKING:
    from django.db import models

    from partners.models import Partner
    from publishing.page_links import Link

    from .models import (
        Attachment,
        Correction,
        Edition,
        EditionReference,
        Picture,
        PressContact,
        PressRelease,
        Quote,
        ReleaseBoilerplate,
    )

WORDS_FORM = 1
"""The version of the form in which words are kept; to be raised with any change of ``ReleaseWords`` or what it holds."""


@dataclass(frozen=True)
class SpokenQuote:
    """Somebody's words with the role they gave themselves; ``person`` is the key of their record, if they have one."""

    quote: int
    person: int | None
    speaker: str
    role: LocalizedText
    text: LocalizedText


@dataclass(frozen=True)
class AboutText:
    """An “About …” text as the release carries it; ``boilerplate`` is the key of its record."""

    boilerplate: int
    title: LocalizedText
    body: LocalizedHTML


@dataclass(frozen=True)
class ContactCard:
    """Whom journalists reach; ``contact`` is the key of the record, ``spoken`` holds codes of languages."""

    contact: int
    name: str
    role: LocalizedText
    spoken: tuple[str, ...]
    phone: str
    email: str
    out_of_hours: str = ""
    """The telephone number outside office hours."""


@dataclass(frozen=True)
class PressPicture:
    """A picture with all that must go wherever it goes; sizes are in pixels.

    ``file`` is where it lies in the storage, which is no part of the words: those hold ``sha256``, which tells what it shows.
    """

    picture: int
    file: str
    width: int | None
    height: int | None
    alt: LocalizedText
    caption: LocalizedText
    credit: str
    licence: str
    sha256: str = ""

    @property
    def label(self) -> LocalizedText:
        """What a link to the file says: its caption. The alternative text stands for what is seen, and names nothing."""
        return self.caption or LocalizedText(gettext("Picture"), self.caption.language)


@dataclass(frozen=True)
class AttachedFile:
    """A document to take along. ``file`` is where it lies in the storage, ``sha256`` tells what it holds."""

    attachment: int
    file: str
    title: LocalizedText
    sha256: str = ""

    @property
    def extension(self) -> str:
        return PurePosixPath(self.file).suffix.lstrip(".").upper()


@dataclass(frozen=True)
class CorrectionNote:
    """A public note: what was said and what is said now; ``at`` is when it was made."""

    at: datetime
    said: LocalizedText
    says: LocalizedText


@dataclass(frozen=True)
class NamedThing:
    """A programme, an institution or a partner that the release names: its kind, its key, its name as the release gives it."""

    kind: str
    key: int
    acronym: str
    """Of a programme; empty for what is known by its name alone."""
    name: LocalizedText

    @property
    def label(self) -> LocalizedText:
        return LocalizedText(f"{self.acronym}, {self.name.words}", self.name.language) if self.acronym else self.name


@dataclass(frozen=True)
class ReleaseWords:
    """All that is approved of a release in a language."""

    form: int
    language: str
    title: LocalizedText
    subtitle: LocalizedText
    place: LocalizedText
    dated: date
    lead: LocalizedText
    body: LocalizedHTML
    quotes: tuple[SpokenQuote, ...]
    boilerplates: tuple[AboutText, ...]
    contacts: tuple[ContactCard, ...]
    pictures: tuple[PressPicture, ...]
    attachments: tuple[AttachedFile, ...]
    corrections: tuple[CorrectionNote, ...]
    named: tuple[NamedThing, ...]

    def as_data(self) -> dict[str, Any]:
        """The words as plain values, without where their files lie."""
        data = asdict(self)
        for part in FILE_PARTS:
            data[part] = [{name: value for name, value in file.items() if name != "file"} for file in data[part]]
        return data

    def as_text(self) -> str:
        """Canonical JSON: the same words always give the same text, whatever the machine and the database."""
        return canonical(self.as_data())

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> ReleaseWords:
        """The words whose values these are. Raises ``ValueError`` for a form that this version does not read."""
        if data["form"] != WORDS_FORM:
            raise ValueError(f"Words of form {data['form']} are not read here.")
        return cls(**{part.name: _restored(part.name, data[part.name]) for part in fields(cls)})

    @classmethod
    def from_text(cls, text: str) -> ReleaseWords:
        """The words that ``as_text`` wrote down; where their files lie is not known any more."""
        return cls.from_data(json.loads(text))

    @property
    def digest(self) -> str:
        """What identifies the words: SHA-256 of their text, in hexadecimal."""
        return hashlib.sha256(self.as_text().encode("utf-8", "surrogatepass")).hexdigest()


FILE_PARTS = ("pictures", "attachments")


def canonical(data: object) -> str:
    """JSON in which the same values always give the same text."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_iso)


_PARTS: dict[str, type] = {
    "quotes": SpokenQuote,
    "boilerplates": AboutText,
    "contacts": ContactCard,
    "pictures": PressPicture,
    "attachments": AttachedFile,
    "corrections": CorrectionNote,
    "named": NamedThing,
}


def _iso(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be kept as text.")


def _restored(name: str, value: Any) -> Any:
    if name in _PARTS:
        without = {"file": ""} if name in FILE_PARTS else {}
        return tuple(_PARTS[name](**(without | {key: _restored(key, inner) for key, inner in part.items()})) for part in value)
    if isinstance(value, dict):
        return LocalizedHTML(**value) if "html" in value else LocalizedText(**value)
    if name == "dated":
        return date.fromisoformat(value)
    if name == "at":
        return datetime.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True)
class ReleaseLife:
    """What holds of a release at the moment of reading."""

    key: int
    created_at: datetime
    is_example: bool
    slug: str
    public_from: datetime | None
    """The moment from which this language is public; empty: not public."""
    versions: tuple[Alternate, ...]
    """Every language, with its path and whether it is public."""
    valid_contacts: frozenset[int]
    example_contacts: frozenset[int]
    press_room: ContactCard | None = None
    """The press room's own address, which stands where no contact of what was approved is left."""


@dataclass(frozen=True)
class NamedPage:
    """A named thing whose page is public: its address on the portal, and whether it is an example.

    ``schema_type`` is what schema.org calls it, ``same_as`` its address in a public register, if it has one.
    """

    thing: NamedThing
    path: str
    is_example: bool
    schema_type: str
    same_as: str = ""

    @property
    def label(self) -> LocalizedText:
        return self.thing.label

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.path


@dataclass(frozen=True)
class ReleaseSurroundings:
    """Where the release leads: the pages of what it names, and what to read after it."""

    named: tuple[NamedPage, ...] = ()
    read_also: tuple[Link, ...] = ()


@dataclass(frozen=True)
class EmbargoMark:
    """What every form of a release says that somebody reads before the public: until when, and whether it is approved."""

    until: datetime | None
    is_approved: bool


@dataclass(frozen=True)
class ReleaseReading:
    """A release in a language, read at one moment. Of what the public reads there is no ``embargo``."""

    words: ReleaseWords
    life: ReleaseLife
    surroundings: ReleaseSurroundings
    embargo: EmbargoMark | None = None
    looked_up: FollowedLinks | SettledLinks | None = field(default=None, compare=False, repr=False)
    """The links of several releases that are written together; of one alone, ``links`` looks its own up."""

    @cached_property
    def links(self) -> FollowedLinks | SettledLinks:
        """Where the links of the words lead today: looked up when the first formatted text is written."""
        return self.looked_up or FollowedLinks(text.html for text in _formatted(self.words))

    @property
    def language(self) -> str:
        return self.words.language

    @property
    def path(self) -> str:
        return next(version.path for version in self.life.versions if version.language == self.language)

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.path

    @property
    def contacts(self) -> tuple[ContactCard, ...]:
        """The contacts that are in force: who is not any more is left out, never replaced by anybody.

        Where none is left of an edition, journalists still reach the press room.
        """
        left = tuple(card for card in self.words.contacts if card.contact in self.life.valid_contacts)
        return left or ((self.life.press_room,) if self.life.press_room else ())

    @property
    def changed_at(self) -> datetime | None:
        """When readers last had something new to know: the publication, or the latest correction."""
        if self.life.public_from is None:
            return None
        return max([self.life.public_from, *(note.at for note in self.words.corrections)])

    def is_example_contact(self, card: ContactCard) -> bool:
        return card.contact in self.life.example_contacts


def _formatted(words: ReleaseWords) -> Iterator[LocalizedHTML]:
    yield words.body
    yield from (about.body for about in words.boilerplates)


def settled(reading: ReleaseReading) -> tuple[ReleaseReading, SettledLinks]:
    """A reading without where its links lead, and that: two values, under which what is written of both can be kept."""
    links = reading.links
    return replace(reading, looked_up=None), links if isinstance(links, SettledLinks) else links.settled


def looked_up_together(readings: Sequence[ReleaseReading]) -> list[ReleaseReading]:
    """The same readings, with the links of all looked up at once when the first is written."""
    links = FollowedLinks(text.html for reading in readings for text in _formatted(reading.words))
    return [replace(reading, looked_up=links) for reading in readings]


def read_public(release: PressRelease, language: str, read_also: tuple[Link, ...] = ()) -> ReleaseReading:
    """Read a release as the public gets it. Raises ``LookupError`` where nothing was approved in the language."""
    edition = release.edition_in(language)
    if edition is None:
        raise LookupError(f"No edition is in force in {language}.")
    return read_edition(release, edition, read_also)


def read_edition(release: PressRelease, edition: Edition, read_also: tuple[Link, ...] = ()) -> ReleaseReading:
    """Read one edition of a release, in force or not: for readers under embargo, and for those who compare."""
    language = edition.language
    records = [leaf.contact for leaf in edition.contacts.all() if leaf.contact is not None]
    return ReleaseReading(
        words=words_of_edition(edition),
        life=replace(_life(release, language, records), press_room=_press_room(language)),
        surroundings=ReleaseSurroundings(tuple(_referred_pages(edition, language)), read_also),
    )


def contacts_of_edition(edition: Edition) -> tuple[ContactCard, ...]:
    """The contacts that were sealed, less those struck out and those whose leaf is gone: as ``words_of_edition`` has them."""
    struck = {strike.place for strike in edition.strikes.all() if strike.part == StruckPart.CONTACT}
    leaves = sorted(edition.contacts.all(), key=lambda leaf: leaf.place)
    return _restored(StruckPart.CONTACT.value, [json.loads(leaf.payload) for leaf in leaves if leaf.place not in struck])


def words_of_edition(edition: Edition) -> ReleaseWords:
    """The words that were sealed, less what was struck out, the contacts whose leaf is gone and files that were lost."""
    files = ((file.part, file.place, file.sealed.path) for file in edition.files.all())
    beside = {
        "contacts": [(leaf.place, leaf.payload) for leaf in edition.contacts.all()],
        "files": [(part, place, "" if is_lost(path) else path) for part, place, path in files],
        "strikes": _strikes(edition),
    }
    return _words_sealed(edition.payload, canonical(beside))


@kept_by_text
def _words_sealed(payload: str, beside: str) -> ReleaseWords:
    """The words of a payload with what is kept beside it, which is all that can change of them."""
    data, found = json.loads(payload), json.loads(beside)
    leaves = {place: json.loads(leaf) for place, leaf in found["contacts"]}
    data["contacts"] = [leaves.get(place) for place in range(len(data["contacts"]))]
    for part, place, path in found["files"]:
        if path:
            data[part][place]["file"] = path
        else:
            data[part][place] = None
    return _words_left(data, found["strikes"])


def _strikes(edition: Edition) -> list[tuple[str, int]]:
    return [(strike.part, strike.place) for strike in edition.strikes.all()]


def texts_of_edition(edition: Edition) -> ReleaseWords:
    """The same without contacts and files, which need not be read for what the text says."""
    return _words_left(json.loads(edition.payload), _strikes(edition), without=(StruckPart.CONTACT.value, *FILE_PARTS))


def _words_left(data: dict[str, Any], strikes: Iterable[tuple[str, int]], without: Collection[str] = ()) -> ReleaseWords:
    """What is left of words without what was struck out and some of their parts."""
    for struck, place in strikes:
        data[struck][place] = None
    for part in _PARTS:
        data[part] = [] if part in without else [value for value in data[part] if value is not None]
    return ReleaseWords.from_data(data)


def _referred_pages(edition: Edition, language: str) -> Iterator[NamedPage]:
    """What an edition names and has a public page now: under its name as approved, at its address of today."""
    named = _things_named(edition.payload)
    for reference in standing_references(edition):
        record = reference.cap or reference.institution or reference.partner
        if record is not None and record.is_public(language):
            yield _named_page(named[reference.part_place], record, language)


@kept_by_text
def _things_named(payload: str) -> tuple[NamedThing, ...]:
    """All that an edition names, what was struck out included: each at its place."""
    return _restored("named", json.loads(payload)["named"])


def standing_references(edition: Edition) -> list[EditionReference]:
    """What an edition refers to and was not struck out of it. Its twin for queries is ``standing`` of the references."""
    struck = {(strike.part, strike.place) for strike in edition.strikes.all()}
    return [reference for reference in edition.references.all() if (reference.part, reference.part_place) not in struck]


def read(release: PressRelease, language: str, read_also: tuple[Link, ...] = ()) -> ReleaseReading:
    """Read a release from its records, as they stand at this moment."""
    return ReleaseReading(
        words=read_words(release, language),
        life=_life(release, language, [row.contact for row in release.release_contacts.all()]),
        surroundings=ReleaseSurroundings(tuple(_named_pages(release, language)), read_also),
    )


def read_words(release: PressRelease, language: str) -> ReleaseWords:
    """All that is to be approved of a release in a language, read from its records."""
    return ReleaseWords(
        form=WORDS_FORM,
        language=language,
        title=localized_text(release, "title", language),
        subtitle=localized_text(release, "subtitle", language),
        place=localized_text(release, "place", language),
        dated=release.dated,
        lead=localized_text(release, "lead", language),
        body=_html(release, "body", language),
        quotes=tuple(_quote(quote, language) for quote in release.quotes.all()),
        boilerplates=tuple(_about(row, language) for row in release.release_boilerplates.all()),
        contacts=tuple(
            contact_card(row.contact, language) for row in release.release_contacts.all() if row.language in ("", language)
        ),
        pictures=tuple(_picture(picture, language) for picture in release.pictures.all() if picture.image),
        attachments=tuple(_attached(file, language) for file in release.attachments.all() if file.language in ("", language)),
        corrections=tuple(_correction(note, language) for note in release.corrections_in(language)),
        named=tuple(thing for thing, _record in _named(release, language)),
    )


def contact_card(contact: PressContact, language: str) -> ContactCard:
    return ContactCard(
        contact=contact.pk,
        name=contact.name,
        role=localized_text(contact, "role", language),
        spoken=tuple(contact.spoken),
        phone=contact.phone,
        email=contact.email,
        out_of_hours=contact.out_of_hours,
    )


def _press_room(language: str) -> ContactCard | None:
    """The functional mailbox of this installation, in the words of the catalogue; nobody where there is none."""
    email = settings.FACTS["contact_email"]
    if not email:
        return None
    with override(language):
        name = gettext("Press room")
    return ContactCard(0, name, LocalizedText("", language), tuple(languages.codes()), "", email)


def _life(release: PressRelease, language: str, contacts: Iterable[PressContact]) -> ReleaseLife:
    contacts = list(contacts)
    return ReleaseLife(
        key=release.pk,
        created_at=release.created_at,
        is_example=release.is_example,
        slug=release.slug(language) or "",
        public_from=release.public_from(language),
        versions=tuple(
            Alternate(version.language, release.get_absolute_url(version.language), version.public)
            if version.language == language
            else version
            for version in of_thing(release)
        ),
        valid_contacts=frozenset(contact.pk for contact in contacts if contact.is_valid()),
        example_contacts=frozenset(contact.pk for contact in contacts if contact.is_example),
    )


def _named(release: PressRelease, language: str) -> Iterator[tuple[NamedThing, CAP | Institution | Partner]]:
    """What a release names, in the order in which pages show it, each with its record."""
    for cap in release.caps.all():
        yield NamedThing("caps.cap", cap.pk, cap.acronym, localized_text(cap, "title", language)), cap
    for institution in release.institutions.all():
        yield NamedThing("cluster.institution", institution.pk, "", localized_text(institution, "name", language)), institution
    for partner in release.partners.all():
        yield NamedThing("partners.partner", partner.pk, "", LocalizedText(str(partner), language)), partner


def _named_pages(release: PressRelease, language: str) -> Iterator[NamedPage]:
    for thing, record in _named(release, language):
        if record.is_public(language):
            yield _named_page(thing, record, language)


def _named_page(thing: NamedThing, record: CAP | Institution | Partner, language: str) -> NamedPage:
    same_as = record.ror if isinstance(record, Institution) else ""
    return NamedPage(thing, record.get_absolute_url(language), record.is_example, _schema_type(record), same_as)


def _schema_type(record: CAP | Institution | Partner) -> str:
    if isinstance(record, Institution):
        return ORGANISATIONS.get(record.kind, "Organization")
    return "ResearchProject" if isinstance(record, CAP) else "Organization"


def _html(thing: models.Model, field: str, language: str) -> LocalizedHTML:
    text = localized_text(thing, field, language)
    return LocalizedHTML(sanitize(text.words), text.language)


def _quote(quote: Quote, language: str) -> SpokenQuote:
    role, text = localized_text(quote, "role", language), localized_text(quote, "text", language)
    return SpokenQuote(quote=quote.pk, person=quote.person_id, speaker=quote.speaker, role=role, text=text)


def _about(row: ReleaseBoilerplate, language: str) -> AboutText:
    boilerplate = row.boilerplate
    return AboutText(boilerplate.pk, localized_text(boilerplate, "title", language), _html(boilerplate, "body", language))


def _picture(picture: Picture, language: str) -> PressPicture:
    return PressPicture(
        picture=picture.pk,
        file=str(picture.image),
        width=picture.width,
        height=picture.height,
        alt=localized_text(picture, "alt", language),
        caption=localized_text(picture, "caption", language),
        credit=picture.credit,
        licence=picture.licence,
        sha256=picture.sha256,
    )


def _attached(attachment: Attachment, language: str) -> AttachedFile:
    return AttachedFile(attachment.pk, str(attachment.file), localized_text(attachment, "title", language), attachment.sha256)


def _correction(note: Correction, language: str) -> CorrectionNote:
    return CorrectionNote(note.at, localized_text(note, "said", language), localized_text(note, "says", language))
