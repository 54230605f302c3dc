"""The gate of types: a room has the errors of its number, no more and no fewer, and whatever passes mypy by says why."""

import importlib.util
import json
import re
import tokenize
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

from .repository import sources

IGNORES = re.compile(r"#\s*(?:type:\s*ignore|mypy:)")
WITH_A_REASON = re.compile(r"# type: ignore\[[a-z-]+(?:, [a-z-]+)*\]  # \S.*")


@pytest.fixture(scope="module")
def types() -> ModuleType:
    """The program's own module, which lies outside every package."""
    spec = importlib.util.spec_from_file_location("type_errors", settings.BASE_DIR / "script" / "type_errors.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def said(file: str, severity: str = "error") -> str:
    return json.dumps({"file": file, "line": 3, "column": 0, "message": "Name", "code": "misc", "severity": severity})


def test_errors_are_counted_by_room(types):
    output = "\n".join([said("news/models/press.py"), said("caps/admin.py", "note"), said("news/views.py"), "not of mypy", ""])
    assert [tuple(fault) for fault in types.faults(1, output)] == [
        ("news", "news/models/press.py:3: Name [misc]"),
        ("news", "news/views.py:3: Name [misc]"),
    ]


def test_a_run_that_did_not_end_says_nothing_of_types(types):
    with pytest.raises(types.CannotTell, match="mypy could not finish:\nno such plugin"):
        types.faults(2, "no such plugin")
    with pytest.raises(types.CannotTell, match="mypy failed and named no error:\nNo module named mypy"):
        types.faults(1, "No module named mypy")


@pytest.mark.parametrize(
    ("counted", "sentences"),
    [
        ({"caps": 2}, []),
        ({"caps": 3}, ["caps may have 2 type errors and has 3: all of them stand above."]),
        ({"caps": 1}, ["caps has fewer type errors than its number: lower the number to 1."]),
        ({}, ["caps has fewer type errors than its number: lower the number to 0."]),
        ({"caps": 2, "attic": 1}, ["attic may have 0 type errors and has 1: all of them stand above."]),
    ],
)
def test_a_number_holds_and_only_falls(types, counted, sentences):
    assert types.verdicts(counted, {"caps": 2, "news": 0}) == sentences


def test_each_room_has_a_line(types):
    assert types.table({"caps": 3, "attic": 1}, {"caps": 2, "news": 0}).split("\n") == [
        "room          errors  at most",
        "caps               3        2",
        "news               0        0",
        "attic              1        0",
    ]


@pytest.mark.parametrize(("errors", "code", "above"), [(1, 0, ""), (2, 1, "caps/admin.py:3: Name [misc]\n" * 2), (0, 1, "")])
def test_the_program_ends_with_what_it_found(types, monkeypatch, capsys, tmp_path, errors, code, above):
    (tmp_path / "pyproject.toml").write_text("[tool.types]\ncaps = 1\n")
    monkeypatch.setattr(types, "HOUSE", tmp_path)
    monkeypatch.setattr(types, "_asked", lambda: (1 if errors else 0, f"{said('caps/admin.py')}\n" * errors))
    assert types.main() == code
    assert capsys.readouterr().err.startswith(above)


def test_every_room_is_asked_and_has_its_number():
    configured = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["tool"]
    rooms = {path.parent.name for path in settings.BASE_DIR.glob("*/__init__.py")} - {"tests"}
    assert set(configured["mypy"]["packages"]) == set(configured["types"]) == rooms


def silencers(path: Path) -> list[tuple[int, str]]:
    """The comments that have mypy pass something over, with their lines."""
    if not IGNORES.search(path.read_text(encoding="utf-8")):
        return []
    with path.open("rb") as lines:
        tokens = [token for token in tokenize.tokenize(lines.readline) if token.type == tokenize.COMMENT]
    return [(token.start[0], token.string) for token in tokens if IGNORES.search(token.string)]


def test_what_passes_mypy_by_says_why():
    found = [(path, line, words) for path in sources("*.py") for line, words in silencers(path)]
    assert [f"{path}:{line}: {words}" for path, line, words in found if not WITH_A_REASON.fullmatch(words)] == []
