"""Office documents are XML in a ZIP: opened with bounds, so that no file costs more than its size is worth.

A part is read up to a number of bytes, whatever its directory says; XML that declares a document type, or is nested deeper than
any text, is no document of an office program.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

MOST_BYTES_OF_A_PART = 12 * 1024 * 1024
MOST_PARTS = 5_000
DEEPEST = 150
MOST_ELEMENTS = 300_000


class BrokenPackageError(Exception):
    """Not a document that an office program wrote, or one that was cut short."""


class Package:
    """A ZIP of parts."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
            raise BrokenPackageError from error
        if len(self._archive.infolist()) > MOST_PARTS:
            raise BrokenPackageError
        self.names = frozenset(self._archive.namelist())

    def read(self, name: str) -> bytes:
        """What a part holds; raises ``BrokenPackageError`` where it cannot be read, is locked or is too large."""
        try:
            with self._archive.open(name) as part:
                data = part.read(MOST_BYTES_OF_A_PART + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise BrokenPackageError from error
        if len(data) > MOST_BYTES_OF_A_PART:
            raise BrokenPackageError
        return data

    def xml(self, name: str) -> Element:
        return parsed(self.read(name))

    def xml_if_there(self, name: str) -> Element | None:
        return self.xml(name) if name in self.names else None


class _Builder:
    """Builds the tree, and counts."""

    def __init__(self) -> None:
        self.tree = TreeBuilder()
        self.depth = self.elements = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST or self.elements > MOST_ELEMENTS:
            raise BrokenPackageError
        self.tree.start(_name(name), {_name(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self.depth -= 1
        self.tree.end(_name(name))


def _name(name: str) -> str:
    return "{" + name if "}" in name else name


def _refuse(*_declared: object) -> None:
    raise BrokenPackageError


def parsed(data: bytes) -> Element:
    """The tree of some XML; raises ``BrokenPackageError`` for what is none, declares a document type or is too deep."""
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.tree.data
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
        return builder.tree.close()
    except (expat.ExpatError, AssertionError, ValueError) as error:
        raise BrokenPackageError from error
