"""What the language switch takes along of an address: what is chosen in a list's filters, what is searched, whom one writes to.

A value that is the address of a public record is given as its address in the other language. What the page does not know is
left behind, and so is the number of a page: lists have their own order and length in each language.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import urlencode

from django import forms
from django.apps import apps
from django.http import QueryDict

from .models import Addressed, SlugRecord

LEFT_BEHIND = frozenset({"page"})
MOST = 20
"""Parameters that are taken along: more than any page has."""
LONGEST = 200


def known_names(filters: object, form: object) -> dict[str, bool]:
    """The parameters of a page, by the filters or the form that it shows, and whether their values may be addresses of records.

    A form that is posted says by ``address_names`` which of them stand in its address.
    """
    if own := getattr(form, "address_names", None):
        return dict.fromkeys(own, True)
    found: dict[str, bool] = {}
    for one in (getattr(filters, "form", None), form):
        if isinstance(one, forms.BaseForm):
            found |= {name: isinstance(field, forms.ChoiceField) for name, field in one.fields.items()}
    return {name: is_choice for name, is_choice in found.items() if name not in LEFT_BEHIND}


def switched(query: QueryDict, names: Mapping[str, bool], language: str, code: str) -> str:
    """The query string of a page in ``language`` for its version in ``code``, empty or with its question mark."""
    kept = [(name, value) for name in names for value in query.getlist(name) if 0 < len(value) <= LONGEST]
    kept = [(name, value) for name, value in kept[:MOST] if value.isprintable()]
    if not kept:
        return ""
    there = _addresses([(name, value) for name, value in kept if names[name]], language, code)
    said = [(name, there.get((name, value), value)) for name, value in kept]
    said = [(name, value) for name, value in said if value]
    return f"?{urlencode(said)}" if said else ""


def _addresses(kept: Collection[tuple[str, str]], language: str, code: str) -> dict[tuple[str, str], str]:
    """Of values that are addresses of records, those in another language; empty where that is not public."""
    if not kept:
        return {}
    rows = SlugRecord.objects.filter(language=language, slug__in={value for _name, value in kept})
    found: dict[str, list[SlugRecord]] = {}
    for row in rows.order_by("model_label", "pk"):
        found.setdefault(row.slug, []).append(row)
    meant = {(name, value): _meant(name, found[value]) for name, value in kept if value in found}
    records = _records(meant.values())
    return {asked: _address(records.get((row.model_label, row.object_id)), code) for asked, row in meant.items()}


def _meant(name: str, rows: list[SlugRecord]) -> SlugRecord:
    """Of kinds that share an address, the one that the parameter is called by."""
    return next((row for row in rows if row.model_label.endswith(f".{name}")), rows[0])


def _records(rows: Collection[SlugRecord]) -> dict[tuple[str, int], object]:
    """The records that addresses lead to: a query for each kind."""
    return {
        (label, key): record
        for label in {row.model_label for row in rows}
        for key, record in apps.get_model(label)
        ._base_manager.in_bulk({row.object_id for row in rows if row.model_label == label})
        .items()
    }


def _address(record: object, code: str) -> str:
    return record.slug(code) or "" if isinstance(record, Addressed) and record.is_public(code) else ""
