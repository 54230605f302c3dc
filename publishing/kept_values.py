"""What is the same for every request in a language, computed once in a process: words of the catalogue, addresses of routes.

The code and the catalogues are what a process began with, so nothing kept here grows old. Tests that change settings begin
anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.core.signals import setting_changed
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language, override

_Given = ParamSpec("_Given")
_Kept = TypeVar("_Kept")
MOST = 5000
"""Answers of one function that a process keeps."""
_all: list[tuple[dict[Any, Any], frozenset[str] | None]] = []


def new_shelf(*hangs_on: str) -> dict[Any, Any]:
    """A dictionary that is emptied when a test changes a setting: one of those named, or any."""
    shelf: dict[Any, Any] = {}
    _all.append((shelf, frozenset(hangs_on) or None))
    return shelf


def begin_anew(setting: str = "", **_signal: object) -> None:
    """Forget everything, or what hangs on a setting: for tests, which change what a process never does."""
    for shelf, hangs_on in _all:
        if not (setting and hangs_on) or setting in hangs_on:
            shelf.clear()


setting_changed.connect(begin_anew, dispatch_uid="kept values")


def where() -> Hashable:
    """What an address depends on besides its route and its language."""
    return get_script_prefix(), get_urlconf(), settings.ROOT_URLCONF


def kept_by_language(make: Callable[_Given, _Kept]) -> Callable[_Given, _Kept]:
    """A function whose answer hangs on its arguments, the active language, the catalogues and the routes alone.

    For arguments of which there are few (routes, codes of languages, days): where there are more all the same, it begins anew.
    """
    shelf = new_shelf()

    @wraps(make)
    def kept(*args: _Given.args, **kwargs: _Given.kwargs) -> _Kept:
        key = (args, tuple(kwargs.items()), get_language(), get_script_prefix(), get_urlconf())
        try:
            return shelf[key]
        except KeyError:
            if len(shelf) >= MOST:
                shelf.clear()
            return shelf.setdefault(key, make(*args, **kwargs))

    kept.is_same_in_a_language = True  # type: ignore[attr-defined]  # a mark on a function, which mypy cannot know
    return kept


@kept_by_language
def path_in(route: str, language: str) -> str:
    """The path of a route without arguments, in a language. Raises ``NoReverseMatch`` where there is none."""
    with override(language):
        return reverse(route)


_ways = new_shelf()
_STANDS = ("in-place-of-it", "instead-of-it")
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def path_to(route: str, language: str, kwargs: dict[str, Any]) -> str:
    """The path of a route with a thing's address in it, in a language. Raises ``NoReverseMatch`` where there is none.

    Between its fixed words a route takes slugs as they are, so the words are asked of it once.
    """
    if not kwargs or not all(type(value) is str and value and _PLAIN.issuperset(value) for value in kwargs.values()):
        with override(language):
            return reverse(route, kwargs=kwargs)
    key = (route, language, tuple(kwargs), get_script_prefix(), get_urlconf())
    words = _ways.get(key)
    if words is None:
        words = _ways[key] = _words_between(route, language, tuple(kwargs))
    if not words:
        with override(language):
            return reverse(route, kwargs=kwargs)
    return words.format(**kwargs)


def _words_between(route: str, language: str, names: tuple[str, ...]) -> str:
    """The path of a route with places for its arguments; empty where it takes other things than slugs."""
    found = set()
    for stand in _STANDS:
        given = {name: f"{stand}-{number}" for number, name in enumerate(names)}
        try:
            with override(language):
                path = reverse(route, kwargs=given)
        except Exception:
            return ""
        for name, value in given.items():
            if path.count(value) != 1:
                return ""
            path = path.replace(value, f"{{{name}}}")
        found.add(path)
    return found.pop() if len(found) == 1 else ""
