"""A release of the portal, checked as a whole: its texts, quotes, boilerplates, contacts and pictures in every language."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils.html import escape
from django.utils.translation import gettext as _

from publishing import languages
from publishing.sidebyside import label_of

from ..models import FindingDecision, PressRelease, Quote, ReleaseCheck
from . import engine
from .alignment import Pair
from .findings import ERROR, NOTE, WARNING, Finding, Place
from .knowledge import Knowledge
from .loading import load, record_of
from .reading import Reading
from .registry import PORTAL
from .source import HTML, PLAIN, Part

TEXTS = {"title": PLAIN, "subtitle": PLAIN, "place": PLAIN, "lead": PLAIN, "body": HTML}
# A standing text that nobody has looked at for so long before the release may have moved on.
STALE = timedelta(days=400)


@dataclass(frozen=True)
class Checked:
    """A release as it was checked: what was found, what staff decided of it, and its quotations side by side."""

    release: PressRelease
    findings: list[Finding]
    decisions: Mapping[str, FindingDecision]
    pairs: list[Pair]

    def standing(self) -> list[Finding]:
        """What nobody has set aside or overridden."""
        return [one for one in self.findings if one.key not in self.decisions]

    def blocking(self, language: str) -> list[Finding]:
        """The errors that stand against approval in a language."""
        return [one for one in self.standing() if one.severity == ERROR and one.language == language]


def examine(release: PressRelease, known: Knowledge | None = None) -> Checked:
    """Check a release: what the portal knows, the release with its rows and the decisions, each read once."""
    release = PressRelease.objects.prefetch_related(
        "quotes", "release_boilerplates__boilerplate", "release_contacts__contact", "pictures", "finding_decisions"
    ).get(pk=release.pk)
    known = known or load()
    readings = readings_of(release, known)
    found = engine.check(readings, known)
    for code in readings:
        if readings[code].parts:
            found.extend(_missing(release, code))
    decisions = {one.key: one for one in release.finding_decisions.all()}
    return Checked(release, found, decisions, engine.pairs(readings))


def check(release: PressRelease) -> list[Finding]:
    return examine(release).findings


def fingerprint(release: PressRelease) -> str:
    """What identifies the texts that were checked: they change, it changes."""
    parts = [part for code in languages.codes() for part in _parts(release, code)]
    text = "\x1f".join(f"{part.language}\x1e{part.field}\x1e{part.source}" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def keep(checked: Checked, by) -> ReleaseCheck:
    """Write down a check beside its release."""
    standing = checked.standing()
    count = {severity: sum(one.severity == severity for one in standing) for severity in (ERROR, WARNING, NOTE)}
    return ReleaseCheck.objects.create(
        release=checked.release,
        by=by,
        fingerprint=fingerprint(checked.release),
        errors=count[ERROR],
        warnings=count[WARNING],
        notes=count[NOTE],
        findings=[one.as_json() | {"key": one.key, "field": one.place.field} for one in checked.findings],
    )


def readings_of(release: PressRelease, known: Knowledge) -> dict[str, Reading]:
    """One reading a language; a language that has no title and no text yet is read as saying nothing."""
    found = {}
    for code in languages.codes():
        written = any(getattr(release, languages.column(name, code)) for name in ("title", "body"))
        found[code] = Reading(code, list(_parts(release, code)) if written else [], known, release.dated, typeset_later=True)
    return found


def _parts(release: PressRelease, code: str) -> Iterator[Part]:
    for name, form in TEXTS.items():
        yield _part(release, name, code, form, name, f"id_{languages.column(name, code)}")
    for number, quote in enumerate(release.quotes.all()):
        part = _part(
            quote, "text", code, PLAIN, "quote", f"id_quotes-{number}-{languages.column('text', code)}", f"quotes-{number}-"
        )
        part.speaker = quote.speaker
        yield part
        yield _part(
            quote,
            "role",
            code,
            PLAIN,
            "quote-role",
            f"id_quotes-{number}-{languages.column('role', code)}",
            f"quotes-{number}-",
        )
    for row in release.release_boilerplates.all():
        for name, form in (("title", PLAIN), ("body", HTML)):
            yield _part(row.boilerplate, name, code, form, "boilerplate", "", f"boilerplate-{row.boilerplate.key}-")
    for contact in release.contacts_in(code):
        role = getattr(contact, languages.column("role", code)) or ""
        lines = [", ".join(filter(None, (contact.name, role))), contact.email, contact.phone]
        source = "\n".join(filter(None, lines))
        yield Part(f"contact-{contact.pk}", code, source, PLAIN, str(contact._meta.verbose_name), "contact")
    for number, picture in enumerate(release.pictures.all()):
        for name in ("alt", "caption"):
            anchor = f"id_pictures-{number}-{languages.column(name, code)}"
            yield _part(picture, name, code, PLAIN, "picture", anchor, f"pictures-{number}-")


def _part(thing: models.Model, name: str, code: str, form: str, role: str, anchor: str, prefix: str = "") -> Part:
    column = languages.column(name, code)
    return Part(f"{prefix}{name}", code, getattr(thing, column) or "", form, label_of(type(thing), column), role, anchor)


def _missing(release: PressRelease, code: str) -> Iterator[Finding]:
    """What a release lacks beside its words: alternative texts, credits, contacts, boilerplates; and what is out of date."""
    for number, picture in enumerate(release.pictures.all()):
        alt = languages.column("alt", code)
        if not getattr(picture, alt):
            message = _("Picture %(number)s has no alternative text in this language.") % {"number": number + 1}
            falls_back = getattr(picture, languages.column("alt", languages.main()))
            yield _told(
                "picture-without-alt",
                WARNING if falls_back else ERROR,
                code,
                f"pictures-{number}-alt",
                message,
                f"id_pictures-{number}-{alt}",
            )
        if code == languages.main():
            for name, message in (
                ("credit", _("Picture %(number)s has no credit.")),
                ("licence", _("Picture %(number)s has no licence.")),
            ):
                if not getattr(picture, name).strip():
                    field = f"pictures-{number}-{name}"
                    yield _told(f"picture-without-{name}", ERROR, code, field, message % {"number": number + 1}, f"id_{field}")
    if not release.contacts_in(code):
        yield _told(
            "no-contact",
            ERROR,
            code,
            "release_contacts",
            _("No press contact is valid in this language."),
            "release_contacts-group",
        )
    for row in release.release_contacts.all():
        if row.language in ("", code) and not row.contact.is_valid(release.dated):
            message = _("%(name)s is no press contact on the day of this release.") % {"name": row.contact.name}
            yield _told(
                "contact-out-of-date",
                WARNING,
                code,
                f"contact-{row.contact_id}",
                message,
                "release_contacts-group",
                record_of(row.contact),
            )
    rows = release.release_boilerplates.all()
    if not rows:
        yield _told(
            "no-boilerplate",
            WARNING,
            code,
            "release_boilerplates",
            _("The release says nothing about who publishes it."),
            "release_boilerplates-group",
        )
    for row in rows:
        if row.boilerplate.as_of < release.dated - STALE:
            message = _("“%(title)s” was last checked on %(day)s.") % {
                "title": row.boilerplate,
                "day": row.boilerplate.as_of.isoformat(),
            }
            yield _told(
                "boilerplate-stale",
                NOTE,
                code,
                f"boilerplate-{row.boilerplate.key}",
                message,
                "release_boilerplates-group",
                record_of(row.boilerplate),
                f"{row.boilerplate.as_of}",
            )


def _told(
    code: str, severity: str, language: str, field: str, message: str, anchor: str, record=None, evidence: str = ""
) -> Finding:
    place = Place(language, field, "", 0, 0, 0, 1, 1, "", "", anchor)
    return Finding(code, severity, PORTAL, place, message, record=record, evidence=f"{field} {evidence}")


# Mending


def can_mend(finding: Finding) -> bool:
    """Whether the release’s own form holds the text, and no tag stands in the stretch to replace."""
    field = finding.place.field
    return finding.fix is not None and (field in TEXTS or field.startswith("quotes-")) and "<" not in finding.place.excerpt


def mend(checked: Checked, finding: Finding) -> None:
    """Write the fix of a finding where it stands. The release takes a new edition, as at any other change."""
    release, field = checked.release, finding.place.field
    owner: PressRelease | Quote = release
    if field.startswith("quotes-"):
        _quotes, number, field = field.split("-", 2)
        owner = list(release.quotes.all())[int(number)]
    column = languages.column(field, finding.language)
    text = getattr(owner, column)
    words = escape(finding.fix.text) if TEXTS.get(field) == HTML else finding.fix.text
    setattr(owner, column, text[: finding.fix.start] + words + text[finding.fix.end :])
    owner.full_clean(exclude=[one.name for one in owner._meta.fields if one.name != column])
    if owner is not release:
        owner.save()
    release.save()
