"""How opportunities and publications are likened to each other: the same call is easily entered twice, by a programme and by
its institution, and a publication comes from HAL, from a BibTeX file and by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import models

from publishing.doubles import DoubleKind, register, texts
from publishing.languages import columns
from publishing.name_likeness import NamedRecord
from publishing.record_references import KeyReference, moved_by

from .models import HalFinding, HalQuery, Opportunity, Publication
from .opportunity_models import CONTACT


def _opportunity(row: Mapping[str, Any]) -> NamedRecord:
    titles = tuple(filter(None, (row[name] for name in columns("title"))))
    return NamedRecord(Opportunity._meta.label_lower, row["pk"], titles, is_example=bool(row["is_example"]))


OPPORTUNITIES = DoubleKind(
    Opportunity,
    tuple(columns("title")),
    _opportunity,
    lambda opportunity: list(texts(opportunity, "title")),
    together=(("opens", "closes"), ("city", "country"), CONTACT),
)


def _publication(row: Mapping[str, Any]) -> NamedRecord:
    identifiers = frozenset(filter(None, [row["doi"].lower(), row["hal_id"], *row["other_hal_ids"].split()]))
    return NamedRecord(
        Publication._meta.label_lower,
        row["pk"],
        (row["title"],),
        identifiers=identifiers,
        is_example=bool(row["is_example"]),
        is_sentence=True,
    )


PUBLICATIONS = DoubleKind(
    Publication,
    ("title", "doi", "hal_id", "other_hal_ids"),
    _publication,
    lambda publication: [publication.hal_id],
    aliases="other_hal_ids",
    together=(
        ("hal_id", "hal_version", "hal_state", "hal_state_since"),
        ("year", "published_on"),
        ("venue", "volume", "issue", "pages"),
        ("is_open", "file_url", "licence"),
    ),
)
"""The HAL id of the one that goes becomes another one of the one that stays, so that HAL’s next answer makes no new one."""


def _move_findings(reference: KeyReference, gone: models.Model, kept: models.Model, by: User) -> set[Any]:
    """What questions found goes to the one that stays, once each. They are asked as if never before, so that it is what HAL
    says."""
    rows = HalFinding.objects.filter(publication=gone.pk)
    known = HalFinding.objects.filter(publication=kept.pk).values("query")
    HalQuery.objects.filter(findings__publication=gone.pk).update(etag="", last_modified="")
    rows.filter(query__in=known).delete()
    moved = set(rows.values_list("pk", flat=True))
    rows.update(publication=kept.pk)
    return moved


def connect() -> None:
    register(OPPORTUNITIES)
    register(PUBLICATIONS)
    moved_by(HalFinding, _move_findings)
