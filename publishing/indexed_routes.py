"""The routes of a language, found by the first word of an address instead of by trying one after the other.

There are more than a hundred of them, and an address that is none of a page is looked for in every language. Which routes are
tried, and in which order, stays what the URL configuration says: those that begin with another fixed word are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.translation import get_language

from .kept_values import new_shelf

Route = URLPattern | URLResolver


class IndexedResolver(URLResolver):
    """Routes behind a common beginning. What is said of an address that no route takes names those that were tried alone."""

    def __init__(self, resolver: URLResolver) -> None:
        super().__init__(resolver.pattern, resolver.url_patterns)
        self._by_word: dict[str | None, dict[str, URLResolver]] = new_shelf()

    def resolve(self, path: str) -> ResolverMatch:
        path = str(path)
        match = self.pattern.match(path)
        if match is None:
            return super().resolve(path)
        word = match[0].partition("/")[0]
        by_word = self._by_word.get(get_language()) or self._by_word.setdefault(get_language(), self._indexed())
        return (by_word.get(word) or by_word[""]).resolve(path)

    def _indexed(self) -> dict[str, URLResolver]:
        """The routes that may take an address, by its first word; under no word those that take what others do not."""
        routes = [(_first_word(route), route) for route in _flat(self.url_patterns)]
        return {
            word: URLResolver(self.pattern, [route for begins, route in routes if begins in ("", word)])
            for word in {"", *(begins for begins, _route in routes)}
        }


def indexed(routes: Iterable[Route]) -> list[Route]:
    """The same routes, those behind a common beginning with an index."""
    return [IndexedResolver(route) if isinstance(route, URLResolver) else route for route in routes]


def _flat(routes: Iterable[Route]) -> Iterator[Route]:
    """The routes, with those of others that add nothing of their own in their place."""
    for route in routes:
        if isinstance(route, URLResolver) and not (str(route.pattern) or route.default_kwargs or route.namespace):
            yield from _flat(route.url_patterns)
        else:
            yield route


def _first_word(route: Route) -> str:
    """The fixed word up to the first slash, in the active language; empty where the route begins otherwise."""
    if not isinstance(route.pattern, RoutePattern):
        return ""
    word, slash, _rest = str(route.pattern).partition("/")
    return word if slash and "<" not in word else ""
