"""A column folded by the database while it is searched: for tables of people's addresses, of which no copy is kept.

Both databases say the same as ``proofreading.text.spelt_out``, the one fold of the house. SQLite is lent the function itself;
PostgreSQL takes letters apart as Unicode does, drops their marks, and translates the rest by a table made from that fold.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from proofreading.text import APOSTROPHES, INVISIBLE, spelt_out

SQLITE_NAME = "spelt_out"
_MARKS = (0x300, 0x36F)
_LETTERS = (range(0x41, 0x3000), range(0xA000, 0xAC00), range(0xF900, 0x10000))
"""The first plane of Unicode without what has no small letters: Chinese, Japanese and Korean signs, and private ones."""


class Folded(models.Func):
    """A text in small letters without marks, each letter spelt in plain ones, on both databases alike."""

    function = SQLITE_NAME
    arity = 1
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        single, targets, several = _tables()
        sql, params = compiler.compile(self.source_expressions[0])
        sql = f"translate(regexp_replace(normalize({sql}, NFKD), %s, '', 'g'), %s, %s)"
        given = [*params, f"[{chr(_MARKS[0])}-{chr(_MARKS[1])}]", single, targets]
        for letter, spelt in several.items():
            sql = f"replace({sql}, %s, %s)"
            given += [letter, spelt]
        return sql, given


@cache
def _tables() -> tuple[str, str, dict[str, str]]:
    """What is translated sign by sign (those without a counterpart go), what into, and what is spelt with several letters."""
    alone: dict[str, str] = {}
    several: dict[str, str] = {}
    gone = ""
    for sign in dict.fromkeys([*(chr(code) for part in _LETTERS for code in part), *APOSTROPHES, *INVISIBLE, "_"]):
        if unicodedata.normalize("NFKD", sign) != sign or unicodedata.combining(sign):
            continue
        spelt = spelt_out(sign)
        if not spelt:
            gone += sign
        elif len(spelt) > 1:
            several[sign] = spelt
        elif spelt != sign:
            alone[sign] = spelt
    return "".join(alone) + gone, "".join(alone.values()), several


def _lend(sender: object, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(SQLITE_NAME, 1, _spelt_or_nothing, deterministic=True)


def _spelt_or_nothing(text: str | None) -> str | None:
    return None if text is None else spelt_out(str(text))


def connect() -> None:
    connection_created.connect(_lend, dispatch_uid="publishing.folded_columns")
