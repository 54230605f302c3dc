"""The entries of a BibTeX file, in time that grows with its length alone.

http://www.bibtex.org/Format/ and the manual of BibTeX 0.99d, section 2: entries in braces or parentheses; values in braces, in
quotation marks, as numbers or as names of ``@string``, joined by ``#``; ``@comment`` and ``@preamble``; whatever stands between
entries is a comment. A sign behind a backslash closes nothing, as in the files that the portal itself gives out. What one entry
inherits from another by ``crossref`` is put into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

MOST_ENTRIES = 100_000
MOST_DEPTH = 30
"""Braces within braces."""
LONGEST_VALUE = 200_000
MOST_EXPANDED = 40_000_000
"""Signs that names of ``@string`` may stand for in one file: each may hold others twice."""
INHERITED = ("year", "date", "month", "publisher", "series", "volume", "number", "booktitle")
"""What an entry takes from the one it refers to; bounded, since one may be referred to by all."""
MONTHS = {name: str(number) for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}

_BEGIN = re.compile(r"@\s*([^\W\d]\w*)\s*([({])")
_NAME = re.compile(r"""\s*([^\s"#%'(),={}]+)\s*""")
_KEY = re.compile(r"\s*([^\s,{}]*)\s*")
_SPACE = re.compile(r"\s*")
_NUMBER = re.compile(r"[0-9]+")
_IN_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_IN_QUOTES = re.compile(r'\\.|[{}"]', re.DOTALL)


class BibTeXFault(ValueError):
    """A file that is not BibTeX from some line on; the sentence names it."""


@dataclass
class BibTeXEntry:
    """An entry as it is written: its type in small letters, its key, its fields by their names in small letters, its line."""

    kind: str
    key: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)


def entries(text: str) -> list[BibTeXEntry]:
    """Raises ``BibTeXFault`` at the first place that cannot be read: what follows an open brace could mean anything."""
    found = list(_Reader(text).entries())
    _inherit(found)
    return found


def _inherit(found: list[BibTeXEntry]) -> None:
    """One step of ``crossref``; a title is inherited as that of the book."""
    known = {entry.key.lower(): dict(entry.fields) for entry in found if entry.key}
    for entry in found:
        above = known.get(entry.fields.get("crossref", "").lower(), {})
        if "title" in above:
            entry.fields.setdefault("booktitle", above["title"])
        for name in INHERITED:
            if name in above:
                entry.fields.setdefault(name, above[name])


class _Reader:
    """One reading, from the left to the right."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line, self.counted = text, 0, 1, 0
        self.strings = dict(MONTHS)
        self.left = MOST_EXPANDED

    def entries(self) -> Iterator[BibTeXEntry]:
        count = 0
        while begin := _BEGIN.search(self.text, self.at):
            kind, line = begin[1].lower(), self._line_at(begin.start())
            self.at = begin.end()
            if kind == "comment":
                if begin[2] == "{":
                    self._until("}", _IN_BRACES, line)
                continue
            closing = "}" if begin[2] == "{" else ")"
            if kind == "preamble":
                self._value(line)
                self._close(closing, line)
            elif kind == "string":
                self.strings |= self._filled(BibTeXEntry(kind, "", line), closing).fields
            else:
                count += 1
                if count > MOST_ENTRIES:
                    raise BibTeXFault(_("This file has more than %(most)s entries: divide it.") % {"most": MOST_ENTRIES})
                yield self._filled(BibTeXEntry(kind, self._key(), line), closing)

    def _line_at(self, place: int) -> int:
        """The line of a place; places only grow, so that each sign is counted once."""
        self.line += self.text.count("\n", self.counted, place)
        self.counted = max(self.counted, place)
        return self.line

    def _key(self) -> str:
        key = _KEY.match(self.text, self.at)
        if key is None:
            return ""
        self.at = key.end()
        return key[1]

    def _filled(self, entry: BibTeXEntry, closing: str) -> BibTeXEntry:
        """The entry with its fields, each behind a comma; that of ``@string`` without one. A comma too many is let be."""
        may_begin = entry.kind == "string"
        while (sign := self._skip_space()) != closing:
            if sign == ",":
                self.at += 1
                may_begin = True
            elif may_begin:
                name, value = self._field(entry.line)
                entry.fields.setdefault(name, value)
                may_begin = False
            else:
                raise self._fault(entry.line)
        self.at += 1
        return entry

    def _field(self, line: int) -> tuple[str, str]:
        name = _NAME.match(self.text, self.at)
        if name is None:
            raise self._fault(line)
        self.at = name.end()
        if self.text[self.at : self.at + 1] != "=":
            raise self._fault(line)
        self.at += 1
        return name[1].lower(), self._value(line)

    def _value(self, line: int) -> str:
        """One value, its parts joined."""
        parts = [self._part(line)]
        while self._skip_space() == "#":
            self.at += 1
            parts.append(self._part(line))
        value = "".join(parts)
        if len(value) > LONGEST_VALUE:
            sentence = _("The entry that begins in line %(line)s has a field of more than %(most)s signs.")
            raise BibTeXFault(sentence % {"line": line, "most": LONGEST_VALUE})
        return value

    def _part(self, line: int) -> str:
        sign = self._skip_space()
        if sign == "{":
            self.at += 1
            return self._until("}", _IN_BRACES, line)
        if sign == '"':
            self.at += 1
            return self._until('"', _IN_QUOTES, line)
        if number := _NUMBER.match(self.text, self.at):
            self.at = number.end()
            return number[0]
        name = _NAME.match(self.text, self.at)
        if name is None:
            raise self._fault(line)
        self.at = name.end()
        value = self.strings.get(name[1].lower())
        if value is None:
            sentence = _("Line %(line)s: no @string says what “%(name)s” stands for; put the value between braces.")
            raise BibTeXFault(sentence % {"line": self._line_at(name.start(1)), "name": name[1][:50]})
        self.left -= len(value)
        if self.left < 0:
            raise BibTeXFault(_("The @string names of this file stand for too much text."))
        return value

    def _until(self, closing: str, signs: re.Pattern[str], line: int) -> str:
        begin, depth = self.at, 0
        for match in signs.finditer(self.text, begin):
            sign = match[0]
            if sign == closing and not depth:
                self.at = match.end()
                return self.text[begin : match.start()]
            if sign == "{":
                depth += 1
            elif sign == "}":
                depth -= 1
            if depth > MOST_DEPTH:
                sentence = _("Line %(line)s: more than %(most)s braces within each other.")
                raise BibTeXFault(sentence % {"line": self._line_at(match.start()), "most": MOST_DEPTH})
            if depth < 0:
                break
        raise self._not_closed(line)

    def _close(self, closing: str, line: int) -> None:
        if self._skip_space() != closing:
            raise self._fault(line)
        self.at += 1

    def _skip_space(self) -> str:
        """The next sign that is none of space, empty at the end."""
        if space := _SPACE.match(self.text, self.at):
            self.at = space.end()
        return self.text[self.at : self.at + 1]

    def _fault(self, begun: int) -> BibTeXFault:
        if self.at >= len(self.text):
            return self._not_closed(begun)
        sign, line = self.text[self.at], self._line_at(self.at)
        sentence = _("Line %(line)s: “%(sign)s” is not expected here, in the entry that begins in line %(begun)s.")
        return BibTeXFault(sentence % {"line": line, "sign": sign, "begun": begun})

    @staticmethod
    def _not_closed(line: int) -> BibTeXFault:
        sentence = _("The entry that begins in line %(line)s is not closed: a brace or a quotation mark is missing.")
        return BibTeXFault(sentence % {"line": line})
