"""Partners and their pledges as spreadsheets. Publication is not for spreadsheets: new partners come in as drafts."""

from collections.abc import Iterator, Mapping
from typing import Any

from cluster.models.institutions import lines
from publishing.languages import columns
from publishing.spreadsheet_kinds import SheetKind

from .enums import PledgeKind
from .models import Partner, Pledge


def _partner(partner: Partner) -> Iterator[str]:
    yield from (partner.name, partner.siren)


def _pledge_key(partner: object, kind: object, start: object, end: object) -> str:
    return f"{partner} {kind or PledgeKind.CASH.value} {start} {end}"


def _pledge_of_row(texts: Mapping[str, Any]) -> str:
    """A partner’s pledge of a kind over the same years is the same one; its amount may change."""
    return _pledge_key(texts.get("partner"), texts.get("kind"), texts.get("start_year"), texts.get("end_year"))


PARTNERS = SheetKind(
    Partner,
    columns=(
        "name",
        "kind",
        "sector",
        "country",
        "siren",
        "foreign_number",
        "aliases",
        "website",
        "since",
        *columns("description"),
        *columns("slug"),
        *Partner.private_fields,
    ),
    name_of=lambda texts: texts.get("name", ""),
    names_in=("name", "aliases"),
    names=lambda partner: [partner.name, *lines(partner.aliases)],
    identifiers=("siren",),
    also={
        "name": ("raison sociale", "company"),
        "kind": ("type", "genre"),
        "since": ("depuis", "partenaire depuis"),
        "siren": ("n siren", "numero siren"),
    },
)

PLEDGES = SheetKind(
    Pledge,
    columns=("partner", "amount", "kind", "start_year", "end_year", "is_public"),
    name_of=_pledge_of_row,
    title_of=lambda written: (
        f"{written.get('partner', '')} {written.get('start_year', '')}–{written.get('end_year', '')}".strip(" –")
    ),
    names_in=("partner", "kind", "start_year", "end_year"),
    names=lambda pledge: [_pledge_key(pledge.partner_id, pledge.kind, pledge.start_year, pledge.end_year)],
    names_are_unique=False,
    needed=("partner", "start_year", "end_year"),
    relations={"partner": _partner},
    owner=lambda pledge: pledge.partner,
    also={
        "amount": ("montant", "amount"),
        "kind": ("type", "genre"),
        "start_year": ("debut", "start"),
        "end_year": ("fin", "end"),
        "partner": ("partenaire", "raison sociale"),
    },
)
