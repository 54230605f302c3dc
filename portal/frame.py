"""What stands around every page, its head, its crumb and its foot, written once for what it shows.

They are kept under all that they are made of: the rows that the public sees at this moment, read for each page, and the
settings that they name. So what is kept cannot be older than the page; where something has changed it is written anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from publishing import languages, legal_facts, structured
from publishing.alternates import Alternate
from publishing.kept_values import new_shelf, path_in, where

from .footer_pages import FooterPages
from .navigation import FOOT, MenuLink

MOST = 200
"""How many forms of each are kept: those of the pages that were asked for last."""


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


_feet, _banners, _crumbs = _Shelf(), _Shelf(), _Shelf()


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


def banner(entries: tuple[MenuLink, ...], versions: tuple[tuple[Alternate, str], ...], path: str) -> SafeString:
    """The head of the page at ``path``: its menu, its languages, each with the query of the address there, and the search.

    The search page itself has no need of a way to the search.
    """
    on_search = path == path_in("search", languages.current())

    def write() -> SafeString:
        shown = {"entries": entries, "versions": versions, "on_search": on_search, "request": SimpleNamespace(path=path)}
        return _written("_partials/head.html", {**shown, "menu": _line(_written("_partials/menu.html", shown))})

    return _banners.get((get_language(), where(), entries, versions, on_search), write)


def crumb(section_url: str, section_label: str, label: str, *, has_address: bool) -> SafeString:
    """The way to a page in a section, for people and, where it has an address that others may use, for machines.

    ``label`` is what the page itself is called; empty where it is the section.
    """

    def write() -> SafeString:
        steps = [(gettext("Home"), path_in("home", languages.current()))]
        steps += [(str(section_label), section_url)] if section_url else []
        steps += [(str(label), "")] if label else []
        data = structured.script(structured.trail(steps)) if has_address else ""
        shown = {"section_url": section_url, "section_label": section_label, "label": label, "data": data}
        return _line(_written("_partials/crumb_steps.html", shown))

    # What is marked as safe is equal to what is not.
    marked = (hasattr(section_label, "__html__"), hasattr(label, "__html__"))
    return _crumbs.get((get_language(), where(), section_url, section_label, label, marked, has_address), write)


def _written(template: str, shown: dict[str, Any]) -> SafeString:
    return mark_safe(get_template(template).render(shown))  # noqa: S308  a template of ours, which escapes what it shows


def _line(written: SafeString) -> SafeString:
    """Without the break at its end, where the template around it has one."""
    return SafeString(written.rstrip())
