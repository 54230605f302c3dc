"""Reading what pages and sitemaps say to machines."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.urls import reverse

_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_META = re.compile(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"')
_HREFLANG = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"')
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


_GAP = re.compile(r"[ \t\n\r\f]+")


def flat(html: str) -> str:
    """A page on one line, its tags written tightly: what it says does not hang on where its templates break their lines."""
    return re.sub(r" (?=/?>)", "", _GAP.sub(" ", html))


def data(html: str) -> list[dict]:
    """The JSON-LD of a page."""
    return [json.loads(one) for one in _DATA.findall(html)]


def node(html: str) -> dict:
    """What a page is about."""
    return next(one for one in data(html) if one["@type"] != "BreadcrumbList")["mainEntity"]


def crumb(html: str) -> dict:
    return next(one for one in data(html) if one["@type"] == "BreadcrumbList")


def meta(html: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, content in _META.findall(html):
        found.setdefault(name, []).append(unescape(content))
    return found


def versions(html: str) -> dict[str, str]:
    return dict(_HREFLANG.findall(html))


def canonical(html: str) -> str | None:
    found = _CANONICAL.findall(html)
    assert len(found) <= 1
    return found[0] if found else None


def path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def sitemap_parts(client) -> list[str]:
    index = ElementTree.fromstring(client.get(reverse("sitemap")).content)
    return [path(one.text) for one in index.findall("s:sitemap/s:loc", NAMES)]


def sitemap(client) -> str:
    """The whole sitemap: its index, and every part that the index names."""
    index = client.get(reverse("sitemap")).content.decode()
    return index + "".join(client.get(part).content.decode() for part in sitemap_parts(client))


def sitemap_entries(client) -> dict[str, dict[str, str]]:
    """Each address of the sitemap with its alternates."""
    found = {}
    for part in sitemap_parts(client):
        for one in ElementTree.fromstring(client.get(part).content).findall("s:url", NAMES):
            links = {link.get("hreflang"): link.get("href") for link in one.findall("x:link", NAMES)}
            address = one.find("s:loc", NAMES).text
            assert address not in found
            found[address] = links
    return found
