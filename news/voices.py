"""One voice of the cluster: what somebody said in a public release, word for word."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from cluster.models import Person
from publishing.languages import column

from .enums import StruckPart
from .models import EditionReference, PressRelease
from .reading import SpokenQuote, words_of_edition
from .release_cards import ReleaseCard, card_of


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
    people = Person.objects.public(language)
    quoted = EditionReference.objects.standing().filter(
        edition=OuterRef(column("edition", language)), part=StruckPart.QUOTE, person__in=people.values("pk")
    )
    releases = PressRelease.objects.public(language).filter(Exists(quoted)).select_related(column("edition", language))
    release = releases.order_by("is_example", f"-{column('public_from', language)}", "-pk").first()
    edition = release.edition_in(language) if release is not None else None
    if release is None or edition is None:
        return None
    quotes = words_of_edition(edition).quotes
    known = people.select_related("portrait").in_bulk([one.person for one in quotes if one.person])
    return next((Voice(one, card_of(release, language), known[one.person]) for one in quotes if one.person in known), None)
