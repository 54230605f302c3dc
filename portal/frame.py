"""What stands around every page, the main menu and the foot, written once for what it shows.

Both are kept under all that they are made of: the rows that the public sees at this moment, read for each page, and the
settings that they name. So what is kept cannot be older than the page; where something has changed it is written anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from types import SimpleNamespace

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from publishing import languages, legal_facts
from publishing.kept_values import new_shelf, path_in, where

from .footer_pages import FooterPages
from .navigation import FOOT, MenuLink

MOST = 64
"""How many forms of each are kept: languages, and the page that the reader stands on, of which few are named there."""


class _Shelf:
    """The forms of a piece that were asked for last."""

    def __init__(self) -> None:
        self._shelf = new_shelf()

    def get(self, key: Hashable, write: Callable[[], SafeString]) -> SafeString:
        kept: OrderedDict[Hashable, SafeString] = self._shelf.setdefault("kept", OrderedDict())
        found = kept.get(key)
        if found is None:
            found = kept[key] = write()
            while len(kept) > MOST:
                kept.popitem(last=False)
        return found


_feet, _menus = _Shelf(), _Shelf()


def foot(pages: FooterPages, filled: frozenset[str], path: str) -> SafeString:
    """The foot of the page at ``path``, which is marked where it leads to that page itself."""
    key = (get_language(), where(), pages.stamp, filled, settings.GRANT_REFERENCE, legal_facts.mention())
    elsewhere = _feet.get(key, lambda: _foot(pages, filled, ""))
    if f'href="{path}"' not in elsewhere:
        return elsewhere
    return _feet.get((key, path), lambda: _foot(pages, filled, path))


def _foot(pages: FooterPages, filled: frozenset[str], path: str) -> SafeString:
    shown = {"footer_pages": pages, "filled_routes": filled, "foot_columns": FOOT, "request": SimpleNamespace(path=path)}
    return _written("_partials/foot.html", {**shown, "GRANT_REFERENCE": settings.GRANT_REFERENCE})


def menu(entries: Iterable[MenuLink], path: str) -> SafeString:
    """The main menu, with the way to the search, of which the page itself has no need."""
    entries = tuple(entries)
    on_search = path == path_in("search", languages.current())
    shown = {"entries": entries, "on_search": on_search, "request": SimpleNamespace(path=path)}
    key = (get_language(), where(), entries, on_search)
    return _menus.get(key, lambda: SafeString(_written("_partials/menu.html", shown).rstrip()))


def _written(template: str, shown: dict[str, object]) -> SafeString:
    return mark_safe(get_template(template).render(shown))  # noqa: S308  a template of ours, which escapes what it shows
