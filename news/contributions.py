"""Who changed which words. Nobody approves alone what they wrote or changed, be it in a release or in a text that it shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User

from publishing import languages

from .models import Approval, Contribution, PressRelease
from .reading import ReleaseWords
from .sealing import working_words


def note(release: PressRelease, by: User | None) -> None:
    """Write down whose save changed the words of which languages, if it did: after every save, in its transaction."""
    latest = _latest(release)
    for code, words in working_words(release).items():
        before = latest.get(code, "")
        if before != words.digest:
            Contribution.objects.create(release=release, language=code, by=by, before=before, after=words.digest)


def note_all(releases: Iterable[PressRelease], by: User | None) -> None:
    """The same after a save of what several releases share."""
    for release in releases:
        note(release, by)


@dataclass(frozen=True)
class Standing:
    """Who changed words that are to be approved, and who of them nobody else has approved yet (``None``: nobody known)."""

    authors: frozenset[int | None]
    lacking: frozenset[int | None]


def standing_of(release: PressRelease, words: ReleaseWords) -> Standing:
    """Counted are all who changed the language since the edition in force; two people may approve each other's changes.

    A change that nobody is known to have made needs an approval by anybody.
    """
    edition = release.edition_in(words.language)
    made = release.contributions.filter(language=words.language)
    if edition is not None:
        made = made.filter(at__gt=edition.sealed_at)
    authors = set(made.values_list("by", flat=True))
    if edition is None and release.author_id is not None:
        authors.add(release.author_id)
    approvals = Approval.objects.filter(release=release, language=words.language, digest=words.digest)
    readers = set(approvals.exclude(by=None).values_list("by", flat=True))
    return Standing(frozenset(authors), frozenset(author for author in authors if not readers - {author}))


def _latest(release: PressRelease) -> dict[str, str]:
    """The words that each language had when somebody was last seen to change it."""
    found: dict[str, str] = {}
    for language, after in release.contributions.order_by("at", "pk").values_list("language", "after"):
        found[language] = after
    return {code: found[code] for code in languages.codes() if code in found}
