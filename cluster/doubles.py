"""How institutions, people, themes and clusters are likened to each other, and what of two is united when they become one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from publishing.doubles import DoubleKind, register, texts
from publishing.languages import columns
from publishing.name_likeness import NamedRecord, site_of

from .models import Institution, NationalCluster, Person, Theme
from .models.institutions import lines


def known(*values: str) -> frozenset[str]:
    return frozenset(filter(None, values))


def _institution(row: Mapping[str, Any]) -> NamedRecord:
    return NamedRecord(
        Institution._meta.label_lower,
        row["pk"],
        tuple(filter(None, [*(row[name] for name in columns("name")), row["acronym"]])),
        tuple(lines(row["aliases"])),
        identifiers=known(row["ror"].lower()),
        sites=known(site_of(row["website"])),
        is_example=bool(row["is_example"]),
    )


def _person(row: Mapping[str, Any]) -> NamedRecord:
    return NamedRecord(
        Person._meta.label_lower,
        row["pk"],
        (f"{row['given_name']} {row['family_name']}".strip(),),
        tuple(lines(row["aliases"])),
        identifiers=known(row["orcid"], row["idhal"].lower()),
        # A person's page is at their institution's site: its whole address tells one from another.
        sites=known(row["website"].rstrip("/").lower()),
        given=row["given_name"],
        family=row["family_name"],
        is_example=bool(row["is_example"]),
    )


def _theme(row: Mapping[str, Any]) -> NamedRecord:
    names = tuple(filter(None, (row[name] for name in (*columns("name"), *columns("full_name")))))
    return NamedRecord(Theme._meta.label_lower, row["pk"], names, is_example=bool(row["is_example"]))


def _cluster(row: Mapping[str, Any]) -> NamedRecord:
    return NamedRecord(
        NationalCluster._meta.label_lower,
        row["pk"],
        tuple(filter(None, [row["name"], *(row[name] for name in columns("long_name"))])),
        tuple(lines(row["aliases"])),
        sites=known(site_of(row["website"])),
        is_example=bool(row["is_example"]),
    )


def _names(*fields: str) -> Any:
    def names(record: models.Model) -> list[str]:
        return list(texts(record, *fields))

    return names


INSTITUTIONS = DoubleKind(
    Institution,
    (*columns("name"), "acronym", "aliases", "ror", "website"),
    _institution,
    _names("name", "acronym"),
    aliases="aliases",
    lists=("lookalikes",),
    together=(("logo", *columns("logo_alt")),),
)

PEOPLE = DoubleKind(
    Person,
    ("given_name", "family_name", "aliases", "orcid", "idhal", "website"),
    _person,
    lambda person: [str(person)],
    aliases="aliases",
    lists=tuple(columns("subjects")),
    together=(("given_name", "family_name", "filing_name"), ("answers_press", *columns("press_topics"))),
)

THEMES = DoubleKind(Theme, (*columns("name"), *columns("full_name")), _theme, _names("name", "full_name"))

CLUSTERS = DoubleKind(
    NationalCluster,
    ("name", *columns("long_name"), "aliases", "website"),
    _cluster,
    _names("name", "long_name"),
    aliases="aliases",
    lists=("consortium",),
    together=(("latitude", "longitude"),),
)


def connect() -> None:
    for kind in (INSTITUTIONS, PEOPLE, THEMES, CLUSTERS):
        register(kind)
