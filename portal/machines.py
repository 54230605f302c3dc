"""What machines ask for: the sitemaps, robots.txt, security.txt, the manifest, and the pictures of each kind of page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from news.documents import card
from publishing import alternates, head, languages
from publishing.conditional_answers import asked_again
from publishing.opendata import fresh
from publishing.own_pages import OwnPage
from search import index

from .lists import LISTS

LIST_PART = "sections"
"""The sitemap of the section pages; those of things are called after their kind."""
THINGS_A_PART = 1000
"""Two thousand addresses in two languages, well under the 50,000 and 50 MB of sitemaps.org: no request makes more at once."""
PAPER = "#fdfdfb"
ICONS = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("icon-maskable-512.png", 512, "maskable"))


def sitemap(request: HttpRequest) -> HttpResponseBase:
    """The index of the sitemaps: one of the section pages, and as many of each kind of thing as it takes."""
    lines = [_part(LIST_PART, 1)]
    for model in index.registered():
        count, changed = fresh(model)
        lines += [_part(model.url_name, number, changed) for number in range(1, -(-count // THINGS_A_PART) + 1)]
    return _xml(request, "sitemapindex", lines)


def sitemap_part(request: HttpRequest, kind: str, number: int) -> HttpResponseBase:
    """A part of the sitemap: each page in every language that it is public in, each with its alternates; examples have none."""
    if kind == LIST_PART:
        if number != 1:
            raise Http404
        return _xml(request, "urlset", _sections())
    model = next((one for one in index.registered() if one.url_name == kind), None)
    if model is None or not 1 <= number <= 10_000:
        raise Http404
    first = (number - 1) * THINGS_A_PART
    things = model.objects.real().public_anywhere().order_by("pk").for_sitemap()[first : first + THINGS_A_PART]
    lines = list(_things(things))
    if not lines:
        raise Http404
    return _xml(request, "urlset", lines)


def _part(kind: str, number: int, changed: datetime | None = None) -> str:
    address = settings.SITE_URL + reverse("sitemap-part", kwargs={"kind": kind, "number": number})
    return f"<sitemap><loc>{escape(address)}</loc>{_changed(changed)}</sitemap>"


def _sections() -> list[str]:
    lines = []
    for name in LISTS:
        versions = []
        for code in languages.codes():
            with override(code):
                versions.append(alternates.Alternate(code, reverse(name), True))
        default = settings.SITE_URL + reverse("root") if name == "home" else versions[0].url
        lines += [_entry(one, versions, default) for one in versions]
    return lines


def _things(things: Iterable[OwnPage]) -> Iterator[str]:
    for thing in things:
        versions = [one for one in alternates.of_thing(thing) if one.public]
        for one in versions:
            yield _entry(one, versions, versions[0].url, thing.changed_in_public(one.language))


def _entry(
    page: alternates.Alternate, versions: Iterable[alternates.Alternate], default: str, changed: datetime | None = None
) -> str:
    links = [*((other.language, other.url) for other in versions), ("x-default", default)]
    written = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(url, {chr(34): "&quot;"})}"/>'
        for language, url in links
    )
    return f"<url><loc>{escape(page.url)}</loc>{_changed(changed)}{written}</url>"


def _changed(moment: datetime | None) -> str:
    return f"<lastmod>{timezone.localtime(moment).isoformat(timespec='seconds')}</lastmod>" if moment else ""


def _xml(request: HttpRequest, root: str, lines: list[str]) -> HttpResponseBase:
    """A sitemap that nobody keeps without asking again: what is withdrawn leaves it at once."""
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    body = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<{root} {names}>", *lines, f"</{root}>", ""]).encode()
    return asked_again(request, hashlib.sha256(body).hexdigest(), lambda: HttpResponse(body, "application/xml; charset=utf-8"))


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116). It expires half a year from its day: a dead portal tells nothing for ever."""
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires}",
        f"Preferred-Languages: {', '.join(languages.codes())}",
        f"Canonical: {settings.SITE_URL}{reverse('security-txt')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def manifest(request: HttpRequest) -> HttpResponse:
    """The portal as something to put on a telephone's first screen, in the active language (W3C, Web Application Manifest)."""
    said = {
        "id": reverse("root"),
        "name": f"{settings.PORTAL_NAME} – {_('Research cluster in artificial intelligence')}",
        "short_name": settings.PORTAL_NAME,
        "description": head.portal_in_a_sentence(),
        "lang": languages.current(),
        "dir": "auto",
        "start_url": reverse("home"),
        "scope": reverse("root"),
        "display": "browser",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static(f"icons/{name}"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for name, size, purpose in ICONS
        ],
    }
    response = JsonResponse(said, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=3600"
    return response


def favicon(request: HttpRequest) -> HttpResponse:
    """For programs that look for the icon where it always was."""
    response = HttpResponseRedirect(static("favicon.ico"))
    response["Cache-Control"] = "public, max-age=3600"
    return response


def social_picture(request: HttpRequest, kind: str) -> HttpResponseBase:
    """What is shown where a page of a kind is shared; it tells no more than the kind."""
    kinds, language = head.picture_kinds(), languages.current()
    if kind not in kinds:
        raise Http404
    shown = card.of_kind(kinds[kind], language)
    return asked_again(
        request,
        card.digest(shown),
        lambda: FileResponse(card.open_picture(shown, f"kind-{kind}-{language}"), content_type="image/png"),
    )
