"""How partners are likened to each other, and to the member institutions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cluster.doubles import INSTITUTIONS, known
from cluster.models.institutions import lines
from publishing.doubles import DoubleKind, register, register_across
from publishing.languages import columns
from publishing.name_likeness import NamedRecord, site_of

from .models import Partner


def _partner(row: Mapping[str, Any]) -> NamedRecord:
    mail = row["contact_email"].lower()
    number = "".join(row["foreign_number"].split()).lower()
    return NamedRecord(
        Partner._meta.label_lower,
        row["pk"],
        (row["name"],),
        tuple(lines(row["aliases"])),
        identifiers=known(row["siren"], f"{row['country']} {number}" if number else ""),
        sites=known(site_of(row["website"]), site_of(f"https://{mail.rpartition('@')[2]}") if mail else ""),
        mails=known(mail),
        is_example=bool(row["is_example"]),
    )


PARTNERS = DoubleKind(
    Partner,
    ("name", "aliases", "siren", "foreign_number", "country", "website", "contact_email"),
    _partner,
    lambda partner: [partner.name],
    aliases="aliases",
    together=(
        ("country", "siren", "foreign_number"),
        ("logo", *columns("logo_alt"), "logo_permission", "logo_permission_until"),
        Partner.private_fields,
    ),
)

ACROSS = _(
    "The same body as a member institution and as a partner is no double: a member is in the consortium’s agreement, a partner "
    "brings means, and each page has its own facts. Nothing has to be merged, and nothing can be. If one of the two is there "
    "by mistake, lead its programmes and releases to the other in their own forms, then delete it; if both are right, say so."
)


def connect() -> None:
    register(PARTNERS)
    register_across(INSTITUTIONS, PARTNERS, ACROSS)
