"""Publications for reference managers: BibTeX (biblatex) and RIS.

Whatever a title holds is text: TeX's own signs are escaped, so that nothing that somebody wrote into HAL is run by TeX, and
no line of RIS can be broken. What goes out comes in again as it was.

RIS: https://en.wikipedia.org/wiki/RIS_(file_format), tags as Zotero and EndNote read them. BibTeX: http://www.bibtex.org/Format/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.translation import gettext

from cluster.cluster_citation import escaped

from .enums import PublicationKind
from .models import Publication

_NO_KEY = re.compile(r"[^A-Za-z0-9_:.+/-]")
BIBTEX_TYPE, RIS_TYPE = "application/x-bibtex; charset=utf-8", "application/x-research-info-systems; charset=utf-8"
ENTRIES: dict[str, tuple[str, str, str]] = {
    PublicationKind.ARTICLE: ("article", "journal", "JOUR"),
    PublicationKind.CONFERENCE: ("inproceedings", "booktitle", "CONF"),
    PublicationKind.THESIS: ("phdthesis", "school", "THES"),
    PublicationKind.PREPRINT: ("unpublished", "howpublished", "UNPB"),
    PublicationKind.BOOK: ("book", "series", "BOOK"),
    PublicationKind.CHAPTER: ("incollection", "booktitle", "CHAP"),
    PublicationKind.REPORT: ("techreport", "institution", "RPRT"),
    PublicationKind.DATA: ("dataset", "howpublished", "DATA"),
    PublicationKind.SOFTWARE: ("software", "howpublished", "COMP"),
    PublicationKind.OTHER: ("misc", "howpublished", "GEN"),
}
"""Each kind as BibTeX (data and software as biblatex) and RIS call it, with the field that says where it was published."""


def bibtex(publication: Publication) -> str:
    entry, venue, _ris = ENTRIES[publication.kind]
    fields = {
        "title": f"{{{escaped(publication.title)}}}",
        "author": " and ".join(map(_bibtex_name, publication.author_names)),
        "year": str(publication.year),
        venue: escaped(publication.venue),
        "volume": escaped(publication.volume),
        "number": escaped(publication.issue),
        "pages": escaped(publication.pages),
        "publisher": escaped(publication.publisher),
        "doi": escaped(publication.doi),
        "url": escaped(publication.url or publication.address),
        "hal_id": escaped(publication.hal_id),
        "hal_version": f"v{publication.hal_version}" if publication.hal_version else "",
        "note": _note(publication),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "\n".join([f"@{entry}{{{key_of(publication)},", ",\n".join(lines), "}"])


def key_of(publication: Publication) -> str:
    """What HAL calls it, in signs that end no key: nothing that comes from elsewhere can begin a field or an entry."""
    return _NO_KEY.sub("", publication.hal_id) or f"postgenai-{publication.pk}"


def _bibtex_name(name: str) -> str:
    """A name of one part in braces, since BibTeX would take it apart; and so is one that holds its word for “and”."""
    family, comma, given = name.partition(", ")
    if not comma:
        return f"{{{escaped(name)}}}"
    parts = (escaped(part) for part in (family, given))
    return ", ".join(f"{{{part}}}" if " and " in f" {part.lower()} " or "," in part else part for part in parts)


def _note(publication: Publication) -> str:
    return gettext("Example, made up for demonstration") if publication.is_example else ""


def ris(publication: Publication) -> str:
    return (
        "\r\n".join(f"{tag}  - {' '.join(value.split())}" for tag, value in _ris_lines(publication) if value or tag == "ER")
        + "\r\n"
    )


def _ris_lines(publication: Publication) -> Iterator[tuple[str, str]]:
    yield "TY", ENTRIES[publication.kind][2]
    yield "TI", publication.title
    yield from (("AU", name) for name in publication.author_names)
    yield "PY", str(publication.year)
    yield "DA", publication.published_on.replace("-", "/")
    yield (
        "JO" if publication.kind == PublicationKind.ARTICLE else "PB" if publication.kind == PublicationKind.THESIS else "T2",
        publication.venue,
    )
    yield "VL", publication.volume
    yield "IS", publication.issue
    first, dash, last = publication.pages.partition("-")
    yield "SP", first
    yield "EP", last.lstrip("-") if dash else ""
    yield "PB", "" if publication.kind == PublicationKind.THESIS else publication.publisher
    yield "DO", publication.doi
    yield "UR", publication.url or publication.address
    yield "L1", publication.file_url
    yield "LA", publication.language
    yield from (("KW", word) for word in publication.hal_record.get("keywords", ()))
    yield from (("AB", text) for text in list(publication.abstracts.values())[:1])
    yield "ID", key_of(publication)
    yield "DB", "HAL" if publication.is_read_from_hal else settings.PORTAL_NAME
    yield "N1", _note(publication)
    yield "ER", ""


def bibtex_file(things: Iterable[Publication]) -> str:
    return "\n\n".join(map(bibtex, things)) + "\n"


def ris_file(things: Iterable[Publication]) -> str:
    return "\r\n".join(map(ris, things))
