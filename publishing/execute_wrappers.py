"""What looks on while the database is asked."""

from __future__ import annotations

from threading import get_ident
from typing import Any


def of_this_thread(wrapper: Any) -> Any:
    """An ``execute_wrapper`` that hears this thread alone.

    A connection is of one thread, but for SQLite in memory, where threads share one with whoever began it: what one of
    them asks is nothing to what another one is at.
    """
    mine = get_ident()

    def hear(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if get_ident() != mine:
            return execute(sql, params, many, context)
        return wrapper(execute, sql, params, many, context)

    return hear
