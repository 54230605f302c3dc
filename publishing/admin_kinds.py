"""The list of all kinds of records, which stands on every page of the back office beside what is edited there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

KEPT = 256
"""Lists that a process keeps: one for each set of rights, place and language, of which an installation has a few dozen."""


class KindOfRecord(NamedTuple):
    """A kind of records, with its addresses; an empty one may not be opened."""

    key: str
    name: str
    list_url: str
    add_url: str
    is_read_only: bool
    is_here: bool


class RoomOfKinds(NamedTuple):
    """A part of the back office, with the kinds of records in it."""

    label: str
    name: str
    url: str
    is_here: bool
    kinds: tuple[KindOfRecord, ...]


def written(app_list: Iterable[Mapping[str, Any]], path: str) -> SafeString:
    """The list as HTML, with what is open at ``path`` marked.

    Whatever it says is in the rooms, so two that are equal are written once.
    """
    return _written(tuple(_room(app, path) for app in app_list), get_language())


def _room(app: Mapping[str, Any], path: str) -> RoomOfKinds:
    kinds = tuple(_kind(model, path) for model in app["models"])
    return RoomOfKinds(app["app_label"], str(app["name"]), app["app_url"], app["app_url"] in path, kinds)


def _kind(model: Mapping[str, Any], path: str) -> KindOfRecord:
    url = model["admin_url"] or ""
    key = model["object_name"].lower()
    return KindOfRecord(
        key, str(model["name"]), url, model["add_url"] or "", bool(model.get("view_only")), bool(url) and url in path
    )


@lru_cache(KEPT)
def _written(rooms: tuple[RoomOfKinds, ...], language: str | None) -> SafeString:
    return SafeString(render_to_string("admin/kinds.html", {"apps": rooms}))
