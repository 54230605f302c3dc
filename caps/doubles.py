"""How opportunities are likened to each other: the same call is easily entered twice, by a programme and by its institution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from publishing.doubles import DoubleKind, register, texts
from publishing.languages import columns
from publishing.name_likeness import NamedRecord

from .models import Opportunity
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


def connect() -> None:
    register(OPPORTUNITIES)
