"""Publications for reference managers: BibTeX (biblatex) and RIS.

Whatever a title holds is text: TeX's own signs are escaped, so that nothing that somebody wrote into HAL is run by TeX, and
no line of RIS can be broken. What goes out comes in again as it was.

RIS: https://en.wikipedia.org/wiki/RIS_(file_format), tags as Zotero and EndNote read them. BibTeX: http://www.bibtex.org/Format/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.translation import gettext

from cluster.cluster_citation import escaped

from .enums import PublicationKind
from .models import Publication

BIBTEX_TYPE, RIS_TYPE = "application/x-bibtex; charset=utf-8", "application/x-research-info-systems; charset=utf-8"
ENTRIES: dict[str, tuple[str, str, str]] = {
    PublicationKind.ARTICLE: ("article", "journal", "JOUR"),
    PublicationKind.CONFERENCE: ("inproceedings", "booktitle", "CONF"),
    PublicationKind.THESIS: ("phdthesis", "school", "THES"),
    PublicationKind.PREPRINT: ("unpublished", "howpublished", "UNPB"),
    PublicationKind.BOOK: ("book", "series", "BOOK"),
    PublicationKind.CHAPTER: ("incollection", "booktitle", "CHAP"),
    PublicationKind.REPORT: ("techreport", "institution", "RPRT"),
    PublicationKind.DATA: ("misc", "howpublished", "DATA"),
    PublicationKind.SOFTWARE: ("misc", "howpublished", "COMP"),
    PublicationKind.OTHER: ("misc", "howpublished", "GEN"),
}
"""Each kind as BibTeX and RIS call it, with the field of BibTeX that says where it was published."""


def bibtex(one: Publication) -> str:
    entry, venue, _ris = ENTRIES[one.kind]
    fields = {
        "title": f"{{{escaped(one.title)}}}",
        "author": " and ".join(map(_bibtex_name, one.author_names)),
        "year": str(one.year),
        venue: escaped(one.venue),
        "volume": escaped(one.volume),
        "number": escaped(one.issue),
        "pages": escaped(one.pages),
        "publisher": escaped(one.publisher),
        "doi": escaped(one.doi),
        "url": escaped(one.url or one.address),
        "hal_id": one.hal_id,
        "hal_version": f"v{one.hal_version}" if one.hal_version else "",
        "note": _note(one),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "\n".join([f"@{entry}{{{key_of(one)},", ",\n".join(lines), "}"])


def key_of(one: Publication) -> str:
    return one.hal_id or f"postgenai-{one.pk}"


def _bibtex_name(name: str) -> str:
    """A name of one part in braces, since BibTeX would take it apart; and so is one that holds its word for “and”."""
    family, comma, given = name.partition(", ")
    if not comma:
        return f"{{{escaped(name)}}}"
    parts = (escaped(part) for part in (family, given))
    return ", ".join(f"{{{part}}}" if " and " in f" {part.lower()} " or "," in part else part for part in parts)


def _note(one: Publication) -> str:
    return gettext("Example, made up for demonstration") if one.is_example else ""


def ris(one: Publication) -> str:
    return "\r\n".join(f"{tag}  - {' '.join(value.split())}" for tag, value in _ris_lines(one) if value or tag == "ER") + "\r\n"


def _ris_lines(one: Publication) -> Iterator[tuple[str, str]]:
    yield "TY", ENTRIES[one.kind][2]
    yield "TI", one.title
    yield from (("AU", name) for name in one.author_names)
    yield "PY", str(one.year)
    yield "DA", one.published_on.replace("-", "/")
    yield "JO" if one.kind == PublicationKind.ARTICLE else "PB" if one.kind == PublicationKind.THESIS else "T2", one.venue
    yield "VL", one.volume
    yield "IS", one.issue
    first, dash, last = one.pages.partition("-")
    yield "SP", first
    yield "EP", last.lstrip("-") if dash else ""
    yield "PB", "" if one.kind == PublicationKind.THESIS else one.publisher
    yield "DO", one.doi
    yield "UR", one.url or one.address
    yield "L1", one.file_url
    yield "LA", one.language
    yield from (("KW", word) for word in one.hal_record.get("keywords", ()))
    yield from (("AB", text) for text in list(one.abstracts.values())[:1])
    yield "ID", key_of(one)
    yield "DB", "HAL" if one.is_read_from_hal else settings.PORTAL_NAME
    yield "N1", _note(one)
    yield "ER", ""


def bibtex_file(things: Iterable[Publication]) -> str:
    return "\n\n".join(map(bibtex, things)) + "\n"


def ris_file(things: Iterable[Publication]) -> str:
    return "\r\n".join(map(ris, things))
