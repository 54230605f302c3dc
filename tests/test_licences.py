"""The licence stands here in full, and so does that of everything in the repository that somebody else wrote (NOTICE.md)."""

import re
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import PurePosixPath

import pytest
from django.conf import settings

from tests.repository import files

NOTICE = settings.BASE_DIR / "NOTICE.md"
FOREIGN_DIRECTORIES = {"vendor", "vendored", "third_party", "fonts", "dictionaries", "logos"}
FOREIGN_KINDS = (".woff", ".woff2", ".ttf", ".otf", ".dic", ".aff", ".path", ".min.js", ".min.css")
_COPYRIGHT = re.compile(
    r"\bcopyright\s+(?:\(c\)|©|[12]\d{3})|©\s+[12]\d{3}|^\W*SPDX-License-Identifier:", re.IGNORECASE | re.MULTILINE
)
_LINK = re.compile(r"\[[^\]]*\]\(([^)]+)\)")
WHOLE_TEXTS = {
    "0BSD": ("Permission to use, copy, modify, and/or distribute this software", "PERFORMANCE OF THIS SOFTWARE."),
    "Bitstream-Vera": (
        "Permission is hereby granted, free of charge, to any person obtaining a copy of the fonts",
        "fonts at gnome dot org.",
    ),
    "CC-BY-SA-3.0": ("THE WORK (AS DEFINED BELOW) IS PROVIDED", "Creative Commons may be contacted at"),
    "MIT and ISC": ("Permission is hereby granted, free of charge", "PERFORMANCE OF THIS SOFTWARE."),
    "MPL-2.0": ("1.1. “Contributor”", "This Source Code Form is “Incompatible With Secondary Licenses”"),
    "OFL-1.1": ("SIL OPEN FONT LICENSE Version 1.1", "OTHER DEALINGS IN THE FONT SOFTWARE."),
    "SCOWL": ("The collective work is Copyright 2000-2018 by Kevin Atkinson", "SUCH DAMAGE."),
}
"""Words near the beginning and the end of each licence: a text that lacks either is none, or has been cut."""


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading of NOTICE.md."""
    section = NOTICE.read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


LICENSED = rows("What others wrote")
OTHERS = rows("What needs no licence, or has none")
PLACES = [row[1].strip("`") for row in LICENSED + OTHERS]


def named(path: str) -> bool:
    """Whether NOTICE.md says who wrote a file."""
    return any(fnmatch(path, place) for place in PLACES)


def is_foreign(path: str, text: str) -> bool:
    """Whether a file looks like somebody else's: by where it lies, by its kind, or by a notice of copyright in it."""
    parents = set(PurePosixPath(path).parts[:-1])
    return bool(parents & FOREIGN_DIRECTORIES) or path.endswith(FOREIGN_KINDS) or bool(_COPYRIGHT.search(text))


def words(text: str) -> str:
    """A licence's words on one line, with one kind of quotation mark."""
    return re.sub(r"\s+", " ", re.sub(r'"([^"]*)"', r"“\1”", text))


def test_the_licence_is_the_eupl_word_for_word():
    licence = (settings.BASE_DIR / "LICENSE").read_bytes()
    assert re.findall(rb"^(\d+)\. ", licence, re.MULTILINE) == [b"%d" % number for number in range(1, 16)]
    assert sha256(licence).hexdigest() == "6fc9e709ccbfe0d77fbffa2427a983282be2eb88e47b1cdb49f21a83b4d1e665"


def test_everything_that_somebody_else_wrote_has_a_row():
    ours = {"LICENSE", "NOTICE.md", "tests/test_licences.py"}
    unnamed = []
    for path in files():
        name = path.relative_to(settings.BASE_DIR).as_posix()
        if name in ours or name.startswith("LICENSES/"):
            continue
        content = path.read_bytes()
        if is_foreign(name, "" if b"\0" in content else content.decode()) and not named(name):
            unnamed.append(name)
    assert unnamed == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tests/fonts/a.txt", ""),
        ("static/vendor/other/other.js", ""),
        ("static/menu.min.js", ""),
        ("search/words.dic", ""),
        ("publishing/sorting.py", "# Copyright (c) 2019 Somebody"),
        ("publishing/sorting.py", "# Copyright 2019 Somebody"),
        ("publishing/sorting.py", "# © 2019 Somebody"),
        ("publishing/sorting.py", "# SPDX-License-Identifier: MIT"),
    ],
)
def test_what_somebody_else_wrote_is_seen(path, text):
    assert is_foreign(path, text)
    assert not named(path)


@pytest.mark.parametrize("text", ["class Copyright: ...", "<footer>© {{ credit }}</footer>", "who holds the copyright"])
def test_a_word_of_copyright_alone_is_no_notice(text):
    assert not is_foreign("publishing/sorting.py", text)


@pytest.mark.parametrize("place", PLACES)
def test_each_row_names_something_that_is_here(place):
    assert [path for path in files() if fnmatch(path.relative_to(settings.BASE_DIR).as_posix(), place)]


@pytest.mark.parametrize("row", LICENSED, ids=lambda row: row[0][:30])
def test_each_row_leads_to_the_whole_text_of_its_licence(row):
    what, _where, who, licence, link = row
    assert what
    assert who
    (target,) = _LINK.findall(link)
    text = words((settings.BASE_DIR / target).read_text())
    assert [part for part in WHOLE_TEXTS[licence] if part not in text] == []


def test_no_licence_lies_here_for_nothing():
    linked = {target for row in LICENSED for target in _LINK.findall(row[4])}
    kept = {path.relative_to(settings.BASE_DIR).as_posix() for path in files() if path.parent.name == "LICENSES"}
    assert kept - linked == set()


@pytest.mark.parametrize("row", OTHERS, ids=lambda row: row[0][:30])
def test_what_has_no_licence_says_why(row):
    assert all(row)
    assert len(row) == 4
