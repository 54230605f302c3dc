"""One voice of the cluster: what somebody said in a public release, word for word."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from cluster.models import Person
from publishing.languages import column
from publishing.prepared_queries import prepared

from .enums import StruckPart
from .models import EditionReference, PressRelease
from .reading import SpokenQuote, words_of_edition
from .release_cards import ReleaseCard, card_of

WORDS_OF_EDITION = ("contacts", "files__sealed", "strikes")
"""What the words of an edition are read from besides itself."""


@dataclass(frozen=True)
class Voice:
    """A quotation, the release that it stands in, and who spoke, whose page is public."""

    quote: SpokenQuote
    release: ReleaseCard
    person: Person

    @property
    def initials(self) -> str:
        """Where there is no portrait: the first letters of the given and the family name."""
        return "".join(name[:1] for name in (self.person.given_name, self.person.family_name))

    @property
    def is_example(self) -> bool:
        return self.release.is_example or self.person.is_example


def latest_voice(language: str) -> Voice | None:
    """The first quotation of the latest release that has one by somebody with a page; of a real release before an example's."""
    release = next(iter(_release_with_voice(language)), None)
    edition = release.edition_in(language) if release is not None else None
    if release is None or edition is None:
        return None
    quotes = words_of_edition(edition).quotes
    known = {one.pk: one for one in _speakers(language, keys=[one.person for one in quotes if one.person])}
    return next((Voice(one, card_of(release, language), known[one.person]) for one in quotes if one.person in known), None)


@prepared
def _release_with_voice(language: str) -> QuerySet:
    quoted = EditionReference.objects.standing().filter(
        edition=OuterRef(column("edition", language)),
        part=StruckPart.QUOTE,
        person__in=Person.objects.public(language).values("pk"),
    )
    releases = PressRelease.objects.public(language).filter(Exists(quoted)).select_related(column("edition", language))
    releases = releases.prefetch_related(*(f"{column('edition', language)}__{name}" for name in WORDS_OF_EDITION))
    return releases.order_by("is_example", f"-{column('public_from', language)}", "-pk")[:1]


@prepared
def _speakers(language: str, *, keys: list[int]) -> QuerySet:
    return Person.objects.public(language).select_related("portrait").filter(pk__in=keys)
