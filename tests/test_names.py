"""Names that a stranger can search for: a class is called the same nowhere else in the house, a parameter says what it is."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from django.conf import settings

from .repository import nodes, sources

DJANGO_CALLS_THEM_SO = {"Command", "Media", "Meta", "Migration"}
"""Names that Django or its commands look for."""
Modules = list[tuple[str, list[ast.AST]]]

RIDDLES = {"it", "one"}
"""Parameters that leave open what they stand for."""


@pytest.fixture(scope="module")
def modules() -> Modules:
    """Each source file of the house by its path, tests and migrations apart."""
    found = []
    for path in sources("*.py"):
        inside = path.relative_to(settings.BASE_DIR)
        if not {"tests", "migrations"} & set(inside.parts) and inside.name != "conftest.py":
            found.append((inside.as_posix(), nodes(path.read_text(encoding="utf-8"))))
    return found


def classes(modules: Modules) -> dict[str, list[str]]:
    """Where each class is defined, one within another included."""
    places = defaultdict(list)
    for path, module in modules:
        for node in module:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{path}:{node.lineno}")
    return places


def riddles(modules: Modules) -> Counter[str]:
    """In each room, how many parameters of functions are called by a riddle."""
    counted: Counter[str] = Counter()
    for path, module in modules:
        for node in module:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                given = node.args
                names = {name.arg for name in (*given.posonlyargs, *given.args, *given.kwonlyargs)}
                counted[Path(path).parts[0]] += len(names & RIDDLES)
    return +counted


def test_every_class_of_the_house_has_a_name_of_its_own(modules):
    shared = {name: places for name, places in classes(modules).items() if len(places) > 1 and name not in DJANGO_CALLS_THEM_SO}
    assert shared == {}


def test_no_parameter_is_a_riddle(modules):
    assert riddles(modules) == Counter()
