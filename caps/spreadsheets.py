"""Programmes as spreadsheets: what stands on the form itself, not the people and bodies that hang on it.

Publication is not for spreadsheets: new rows come in as drafts.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cluster.models import Theme
from publishing.languages import column, columns, main
from publishing.spreadsheet_kinds import SheetKind

from .models import CAP, STRANDS, Keyword


def _names(cap: CAP) -> Iterator[str]:
    yield cap.acronym
    yield from filter(None, (getattr(cap, name) for name in columns("title")))


def _named(texts: Mapping[str, Any]) -> str:
    return texts.get("acronym") or texts.get(column("title", main()), "")


def _theme(theme: Theme) -> Iterator[str]:
    yield from (getattr(theme, name) for stem in ("name", "full_name") for name in columns(stem))


def _keyword(keyword: Keyword) -> Iterator[str]:
    yield from (getattr(keyword, name) for name in columns("name"))


PROGRAMMES = SheetKind(
    CAP,
    columns=(
        "number",
        "acronym",
        *columns("title"),
        *columns("summary"),
        "theme",
        "phase",
        "keywords",
        "start",
        "end",
        "website",
        *(name for strand in STRANDS for name in columns(strand)),
        *columns("call"),
        "call_url",
        *columns("example_note"),
        *columns("slug"),
    ),
    name_of=_named,
    names_in=("acronym", *columns("title")),
    names=_names,
    identifiers=("number",),
    relations={"theme": _theme, "keywords": _keyword},
    also={"acronym": ("acronyme", "sigle", "PAC", "CAP"), "number": ("n", "numero"), "phase": ("etape",)},
)
