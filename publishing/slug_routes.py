"""Which slugs lead where every other one does, so that the routes need not be asked for each.

An address is told by its parts between strokes. A slug that each part of a route takes, or leaves, as it does any ordinary
word opens what that word opens; only a fixed word of a route (“subscribe”), or what some part takes alone (a year), may lead
elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import get_resolver
from django.urls.converters import get_converters
from django.urls.resolvers import LocalePrefixPattern, RoutePattern, URLResolver

from .kept_values import kept_by_language

ORDINARY = "un-mot-comme-un-autre"
_CONVERTED = re.compile(r"<(?:(?P<converter>[^>:]+):)?[^>]+>")


def is_ordinary(slug: str) -> bool:
    """Whether the routes of the active language tell a slug from no other ordinary word."""
    fixed, taking = _parts()
    return slug not in fixed and all(bool(part.fullmatch(slug)) == is_taken for part, is_taken in taking)


@kept_by_language
def _parts() -> tuple[frozenset[str], list[tuple[re.Pattern[str], bool]]]:
    """The fixed words of the public routes, and the parts that take more than one, each with whether it takes any word."""
    parts = {part for route in _routes() for part in route.split("/")}
    taking = [re.compile(_expression(part)) for part in sorted(parts) if "<" in part]
    # A file beside a page has its slug and an ending: “calendar.ics” is not to be taken either.
    fixed = frozenset(part.partition(".")[0] for part in parts if not part.startswith("<"))
    return fixed, [(part, bool(part.fullmatch(ORDINARY))) for part in taking]


def _routes() -> Iterator[str]:
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and isinstance(pattern.pattern, LocalePrefixPattern):
            yield from _within(pattern)


def _within(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if not isinstance(pattern.pattern, RoutePattern):
            raise TypeError(f"{pattern} is no plain route: what its parts take cannot be told.")
        yield str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _within(pattern)


def _expression(part: str) -> str:
    """What a part of a route takes, as Django reads it."""
    found, end = "", 0
    for match in _CONVERTED.finditer(part):
        converter = get_converters()[match["converter"] or "str"]
        found += f"{re.escape(part[end : match.start()])}(?:{converter.regex})"
        end = match.end()
    return found + re.escape(part[end:])
