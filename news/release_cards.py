"""A public release as a list shows it: the words of the edition in force, the address and the languages of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from publishing.alternates import Alternate, of_thing
from publishing.localized_text import LocalizedText

from .models import PressRelease


@dataclass(frozen=True)
class ReleaseCard:
    key: int
    title: LocalizedText
    subtitle: LocalizedText
    lead: LocalizedText
    dated: date
    corrected_at: datetime | None
    path: str
    slug: str
    is_example: bool
    versions: tuple[Alternate, ...]


def card_of(release: PressRelease, language: str, *, with_versions: bool = True) -> ReleaseCard:
    """Of a release read with ``for_list``. ``versions`` hang on the moment and are left out where nobody shows them.

    Raises ``LookupError`` where nothing was approved in the language.
    """
    edition = release.edition_in(language)
    if edition is None:
        raise LookupError(f"No edition is in force in {language}.")
    return ReleaseCard(
        key=release.pk,
        title=LocalizedText(edition.title, language),
        subtitle=LocalizedText(edition.subtitle, edition.subtitle_language or language),
        lead=LocalizedText(edition.lead, language),
        dated=edition.dated,
        corrected_at=edition.corrected_at,
        path=release.get_absolute_url(language),
        slug=release.slug(language) or "",
        is_example=release.is_example,
        versions=tuple(of_thing(release)) if with_versions else (),
    )
