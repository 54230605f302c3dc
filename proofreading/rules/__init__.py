"""The rules of the check, loaded when a first text is checked.

They take eight megabytes and a tenth of the CPU of a start, most of it patterns that are compiled. No page of a visitor, no
mail and hardly a command needs one. So who runs rules asks this package for ``RULES``, and imports the package, not the name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .table import MODULES, RANKS, RULES

__all__ = ["MODULES", "RANKS", "RULES"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import table

    return getattr(table, name)
