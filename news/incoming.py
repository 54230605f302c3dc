"""Brings a communiqué from elsewhere to the form of a new release: what goes into which field, and what there is to say of it.

The text is cut by ``proofreading.cutting``. Here its parts are held against what the portal has: “About …” texts, press
contacts, people and bodies are proposed where their names are the same, folded, and made nowhere. Nothing is saved: a person
corrects the form, and saves it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Any

from news.models import Boilerplate, PressContact
from proofreading.cutting import CutAbout, CutContact, CutQuote, CutText, cut
from proofreading.files import Piece, ReadFile, TextPassage, TextRun, as_html, passages_of
from proofreading.knowledge import MEMBER, PARTNER, Knowledge, KnownPerson
from proofreading.reading import Reading
from proofreading.source import TextPart
from proofreading.tokens import folded_words
from publishing import languages
from publishing.fields import sanitize

QUOTES, ABOUTS, CONTACTS = "quotes", "release_boilerplates", "release_contacts"
"""The rows of a release that are proposed, by the names of its relations."""
_RANKS = 10
_ALIKE = 0.75
_WHOLE_ADDRESS = re.compile(r"(?<![\w/@.-])(?:https?://|www\.)[^\s<>«»“”\"]{4,500}", re.IGNORECASE)
_BEHIND_AN_ADDRESS = ".,;:!?…)]’'"
_BODIES = {MEMBER: "institutions", PARTNER: "partners"}
_NAMED_BEFORE = frozenset("a propos au sujet de du des d l la le les about the".split())


class SameLanguageError(Exception):
    """Two files, or a file and a pasted text, are in one language: which of them is meant, nobody can know."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.language = language


@dataclass
class Brought:
    """A communiqué as the form of a new release takes it.

    ``fields`` and ``rows`` are initial values; ``notes`` are what a person has to know of them: a kind, and what stands in its
    sentence.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Brought:
        return cls(**json.loads(data))

    def note(self, kind: str, **params: Any) -> None:
        self.notes.append({"kind": kind, **params})


def bring(files: Sequence[ReadFile], known: Knowledge) -> Brought:
    """What some files, or texts, say, for the form. Raises ``SameLanguageError``."""
    brought = Brought()
    texts: dict[str, CutText] = {}
    for file in files:
        for notice in file.notices:
            brought.note("file", name=file.name, key=notice.key, params=dict(notice.params))
        for code, text in cut(file.pieces(languages.main()), languages.codes(), known).items():
            if code in texts:
                raise SameLanguageError(code)
            texts[code] = text
    in_order = [texts[code] for code in languages.codes() if code in texts]
    _fill(brought, in_order, known)
    return brought


def _fill(brought: Brought, texts: list[CutText], known: Knowledge) -> None:
    _tell_embargo(brought, texts)
    for text in texts:
        for name in ("title", "subtitle", "place", "lead"):
            brought.fields[languages.column(name, text.language)] = getattr(text, name)
    _day(brought, texts)
    _quotes(brought, texts, known)
    kept = _abouts(brought, texts)
    _contacts(brought, texts)
    for text in texts:
        pieces = [*text.body, *kept.get(text.language, [])]
        _link_addresses(pieces)
        body = sanitize(as_html(pieces))
        brought.fields[languages.column("body", text.language)] = body
    _bodies(brought, texts, known)
    _tell_what_is_lacking(brought, texts)


def _link_addresses(pieces: Sequence[Piece]) -> None:
    """Let whole web addresses lead where they say, as those that are typed or pasted do."""
    for passage in passages_of(pieces):
        passage.runs = [part for run in passage.runs for part in _linked(run)]


def _linked(run: TextRun) -> Iterator[TextRun]:
    place = 0
    for found in () if run.href else _WHOLE_ADDRESS.finditer(run.text):
        address = found[0].rstrip(_BEHIND_AN_ADDRESS)
        end = found.start() + len(address)
        yield replace(run, text=run.text[place : found.start()])
        yield replace(run, text=address, href=address if "://" in address else f"https://{address}")
        place = end
    yield replace(run, text=run.text[place:])


def _tell_embargo(brought: Brought, texts: list[CutText]) -> None:
    """Once, with the words of the language that comes first, where all ask for the same moment."""
    asked = {(text.embargo.day, text.embargo.hour): text for text in reversed(texts) if text.embargo is not None}
    for text in reversed(asked.values()):
        if text.embargo is not None:
            day, hour = text.embargo.day, text.embargo.hour
            brought.note(
                "embargo",
                words=text.embargo.words,
                language=text.language,
                day=day.isoformat() if day else "",
                hour=f"{hour:%H:%M}" if hour else "",
            )


def _day(brought: Brought, texts: list[CutText]) -> None:
    days = {text.language: text.dated for text in texts if text.dated is not None}
    if days:
        brought.fields["dated"] = next(iter(days.values())).isoformat()
    if len(set(days.values())) > 1:
        brought.note("days-differ", days={code: day.isoformat() for code, day in days.items()})


# Quotes


def _quotes(brought: Brought, texts: list[CutText], known: Knowledge) -> None:
    """A row for each quote, with its languages side by side: those of the same speaker, in their order."""
    rows = []
    for number, sides in enumerate(_paired(texts), 1):
        first = next(quote for quote in sides.values())
        row: dict[str, Any] = {"speaker": first.speaker, "rank": number * _RANKS}
        for code, quote in sides.items():
            row |= {languages.column("text", code): quote.text, languages.column("role", code): quote.role}
        if (person := _person(first.speaker, known)) is not None and person.record is not None:
            row["person"] = person.record.pk
        rows.append(row)
        if len(sides) < len(texts):
            brought.note("quote-alone", speaker=first.speaker, language=next(iter(sides)))
    if rows:
        brought.rows[QUOTES] = rows
        brought.note("quotes", number=len(rows))


def _paired(texts: list[CutText]) -> Iterator[dict[str, CutQuote]]:
    if not texts:
        return
    first, *others = texts
    left = {text.language: list(text.quotes) for text in others}
    for quote in first.quotes:
        sides = {first.language: quote}
        for code, quotes in left.items():
            same = next((other for other in quotes if folded_words(other.speaker) == folded_words(quote.speaker)), None)
            if same is not None:
                quotes.remove(same)
                sides[code] = same
        yield sides
    for code, quotes in left.items():
        yield from ({code: quote} for quote in quotes)


def _person(name: str, known: Knowledge) -> KnownPerson | None:
    words = folded_words(name)
    same = [person for person in known.people if folded_words(person.name) == words]
    return same[0] if len(same) == 1 else None


# “About …” texts


def _abouts(brought: Brought, texts: list[CutText]) -> dict[str, list[Piece]]:
    """Propose the portal's own texts; what it does not have stays at the end of the text of its language."""
    standing = list(Boilerplate.objects.all())
    chosen: dict[int, Boilerplate] = {}
    kept: dict[str, list[Piece]] = {}
    for text in texts:
        for about in text.abouts:
            own = next((record for record in standing if _is_about(record, about, text.language)), None)
            if own is None:
                kept.setdefault(text.language, []).extend(
                    [TextPassage("heading", [TextRun(about.title)], level=2), *about.pieces]
                )
                brought.note("about-unknown", title=about.title, language=text.language)
            else:
                chosen[own.pk] = own
                differs = _words_of(own, text.language) != frozenset(folded_words(about.text))
                brought.note(
                    "about", title=about.title, own=str(own), language=text.language, text=about.text if differs else ""
                )
    if chosen:
        brought.rows[ABOUTS] = [{"boilerplate": pk, "rank": number * _RANKS} for number, pk in enumerate(chosen, 1)]
    return kept


def _is_about(record: Boilerplate, about: CutAbout, language: str) -> bool:
    """Whether a text of the portal is the one of the file: under the same name, or in nearly the same words."""
    named = _subject(about.title)
    titles = [getattr(record, languages.column("title", code)) or "" for code in languages.codes()]
    if named and any(_subject(title) == named for title in [*titles, record.key]):
        return True
    mine, theirs = _words_of(record, language), frozenset(folded_words(about.text))
    return bool(mine and theirs) and len(mine & theirs) >= _ALIKE * len(mine | theirs)


def _subject(title: str) -> tuple[str, ...]:
    """Whom a heading is about: its words without “À propos de”."""
    words = [word for part in folded_words(title) for word in part.replace("’", "'").split("'")]
    while words and words[0] in _NAMED_BEFORE:
        words.pop(0)
    return tuple(words)


def _words_of(record: Boilerplate, language: str) -> frozenset[str]:
    body = getattr(record, languages.column("body", language)) or ""
    reading = Reading(language, [TextPart("body", language, body, "html")], Knowledge())
    return frozenset(word for block in reading.blocks for word in folded_words(block.text))


# Contacts


def _contacts(brought: Brought, texts: list[CutText]) -> None:
    """Propose the portal's own contacts; of whom it does not have, the words are shown, and no mobile number goes anywhere."""
    standing = list(PressContact.objects.all())
    rows: dict[int, set[str]] = {}
    unknown: dict[str, str] = {}
    for text in texts:
        for contact in text.contacts:
            own = next((record for record in standing if _is_contact(record, contact)), None)
            if own is not None:
                rows.setdefault(own.pk, set()).add(text.language)
            elif (key := contact.email or contact.name or contact.phone or "".join(contact.lines)) not in unknown:
                unknown[key] = text.language
                brought.note("contact-unknown", language=text.language, **_told(contact))
            if contact.has_mobile:
                brought.note("mobile", name=contact.name or contact.email, language=text.language)
    if rows:
        everywhere = {text.language for text in texts}
        brought.rows[CONTACTS] = [
            {"contact": pk, "language": "" if codes >= everywhere else next(iter(codes)), "rank": number * _RANKS}
            for number, (pk, codes) in enumerate(rows.items(), 1)
        ]


def _is_contact(record: PressContact, contact: CutContact) -> bool:
    if contact.email and record.email:
        return record.email.casefold() == contact.email.casefold()
    return bool(contact.name) and folded_words(record.name) == folded_words(contact.name)


def _told(contact: CutContact) -> dict[str, Any]:
    """A contact's words, but for its mobile number."""
    return {"name": contact.name, "role": contact.role, "email": contact.email, "phone": contact.phone}


# Bodies, and what is lacking


def _bodies(brought: Brought, texts: list[CutText], known: Knowledge) -> None:
    """Propose the members and partners that the text names, and the programmes that it names by their acronyms."""
    named: dict[str, dict[Any, None]] = {}
    for text in texts:
        for name, key in _named_in(text, known):
            named.setdefault(name, {}).setdefault(key)
    for name, keys in named.items():
        brought.fields[name] = list(keys)
    if named:
        brought.note("bodies")


def _named_in(text: CutText, known: Knowledge) -> Iterator[tuple[str, object]]:
    """The records that a title, a lead or a text names, each with the field that it belongs to."""
    whole = "\n\n".join([text.title, text.lead, *(piece.text for piece in text.body)])
    reading = Reading(text.language, [TextPart("text", text.language, whole)], known)
    for mention in chain.from_iterable(reading.mentions):
        if mention.body.record is not None and mention.body.kind in _BODIES:
            yield _BODIES[mention.body.kind], mention.body.record.pk
    for programme in known.programmes:
        if programme.record is not None and re.search(rf"(?<!\w){re.escape(programme.acronym)}(?!\w)", whole):
            yield "caps", programme.record.pk


def _tell_what_is_lacking(brought: Brought, texts: list[CutText]) -> None:
    for text in texts:
        if text.left_out:
            brought.note("left-out", language=text.language, lines=text.left_out)
        if text.lead_links:
            brought.note("lead-links", language=text.language, links=text.lead_links)
        if lacking := _lacking(text, brought):
            brought.note("lacking", language=text.language, names=lacking)
    for code in languages.codes():
        if code not in {text.language for text in texts}:
            brought.note("no-language", language=code)


def _lacking(text: CutText, brought: Brought) -> list[str]:
    """The fields for which a text says nothing."""
    names = [name for name in ("title", "place", "lead", "body") if not getattr(text, name)]
    if not brought.fields.get("dated"):
        names.append("dated")
    return names if text.contacts else [*names, "contacts"]


def day_of(brought: Brought) -> date | None:
    """The day of the release, where it was read."""
    written = brought.fields.get("dated", "")
    return date.fromisoformat(written) if written else None
