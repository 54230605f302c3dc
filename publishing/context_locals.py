"""What is active in a request (language, time zone, prefix of addresses), read as fast as it is asked for.

Django keeps it in ``asgiref.local.Local``, whose every reading takes a lock of its own and ten times as long as that of the
context variable behind it. A page asks for its language hundreds of times. What is set here is seen by whoever shares the
context, and by nobody else, as before.
"""

from __future__ import annotations

from contextvars import ContextVar
from types import ModuleType
from typing import Any

from django.urls import base as addresses
from django.utils import timezone
from django.utils.translation import trans_real

KEPT: tuple[tuple[ModuleType, str], ...] = (
    (trans_real, "_active"),
    (timezone, "_active"),
    (addresses, "_prefixes"),
    (addresses, "_urlconfs"),
)
_NOTHING = object()


class ContextLocal:
    """Attributes of which each is a context variable."""

    __slots__ = ("_variables",)

    def __init__(self) -> None:
        object.__setattr__(self, "_variables", {})

    def __getattr__(self, name: str) -> Any:
        variable = self._variables.get(name)
        value = _NOTHING if variable is None else variable.get()
        if value is _NOTHING:
            raise AttributeError(name)
        return value

    def __setattr__(self, name: str, value: object) -> None:
        if name not in self._variables:
            self._variables.setdefault(name, ContextVar(name, default=_NOTHING))
        self._variables[name].set(value)

    def __delattr__(self, name: str) -> None:
        getattr(self, name)
        self._variables[name].set(_NOTHING)


def install() -> None:
    """Put context variables in the stead of Django's own, once, with what is active now."""
    for module, name in KEPT:
        before = getattr(module, name)
        if not isinstance(before, ContextLocal):
            local = ContextLocal()
            if (value := getattr(before, "value", _NOTHING)) is not _NOTHING:
                local.value = value
            setattr(module, name, local)
