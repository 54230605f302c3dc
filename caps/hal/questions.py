"""What HAL is asked every day, and what is noted of each asking.

The portal asks by itself for its own grant (``GRANT_REFERENCE``) and for the identifiers that its people carry (``PEOPLE``);
staff add others, of a programme or of a person. Of people only what is dated since ``SINCE`` is asked: what they published
before the cluster existed is not of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from cluster.models import Person
from publishing import clock

from ..enums import GRANTS, HalOutcome, HalQueryKind
from ..models import HalQuery
from . import taking
from .client import HalClient, HalFault, Validators
from .fields import QUERY_FIELDS, quoted

PEOPLE: dict[str, str] = {"orcid": HalQueryKind.ORCID.value, "idhal": HalQueryKind.IDHAL.value}
"""The columns of a person that HAL knows authors by."""
SINCE = 2024
"""The year of the award."""
FAULTS_OF_THE_SERVICE = frozenset({HalOutcome.SLOW, HalOutcome.SILENT, HalOutcome.BUSY, HalOutcome.GONE, HalOutcome.FAILED})
"""What the next question would meet, too: nothing more is asked then."""


@dataclass(frozen=True)
class Asked:
    """A question, and what came of it."""

    query: HalQuery
    outcome: HalOutcome
    detail: str = ""
    taken: taking.Taken | None = None


def refresh_own() -> None:
    """Have the questions that the portal asks by itself: one for its grant, one for each identifier of its people."""
    wanted: dict[tuple[str, str], int | None] = {(HalQueryKind.ANR.value, settings.GRANT_REFERENCE): None}
    for column, kind in PEOPLE.items():
        rows = Person.objects.real().exclude(**{column: ""}).order_by("pk").values_list(column, "pk")
        wanted |= {(kind, identifier): pk for identifier, pk in rows}
    known = {(one.kind, one.identifier): one for one in HalQuery.objects.all()}
    for key, one in known.items():
        if one.is_own and (key not in wanted or wanted[key] != one.person_id):
            one.delete()
            known = {other: row for other, row in known.items() if other != key}
    for (kind, identifier), person in wanted.items():
        if (kind, identifier) not in known:
            HalQuery.objects.create(kind=kind, identifier=identifier, person_id=person, is_own=True)


def ask_all(client: HalClient, *, accept_losses: bool = False) -> Iterator[Asked]:
    """Ask every question that may be asked now, one after the other; stop where the service itself is at fault."""
    refresh_own()
    for one in HalQuery.objects.filter(is_active=False, findings__isnull=False).distinct():
        taking.let_go_of(one)
    for query in HalQuery.objects.active().real().order_by("kind", "identifier"):
        if query.not_before and query.not_before > clock.now():
            yield Asked(query, HalOutcome.BUSY, f"not before {query.not_before:%Y-%m-%d %H:%M} UTC")
            continue
        asked = ask(client, query, accept_losses=accept_losses)
        yield asked
        if asked.outcome in FAULTS_OF_THE_SERVICE:
            return


def ask(client: HalClient, query: HalQuery, *, accept_losses: bool = False) -> Asked:
    """Ask one question, keep the answer, and note what came of it. Raises nothing that HAL may cause."""
    known = Validators() if accept_losses else Validators(query.etag, query.last_modified)
    noted: dict[str, Any] = {"asked_at": clock.now(), "not_before": None, "detail": ""}
    taken = None
    try:
        answer = client.all_documents(words_of(query), filters=_filters(query), known=known)
        outcome = HalOutcome.UNCHANGED
        if answer.documents is not None:
            taken = taking.take_answer(query, answer.documents, client, accept_losses=accept_losses)
            outcome = HalOutcome.ANSWERED
            noted |= {"etag": answer.validators.etag, "last_modified": answer.validators.last_modified}
            noted |= {"found": taken.documents, "detail": f"{taken.unread} unread" if taken.unread else ""}
        noted["answered_at"] = clock.now()
    except HalFault as fault:
        outcome = fault.outcome
        noted |= {"detail": fault.detail, "not_before": fault.not_before}
    # Not a change of the question: whoever has its form open is not told that somebody changed it meanwhile.
    HalQuery.objects.filter(pk=query.pk).update(outcome=outcome, **noted)
    return Asked(query, outcome, str(noted["detail"]), taken)


def words_of(query: HalQuery) -> str:
    return f"{QUERY_FIELDS[query.kind]}:{quoted(query.identifier)}"


def _filters(query: HalQuery) -> tuple[str, ...]:
    return () if query.kind in GRANTS else (f"producedDateY_i:[{SINCE} TO *]",)
