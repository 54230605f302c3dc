"""What a forge and a commit ask is what the scripts of the repository ask: no other Pythons, no program that is not here."""

import os
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
JOBS = {"quick", "sqlite", "postgres", "browser", "production", "everything", "audit"}
CHORES = {"script/test", "script/audit-dependencies", ".ci/run"}


def read(path: str) -> Any:
    return yaml.safe_load((settings.BASE_DIR / path).read_text())


def steps(value: Any) -> Iterator[dict[str, Any]]:
    """Every step of a workflow or of an action, however deep it lies."""
    if isinstance(value, dict):
        if "run" in value or "uses" in value:
            yield value
        for inner in value.values():
            yield from steps(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from steps(inner)


WORKFLOW = read(".github/workflows/ci.yml")
STEPS = [*steps(WORKFLOW), *steps(read(".github/actions/python/action.yml"))]
HOOKS = [hook for repository in read(".pre-commit-config.yaml")["repos"] for hook in repository["hooks"]]


def test_the_forge_asks_for_every_python_that_the_locks_are_for():
    (locked,) = re.findall(r"for python in ([\d. ]+); do", (settings.BASE_DIR / "script/lock").read_text())
    matrices = {name: job["strategy"]["matrix"]["python"] for name, job in WORKFLOW["jobs"].items() if "strategy" in job}
    assert locked.split() == PYTHONS
    assert matrices == dict.fromkeys(["quick", "sqlite", "postgres"], PYTHONS)


def test_the_forge_asks_all_that_is_promised():
    assert set(WORKFLOW["jobs"]) == JOBS
    assert WORKFLOW["permissions"] == {"contents": "read"}


def test_the_forge_runs_the_scripts_that_are_here():
    called = {word for step in STEPS for word in shlex.split(step.get("run", "")) if re.match(r"(?:script|\.ci)/", word)}
    assert called == CHORES
    assert [name for name in called if not (settings.BASE_DIR / name).is_file()] == []


@pytest.mark.parametrize("used", sorted({step["uses"] for step in STEPS if "uses" in step}))
def test_an_action_is_ours_or_held_to_its_major_version(used):
    if used.startswith("./"):
        assert (settings.BASE_DIR / used / "action.yml").is_file()
    else:
        assert re.fullmatch(r"actions/[a-z-]+@v\d+", used)


def test_every_hook_is_a_program_of_the_virtual_environment_or_a_script():
    assert {hook["language"] for hook in HOOKS} == {"system"}
    programs = {hook["id"]: re.search(r"(?:^|\s)(\.venv/bin/|script/)(\S+)", hook["entry"]) for hook in HOOKS}
    assert set(programs) == {"ruff-check", "format", "types", "migrations", "catalogues"}
    folders = {".venv/bin/": Path(sys.executable).parent, "script/": settings.BASE_DIR / "script"}
    files = {name: folders[program[1]] / program[2] for name, program in programs.items()}
    assert [name for name, file in files.items() if not os.access(file, os.X_OK)] == []


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_the_files_that_a_hook_names_are_here(hook):
    named = [word for word in hook["entry"].split() if word.endswith((".py", ".toml"))]
    assert [name for name in named if not (settings.BASE_DIR / name).is_file()] == []
