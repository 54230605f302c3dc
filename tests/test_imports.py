"""The floors of the house: an app knows those below it, never those above.

Read from the source, so that an import inside a function counts as much as one at the top, and so does an app named in a
string (``"news.PressRelease"``, ``include("news.urls")``), which ties the floors together just as well. Tests of an app may
look up: they need real things to show its rules on, and nothing depends on them.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

FLOORS = ["portal", "mailing", "news", "caps", "partners", "cluster", "search", "publishing"]
_NAMED = re.compile(rf"(?:{'|'.join(FLOORS)})(?:\.\w+)+")


def names(source: str, package: str) -> Iterator[tuple[int, str]]:
    """The modules and dotted names that a source file of ``package`` asks for, with their lines."""
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node) == "get_model" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            if _NAMED.fullmatch(node.value):
                yield node.lineno, node.value


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def looks_up(app: str, source: str, package: str) -> list[str]:
    """Where a source file of ``app`` names a floor above its own."""
    above = FLOORS[: FLOORS.index(app)]
    return [f"line {line}: {name}" for line, name in names(source, package) if name.split(".")[0] in above]


def sources(app: str) -> list[Path]:
    return [
        path
        for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
        if "tests" not in path.relative_to(settings.BASE_DIR).parts
    ]


@pytest.mark.parametrize("app", FLOORS)
def test_an_app_knows_only_the_floors_below(app):
    found = {}
    for path in sources(app):
        inside = path.relative_to(settings.BASE_DIR)
        if slips := looks_up(app, path.read_text(), ".".join(inside.parent.parts)):
            found[str(inside)] = slips
    assert sources(app)
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "import news",
        "import news.models as m",
        "from news import models",
        "from news.models import PressRelease",
        "def f():\n    from news.models import PressRelease",
        "from ..news import models",
        "x = models.ForeignKey('news.PressRelease', models.CASCADE)",
        "apps.get_model('news', 'PressRelease')",
        "apps.get_model('news.PressRelease')",
        "include('news.urls')",
    ],
)
def test_every_way_up_is_seen(source):
    assert looks_up("caps", source, "caps") != []


@pytest.mark.parametrize(
    "source",
    [
        '"""Words about news.models."""',
        "from cluster.models import Person",
        "from . import models",
        "from .news import something",
        "import newspaper",
        "x = 'What the news says.'",
        "x = 'news'",
    ],
)
def test_what_is_no_way_up_passes(source):
    assert looks_up("caps", source, "caps") == []


def test_every_app_has_its_floor():
    ours = {path.parent.name for path in settings.BASE_DIR.glob("*/apps.py")}
    assert ours == set(FLOORS)
