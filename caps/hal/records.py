"""One document of HAL as the portal keeps it: read with distrust, since whoever deposits it writes it.

Texts are plain: known mark-up is taken away, the rest is text like any other; signs that reverse or hide what stands beside
them are dropped. Addresses are kept where a browser may follow them, identifiers where they have their form. What is no
document at all raises ``NotADocument``; a field that is not what it should be is left out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from ..enums import PublicationKind
from ..title_language import told_by
from . import fields

MOST_AUTHORS = 10_000
LONGEST_TITLE, LONGEST_TEXT, LONGEST_NAME = 1000, 20_000, 200
MOST_VALUES = 100
_ATTRIBUTES = r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*\s*/?"""
_MARK_UP = re.compile(
    rf"</?(?:i|b|u|em|strong|sub|sup|span|p|br|div|small|tt|jats:\w+|mml:\w+|inf|title){_ATTRIBUTES}>", re.IGNORECASE
)
_HAL_ID = re.compile(r"[a-z][a-z0-9_]*-[0-9]{4,10}")
_VERSION = re.compile(r"v[0-9]+\Z")
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s<>\"]+")
_SWHID = re.compile(r"swh:1:(?:cnt|dir|rev|rel|snp):[0-9a-f]{40}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_DAY = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
FIRST_YEAR, LAST_YEAR = 1500, 2200


class NotADocument(ValueError):
    """What stands in an answer is no document of HAL."""


@dataclass(frozen=True)
class HalDocument:
    """A document of HAL, cleaned; ``columns`` are those of ``Publication``."""

    hal_id: str
    version: int
    columns: dict[str, Any]
    grants: frozenset[str] = frozenset()
    orcids: frozenset[str] = frozenset()
    idhals: frozenset[str] = frozenset()
    extra: dict[str, Any] = field(default_factory=dict)


def read(raw: object) -> HalDocument:
    """Raises ``NotADocument`` where there is no HAL id, no title or no year: nothing could be shown of it."""
    if not isinstance(raw, dict):
        raise NotADocument("not an object")
    hal_id = _VERSION.sub("", _first(raw, "halId_s").lower())
    title = one_line(_first(raw, "title_s"), LONGEST_TITLE)
    day = _day(raw, "publicationDate_s") or _day(raw, "producedDate_s") or _year(raw)
    if not _HAL_ID.fullmatch(hal_id) or not title or not day:
        raise NotADocument("without a HAL id, a title or a year")
    language = _first(raw, "language_s").lower()
    code = _first(raw, "docType_s")
    columns = {
        "title": title,
        "language": language if _LANGUAGE.fullmatch(language) else told_by(title),
        "kind": fields.KINDS.get(code, PublicationKind.OTHER).value,
        "authors": "\n".join(_authors(raw)),
        "venue": _venue(raw),
        "year": int(day[:4]),
        "published_on": day,
        "volume": one_line(_first(raw, "volume_s"), 100),
        "issue": one_line(_first(raw, "issue_s"), 100),
        "pages": one_line(_first(raw, "page_s"), 100),
        "publisher": one_line(_first(raw, "publisher_s"), 300),
        "doi": doi(_first(raw, "doiId_s")),
        "url": address(_first(raw, "uri_s"), 500) or f"https://hal.science/{hal_id}",
        "file_url": address(_first(raw, "fileMain_s"), 500),
        "licence": address(_first(raw, "licence_s"), 300),
        "is_open": raw["openAccess_bool"] if isinstance(raw.get("openAccess_bool"), bool) else None,
    }
    return HalDocument(
        hal_id,
        _version(raw),
        columns,
        grants=frozenset(_values(raw, "anrProjectReference_s") + _values(raw, "europeanProjectReference_s")),
        orcids=frozenset(value.rpartition("/")[2] for value in _values(raw, "authORCIDIdExt_s")),
        idhals=frozenset(_values(raw, "authIdHal_s")),
        extra=_extra(raw, code),
    )


def _extra(raw: dict[str, Any], code: str) -> dict[str, Any]:
    found = {
        "type": one_line(code, 30),
        "submitted_as": one_line(_first(raw, "submitType_s"), 30),
        "abstracts": {
            language: text
            for language in fields.ABSTRACT_LANGUAGES
            if (text := one_line(_first(raw, f"{language}_abstract_s"), LONGEST_TEXT))
        },
        "keywords": [one_line(value, LONGEST_NAME) for value in _values(raw, "keyword_s")],
        "data": [one for value in _values(raw, "researchData_s") + _values(raw, "relatedData_s") if (one := where(value))],
        "software": [one for value in _values(raw, "swhidId_s") if (one := software_heritage(value))],
        "code": [one for value in _values(raw, "softCodeRepository_s") if (one := address(value, 500))],
        "grants": _values(raw, "anrProjectReference_s") + _values(raw, "europeanProjectReference_s"),
    }
    return {name: value for name, value in found.items() if value}


def _first(raw: dict[str, Any], name: str) -> str:
    """A field's value, or the first of several: HAL gives some fields both ways."""
    value = raw.get(name)
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str | int) and not isinstance(one, bool)), "")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _values(raw: dict[str, Any], name: str) -> list[str]:
    value = raw.get(name)
    given = value if isinstance(value, list) else [value]
    texts = [one_line(one, LONGEST_NAME) for one in given[:MOST_VALUES] if isinstance(one, str)]
    return list(dict.fromkeys(filter(None, texts)))


def _authors(raw: dict[str, Any]) -> list[str]:
    """As they are filed where HAL gives both parts of every name, else as they are read."""
    whole = raw.get("authFullName_s")
    names = [one_line(one, LONGEST_NAME) for one in whole if isinstance(one, str)] if isinstance(whole, list) else []
    given, family = raw.get("authFirstName_s"), raw.get("authLastName_s")
    if isinstance(given, list) and isinstance(family, list) and len(given) == len(family) == len(names):
        pairs = [
            (one_line(last, LONGEST_NAME), one_line(first, LONGEST_NAME)) for last, first in zip(family, given, strict=True)
        ]
        names = [
            f"{last}, {first}" if last and first else last or first or name
            for (last, first), name in zip(pairs, names, strict=True)
        ]
    return [name for name in names if name][:MOST_AUTHORS]


def _venue(raw: dict[str, Any]) -> str:
    names = ("journalTitle_s", "bookTitle_s", "conferenceTitle_s", "authorityInstitution_s")
    return next((text for name in names if (text := one_line(_first(raw, name), 500))), "")


def _version(raw: dict[str, Any]) -> int:
    value = raw.get("version_i")
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1000 else 1


def _day(raw: dict[str, Any], name: str) -> str:
    """A year, a month or a day that exists; of a moment its day."""
    match = _DAY.match(_first(raw, name))
    if match is None or not FIRST_YEAR <= int(match["year"]) <= LAST_YEAR:
        return ""
    try:
        date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        return match["year"]
    return match[0]


def _year(raw: dict[str, Any]) -> str:
    value = _first(raw, "producedDateY_i")
    return value if value.isdecimal() and value.isascii() and FIRST_YEAR <= int(value[:6]) <= LAST_YEAR else ""


def one_line(value: object, longest: int) -> str:
    """Plain text in one line: mark-up and hidden signs taken away, entities read; cut with an ellipsis where too long."""
    if not isinstance(value, str):
        return ""
    text = unescape(_MARK_UP.sub("", value[: longest * 8]))
    text = unicodedata.normalize("NFC", "".join(sign if _is_kept(sign) else " " if sign.isspace() else "" for sign in text))
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _is_kept(sign: str) -> bool:
    """Not controls, surrogates, private signs, nor what reverses or hides text. U+200C and U+200D are letters' own."""
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") or sign in "\u200c\u200d"


def address(value: str, longest: int) -> str:
    """An address of the web that a browser may follow, or nothing."""
    text = value.strip()
    if len(text) > longest or not text.isprintable() or " " in text:
        return ""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and host and "." in host and "@" not in parts.netloc else ""


def doi(value: str) -> str:
    """A DOI without what may stand before it; lower case, since DOIs know no other difference."""
    match = _DOI.search(value)
    return match[0].rstrip(".,;").lower() if match and len(match[0]) <= 250 else ""


def where(value: str) -> str:
    """Where data are: their address, or that of their DOI."""
    found = doi(value)
    return f"https://doi.org/{found}" if found else address(value, 500)


def software_heritage(value: str) -> str:
    match = _SWHID.search(value)
    return match[0] if match else ""
