"""Programmes and opportunities as spreadsheets: what stands on the form itself, not what hangs on it.

Publication is not for spreadsheets: new rows come in as drafts.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cluster.models import Institution, Theme
from publishing.language_fields import SpokenField
from publishing.languages import column, columns, main
from publishing.spreadsheet_kinds import SheetKind

from .models import CAP, STRANDS, Course, Keyword, Opportunity


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


def _institution(institution: Institution) -> Iterator[str]:
    yield from filter(None, (getattr(institution, name) for name in columns("name")))
    yield from filter(None, (institution.acronym,))


def _programme(cap: CAP) -> Iterator[str]:
    """As a sheet that goes out names it, with its number, and by its acronym or title alone."""
    yield str(cap)
    yield from _names(cap)


def _titles(thing: Opportunity | Course) -> Iterator[str]:
    yield from filter(None, (getattr(thing, name) for name in columns("title")))


OPPORTUNITIES = SheetKind(
    Opportunity,
    columns=(
        "kind",
        "level",
        *columns("title"),
        *columns("summary"),
        *columns("body"),
        "cap",
        "institution",
        "themes",
        "keywords",
        "opens",
        "closes",
        "begins",
        *columns("duration"),
        *columns("place"),
        "city",
        "country",
        "employer",
        "work_languages",
        *columns("apply"),
        "apply_url",
        "contact_name",
        "contact_email",
        "contact_phone",
        *columns("outcome"),
        *columns("slug"),
    ),
    name_of=lambda texts: texts.get(column("title", main()), ""),
    names_in=tuple(columns("title")),
    names=_titles,
    # A call comes back every year under its title: its closing day tells one from the other.
    names_are_unique=False,
    tells_apart=("closes",),
    relations={"cap": _programme, "institution": _institution, "themes": _theme, "keywords": _keyword},
    fields={"work_languages": lambda: SpokenField(required=False)},
    also={
        "kind": ("type", "nature", "genre"),
        "closes": ("date limite", "cloture", "deadline", "closing date"),
        "opens": ("ouverture", "opening date"),
        "cap": ("PAC", "CAP", "programme"),
        "institution": ("etablissement", "institution"),
        "place": ("lieu",),
        "apply_url": ("lien", "url", "candidature"),
        "contact_email": ("e mail", "mail", "courriel", "mel"),
        "work_languages": ("langues", "languages"),
    },
)


COURSES = SheetKind(
    Course,
    columns=(
        *columns("title"),
        *columns("summary"),
        "kind",
        "level",
        "taught_in",
        "format",
        "place",
        *columns("duration"),
        "start",
        "end",
        "apply_until",
        *columns("how_to_apply"),
        "apply_url",
        "website",
        "institutions",
        "caps",
        *columns("body"),
        "as_of",
        "source",
        "source_url",
        *columns("slug"),
    ),
    name_of=lambda texts: texts.get(column("title", main()), ""),
    names_in=tuple(columns("title")),
    names=_titles,
    relations={"institutions": _institution, "caps": _programme},
    fields={"taught_in": lambda: SpokenField(required=False, help_text=_("languages it is taught in"))},
    also={column("title", main()): ("titre", "title", "intitule", "formation"), "place": ("ville", "lieu", "city")},
)
