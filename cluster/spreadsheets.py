"""Institutions and people as spreadsheets. Publication is not for spreadsheets: new rows come in as drafts."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from publishing.language_fields import SpokenField
from publishing.languages import column, columns, main
from publishing.spreadsheet_kinds import SheetKind

from .models import Institution, Person
from .models.institutions import lines


def _names(institution: Institution) -> Iterator[str]:
    """All that an institution is called."""
    yield from filter(None, (getattr(institution, name) for name in columns("name")))
    yield from filter(None, [institution.acronym, *lines(institution.aliases)])


def _person(texts: Mapping[str, str]) -> str:
    return f"{texts.get('given_name', '')} {texts.get('family_name', '')}".strip()


INSTITUTIONS = SheetKind(
    Institution,
    columns=(
        *columns("name"),
        "acronym",
        "aliases",
        "kind",
        "circle",
        "city",
        "website",
        "ror",
        *columns("description"),
        "rank",
        *columns("slug"),
    ),
    name_of=lambda texts: texts.get(column("name", main()), ""),
    names_in=(*columns("name"), "acronym", "aliases"),
    names=_names,
    identifiers=("ror",),
    also={column("name", main()): ("nom", "name", "établissement", "institution"), "kind": ("type", "genre"), "ror": ("ror",)},
)

PEOPLE = SheetKind(
    Person,
    columns=(
        "given_name",
        "family_name",
        "filing_name",
        "aliases",
        "orcid",
        "idhal",
        "website",
        *columns("laboratory"),
        *columns("subjects"),
        "spoken",
        "answers_press",
        *columns("press_topics"),
        *columns("biography"),
        *columns("slug"),
    ),
    name_of=_person,
    names_in=("given_name", "family_name", "aliases"),
    names=lambda person: [str(person), *lines(person.aliases)],
    identifiers=("orcid", "idhal"),
    fields={"spoken": lambda: SpokenField(required=False, help_text=_("In which one may write to them."))},
    names_are_unique=False,
    also={
        "family_name": ("nom", "last name", "surname"),
        "given_name": ("first name",),
        "orcid": ("orcid",),
        "idhal": ("idhal", "hal"),
        "website": ("site web", "site", "web"),
    },
)
