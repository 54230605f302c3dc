"""Publications as spreadsheets and BibTeX files.

One is known by its DOI or its HAL id, else by its title and year. What HAL says of a publication is corrected on HAL, so no row
changes it; what staff hid is changed like any other and stays hidden. New ones come in as drafts.
"""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster.models import Person
from proofreading.text import identity
from publishing.language_fields import WorldLanguageField
from publishing.languages import columns
from publishing.rich_text_languages import language_tag
from publishing.spreadsheet_cells import typed
from publishing.spreadsheet_kinds import Options, OtherFile, SheetKind

from .bibtex.rows import is_bibtex, open_bibtex
from .hal import records
from .models import CAP, PersonPublication, ProgrammePublication, Publication

_VERSION = re.compile(r"v[0-9]+\Z")
_SEVERAL = re.compile(r"[;\n]")


class PublicationSheetForm(forms.Form):
    """To what all rows of a file belong."""

    cap = forms.TypedChoiceField(
        label=gettext_lazy("Programme of all rows"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: [("", "–"), *((cap.pk, str(cap)) for cap in CAP.objects.order_by("number"))],
        help_text=gettext_lazy("Publications that are new or changed are tied to it."),
    )
    person = forms.TypedChoiceField(
        label=gettext_lazy("Author of all rows"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: [("", "–"), *((person.pk, str(person)) for person in Person.objects.order_by("sort_name", "pk"))],
        help_text=gettext_lazy("Publications that are new or changed are tied to this person."),
    )


def _tie(publication: Publication, options: Options) -> None:
    for cap in CAP.objects.filter(pk=options.get("cap") or 0):
        ProgrammePublication.objects.get_or_create(publication=publication, cap=cap)
    for person in Person.objects.filter(pk=options.get("person") or 0):
        PersonPublication.objects.get_or_create(publication=publication, person=person)


def _title_and_year(title: object, year: object) -> str:
    return f"{title} {year}" if title else ""


def _doi(cell: str) -> str:
    """With or without an address before it, in small letters: DOIs know no other difference."""
    return records.doi(cell) or cell.strip()


def _hal_id(cell: str) -> str:
    return _VERSION.sub("", cell.strip().lower())


def _authors(cell: str) -> str:
    return "\n".join(name for part in _SEVERAL.split(cell) if (name := part.strip()))


def _language(cell: str) -> str:
    """A language by its name or its code; one that is stored and has no name here is a code, too."""
    words = PUBLICATIONS.words["language"]
    tag = language_tag(cell)
    if identity(cell) not in words and tag == cell.strip():
        return tag
    return str(typed(cell, PUBLICATIONS.form_field("language"), words))


def _open(cell: str) -> str:
    """Yes, no, or nothing where it is not known."""
    if not cell.strip():
        return ""
    said = typed(cell, forms.BooleanField(), {})
    return "true" if said else "false"


def _kept_because(publication: Publication) -> str:
    return _("HAL says what it is: it is corrected there.") if publication.is_read_from_hal else ""


PUBLICATIONS = SheetKind(
    Publication,
    columns=(
        "title",
        "kind",
        "language",
        "authors",
        "venue",
        "year",
        "published_on",
        "volume",
        "issue",
        "pages",
        "publisher",
        "doi",
        "url",
        "file_url",
        "licence",
        "is_open",
        "hal_id",
        *columns("slug"),
    ),
    name_of=lambda texts: _title_and_year(texts.get("title"), texts.get("year")),
    title_of=lambda written: written.get("title", ""),
    names_in=("title", "year"),
    names=lambda publication: [_title_and_year(publication.title, publication.year)],
    # Two of the same title and year may be a text and its data: their identifiers tell them apart.
    names_are_unique=False,
    identifiers=("doi", "hal_id"),
    needed=("title", "year"),
    fields={"language": lambda: WorldLanguageField(required=False)},
    readers={"doi": _doi, "hal_id": _hal_id, "authors": _authors, "language": _language, "is_open": _open},
    kept_because=_kept_because,
    options=PublicationSheetForm,
    and_then=_tie,
    other_files=(
        OtherFile(
            ".bib",
            gettext_lazy(
                "Or a BibTeX file (.bib), as Zotero, JabRef or HAL write it: its entries are named by the line in which they "
                "begin, and what an entry does not say changes nothing."
            ),
            is_bibtex,
            open_bibtex,
        ),
    ),
    also={
        "title": ("titre",),
        "language": ("langue", "language"),
        "authors": ("auteurs", "author", "auteur"),
        "year": ("annee",),
        "venue": ("revue", "journal", "booktitle"),
        "kind": ("type",),
        "doi": ("doi",),
        "hal_id": ("hal", "identifiant hal", "halid"),
        "published_on": ("date",),
        "url": ("url", "lien"),
    },
)
