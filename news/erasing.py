"""What the press room keeps of a person who is to be erased.

Sealed words are struck out of what is public at once, and their leaves deleted; an edition that the public never read goes
whole. One that the public has read is kept sealed, as the archive of what was said in public (GDPR, article 17(3)(a) and
(d)): where its running text names them, it is said, and a person decides on a correction or a withdrawal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import clock, languages
from publishing.erasing import Erasure, Subject, advise, register, rows_naming
from publishing.signals import edited

from . import embargo_links
from .documents import store
from .edition_doors import open_door
from .enums import EditionKind, StateChangeKind, StruckPart
from .models import (
    Approval,
    Edition,
    EditionContact,
    EditionReference,
    FindingDecision,
    PressContact,
    PressRelease,
    Quote,
    ReadingLink,
    ReleaseCheck,
    ReleaseContact,
    SealedFile,
    SignOffAnswer,
    SignOffLink,
    StateChange,
    Strike,
)
from .reading import words_of_edition

WHY = "a person is erased"
STRUCK_WHOLE = (StruckPart.PICTURE, StruckPart.ATTACHMENT)
"""Parts that go whole where they name somebody; a quote goes where it is theirs."""


def _erase(erasure: Erasure) -> None:
    subject = erasure.subject
    erasure.count(ReadingLink, embargo_links.forget(subject.emails))
    _sign_offs(erasure)
    concerned = {*_strike(erasure), *_leaves(erasure), *_working_rows(erasure), *_unread_editions(erasure)}
    for release in PressRelease.objects.filter(pk__in=concerned).order_by("pk"):
        StateChange.objects.create(release=release, by=erasure.by, kind=StateChangeKind.STRUCK, note=erasure.reason)
        edited.send(sender=PressRelease, instance=release)
    erasure.take_out(StateChange, "old", "new", "note")
    erasure.take_out(ReleaseCheck, "findings")
    erasure.take_out(FindingDecision, "excerpt", "sentence", "reason")
    erasure.take_out(ReadingLink, "reader")
    erasure.take_out(Approval, "reason")
    erasure.take_out(Strike, "reason")
    named = Edition.objects.filter(pk__in=[pk for pk, _found in rows_naming(subject, Edition)]).values_list(
        "release", flat=True
    )
    for key in {*concerned, *named}:
        erasure.count(gettext_lazy("documents made"), store.number_in(key))
        transaction.on_commit(partial(store.forget, key))


# What was sealed


def _strike(erasure: Erasure) -> set[int]:
    """Strike their quotes, and the pictures and documents that name them, out of every edition in force. Gives the releases."""
    struck, codes = set(), languages.codes()
    for release in PressRelease.objects.select_for_update(of=("self",)).for_public_reading(*codes).order_by("pk"):
        for edition in filter(None, map(release.edition_in, codes)):
            for part, place in _theirs(erasure.subject, edition):
                Strike.objects.create(edition=edition, part=part, place=place, reason=erasure.reason[:300], by=erasure.by)
                erasure.count(Strike)
                struck.add(release.pk)
    return struck


def _theirs(subject: Subject, edition: Edition) -> Iterator[tuple[StruckPart, int]]:
    data = json.loads(edition.payload)
    gone = {(strike.part, strike.place) for strike in edition.strikes.all()}
    for part in (StruckPart.QUOTE, *STRUCK_WHOLE):
        for place, value in enumerate(data[part]):
            is_theirs = _is_quote_of(subject, value) if part is StruckPart.QUOTE else subject.is_in(value)
            if is_theirs and (part, place) not in gone:
                yield part, place


def _is_quote_of(subject: Subject, quote: Mapping[str, Any]) -> bool:
    return (subject.person is not None and quote["person"] == subject.person) or subject.is_in(quote["speaker"])


def _leaves(erasure: Erasure) -> set[int]:
    """Delete the contacts and the references that hold them from every edition: its seal does not need them."""
    subject = erasure.subject
    contacts = EditionContact.objects.filter(pk__in=[pk for pk, _found in rows_naming(subject, EditionContact, ("payload",))])
    named = EditionReference.objects.filter(pk__in=[pk for pk, _found in rows_naming(subject, EditionReference, ("words",))])
    references = named.filter(part=StruckPart.QUOTE)
    if subject.person is not None:
        references |= EditionReference.objects.filter(person=subject.person)
    editions = {*contacts.values_list("edition", flat=True), *references.values_list("edition", flat=True)}
    releases = set(Edition.objects.filter(pk__in=editions).values_list("release", flat=True))
    with open_door(editions, WHY, erasure.by.get_username()):
        for rows in (contacts, references):
            erasure.count(rows.model, rows.delete()[0])
    return releases


def _unread_editions(erasure: Erasure) -> set[int]:
    """Let go of editions that name them and that the public never read: no archive needs those."""
    hits = [pk for pk, _found in rows_naming(erasure.subject, Edition)]
    editions = list(Edition.objects.filter(pk__in=hits).select_related("release").order_by("pk"))
    seals = _later_seals({edition.release_id for edition in editions})
    unread = [edition for edition in editions if _is_unread(edition, seals)]
    keys = [edition.pk for edition in unread]
    ReadingLink.objects.filter(proof__in=keys, revoked_at=None).update(revoked_at=clock.now())
    with open_door(keys, WHY, erasure.by.get_username()):
        Edition.objects.filter(pk__in=keys).delete()
    erasure.count(Edition, len(keys))
    return {edition.release_id for edition in unread}


Seals = dict[tuple[int, str], list[tuple[int, datetime]]]


def _later_seals(releases: Iterable[int]) -> Seals:
    """For each release and language when which edition was sealed, proofs left out."""
    found: Seals = {}
    rows = Edition.objects.filter(release__in=releases).exclude(kind=EditionKind.PROOF).order_by("number")
    for release, language, number, sealed_at in rows.values_list("release", "language", "number", "sealed_at"):
        found.setdefault((release, language), []).append((number, sealed_at))
    return found


def _is_unread(edition: Edition, seals: Seals) -> bool:
    """Whether nothing points at it, and it was a proof, or never in force at a moment when its language was public."""
    release, language, now = edition.release, edition.language, clock.now()
    if getattr(release, f"{languages.column('edition', language)}_id") == edition.pk:
        return False
    moment, until = release.public_from(language), min(filter(None, (now, release.withdrawn_at)))
    if edition.kind == EditionKind.PROOF or moment is None or not release.was_public(language, until):
        return True
    return any(number > edition.number and at <= moment for number, at in seals[edition.release_id, language])


# Working rows


def _working_rows(erasure: Erasure) -> set[int]:
    """Their quotes, and the press contact that they are, with its uses."""
    subject = erasure.subject
    quotes = Quote.objects.filter(pk__in=[pk for pk, _found in rows_naming(subject, Quote, ("speaker",))])
    if subject.person is not None:
        quotes |= Quote.objects.filter(person=subject.person)
    contacts = PressContact.objects.filter(pk__in=[pk for pk, _found in rows_naming(subject, PressContact, ("name", "email"))])
    keys = list(contacts.values_list("pk", flat=True))
    uses = ReleaseContact.objects.filter(contact__in=keys)
    releases = {*quotes.values_list("release", flat=True), *uses.values_list("release", flat=True)}
    sealed = Edition.objects.filter(contacts__contact__in=keys).values_list("release", flat=True)
    releases |= set(sealed)
    for rows in (quotes, uses, PressContact.objects.filter(pk__in=keys)):
        erasure.delete(rows)
    return releases


def _sign_offs(erasure: Erasure) -> None:
    """The links by which they approved words of theirs, with what they answered; in others' answers their name alone."""
    subject = erasure.subject
    links = SignOffLink.objects.filter(pk__in=[pk for pk, _found in rows_naming(subject, SignOffLink, ("reader", "words"))])
    if subject.person is not None:
        links |= SignOffLink.objects.filter(quote__person=subject.person)
    erasure.delete(links)
    erasure.take_out(SignOffAnswer, "note")


# What is said of what remains


def _advice_on_editions(subject: Subject, keys: list[Any]) -> dict[Any, str]:
    relations = [f"release__{name}" for name in languages.columns("edition")]
    editions = Edition.objects.filter(pk__in=keys).select_related("release", *relations)
    editions = editions.prefetch_related("contacts", "files__sealed", "strikes")
    return {edition.pk: f"{edition}. {_advice_on(subject, edition)}" for edition in editions}


def _advice_on(subject: Subject, edition: Edition) -> str:
    release, language = edition.release, edition.language
    is_in_force = getattr(release, f"{languages.column('edition', language)}_id") == edition.pk
    if is_in_force and not release.is_withdrawn() and subject.is_in(words_of_edition(edition).as_data()):
        if release.is_public(language):
            return _("Its running text names them, in public: publish a correction, or withdraw the release.")
        return _("Approved, and its running text names them: take it back to draft, change it, and erase once more.")
    return _(
        "Where it names them it is public no more: kept sealed, as the archive of what was said, for the press room alone."
    )


def connect() -> None:
    register("news", _erase)
    advise(Edition, _advice_on_editions)
    advise(
        SealedFile,
        gettext_lazy("The name of a sealed file: where it was public it is struck out; it is kept with its edition."),
    )
