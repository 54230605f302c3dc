"""What the words of a release lack: alternative texts, credits, contacts, boilerplates; and what of them is out of date.

These are findings like those of the rules, said by the portal itself: no text tells them. What words do not hold, such as the
days on which a contact is one, is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext, gettext_noop, override

from news.reading import ReleaseWords
from proofreading import sentences
from proofreading.engine import Outcome, guarded
from proofreading.findings import ERROR, NOTE, WARNING, Finding, Place
from proofreading.knowledge import Knowledge, KnownRecord
from proofreading.rule import PORTAL
from proofreading.source import Origin
from publishing import languages
from publishing.dates_in_words import day_in_words

from .text_parts import OWN, PICTURE, RecordKey, boilerplate_field, contacts_in_force

# A standing text that nobody has looked at for so long before the release may have moved on.
STALE = timedelta(days=400)


@dataclass(frozen=True)
class CatalogueSentence:
    """A sentence of the portal’s catalogues, written when it is shown, as those of the rules are."""

    message: str
    params: Mapping[str, str | int | date] = field(default_factory=dict)

    def render(self, language: str) -> str:
        with override(language):
            shown = {key: day_in_words(value) if isinstance(value, date) else value for key, value in self.params.items()}
            return gettext(self.message) % shown

    def as_json(self) -> dict[str, object]:
        kept = {key: value.isoformat() if isinstance(value, date) else value for key, value in self.params.items()}
        return {"message": self.message, "params": kept}


RULE_NAMES = {
    "release-pictures": gettext_noop("What pictures lack"),
    "release-contacts": gettext_noop("Press contacts of the release"),
    "release-boilerplates": gettext_noop("“About” texts of the release"),
    "release-picture-files": gettext_noop("Rows of pictures without a file"),
}
"""What is looked for here, by the codes under which a failure of it is reported, as one of a rule is."""

FINDING_NAMES = {
    "picture-without-file": gettext_noop("Picture without a file"),
    "picture-without-alt": gettext_noop("Picture without alternative text"),
    "picture-without-credit": gettext_noop("Picture without a credit"),
    "picture-without-licence": gettext_noop("Picture without a licence"),
    "no-contact": gettext_noop("No press contact"),
    "contact-out-of-date": gettext_noop("Press contact on the day of the release"),
    "no-boilerplate": gettext_noop("No “About” text"),
    "boilerplate-stale": gettext_noop("“About” text not checked for long"),
}
"""What is found here, by the codes of the findings."""


def name_of(code: str, reader: str) -> str:
    """What a rule is called, one of those of the check or of those here."""
    names = RULE_NAMES | FINDING_NAMES
    if code not in names:
        return sentences.name_of(code, reader)
    with override(reader):
        return gettext(names[code])


def lacking(words: ReleaseWords, known: Knowledge) -> Outcome:
    """What a release lacks in a language, and what of it is out of date."""
    looks = {
        "release-pictures": lambda: _pictures(words),
        "release-contacts": lambda: _contacts(words, known),
        "release-boilerplates": lambda: _boilerplates(words, known),
    }
    return Outcome.of_all(guarded(code, (words.language,), lambda: words.digest, look) for code, look in looks.items())


def without_file(pictures: Sequence[int]) -> Outcome:
    """Rows of pictures that have no file: no words tell of them, so whoever reads the records hands in their keys."""
    return guarded("release-picture-files", (languages.main(),), lambda: f"{pictures}", lambda: _without_file(pictures))


def _without_file(pictures: Sequence[int]) -> Iterator[Finding]:
    told = gettext_noop("A picture has no file, so nobody sees it: choose one, or delete the row.")
    for picture in pictures:
        origin = Origin(RecordKey(PICTURE, picture), "image")
        yield _finding(
            "picture-without-file", WARNING, languages.main(), f"picture-{picture}-image", CatalogueSentence(told), origin
        )


def _pictures(words: ReleaseWords) -> Iterator[Finding]:
    code = words.language
    for number, picture in enumerate(words.pictures):
        record, place, params = RecordKey(PICTURE, picture.picture), f"picture-{picture.picture}", {"number": number + 1}
        if not picture.alt.in_language(code):
            told = gettext_noop("Picture %(number)s has no alternative text in this language.")
            severity = WARNING if picture.alt else ERROR
            origin = Origin(record, languages.column("alt", code))
            yield _finding("picture-without-alt", severity, code, f"{place}-alt", CatalogueSentence(told, params), origin)
        if code == languages.main():
            for name, told in _OWED:
                if not getattr(picture, name).strip():
                    sentence = CatalogueSentence(told, params)
                    yield _finding(f"picture-without-{name}", ERROR, code, f"{place}-{name}", sentence, Origin(record, name))


_OWED = (
    ("credit", gettext_noop("Picture %(number)s has no credit.")),
    ("licence", gettext_noop("Picture %(number)s has no licence.")),
)


def _contacts(words: ReleaseWords, known: Knowledge) -> Iterator[Finding]:
    """Readers need a contact who is one today; one who is none on the day of the release is looked at again."""
    code, origin = words.language, Origin(OWN, "release_contacts")
    if not contacts_in_force(words, known):
        sentence = CatalogueSentence(gettext_noop("No press contact is valid in this language."))
        yield _finding("no-contact", ERROR, code, "release_contacts", sentence, origin)
    for card in words.contacts:
        contact = known.contacts_by_record.get(card.contact)
        if contact is None or not contact.is_valid(words.dated):
            told = gettext_noop("%(name)s is no press contact on the day of this release.")
            sentence, record = CatalogueSentence(told, {"name": card.name}), contact.record if contact else None
            yield _finding("contact-out-of-date", WARNING, code, f"contact-{card.contact}", sentence, origin, record)


def _boilerplates(words: ReleaseWords, known: Knowledge) -> Iterator[Finding]:
    code, origin = words.language, Origin(OWN, "release_boilerplates")
    if not words.boilerplates:
        sentence = CatalogueSentence(gettext_noop("The release says nothing about who publishes it."))
        yield _finding("no-boilerplate", WARNING, code, "release_boilerplates", sentence, origin)
    for about in words.boilerplates:
        standing = known.boilerplates_by_record.get(about.boilerplate)
        if standing and standing.record and standing.as_of and standing.as_of < words.dated - STALE:
            told = gettext_noop("“%(title)s” was last checked on %(day)s.")
            sentence = CatalogueSentence(told, {"title": standing.record.name, "day": standing.as_of})
            place = boilerplate_field(about, known)
            yield _finding("boilerplate-stale", NOTE, code, place, sentence, origin, standing.record, f"{standing.as_of}")


def _finding(
    code: str,
    severity: str,
    language: str,
    field: str,
    sentence: CatalogueSentence,
    origin: Origin,
    record: KnownRecord | None = None,
    evidence: str = "",
) -> Finding:
    for reader in languages.codes():
        sentence.render(reader)
    place = Place(language, field, 0, 0, 0, 1, 1, "", "", origin)
    return Finding(code, severity, PORTAL, place, sentence, record=record, evidence=f"{field} {evidence}")
