"""What the back office takes from Django's forms, although Django keeps it to itself, is there."""

import ast
from pathlib import Path

import pytest

from publishing import open_forms


def declared() -> list[tuple[str, str]]:
    """The class and the name of each method that is declared for the type checker."""
    tree = ast.parse(Path(open_forms.__file__).read_text(encoding="utf-8"))
    return [
        (node.name, part.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for part in node.body
        if isinstance(part, ast.FunctionDef)
    ]


@pytest.mark.parametrize(("name", "method"), declared())
def test_django_has_what_is_declared_of_its_forms(name, method):
    assert callable(getattr(getattr(open_forms, name), method, None))
