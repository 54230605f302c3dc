"""Grammar checkers beside the check: what of their answers is taken, and that nobody but who asks for them loads them."""

import json
import re
import stat
from pathlib import Path

import pytest

from proofreading import engine, language_tools
from proofreading.files import reading_of
from proofreading.knowledge import Knowledge, Remark

HOUSE = Path(__file__).resolve().parents[2]
GRAMMALECTE = {
    "data": [
        {"iParagraph": 1, "lGrammarErrors": []},
        {
            "iParagraph": 3,
            "lGrammarErrors": [
                {"sType": "apos", "nStart": 0, "nEnd": 2, "aSuggestions": ["L’"]},
                {"sType": "gn", "nStart": 4, "nEnd": 9, "aSuggestions": ["salles"]},
                {"sType": "ppas", "nStart": 15, "nEnd": 21, "aSuggestions": []},
            ],
        },
    ]
}
HARPER = [
    {
        "lints": [
            {
                "rule": "ThereIsAgreement",
                "kind": "Agreement",
                "span": {"char_start": 20, "char_end": 28},
                "line": 3,
                "column": 7,
                "suggestions": ["Replace with: “are rooms”"],
            },
            {
                "rule": "OxfordComma",
                "kind": "Style",
                "span": {"char_start": 0, "char_end": 3},
                "line": 1,
                "column": 1,
                "suggestions": ["Insert “,”"],
            },
        ]
    }
]


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Install a program under a name that says what it is told to."""

    def install(name, said, status=0):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\ncat <<'END'\n{said}\nEND\nexit {status}\n")
        program.chmod(program.stat().st_mode | stat.S_IEXEC)

    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(
        language_tools.shutil, "which", lambda name: str(tmp_path / name) if (tmp_path / name).exists() else None
    )
    return install


def test_without_a_program_nothing_reads_along(installed):
    assert language_tools.installed() == {}


def test_agreement_is_taken_and_typography_left(installed):
    installed("grammalecte-cli", json.dumps(GRAMMALECTE))
    remarks = language_tools.installed()["fr"].read(["La halle.", "Les salle sont ouvert."])
    assert remarks == [[], [Remark("Grammalecte", 4, 9, "salles"), Remark("Grammalecte", 15, 21, "")]]


def test_grammar_is_taken_and_style_left_whatever_is_printed_around(installed):
    """Harper ends with a status of its own where it found something."""
    installed("harper-cli", f"Note: no dictionary\n{json.dumps(HARPER)}\nError: Lints were found", status=1)
    remarks = language_tools.installed()["en"].read(["All is well.", "There is rooms."])
    assert remarks == [[], [Remark("Harper", 6, 14, "are rooms")]]


@pytest.mark.parametrize("said", ["", "Traceback: no such thing"])
def test_a_program_that_fails_is_told_as_a_rule_that_failed(installed, said):
    installed("grammalecte-cli", said)
    known = Knowledge(tools=language_tools.installed())
    report = engine.check({"fr": reading_of("fr", "x.txt", "La halle ouvre.", known)}, known)
    assert [failed.code for failed in report.failed] == ["grammar"]


def test_only_the_command_line_and_the_bench_load_them():
    imports = re.compile(r"^\s*(?:from|import) .*\blanguage_tools\b", re.M)
    rooms = [room for room in HOUSE.iterdir() if room.is_dir() and (room / "__init__.py").exists()]
    found = {
        str(file.relative_to(HOUSE))
        for room in rooms
        for file in room.rglob("*.py")
        if "tests" not in file.relative_to(HOUSE).parts and imports.search(file.read_text(encoding="utf-8"))
    }
    assert found == {"proofreading/__main__.py", "proofreading/bench/__main__.py"}
