"""Modules of the house import each other at the top of the file, and never in a circle.

An import inside a function hides a circle, or makes one. What is imported for annotations alone (``if TYPE_CHECKING:``) never
runs and counts as none. An import of a package's module counts as that of the module, not of the package around it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from tests.repository import parsed

LOCAL = {
    **{
        f"{app}.apps": "registers what the app adds, once all models are there"
        for app in ("caps", "cluster", "mailing", "news", "partners", "portal", "publishing", "search")
    },
    "proofreading.__main__": "loads the guide, with the parser of its files, for whoever asks for the guide alone",
    "proofreading.files.opening": "loads the reader of a form of documents when one of that form is opened",
    "proofreading.rules": "loads the table of rules, eight megabytes, when a first text is checked",
}
"""Modules that may import the house inside a function, and why."""


def modules() -> dict[str, Path]:
    """Every module of the house by its dotted name, without tests and migrations."""
    apps = sorted(path.parent for path in settings.BASE_DIR.glob("*/__init__.py"))
    paths = (path for app in apps if app.name != "tests" for path in sorted(app.rglob("*.py")))
    found = {}
    for path in paths:
        parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
        if not {"tests", "migrations"} & set(parts):
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def package_of(module: str, path: Path) -> str:
    return module if path.name == "__init__.py" else module.rpartition(".")[0]


def _is_for_types_alone(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


@cache
def imports(source: str, package: str) -> list[tuple[int, bool, str]]:
    """What a module of ``package`` imports: the line, whether it stands inside a function, and the dotted name."""

    def walk(node: ast.AST, local: bool) -> Iterator[tuple[int, bool, str]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                yield from ((child.lineno, local, alias.name) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                above = package.split(".")[: len(package.split(".")) - child.level + 1] if child.level else []
                base = ".".join([*above, *([child.module] if child.module else [])])
                yield from ((child.lineno, local, f"{base}.{alias.name}") for alias in child.names)
            elif not _is_for_types_alone(child):
                yield from walk(child, local or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda))

    return list(walk(parsed(source), False))


def target(name: str, known: dict[str, object]) -> str | None:
    """The module of the house that a dotted name leads to, if any."""
    for candidate in (name, name.rpartition(".")[0]):
        if candidate in known:
            return candidate
    return None


def local_imports(sources: dict[str, tuple[str, str]]) -> dict[str, list[str]]:
    """The imports of the house inside functions, by module. ``sources``: a module's text and its package, by its name."""
    found: dict[str, list[str]] = {}
    for module, (source, package) in sources.items():
        for line, local, name in imports(source, package):
            if local and target(name, sources):
                found.setdefault(module, []).append(f"line {line}: {name}")
    return found


def circles(sources: dict[str, tuple[str, str]]) -> list[list[str]]:
    """The sets of modules that import each other, those that import themselves through nothing else left out."""
    graph = {
        module: {to for _line, _local, name in imports(source, package) if (to := target(name, sources)) and to != module}
        for module, (source, package) in sources.items()
    }
    return sorted(sorted(circle) for circle in _strongly_connected(graph) if len(circle) > 1)


def _strongly_connected(graph: dict[str, set[str]]) -> list[set[str]]:
    """The modules that can be reached from one another (Kosaraju)."""
    order: list[str] = []
    seen: set[str] = set()
    for module in graph:
        _visit(module, graph, seen, order)
    back: dict[str, set[str]] = {module: set() for module in graph}
    for module, targets in graph.items():
        for to in targets:
            back[to].add(module)
    seen.clear()
    found = []
    for module in reversed(order):
        reached: list[str] = []
        _visit(module, back, seen, reached)
        if reached:
            found.append(set(reached))
    return found


def _visit(module: str, graph: dict[str, set[str]], seen: set[str], order: list[str]) -> None:
    if module in seen:
        return
    seen.add(module)
    for to in sorted(graph[module]):
        _visit(to, graph, seen, order)
    order.append(module)


@pytest.fixture(scope="module")
def house() -> dict[str, tuple[str, str]]:
    return {name: (path.read_text(), package_of(name, path)) for name, path in modules().items()}


def test_the_house_imports_itself_at_the_top_of_files(house):
    found = local_imports(house)
    assert {module: lines for module, lines in found.items() if module not in LOCAL} == {}
    assert sorted(LOCAL) == sorted(found), "this list names a module that imports nothing inside a function any more"


def test_no_circle_between_modules(house):
    assert {"publishing.models", "news.models.press", "caps.querysets"} <= set(house)
    assert circles(house) == []


def _sources(**texts: str) -> dict[str, tuple[str, str]]:
    names = {name.replace("__", "."): text for name, text in texts.items()}
    return {
        name: (text, name if any(other.startswith(f"{name}.") for other in names) else name.rpartition(".")[0])
        for name, text in names.items()
    }


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    from .b import x",
        "def f():\n    import a.b",
        "class C:\n    def f(self):\n        if True:\n            from a import b",
        "async def f():\n    from a.b import x",
    ],
)
def test_every_import_inside_a_function_is_seen(source):
    assert list(local_imports(_sources(a="", a__c=source, a__b="x = 1"))) == ["a.c"]


@pytest.mark.parametrize("source", ["from .b import x", "def f():\n    import json", "if True:\n    from . import b"])
def test_what_is_no_local_import_of_the_house_passes(source):
    assert local_imports(_sources(a="", a__c=source, a__b="x = 1")) == {}


def test_circles_are_found_however_they_are_written():
    around = _sources(a="", a__b="from .c import x", a__c="from a import d", a__d="def f():\n    import a.b", a__e="import a.b")
    assert circles(around) == [["a.b", "a.c", "a.d"]]
    assert circles(_sources(a="from .b import x", a__b="from . import c", a__c="")) == []
    assert circles(_sources(a="from .b import x", a__b="from . import x")) == [["a", "a.b"]]
    types = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .b import x"
    assert circles(_sources(a="", a__b="from .c import y", a__c=types)) == []
