"""What had to go from what is public, and the way to a new edition with somebody or something in its place.

A part that was struck out, or a contact who left, is left out of the edition in force and never replaced in it. The working
text still holds it: its next edition would bring it back, or say nothing there. So each release concerned is told of, and a
contact is put in the place of another in all of them at once.

That changes the working text alone. What then leads to the public is an approval anew before the moment, and a correction after
it: a small mend changes no contact, since whoever kept the release would go on calling somebody who is not there, and only the
note of a correction tells them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing import clock, languages
from publishing.signals import edited, one_change

from .enums import StruckPart
from .models import Edition, EditionContact, PressContact, PressRelease, Strike
from .reading import ReleaseWords
from .services import APPROVE, CHANGE
from .striking import Strikable, key_of, parts_of

_ERASED = "erased"
ERASED = f"{StruckPart.CONTACT}:{_ERASED}"
"""The key of a contact whose record is gone: who it was, nothing knows any more."""


@dataclass(frozen=True)
class Vacancy:
    """A part of editions in force that the public does not get, while nothing stands in its place in the working text."""

    part: StruckPart
    key: str
    words: str
    codes: tuple[str, ...]
    is_public: bool
    contact: int | None = None

    @property
    def is_contact(self) -> bool:
        return self.part == StruckPart.CONTACT

    @property
    def sentence(self) -> str:
        if self.key == ERASED:
            return _("%(part)s is left out of what was approved.") % {"part": self.words}
        return _("%(part)s – left out of what was approved, and still in the working text.") % {"part": capfirst(self.words)}

    @property
    def way_on(self) -> str:
        """What to do, in a sentence."""
        if self.is_public:
            return _("Put something in its place in the working text, then publish a correction.")
        return _("Put something in its place in the working text, then approve anew before the moment.")


def vacancies_of(release: PressRelease, working: Mapping[str, ReleaseWords]) -> list[Vacancy]:
    """What is missing in a release's editions in force, once for all languages."""
    found: dict[str, Vacancy] = {}
    if release.withdrawn_at is not None:
        return []
    for code in languages.codes():
        edition = release.edition_in(code)
        for one in _missing(edition, working[code]) if edition else ():
            known = found.get(one.key)
            found[one.key] = Vacancy(
                one.part,
                one.key,
                one.words,
                (*(known.codes if known else ()), code),
                release.is_public(code) or (known is not None and known.is_public),
                one.record or None if one.part == StruckPart.CONTACT else None,
            )
    return list(found.values())


def _missing(edition: Edition, working: ReleaseWords) -> Iterator[Strikable]:
    """The parts that are out of an edition and still stand in the working text, and contacts erased whom nobody follows."""
    struck = {(strike.part, strike.place) for strike in edition.strikes.all()}
    held = {key_of(part, value) for part in StruckPart for value in working.as_data()[part]}
    today = clock.today()
    leaves = {leaf.place: leaf for leaf in edition.contacts.select_related("contact")}
    for one in parts_of(edition):
        leaf = leaves.get(one.place) if one.part == StruckPart.CONTACT else None
        ended = leaf is not None and (leaf.contact is None or not leaf.contact.is_valid(today))
        if (ended or (one.part, one.place) in struck) and one.key in held:
            yield one
    known = {leaf.contact_id for leaf in leaves.values()}
    if len(leaves) < len(edition.sealed_contacts()) and not any(card.contact not in known for card in working.contacts):
        yield Strikable(StruckPart.CONTACT, 0, _("A press contact whose record is gone"), _ERASED, 0)


def concerned(contact: int) -> list[PressRelease]:
    """The releases whose edition in force lacks a contact, and whose working text still names them. Two queries."""
    today = clock.today()
    struck = Strike.objects.filter(edition=OuterRef("edition"), part=StruckPart.CONTACT, place=OuterRef("place"))
    ended = Q(contact__valid_until__lt=today) | Q(contact__valid_from__gt=today)
    leaves = EditionContact.objects.filter(ended | Exists(struck), contact=contact).values("edition")
    lacking = Q()
    for code in languages.codes():
        lacking |= Q(**{f"{languages.column('edition', code)}__in": leaves})
    found = PressRelease.objects.filter(lacking, withdrawn_at=None, release_contacts__contact=contact)
    return list(found.distinct().order_by("-dated", "-pk"))


def replace_contact(
    release: PressRelease,
    by: User,
    vacancy: Vacancy,
    contact: PressContact,
    others: Collection[int] = (),
) -> list[PressRelease]:
    """Put a valid contact in the place of one who is missing: in a release, and in others concerned (keys). Gives them.

    Nothing that is public changes. Raises ``PermissionDenied``, since only who may approve changes what is approved, and
    ``ValidationError``.
    """
    if not (by.has_perm(CHANGE) and by.has_perm(APPROVE)):
        raise PermissionDenied
    if not contact.is_valid() or contact.pk == vacancy.contact:
        raise ValidationError({"contact": _("Choose somebody who is a press contact today.")})
    keys = {release.pk}
    if vacancy.contact is not None:
        keys |= {one.pk for one in concerned(vacancy.contact)} & set(others)
    with transaction.atomic(), one_change():
        changed = list(PressRelease.objects.select_for_update().filter(pk__in=keys, withdrawn_at=None).order_by("pk"))
        for stored in changed:
            _put(stored, vacancy, contact)
            stored.save()
            edited.send(sender=PressRelease, instance=stored)
    return changed


def _put(release: PressRelease, vacancy: Vacancy, contact: PressContact) -> None:
    """In each row of the one who is missing; where there is none, in a row of their own."""
    rows = list(release.release_contacts.all())
    there = {row.language for row in rows if row.contact_id == contact.pk}
    if "" in there:
        there |= {row.language for row in rows}
    places = [row for row in rows if vacancy.contact is not None and row.contact_id == vacancy.contact]
    for row in places:
        if row.language in there:
            row.delete()
        else:
            row.contact = contact
            row.save()
    if not places and not there:
        everywhere = len(vacancy.codes) == len(languages.codes())
        for code in [""] if everywhere else vacancy.codes:
            release.release_contacts.create(contact=contact, language=code)
