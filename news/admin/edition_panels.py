"""What is public or scheduled beside the working text, for the pages of a release in the back office."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from news import overrides, vacancies
from news.differences import Difference, differences
from news.models import Approval, Edition, EditionContact, PressRelease, Strike
from news.reading import ReleaseWords, contacts_of_edition, words_of_edition
from news.sealing import working_words
from news.vacancies import Vacancy
from publishing import languages
from publishing.admin_states import state_words
from publishing.prepared_queries import prepared


@dataclass(frozen=True)
class EditionPanel:
    """A language that has an edition in force: what it is for the public, and how the working text differs."""

    language: str
    name: str
    edition: Edition
    is_public: bool
    words: str
    differences: list[Difference]
    contacts_gone: list[str]
    """Contacts that were approved and are left out of what is public now."""
    alone: list[Approval]
    """By whom it was approved alone, while that waits for somebody else."""

    @property
    def ways_on(self) -> str:
        """What to do about the difference, in a sentence."""
        if self.is_public:
            return _("Readers get what was approved. Publish a correction, or a small mend, for them to read the working text.")
        return _("What was approved goes out at its moment. Approve anew for the working text to go out instead.")


def panels_of_editions(release: PressRelease, working: Mapping[str, ReleaseWords] | None = None) -> list[EditionPanel]:
    """A panel for each language in force; ``working`` are the words of the records, where they are read already."""
    return list(_panels(release, working or working_words(release)))


def _in_force(release: PressRelease) -> dict[str, Edition]:
    """The edition in force in each language that has one, with its contacts: in three queries, however many there are."""
    keys = {code: getattr(release, f"{languages.column('edition', code)}_id") for code in languages.codes()}
    read = {edition.pk: edition for edition in _editions(keys=[key for key in keys.values() if key is not None])}
    return {code: read[key] for code, key in keys.items() if key in read}


@prepared
def _editions(*, keys: list[int]) -> models.QuerySet:
    contacts = models.Prefetch("contacts", EditionContact.objects.select_related("contact"))
    return Edition.objects.filter(pk__in=keys).prefetch_related(contacts, "strikes")


def _differences(edition: Edition, working: ReleaseWords) -> list[Difference]:
    """What the working text says otherwise than an edition, whose files are read for it."""
    models.prefetch_related_objects([edition], "files__sealed")
    return differences(words_of_edition(edition), working)


def _panels(release: PressRelease, working: Mapping[str, ReleaseWords]) -> Iterator[EditionPanel]:
    unconfirmed = [] if release.withdrawn_at else overrides.unconfirmed(release)
    for code, edition in _in_force(release).items():
        contacts = {leaf.contact_id: leaf.contact for leaf in edition.contacts.all()}
        gone = [
            card.name
            for card in contacts_of_edition(edition)
            if (contact := contacts.get(card.contact)) is None or not contact.is_valid()
        ]
        found = _differences(edition, working[code]) if edition.digest != working[code].digest else []
        name, words = str(languages.name(code)), state_words(release, code)
        alone = [approval for approval in unconfirmed if approval.language == code]
        yield EditionPanel(code, name, edition, release.is_public(code), words, found, gone, alone)


@dataclass(frozen=True)
class Missing:
    """What is missing in the editions in force, with the other releases that lack it."""

    vacancy: Vacancy
    others: list[PressRelease]


def missing_in(release: PressRelease) -> list[Missing]:
    """What had to go from a release and is not seen to yet. One query for each contact among it."""
    return [
        Missing(one, [other for other in vacancies.concerned(one.contact) if other != release] if one.contact else [])
        for one in vacancies.vacancies_of(release, working_words(release))
    ]


@dataclass(frozen=True)
class EditionLine:
    """An edition of the past or in force, for the list of them."""

    edition: Edition
    in_force: bool
    approved_by: list[Approval]
    struck: list[Strike]


def editions_of(release: PressRelease) -> list[EditionLine]:
    """Every edition, the latest first. Four queries, however many there are."""
    editions = release.editions.defer("payload").prefetch_related("strikes").order_by("-sealed_at", "-pk")
    approvals: dict[tuple[str, str], list[Approval]] = {}
    for approval in release.approvals.all():
        approvals.setdefault((approval.language, approval.digest), []).append(approval)
    pointers = {getattr(release, f"{name}_id") for name in languages.columns("edition")}
    return [
        EditionLine(
            edition,
            edition.pk in pointers,
            approvals.get((edition.language, edition.digest), []),
            list(edition.strikes.all()),
        )
        for edition in editions
    ]
