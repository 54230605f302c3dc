"""Reads who is to be asked from the lines below “Contacts presse”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..phone_numbers import LineKind, read_phone_number
from ..text import fold
from .parts import CutContact
from .words import CutterWords

_EMAIL = re.compile(r"[\w.+%'’-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE = re.compile(
    r"(?<![\w/.,@#+-])\+?\(?\d(?:[ .\u00a0\u202f()/-]{0,3}\d){6,14}(?:\s*(?:poste|ext\.?|extension)\s*\d{1,6})?(?![\w@])"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{2,300}|(?<!\w)@\w{3,30}\b", re.I)
_PARTED = re.compile(r"\s*(?:[|•·;/\t]|\s[-–—]\s|,\s)\s*|\s*\n\s*")
_NAME = re.compile(
    r"(?:(?:M\.|Mme|Mr|Mrs|Ms|Dr)\s)?[A-ZÀ-ÖØ-Þ][\w’'À-ÿ.-]*(?:\s(?:(?:de|du|des|la|le|van|von|der|di|da|el|ben|d[’'])\s?)*[A-ZÀ-ÖØ-Þ][\w’'À-ÿ.-]*){1,3}"
)
_EDGES = " \t\u00a0\u202f:–—-*#|•·,;/()."


def contacts_of(lines: list[str], words: CutterWords) -> list[CutContact]:
    """The contacts that some lines name, in order; whom nobody can reach by them is none."""
    found = [CutContact()]
    for line in lines:
        if found[-1].email and _EMAIL.search(line):
            found.append(CutContact())
        for kind, value in _told_by(line, words):
            if _begins_another(found[-1], kind):
                found.append(CutContact())
            _tell(found[-1], kind, value)
        if line.strip():
            found[-1].lines.append(line.strip())
    return [contact for contact in found if contact.is_reachable]


def _begins_another(contact: CutContact, kind: str) -> bool:
    """A name behind an address, and a second address behind a name with one, are somebody else’s."""
    if kind == "name":
        return contact.is_reachable
    return kind == "email" and bool(contact.email)


def _tell(contact: CutContact, kind: str, value: str) -> None:
    if kind == "mobile":
        contact.has_mobile = True
    elif kind == "other":
        if not contact.role and not contact.is_reachable:
            contact.role = value
    elif not getattr(contact, kind):
        setattr(contact, kind, value)
    elif kind == "name" and not contact.role:
        contact.role = value


def _told_by(line: str, words: CutterWords) -> Iterator[tuple[str, str]]:
    """What a line tells, from left to right: names, roles, addresses and numbers."""
    place = 0
    marks = sorted([*_EMAIL.finditer(line), *_PHONE.finditer(line), *_ADDRESS.finditer(line)], key=lambda match: match.start())
    for match in marks:
        if match.start() < place:
            continue
        yield from _words_of(line[place : match.start()], words)
        yield from _mark(match)
        place = match.end()
    yield from _words_of(line[place:], words)


def _mark(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    text = match.group()
    if match.re is _EMAIL:
        yield "email", re.sub(r"\s", "", text).lower().rstrip(".")
    elif match.re is _PHONE and (number := read_phone_number(text.strip(" .-/"))) is not None:
        # A number that rings in somebody's pocket is told of, and goes no further.
        yield ("mobile", "") if number.kind is LineKind.MOBILE else ("phone", number.international)


def _words_of(text: str, words: CutterWords) -> Iterator[tuple[str, str]]:
    for piece in _PARTED.split(text):
        shown = _without_labels(piece.strip(_EDGES), words)
        if not shown:
            continue
        body, colon, named = shown.partition(":")
        if colon and _is_name(named.strip(), words):
            yield "name", named.strip()
            yield "other", body.strip(_EDGES)
        else:
            yield ("name" if _is_name(shown, words) else "other"), shown


def _is_name(text: str, words: CutterWords) -> bool:
    return _NAME.fullmatch(text) is not None and fold(text) not in words.contacts


def _without_labels(text: str, words: CutterWords) -> str:
    """The words without “Tél.” and “Contact presse :”."""
    for _label in range(3):
        folded = fold(text).rstrip(_EDGES)
        labels = (*words.contacts, *words.labels_of_lines)
        if folded in labels or folded.rstrip("s") in labels:
            return ""
        head, sign, rest = text.partition(":")
        if sign and fold(head).strip(_EDGES) in labels:
            text = rest.strip(_EDGES)
        else:
            break
    return text
