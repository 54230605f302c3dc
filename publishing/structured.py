"""What a page says of itself to machines: JSON-LD in the words of schema.org.

A page's data are built here and in the apps' own ``structured.py``, from what the page has loaded already: they ask the
database nothing, so nothing is said that the page itself may not show. A lower floor cannot know what an upper one holds, so
each app registers what it describes: ``describes`` for a kind of thing, ``describes_page`` for a route without one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from html import unescape
from typing import Any

from django.conf import settings
from django.db import models
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from . import languages
from .kept_entries import kept_by_rows
from .localized_text import LocalizedText
from .models import Addressed
from .prepared_queries import ReadRows
from .templatetags.portal_text import in_some_language
from .typography import typeset

CONTEXT = "https://schema.org"
Node = dict[str, Any]
Builder = Callable[[Any, str], Node]
PageBuilder = Callable[[dict[str, Any]], Node]
_things: dict[type[models.Model], tuple[str, Builder]] = {}
_of_rows: set[type[models.Model]] = set()
_pages: dict[str, tuple[str, PageBuilder]] = {}


def describes(model: type[models.Model], *, page: str = "WebPage", of_rows: bool = False) -> Callable[[Builder], Builder]:
    """Register a function of (thing, language) that gives the node of a thing; its page is of the type ``page``.

    ``of_rows`` says that it is made of what was read with the thing and of nothing else: then it is kept (``kept_entries``).
    """

    def register(builder: Builder) -> Builder:
        _things[model] = (page, builder)
        if of_rows:
            _of_rows.add(model)
        return builder

    return register


def describes_page(route: str, *, page: str = "WebPage") -> Callable[[PageBuilder], PageBuilder]:
    """Register a function of a page's context that gives the node a route's page is about."""

    def register(builder: PageBuilder) -> PageBuilder:
        _pages[route] = (page, builder)
        return builder

    return register


def described() -> list[type[models.Model]]:
    return list(_things)


def node_of(thing: models.Model, language: str) -> Node | None:
    """What is said of a thing, an example as one; ``None`` where nobody describes its kind."""
    if type(thing) not in _things:
        return None
    return said_to_be_an_example(thing, _things[type(thing)][1](thing, language))


@kept_by_rows
def _node_of_rows(things: list[models.Model], language: str) -> Node | None:
    return node_of(things[0], language)


def said_to_be_an_example(thing: object, node: Node) -> Node:
    words = _("Example, made up for demonstration")
    return node | {"disambiguatingDescription": words} if getattr(thing, "is_example", False) else node


def page_type(context: dict[str, Any], route: str) -> str:
    thing = context.get("object")
    if isinstance(thing, models.Model) and type(thing) in _things:
        return _things[type(thing)][0]
    if route in _pages:
        return _pages[route][0]
    return "CollectionPage" if "object_list" in context else "WebPage"


def subject_of(context: dict[str, Any], route: str) -> Node | None:
    """What a page is about: its thing, what its route registered, or the list it shows."""
    thing = context.get("object")
    if thing is not None:
        rows = getattr(context.get("view"), "rows", None)
        if type(thing) in _of_rows and isinstance(rows, ReadRows):
            return _node_of_rows(rows, languages.current())
        return node_of(thing, languages.current())
    if route in _pages:
        return _pages[route][1](context)
    return _listed(context)


def _listed(context: dict[str, Any]) -> Node | None:
    """The addresses of what a list shows, counted on over its pages."""
    things = context.get("object_list") or ()
    addresses = _addresses(things if isinstance(things, ReadRows) else list(things), languages.current())
    if not addresses:
        return None
    page = context.get("page_obj")
    first = page.start_index() if page else 1
    return {
        "@type": "ItemList",
        "numberOfItems": page.paginator.count if page else len(addresses),
        "itemListElement": [
            {"@type": "ListItem", "position": place, "url": absolute(address)} for place, address in enumerate(addresses, first)
        ],
    }


@kept_by_rows
def _addresses(things: list[object], language: str) -> tuple[str, ...]:
    return tuple(one.get_absolute_url(language) for one in things if isinstance(one, Addressed))


def page(kind: str, url: str, title: str, description: str, subject: Node, *, whole_site: bool) -> Node:
    """A page in its language, and what it is about. The home page tells of the whole site; the others name it."""
    return kept(
        {
            "@type": kind,
            "@id": url,
            "url": url,
            "name": title,
            "description": description,
            "inLanguage": languages.current(),
            "isPartOf": site(languages.current()) if whole_site else {"@id": identifier("site")},
            "publisher": cluster(),
            "mainEntity": subject,
        }
    )


def trail(steps: Iterable[tuple[str, str]]) -> Node:
    """The way to a page as its crumb shows it: names and paths, the home page first; the page itself may lack its path."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name} | ({"item": {"@id": absolute(path)}} if path else {})
            for place, (name, path) in enumerate(steps, 1)
        ],
    }


def site(language: str) -> Node:
    """The portal as a site that can be searched."""
    return {
        "@type": "WebSite",
        "@id": identifier("site"),
        "name": settings.PORTAL_NAME,
        "url": absolute(reverse("home")),
        "inLanguage": language,
        "publisher": {"@id": identifier("cluster")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{absolute(reverse('search'))}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def cluster() -> Node:
    """The cluster, as every page names who publishes it."""
    return {
        "@type": "ResearchOrganization",
        "@id": identifier("cluster"),
        "name": settings.PORTAL_NAME,
        "url": absolute(reverse("home")),
        "logo": absolute(static("icons/icon-512.png")),
    }


def identifier(name: str) -> str:
    """What a thing that has no page of its own is known by, the same in every language."""
    return f"{settings.SITE_URL}/#{name}"


def absolute(path: str) -> str:
    return path if path.startswith(("http://", "https://")) else settings.SITE_URL + path


def text(thing: models.Model, field: str) -> str | Node:
    """A translated text as it is read; with its own language where it is not the page's."""
    return words(in_some_language(thing, field))


def words(text: LocalizedText) -> str | Node:
    """A text as it is read; with its own language where it is not the page's."""
    return _in(text.language, _spaced(typeset(text.words, text.language)))


def prose(thing: models.Model, field: str) -> str | Node:
    """The same of a formatted text, without its form."""
    value = in_some_language(thing, field)
    plain = unescape(strip_tags(value.words.replace("<", " <")))
    return _in(value.language, _spaced(typeset(plain, value.language)))


def _in(code: str, words: str) -> str | Node:
    return words if code == languages.current() or not words else {"@value": words, "@language": code}


def _spaced(words: str) -> str:
    return re.sub("[ \\t\\r\\n]+", " ", words).strip()


def moment(value: datetime) -> str:
    """A moment with its offset from UTC, as it is in Paris."""
    return timezone.localtime(value).isoformat(timespec="seconds")


def kept(node: Node) -> Node:
    """The node without what is empty: a missing text says nothing rather than that it is nothing."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def script(node: Node) -> SafeString:
    """The node for a ``<script type="application/ld+json">``, so written that no text in it can end the script.

    ``<``, ``>`` and ``&`` are escaped as JSON allows, and so are the two line ends that JavaScript knows and JSON does not.
    """
    written = json.dumps({"@context": CONTEXT} | node, ensure_ascii=False, separators=(",", ":"), default=_written)
    for sign, escaped in _UNSAFE:
        written = written.replace(sign, escaped)
    return mark_safe(written)  # noqa: S308  no sign is left that HTML would read


_UNSAFE = [(sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029"]


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
