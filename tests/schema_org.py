"""Whether JSON-LD says only what schema.org knows: each type exists, has its properties, and each property takes its values.

``vendor/schema-org.json`` holds the vocabulary's names: types with those above them, properties with the types they are on and
the types they take (without those that were superseded), and the members of enumerations.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

VOCABULARY = json.loads((Path(__file__).parent / "vendor" / "schema-org.json").read_text())
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})")
BASE = "https://schema.org/"


@cache
def above(name: str) -> frozenset[str]:
    """A type and all those above it."""
    found = {name}
    for parent in VOCABULARY["types"].get(name, []):
        found |= above(parent)
    return frozenset(found)


def slips(node: Any, path: str = "", instead_of: str = "") -> Iterator[str]:
    """What is wrong in a node, and where."""
    if not isinstance(node, dict):
        yield f"{path}: not a node: {node!r}"
        return
    if set(node) == {"@id"}:
        return
    kinds = _listed(node.get("@type"))
    if unknown := [kind for kind in kinds if kind not in VOCABULARY["types"]]:
        yield f"{path}: no type {unknown[0]!r}"
        return
    for name, value in node.items():
        if name not in ("@type", "@context", "@id"):
            yield from _property(name, value, kinds, f"{path}/{'+'.join(kinds)}.{name}", instead_of)


def _property(name: str, value: Any, kinds: list[str], path: str, instead_of: str) -> Iterator[str]:
    """What is wrong in a property of a node of some types."""
    over = _over(kinds)
    if name.endswith("-input") and "Action" in over:
        return
    known = VOCABULARY["properties"].get(name)
    if known is None:
        yield f"{path}: no such property"
    elif not over & set(known["on"]) and not ("Role" in over and name == instead_of):
        yield f"{path}: not a property of this type"
    else:
        for single in _listed(value):
            yield from _value(single, known["takes"], path, name)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _over(kinds: Iterable[str]) -> frozenset[str]:
    """Some types and all those above them."""
    return frozenset().union(*(above(kind) for kind in kinds))


def _value(value: Any, takes: list[str], path: str, name: str) -> Iterator[str]:
    if value is None or value == "" or value == [] or value == {}:
        yield f"{path}: says nothing"
    elif isinstance(value, dict) and set(value) == {"@value", "@language"}:
        if not set(takes) & {"Text", "PronounceableText"}:
            yield f"{path}: takes no text"
    elif isinstance(value, dict):
        kinds = value.get("@type", [])
        if kinds and not _over(_listed(kinds)) & {*takes, "Role"}:
            yield f"{path}: takes {takes}, not {kinds}"
        yield from slips(value, path, name)
    elif not _is_taken(value, takes):
        yield f"{path}: takes {takes}, not {value!r}"


def _is_taken(value: Any, takes: list[str]) -> bool:
    """Whether a value that is no node is of a type that the property takes."""
    if isinstance(value, bool):
        return "Boolean" in takes
    if isinstance(value, int | float):
        return bool(set(takes) & {"Number", "Integer", "Float"})
    return any(_fits(value, kind) for kind in takes)


def _fits(text: str, kind: str) -> bool:
    if kind == "Text" or "Text" in above(kind):
        return True
    if kind == "URL":
        return urlsplit(text).scheme in ("http", "https") and bool(urlsplit(text).netloc)
    if kind in ("Date", "DateTime"):
        return bool((DATE if kind == "Date" else MOMENT).fullmatch(text))
    return text.removeprefix(BASE) in VOCABULARY["members"].get(kind, [])
