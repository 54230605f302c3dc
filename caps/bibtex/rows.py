"""A BibTeX file as the rows of a spreadsheet of publications, so that it passes the same preview, rules and rights.

What an entry does not say changes nothing of a publication that is known (``UNSAID``). A row has the number of the line in
which its entry begins. Fields are those of BibTeX and biblatex, and those that HAL adds to its own files (``hal_id``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from publishing.spreadsheet_files import UNSAID, SheetRow, decoded

from ..enums import PublicationKind
from ..hal import records
from .reader import BibTeXEntry, BibTeXFault, entries
from .tex_text import authors_of, text_of

COLUMNS = (
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
    "hal_id",
)
KINDS = {
    "article": PublicationKind.ARTICLE,
    "inproceedings": PublicationKind.CONFERENCE,
    "conference": PublicationKind.CONFERENCE,
    "proceedings": PublicationKind.BOOK,
    "phdthesis": PublicationKind.THESIS,
    "mastersthesis": PublicationKind.THESIS,
    "thesis": PublicationKind.THESIS,
    "unpublished": PublicationKind.PREPRINT,
    "book": PublicationKind.BOOK,
    "mvbook": PublicationKind.BOOK,
    "collection": PublicationKind.BOOK,
    "incollection": PublicationKind.CHAPTER,
    "inbook": PublicationKind.CHAPTER,
    "techreport": PublicationKind.REPORT,
    "report": PublicationKind.REPORT,
    "dataset": PublicationKind.DATA,
    "software": PublicationKind.SOFTWARE,
}
"""What each type of entry is; any other is another publication."""
VENUES = ("journal", "journaltitle", "booktitle", "school", "institution", "eventtitle", "howpublished", "series")
LANGUAGES = {
    **dict.fromkeys(("english", "american", "british", "usenglish", "ukenglish", "anglais"), "en"),
    **dict.fromkeys(("french", "francais", "français", "frenchb"), "fr"),
    **dict.fromkeys(("german", "ngerman", "deutsch"), "de"),
    **{"spanish": "es", "italian": "it", "portuguese": "pt", "dutch": "nl"},
}
"""Languages as babel and biblatex name them."""
_MONTHS = {name[:3]: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
_MONTHS |= {"fév": 2, "fev": 2, "avr": 4, "mai": 5, "juin": 6, "juil": 7, "aoû": 8, "aou": 8, "déc": 12}
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_HAL_ID = re.compile(r"\b([a-z][a-z0-9_]*-[0-9]{5,10})(?:v[0-9]+)?\b")
_ESCAPED = re.compile(r"\\([&%$#_{}~])")


def is_bibtex(name: str, content: bytes) -> bool:
    """By the name of the file, or by the sign that it begins with, which no heading of a column does."""
    return name.lower().endswith(".bib") or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"@")


def open_bibtex(content: bytes, most_rows: int) -> tuple[list[str], Iterator[SheetRow]]:
    """Raises ``ValidationError`` with a sentence that names the line where the file cannot be read."""
    try:
        found = entries(decoded(content))
    except UnicodeDecodeError as error:
        raise ValidationError(_("This file is no text: save it as BibTeX in UTF-8.")) from error
    except BibTeXFault as fault:
        raise ValidationError(str(fault)) from fault
    if not found:
        raise ValidationError(_("There is no entry in this BibTeX file."))
    if len(found) > most_rows:
        sentence = _("This file has more than %(most)s rows. Divide it into files of at most %(most)s rows.")
        raise ValidationError(sentence % {"most": number_format(most_rows, force_grouping=True)})
    return list(COLUMNS), _rows(found)


def _rows(found: list[BibTeXEntry]) -> Iterator[SheetRow]:
    number = 0
    for entry in found:
        number = max(entry.line, number + 1)
        said = columns_of(entry)
        yield SheetRow(number, [said.get(column) or UNSAID for column in COLUMNS])


def columns_of(entry: BibTeXEntry) -> dict[str, str]:
    """The columns of an entry that it says something of, and its kind."""
    day = _day(entry.fields)
    texts = {
        "title": records.one_line(text_of(_first(entry, "title")), records.LONGEST_TITLE),
        "kind": _kind(entry).value,
        "language": _language(_first(entry, "langid", "language")),
        "authors": "\n".join(authors_of(_first(entry, "author", "editor"))),
        "venue": text_of(_venue(entry)),
        "year": day[:4] or text_of(_first(entry, "year", "date")),
        "published_on": day if len(day) > len("2026") else "",
        "volume": text_of(_first(entry, "volume")),
        "issue": text_of(_first(entry, "number", "issue")),
        "pages": re.sub("[–—]", "-", text_of(_first(entry, "pages"))),
        "publisher": text_of(_first(entry, "publisher")),
        "doi": records.doi(_plain(_first(entry, "doi"))) or records.doi(_of_host(entry, "doi.org")),
        "url": records.address(_plain(_first(entry, "url")), 500),
        "hal_id": _hal_id(entry),
    }
    return {column: text for column, text in texts.items() if text}


def _first(entry: BibTeXEntry, *names: str) -> str:
    return next((entry.fields[name] for name in names if entry.fields.get(name, "").strip()), "")


def _kind(entry: BibTeXEntry) -> PublicationKind:
    is_archived = bool(_first(entry, "eprint", "archiveprefix", "eprinttype"))
    if is_archived and entry.kind in ("misc", "online", "article") and not _first(entry, *VENUES[:3]):
        return PublicationKind.PREPRINT
    return KINDS.get(entry.kind, PublicationKind.OTHER)


def _venue(entry: BibTeXEntry) -> str:
    return _first(entry, *VENUES) or _first(entry, "eprinttype", "archiveprefix")


def _language(written: str) -> str:
    name = text_of(written).lower()
    return LANGUAGES.get(name, name if _LANGUAGE.fullmatch(name) else "")


def _day(fields: dict[str, str]) -> str:
    """The year, the month or the day, as ISO 8601 writes them; empty without a year of four figures."""
    date = _DATE.match(text_of(fields.get("date", "")))
    if date:
        return date[0]
    year = text_of(fields.get("year", ""))
    if not re.fullmatch("[0-9]{4}", year):
        return ""
    name = text_of(fields.get("month", "")).lower()
    month = int(name) if re.fullmatch("0?[1-9]|1[0-2]", name) else _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])
    return f"{year}-{month:02d}" if month else year


def _plain(written: str) -> str:
    """An address: nothing of TeX but what it has to be escaped by."""
    text = written.replace("\\textasciitilde{}", "~").replace("\\url", "")
    return _ESCAPED.sub(r"\1", text).strip(" {}\t\r\n")


def _of_host(entry: BibTeXEntry, host: str) -> str:
    address = _plain(_first(entry, "url"))
    return address if host in address.split("/")[2:3] or f"www.{host}" in address.split("/")[2:3] else ""


def _hal_id(entry: BibTeXEntry) -> str:
    said = _plain(_first(entry, "hal_id")) or _of_host(entry, "hal.science") or _of_host(entry, "hal.archives-ouvertes.fr")
    found = _HAL_ID.search(said.lower())
    return found[1] if found else ""
