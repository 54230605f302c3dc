"""What HAL answered becomes publications, in one transaction an answer.

A document is known by its HAL id: a later version takes the place of an earlier one, an earlier one that of none. Nothing is
ever deleted, and what staff decided is not touched: what they hid, with its reason, and ties that they said to be wrong. What
a good answer lacks is marked: given up by HAL, or by the question alone. An empty answer, and one that lacks more than half
of what the one before it held, marks nothing until somebody confirms it (``accept_losses``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.functional import cached_property

from cluster.models import Person
from publishing import clock, languages
from publishing.signals import one_change

from ..enums import GRANTS, HalOutcome, HalQueryKind, HalState
from ..models import CAP, HalFinding, HalQuery, PersonPublication, ProgrammePublication, Publication
from .client import HalClient, HalFault
from .records import HalDocument, NotADocument, read

FEWEST_TO_DOUBT = 6
"""Publications of a question from which on an answer that lacks more than half of them is doubted."""


@dataclass
class Taken:
    """What came of an answer: how many documents it held, and how many were made, put right, given up, or could not be read."""

    documents: int = 0
    made: int = 0
    mended: int = 0
    lost: int = 0
    unread: int = 0


@dataclass
class _Answer:
    """Documents by their HAL id, each in its latest version; ``named`` has the ids of those that cannot be read, too."""

    documents: dict[str, HalDocument] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    unread: int = 0

    @classmethod
    def of(cls, raw: Iterable[object]) -> _Answer:
        answer = cls()
        for one in raw:
            if isinstance(one, dict) and isinstance(one.get("halId_s"), str):
                answer.named.add(one["halId_s"].lower())
            try:
                document = read(one)
            except NotADocument:
                answer.unread += 1
                continue
            known = answer.documents.get(document.hal_id)
            if known is None or known.version <= document.version:
                answer.documents[document.hal_id] = document
        answer.named |= answer.documents.keys()
        if answer.unread and not answer.documents:
            raise HalFault(HalOutcome.WRONG, "no document can be read")
        return answer


def take_answer(query: HalQuery, raw: list[object], client: HalClient, *, accept_losses: bool = False) -> Taken:
    """Keep what a question was answered. Raises ``HalFault`` where the answer is doubted: nothing is written then."""
    answer = _Answer.of(raw)
    before = list(Publication.objects.filter(findings__query=query).defer("hal_record"))
    lost = [one for one in before if not one.hal_ids & answer.named]
    if not accept_losses:
        _doubt(len(before), len(lost), is_empty=not answer.named)
    on_hal = client.ids_that_exist(sorted(set().union(*(one.hal_ids for one in lost)))) if lost else set()
    with transaction.atomic(), one_change():
        taking = _Taking(answer)
        publications = taking.store()
        known = {one.publication_id for one in query.findings.all()}
        HalFinding.objects.bulk_create(HalFinding(query=query, publication=one) for one in publications if one.pk not in known)
        taking.tie(publications, query)
        _let_go(query, lost, on_hal)
        _weigh([*publications, *lost])
    return taking.told(lost=len(lost))


def take_file(raw: list[object], *, cap: CAP | None = None, person: Person | None = None) -> Taken:
    """Keep the documents of a file, tied to a programme or a person, and to whomever their grants and authors name."""
    with transaction.atomic(), one_change():
        taking = _Taking(_Answer.of(raw))
        publications = taking.store()
        taking.tie(publications, HalQuery(cap=cap, person=person))
        _weigh(publications)
    return taking.told()


def let_go_of(query: HalQuery) -> None:
    """A question is not asked any more: what it alone found is not of the cluster any more."""
    with transaction.atomic(), one_change():
        found = list(Publication.objects.filter(findings__query=query).defer("hal_record"))
        _let_go(query, found, set().union(*(one.hal_ids for one in found)))
        _weigh(found)


def _doubt(before: int, lost: int, *, is_empty: bool) -> None:
    if before and is_empty:
        raise HalFault(HalOutcome.EMPTY, f"0 of {before}")
    if before >= FEWEST_TO_DOUBT and lost * 2 > before:
        raise HalFault(HalOutcome.SHRUNK, f"{before - lost} of {before}")


class _Taking:
    """The writing of one answer."""

    def __init__(self, answer: _Answer) -> None:
        self.answer, self.made, self.mended = answer, 0, 0
        self.documents: dict[Any, list[HalDocument]] = {}
        self.now = clock.now().replace(microsecond=0)

    def told(self, lost: int = 0) -> Taken:
        return Taken(len(self.answer.documents), self.made, self.mended, lost, self.answer.unread)

    @cached_property
    def _questions(self) -> list[HalQuery]:
        return list(HalQuery.objects.active().order_by("pk"))

    def store(self) -> list[Publication]:
        """The publications of the documents, each once: one that HAL has twice, and staff once, is what its first one says."""
        known = {one.hal_id: one for one in Publication.objects.filter(hal_id__in=[*self.answer.documents])}
        several = Publication.objects.exclude(other_hal_ids="")
        others = {hal_id: one for one in several for hal_id in one.other_hal_ids.split()}
        stored: dict[Any, Publication] = {}
        for hal_id, document in self.answer.documents.items():
            is_second = hal_id in others and hal_id not in known
            one = others[hal_id] if is_second else self._store(document, known.get(hal_id))
            stored.setdefault(one.pk, one)
            self.documents.setdefault(one.pk, []).append(document)
        return list(stored.values())

    def _store(self, document: HalDocument, known: Publication | None) -> Publication:
        one = known or Publication(hal_id=document.hal_id, acknowledges=False)
        values: dict[str, Any] = {}
        if one.hal_version is None or one.hal_version <= document.version:
            values |= document.columns | {"hal_record": document.extra, "hal_version": document.version}
        if one.hal_state != HalState.FOUND:
            values |= {"hal_state": HalState.FOUND, "hal_state_since": self.now}
        changed = {name: value for name, value in values.items() if getattr(one, name) != value}
        for name, value in changed.items():
            setattr(one, name, value)
        if known is None:
            self._make_public(one)
            self.made += 1
        elif changed:
            self.mended += 1
        if changed:
            one.save()
        return one

    def _make_public(self, publication: Publication) -> None:
        """HAL shows it already: it is public from now on, in every language."""
        for code in languages.codes():
            setattr(publication, languages.column("slug", code), publication.propose_slug(code))
            setattr(publication, languages.column("public_from", code), self.now)

    def tie(self, publications: list[Publication], query: HalQuery) -> None:
        """Tie each to the programme and the person of the question, and of any other whose identifier it names."""
        keys = [one.pk for one in publications]
        caps = set(ProgrammePublication.objects.filter(publication__in=keys).values_list("publication_id", "cap_id"))
        people = set(PersonPublication.objects.filter(publication__in=keys).values_list("publication_id", "person_id"))
        for one in publications:
            for claim in (query, *(claim for document in self.documents[one.pk] for claim in self._claims(document))):
                if claim.cap_id and (one.pk, claim.cap_id) not in caps:
                    caps.add((one.pk, claim.cap_id))
                    ProgrammePublication.objects.create(publication=one, cap_id=claim.cap_id, from_hal=True)
                if claim.person_id and (one.pk, claim.person_id) not in people:
                    people.add((one.pk, claim.person_id))
                    PersonPublication.objects.create(publication=one, person_id=claim.person_id, from_hal=True)

    def _claims(self, document: HalDocument) -> list[HalQuery]:
        named = {
            HalQueryKind.ANR.value: document.grants,
            HalQueryKind.EUROPEAN.value: document.grants,
            HalQueryKind.ORCID.value: document.orcids,
            HalQueryKind.IDHAL.value: document.idhals,
        }
        return [one for one in self._questions if one.identifier in named[one.kind]]


def _let_go(query: HalQuery, lost: list[Publication], on_hal: set[str]) -> None:
    """Mark what a question does not find any more, and undo the ties that it alone had made."""
    keys = [one.pk for one in lost]
    HalFinding.objects.filter(query=query, publication__in=keys).delete()
    others = HalFinding.objects.filter(publication__in=keys)
    still = set(others.values_list("publication_id", flat=True))
    for one in lost:
        is_gone = not one.hal_ids & on_hal
        if one.is_read_from_hal and (is_gone or one.pk not in still):
            one.hal_state, one.hal_state_since = HalState.GONE if is_gone else HalState.LEFT, clock.now()
            one.save(update_fields=["hal_state", "hal_state_since"])
    for rows, name, key in (
        (ProgrammePublication.objects, "cap_id", query.cap_id),
        (PersonPublication.objects, "person_id", query.person_id),
    ):
        if key is not None:
            kept = others.filter(**{f"query__{name}": key}).values("publication")
            ties = rows.filter(**{name: key}, publication__in=keys, from_hal=True, is_wrong=False)
            for tie in ties.exclude(publication__in=kept):
                tie.delete()


def _weigh(publications: list[Publication]) -> None:
    """Say of each whether it thanks the cluster: by a grant that is asked for, or by a programme."""
    keys = [one.pk for one in publications]
    grants = set(HalQuery.objects.active().filter(kind__in=GRANTS).values_list("identifier", flat=True))
    ours = set(HalFinding.objects.filter(publication__in=keys, query__kind__in=GRANTS).values_list("publication_id", flat=True))
    ties = ProgrammePublication.objects.right().filter(publication__in=keys)
    ours |= set(ties.values_list("publication_id", flat=True))
    for one in publications:
        acknowledges = one.pk in ours or bool(grants & {*one.hal_record.get("grants", ())})
        if acknowledges != one.acknowledges:
            one.acknowledges = acknowledges
            one.save(update_fields=["acknowledges"])
