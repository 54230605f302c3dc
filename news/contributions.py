"""Who changed which words. Nobody approves alone what they wrote or changed, be it in a release or in a text that it shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import models
from reversion import revisions

from caps.models import CAP
from cluster.models import Institution, Person
from partners.models import Partner
from publishing import languages
from publishing.signals import around_changes, edited

from .enums import EditionKind
from .models import Approval, Boilerplate, Contribution, Edition, PressContact, PressRelease
from .querysets import WORDS_READ
from .reading import ReleaseWords, read_words


def note(releases: Iterable[PressRelease], by: User | None) -> None:
    """Write down whose save changed the words of which releases and languages, if it did: after the save, in its transaction.

    What is prefetched of a release already is not read again. Two queries more for all of them.
    """
    releases = list(releases)
    models.prefetch_related_objects(releases, *WORDS_READ)
    latest = _latest(releases)
    made = []
    for release in releases:
        for code in languages.codes():
            before, after = latest.get((release.pk, code), ""), read_words(release, code).digest
            if before != after:
                made.append(Contribution(release=release, language=code, by=by, before=before, after=after))
    if made:
        Contribution.objects.bulk_create(made)


@dataclass(frozen=True)
class Standing:
    """Who changed words that are to be approved, and who of them nobody else has approved yet (``None``: nobody known)."""

    authors: frozenset[int | None]
    lacking: frozenset[int | None]


def standing_of(release: PressRelease, words: ReleaseWords) -> Standing:
    """Counted are all who changed the language since the edition that two people stand for; two people may approve each
    other's changes.

    A change that nobody is known to have made needs an approval by anybody.
    """
    authors = authors_of(release, words.language)
    approvals = Approval.objects.filter(release=release, language=words.language, digest=words.digest)
    readers = set(approvals.exclude(by=None).values_list("by", flat=True))
    return Standing(authors, frozenset(author for author in authors if not readers - {author}))


def authors_of(release: PressRelease, language: str, until: datetime | None = None) -> frozenset[int | None]:
    """Who changed a language since the edition that two people stand for, or ``until`` some moment."""
    base = _ground(release, language)
    made = release.contributions.filter(language=language)
    if base is not None:
        made = made.filter(at__gte=base.sealed_at).exclude(after=base.digest)
    if until is not None:
        made = made.filter(at__lte=until)
    authors = set(made.values_list("by", flat=True))
    if base is None and release.author_id is not None:
        authors.add(release.author_id)
    return frozenset(authors)


def _ground(release: PressRelease, language: str) -> Edition | None:
    """The edition that changes are counted from: the one in force, unless it came after one that waits for confirmation.

    Otherwise whoever approved their own words alone would be rid of them with the next comma that somebody else changes.
    """
    edition = release.edition_in(language)
    if edition is None:
        return None
    alone = Approval.objects.unconfirmed().filter(release=release, language=language, override__number__lte=edition.number)
    first = alone.aggregate(first=models.Min("override__number"))["first"]
    if first is None:
        return edition
    sealed = release.editions.filter(language=language, number__lt=first).exclude(kind=EditionKind.PROOF)
    return sealed.order_by("-number").first()


def _latest(releases: Iterable[PressRelease]) -> dict[tuple[int, str], str]:
    """The words that each release had in each language when somebody was last seen to change it."""
    rows = Contribution.objects.filter(release__in=[release.pk for release in releases]).order_by("at", "pk")
    return {(release, language): after for release, language, after in rows.values_list("release", "language", "after")}


SHARED: dict[type[models.Model], str] = {
    Boilerplate: "release_boilerplates__boilerplate",
    PressContact: "release_contacts__contact",
    Person: "quotes__person",
    CAP: "caps",
    Institution: "institutions",
    Partner: "partners",
}
"""What the words of releases say too, with the way to it: who changes it changes them."""


def _edited(sender: type[models.Model], instance: models.Model, created: bool = False, **signal: object) -> None:
    by = revisions.get_user() if revisions.is_active() else None
    if isinstance(instance, PressRelease):
        note([instance], by)
    elif sender in SHARED and not created:
        waiting = _waiting.get()
        if waiting is None:
            _note_shared(sender, [instance.pk], by)
        else:
            waiting.setdefault((sender, by), []).append(instance.pk)


def _note_shared(kind: type[models.Model], keys: Iterable[int], by: User | None) -> None:
    note(PressRelease.objects.filter(**{f"{SHARED[kind]}__in": keys}).distinct().order_by("pk"), by)


_waiting: ContextVar[dict[tuple[type[models.Model], User | None], list[int]] | None] = ContextVar("contributions", default=None)


@contextmanager
def noted_at_the_end() -> Iterator[None]:
    """Look once at the releases whose shared texts are changed within. Belongs into the transaction that changes them."""
    waiting: dict[tuple[type[models.Model], User | None], list[int]] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for (kind, by), keys in waiting.items():
        _note_shared(kind, keys, by)


def connect() -> None:
    """Follow every change that is made in the back office, whatever was changed."""
    around_changes("news.contributions", noted_at_the_end)
    edited.connect(_edited, dispatch_uid="news.contributions")
