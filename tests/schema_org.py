"""Whether JSON-LD says only what schema.org knows: each type exists, has its properties, and each property takes its values.

``vendor/schema-org.json`` holds the vocabulary's names: types with those above them, properties with the types they are on and
the types they take (without those that were superseded), and the members of enumerations.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
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
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    for kind in kinds:
        if kind not in VOCABULARY["types"]:
            yield f"{path}: no type {kind!r}"
            return
    over = frozenset().union(*(above(kind) for kind in kinds))
    for name, value in node.items():
        if name in ("@type", "@context", "@id"):
            continue
        here = f"{path}/{'+'.join(kinds)}.{name}"
        if name.endswith("-input") and "Action" in over:
            continue
        known = VOCABULARY["properties"].get(name)
        if known is None:
            yield f"{here}: no such property"
        elif not over & set(known["on"]) and not ("Role" in over and name == instead_of):
            yield f"{here}: not a property of this type"
        else:
            for one in value if isinstance(value, list) else [value]:
                yield from _value(one, known["takes"], here, name)


def _value(value: Any, takes: list[str], path: str, name: str) -> Iterator[str]:
    if value is None or value == "" or value == [] or value == {}:
        yield f"{path}: says nothing"
    elif isinstance(value, dict) and set(value) == {"@value", "@language"}:
        if not set(takes) & {"Text", "PronounceableText"}:
            yield f"{path}: takes no text"
    elif isinstance(value, dict):
        kinds = value.get("@type", [])
        over = set().union(*(above(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])))
        if kinds and not over & {*takes, "Role"}:
            yield f"{path}: takes {takes}, not {kinds}"
        yield from slips(value, path, name)
    elif isinstance(value, bool):
        if "Boolean" not in takes:
            yield f"{path}: takes {takes}, not {value!r}"
    elif isinstance(value, int | float):
        if not set(takes) & {"Number", "Integer", "Float"}:
            yield f"{path}: takes {takes}, not {value!r}"
    elif not any(_fits(value, one) for one in takes):
        yield f"{path}: takes {takes}, not {value!r}"


def _fits(text: str, kind: str) -> bool:
    if kind == "Text" or "Text" in above(kind):
        return True
    if kind == "URL":
        return urlsplit(text).scheme in ("http", "https") and bool(urlsplit(text).netloc)
    if kind in ("Date", "DateTime"):
        return bool((DATE if kind == "Date" else MOMENT).fullmatch(text))
    return text.removeprefix(BASE) in VOCABULARY["members"].get(kind, [])
