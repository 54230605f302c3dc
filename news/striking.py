"""What had to go is struck out of what is public at once, in every release that carries it; never replaced, always logged."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from publishing import languages
from publishing.excerpts import excerpt
from publishing.signals import edited, one_change
from publishing.typography import quoted

from .enums import StateChangeKind, StruckPart
from .models import Edition, PressRelease, StateChange, Strike

STRIKE = "news.correct_pressrelease"


@dataclass(frozen=True)
class Strikable:
    """A part of what is public: where it stands, what it is in words, and what it is known by in other releases."""

    part: StruckPart
    place: int
    words: str
    identity: str
    record: int
    """The key of the working row, or of the shared record, that it was sealed from."""

    @property
    def key(self) -> str:
        return f"{self.part}:{self.identity}"


def strikable(edition: Edition) -> Iterator[Strikable]:
    """The parts of an edition that can be struck out and still stand in it."""
    struck = {(strike.part, strike.place) for strike in edition.strikes.all()}
    return (one for one in parts_of(edition) if (one.part, one.place) not in struck)


def parts_of(edition: Edition) -> Iterator[Strikable]:
    """The parts that an edition was sealed with, those that were struck out too, but for contacts who are forgotten."""
    data = json.loads(edition.payload)
    leaves = {leaf.place: json.loads(leaf.payload) for leaf in edition.contacts.all()}
    data["contacts"] = [leaves.get(place) for place in range(len(data["contacts"]))]
    for part in StruckPart:
        for place, value in enumerate(data[part]):
            if value is not None:
                words = _("%(label)s: %(text)s") % {"label": part.label, "text": _words(part, value)}
                yield Strikable(part, place, words, _identity(part, value), value[_RECORD[part]])


def key_of(part: StruckPart, value: dict) -> str:
    """The key of a part of words as plain values (``ReleaseWords.as_data``)."""
    return f"{part}:{_identity(part, value)}"


def strikable_of(release: PressRelease) -> dict[str, str]:
    """For each part of a release's editions in force its key, with what it is in words."""
    found: dict[str, str] = {}
    for code in languages.codes():
        edition = release.edition_in(code)
        for one in strikable(edition) if edition else ():
            found.setdefault(one.key, one.words)
    return found


def strike(release: PressRelease, by: User, key: str, reason: str, everywhere: bool) -> list[PressRelease]:
    """Strike a part out of the editions in force of a release, or of every release that carries it. Gives those concerned.

    Raises ``PermissionDenied``, and ``ValidationError`` where nothing carries it or no reason is given. It waits for no second
    person.
    """
    if not by.has_perm(STRIKE):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, for those who read the log.")})
    concerned = []
    with transaction.atomic(), one_change():
        releases = PressRelease.objects.select_for_update().order_by("pk")
        for stored in releases if everywhere else releases.filter(pk=release.pk):
            if _struck(stored, by, key, reason):
                StateChange.objects.create(release=stored, by=by, kind=StateChangeKind.STRUCK, note=reason)
                edited.send(sender=PressRelease, instance=stored)
                concerned.append(stored)
        if not concerned:
            raise ValidationError({"part": _("Nothing of the kind is public or scheduled any more.")})
    return concerned


def strike_records(release: PressRelease, gone: Mapping[StruckPart, Collection[int]], reason: str) -> None:
    """Strike out what was sealed from working rows that are being deleted: for commands, which have no right to seal anew."""
    for code in languages.codes():
        edition = release.edition_in(code)
        if edition is None:
            continue
        for one in list(strikable(edition)):
            if one.record in gone.get(one.part, ()):
                Strike.objects.create(edition=edition, part=one.part, place=one.place, reason=reason)


def _struck(release: PressRelease, by: User, key: str, reason: str) -> bool:
    rows = [
        Strike(edition=edition, part=one.part, place=one.place, reason=reason, by=by)
        for code in languages.codes()
        if (edition := release.edition_in(code)) is not None
        for one in strikable(edition)
        if one.key == key
    ]
    for row in rows:
        row.save()
    return bool(rows)


_RECORD = {
    StruckPart.QUOTE: "quote",
    StruckPart.BOILERPLATE: "boilerplate",
    StruckPart.CONTACT: "contact",
    StruckPart.PICTURE: "picture",
    StruckPart.ATTACHMENT: "attachment",
    StruckPart.NAMED: "key",
}


def _words(part: StruckPart, value: dict) -> str:
    match part:
        case StruckPart.QUOTE:
            words = excerpt(value["text"]["words"], 60)
            return f"{value['speaker']}, {quoted(words, languages.current())}"
        case StruckPart.CONTACT:
            return str(value["name"])
        case StruckPart.PICTURE:
            return str(value["alt"]["words"])
        case StruckPart.NAMED:
            return str(value["acronym"] or value["name"]["words"])
        case _:
            return str(value["title"]["words"])


def _identity(part: StruckPart, value: dict) -> str:
    """What a part is known by in whatever release: a record where it has one, what a file holds, somebody's name."""
    match part:
        case StruckPart.QUOTE:
            return f"person {value['person']}" if value["person"] else f"speaker {value['speaker']}"
        case StruckPart.CONTACT:
            return str(value["contact"])
        case StruckPart.BOILERPLATE:
            return str(value["boilerplate"])
        case StruckPart.NAMED:
            return f"{value['kind']} {value['key']}"
        case _:
            return str(value["sha256"])
