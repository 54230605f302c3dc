"""Whatever the house imports of others, it asks for by name: a package that another one happens to bring may be gone tomorrow.

Read from the source, so that an import inside a function counts as much as one at the top. What the settings name as an app, a
middleware or a backend is imported just as well.
"""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.conf import settings

from tests.repository import nodes, sources

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def declared(*names: str) -> frozenset[str]:
    """The distributions that .in files ask for."""
    lines = [line for name in names for line in (settings.BASE_DIR / name).read_text().splitlines()]
    return frozenset(canonical(found[0]) for line in lines if (found := _NAME.match(line)))


@cache
def distributions() -> dict[str, set[str]]:
    return {module: {canonical(name) for name in names} for module, names in packages_distributions().items()}


@cache
def rooms() -> frozenset[str]:
    """The packages of the house, and its modules that lie in none."""
    tops = {path.relative_to(settings.BASE_DIR).parts[0] for path in sources("*.py") if (path.parent / "__init__.py").exists()}
    alone = {path.stem for path in sources("*.py") if not (path.parent / "__init__.py").exists()}
    return frozenset(tops | alone)


def imported(source: str) -> Iterator[tuple[int, str]]:
    """The top modules that a source file imports, with their lines; relative imports stay in the house."""
    for node in nodes(source):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.lineno, node.module.split(".")[0]


def undeclared(modules: Iterator[tuple[int, str]], requirements: frozenset[str]) -> list[str]:
    """Which modules come from a distribution that is not asked for, or from nowhere that is known."""
    ours = rooms() | sys.stdlib_module_names
    return [
        f"line {line}: {module}"
        for line, module in modules
        if module not in ours and not distributions().get(module, set()) & requirements
    ]


def is_for_tests(path: Path) -> bool:
    """Whether a file is of the tests or of the chores, which may use what requirements-dev.in brings on top."""
    parts = path.relative_to(settings.BASE_DIR).parts
    return "tests" in parts or parts[0] in {"script", "conftest.py"}


@pytest.mark.parametrize(
    ("for_tests", "requirements"),
    [(False, ("requirements.in",)), (True, ("requirements.in", "requirements-dev.in"))],
    ids=["house", "tests and chores"],
)
def test_whatever_is_imported_is_asked_for(for_tests, requirements):
    slips = {}
    seen = [path for path in sources("*.py") if is_for_tests(path) is for_tests]
    for path in seen:
        if found := undeclared(imported(path.read_text()), declared(*requirements)):
            slips[str(path.relative_to(settings.BASE_DIR))] = found
    assert len(seen) > 50
    assert slips == {}


def test_whatever_the_settings_name_is_asked_for():
    named = [*settings.INSTALLED_APPS, *settings.MIDDLEWARE, *settings.AUTHENTICATION_BACKENDS]
    assert undeclared(((0, name.split(".")[0]) for name in named), declared("requirements.in")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import asgiref",
        "import asgiref.sync as a",
        "from asgiref.sync import sync_to_async",
        "def f():\n    import asgiref",
        "if TYPE_CHECKING:\n    from asgiref import sync",
        "import a_module_from_nowhere",
        "import pytest",
    ],
)
def test_every_slip_is_seen(source):
    assert undeclared(imported(source), declared("requirements.in"))


@pytest.mark.parametrize(
    "source", ["import django", "from . import x", "from .a import b", "import json", "import publishing.languages"]
)
def test_what_may_be_imported_is_let_pass(source):
    assert undeclared(imported(source), declared("requirements.in")) == []
