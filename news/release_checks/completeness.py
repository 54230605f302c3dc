"""What a release lacks beside its words: alternative texts, credits, contacts, boilerplates; and what is out of date.

These are findings like those of the rules, said by the portal itself: no text tells them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext, gettext_noop, override

from news.models import PressRelease
from proofreading.findings import ERROR, NOTE, WARNING, Finding, Place
from proofreading.knowledge import KnownRecord
from proofreading.rule import PORTAL
from proofreading.source import Origin
from publishing import languages

from .knowledge import record_of

# A standing text that nobody has looked at for so long before the release may have moved on.
STALE = timedelta(days=400)


@dataclass(frozen=True)
class CatalogueSentence:
    """A sentence of the portal’s catalogues, written when it is shown, as those of the rules are."""

    message: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    def render(self, language: str) -> str:
        with override(language):
            return gettext(self.message) % self.params

    def as_json(self) -> dict[str, object]:
        return {"message": self.message, "params": dict(self.params)}


def lacking(release: PressRelease, code: str) -> Iterator[Finding]:
    """What a release lacks in a language, and what of it is out of date."""
    yield from _pictures(release, code)
    yield from _contacts(release, code)
    yield from _boilerplates(release, code)


def _pictures(release: PressRelease, code: str) -> Iterator[Finding]:
    for number, picture in enumerate(release.pictures.all()):
        place, params = f"pictures-{number}", {"number": number + 1}
        if not getattr(picture, languages.column("alt", code)):
            falls_back = getattr(picture, languages.column("alt", languages.main()))
            told = gettext_noop("Picture %(number)s has no alternative text in this language.")
            severity = WARNING if falls_back else ERROR
            origin = Origin(picture, languages.column("alt", code))
            yield _finding("picture-without-alt", severity, code, f"{place}-alt", CatalogueSentence(told, params), origin)
        if code == languages.main():
            for name, told in _OWED:
                if not getattr(picture, name).strip():
                    sentence = CatalogueSentence(told, params)
                    yield _finding(f"picture-without-{name}", ERROR, code, f"{place}-{name}", sentence, Origin(picture, name))


_OWED = (
    ("credit", gettext_noop("Picture %(number)s has no credit.")),
    ("licence", gettext_noop("Picture %(number)s has no licence.")),
)


def _contacts(release: PressRelease, code: str) -> Iterator[Finding]:
    origin = Origin(release, "release_contacts")
    if not release.contacts_in(code):
        sentence = CatalogueSentence(gettext_noop("No press contact is valid in this language."))
        yield _finding("no-contact", ERROR, code, "release_contacts", sentence, origin)
    for row in release.release_contacts.all():
        if row.language in ("", code) and not row.contact.is_valid(release.dated):
            told = gettext_noop("%(name)s is no press contact on the day of this release.")
            sentence, record = CatalogueSentence(told, {"name": row.contact.name}), record_of(row.contact)
            yield _finding("contact-out-of-date", WARNING, code, f"contact-{row.contact_id}", sentence, origin, record)


def _boilerplates(release: PressRelease, code: str) -> Iterator[Finding]:
    origin = Origin(release, "release_boilerplates")
    rows = release.release_boilerplates.all()
    if not rows:
        sentence = CatalogueSentence(gettext_noop("The release says nothing about who publishes it."))
        yield _finding("no-boilerplate", WARNING, code, "release_boilerplates", sentence, origin)
    for row in rows:
        day = row.boilerplate.as_of
        if day < release.dated - STALE:
            told = gettext_noop("“%(title)s” was last checked on %(day)s.")
            sentence = CatalogueSentence(told, {"title": str(row.boilerplate), "day": day.isoformat()})
            place, record = f"boilerplate-{row.boilerplate.key}", record_of(row.boilerplate)
            yield _finding("boilerplate-stale", NOTE, code, place, sentence, origin, record, f"{day}")


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
    place = Place(language, field, 0, 0, 0, 1, 1, "", "", origin)
    return Finding(code, severity, PORTAL, place, sentence, record=record, evidence=f"{field} {evidence}")
