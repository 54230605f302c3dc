"""The floors of the house: an app knows those below it, never those above.

Read from the source, so that an import inside a function counts as much as one at the top, and so does an app named in a
string (``"news.PressRelease"``, ``include("news.urls")``), which ties the floors together just as well. Tests of an app may
look up: they need real things to show its rules on, and nothing depends on them.

``proofreading`` stands beside the ground: any floor may import it, and it knows none of them, nor Django. Its tests keep
to that as well: they run without a portal.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.repository import nodes

FLOORS = ["portal", "mailing", "news", "caps", "partners", "cluster", "search", "publishing"]
LIBRARY = "proofreading"
LIBRARY_MAY_IMPORT = {
    "babel",
    "email_validator",
    "hunspell",
    "phonenumbers",
    "pypdf",
    "pytest",
    "rapidfuzz",
    "snowballstemmer",
    "text_to_num",
    "yaml",
}
"""What the library has from others. Whatever else it asks for must come with Python."""
_NAMED = re.compile(rf"(?:{'|'.join(FLOORS)})(?:\.\w+)+")


def names(source: str, package: str) -> Iterator[tuple[int, str]]:
    """The modules and dotted names that a source file of ``package`` asks for, with their lines."""
    inside = nodes(source)
    docstrings = {
        id(node.body[0].value)
        for node in inside
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in inside:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node) in _ASKS_BY_NAME and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            if _NAMED.fullmatch(node.value):
                yield node.lineno, node.value


_ASKS_BY_NAME = {"get_model", "import_module", "__import__", "find_spec"}


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def looks_up(app: str, source: str, package: str) -> list[str]:
    """Where a source file of ``app`` names a floor above its own."""
    above = FLOORS[: FLOORS.index(app)]
    return [f"line {line}: {name}" for line, name in names(source, package) if name.split(".")[0] in above]


def looks_out(source: str, package: str) -> list[str]:
    """Where a source file of the library names a floor of the house, Django, or anything that it may not import."""
    own = {LIBRARY, *sys.stdlib_module_names, *LIBRARY_MAY_IMPORT}
    return [f"line {line}: {name}" for line, name in names(source, package) if name.split(".")[0] not in own]


def sources(app: str) -> list[Path]:
    return [
        path
        for path in sorted((settings.BASE_DIR / app).rglob("*.py"))
        if "tests" not in path.relative_to(settings.BASE_DIR).parts
    ]


def test_the_library_knows_no_floor_and_no_django():
    found = {}
    paths = sorted((settings.BASE_DIR / LIBRARY).rglob("*.py"))
    for path in paths:
        inside = path.relative_to(settings.BASE_DIR)
        if slips := looks_out(path.read_text(), ".".join(inside.parent.parts)):
            found[str(inside)] = slips
    assert len(paths) > 20
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "import django",
        "import django.utils.html as h",
        "from django.utils.translation import gettext as _",
        "def f():\n    from django.conf import settings",
        "from ..publishing import languages",
        "from publishing import languages",
        "import news.models",
        "importlib.import_module('django.conf')",
        "import_module('news')",
        "__import__('cluster')",
        "find_spec('search')",
        "apps.get_model('news', 'PressRelease')",
        "x = 'news.models'",
        "import modeltranslation",
    ],
)
def test_every_way_out_of_the_library_is_seen(source):
    assert looks_out(source, LIBRARY) != []


def test_the_library_runs_without_django():
    code = f"import sys, {LIBRARY}.engine, {LIBRARY}.presentation; print(sorted(m for m in sys.modules if 'django' in m))"
    done = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


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
