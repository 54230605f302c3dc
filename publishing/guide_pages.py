"""The editors' guide within the back office: the Markdown of ``docs/editors``, with its pictures, for whoever is let in.

Raw HTML in it stays text, and a link may lead to a page of the guide, to the portal or to another site. Headings bear the names
that code hosts give them too, so that a link into the guide holds in both places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from . import languages

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from markdown_it.token import Token

FOLDER = settings.BASE_DIR / "docs" / "editors"
PICTURES = FOLDER / "images"
FIRST = "steps"
PAGES = (FIRST, "index", "press", "check", "pages", "sign-in")
"""In the order in which a reader meets them: what to do, step by step, before all that there is to know."""
LANGUAGE = "fr"
"""The language that the guide is written in."""

HELP: tuple[tuple[str, str], ...] = (
    (r"index", "steps#lire-laccueil"),
    (r"calendar", "steps#voir-ce-qui-va-paraître"),
    (r"translations", "steps#traduire-ce-qui-est-en-retard"),
    (r"doubles|merge", "steps#réunir-deux-fiches-de-la-même-chose"),
    (r"working_together|publishing_(assignment|recordcomment|recordcare)_.*", "index#travailler-ensemble"),
    (r"publishing_librarypicture_.*", "steps#choisir-une-image"),
    (r"news_pressrelease_bring_in", "steps#importer-un-communiqué"),
    (r"my_notifications", "press#ce-qui-vous-attend-et-les-messages-que-vous-recevez"),
    (r".+_(import|export|sheet.*)", "steps#importer-un-tableur"),
    (r".+_(history|revision|revisions|recover|recoverlist)", "steps#revenir-en-arrière"),
    (r".+_delete", "steps#supprimer-sans-surprise"),
    (r"news_pressrelease_life", "steps#mener-un-communiqué-jusquau-public"),
    (r"news_pressrelease_check_text", "check#un-texte-qui-nest-pas-dans-le-portail"),
    (r"news_pressrelease_check", "steps#vérifier-un-communiqué"),
    (r"news_pressrelease_.*", "steps#écrire-un-communiqué"),
    (r"news_readinglink_.*", "steps#faire-lire-sous-embargo"),
    (r"news_signofflink_.*", "press#faire-valider-une-citation"),
    (r"mailing_(mailbox|contact).*", "index#les-messages-des-visiteurs"),
    (r"mailing_registration_.*|news_event_.*", "index#les-événements-et-leurs-inscriptions"),
    (r"mailing_.*", "press#la-liste-de-presse"),
    (r"publishing_outgoinglink_.*", "index#les-liens-vers-dautres-sites"),
    (r"auth_.*|portal_.*", "sign-in#pour-léquipe-dadministration"),
    (r"password_.*", "sign-in#mot-de-passe-oublié"),
    (r"cluster_page_.*", "pages"),
    (r"cluster_person_.*", "index#les-personnes"),
    (r"caps_course_.*", "index#les-formations"),
    (r"cluster_keyfigure_.*", "index#les-chiffres-clés"),
    (r"caps_opportunity_.*", "index#les-opportunités"),
    (r".+_changelist", "steps#trouver-une-fiche"),
    (r".+_(add|change)", "steps#modifier-une-fiche"),
)
"""What the help of a page of the back office leads to, by the name of its route: the first that fits."""


@dataclass(frozen=True)
class GuideHeading:
    """A heading of a page, for its table of contents."""

    anchor: str
    words: str


@dataclass(frozen=True)
class GuidePage:
    name: str
    title: str
    html: SafeString
    headings: tuple[GuideHeading, ...]


def anchor_of(words: str) -> str:
    """The name of a heading in its page, as code hosts make it: small letters, hyphens for spaces, no punctuation."""
    return re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")


def page(name: str) -> GuidePage:
    """A page of the guide. Raises ``LookupError`` where there is none."""
    file = FOLDER / f"{name}.md"
    if name not in PAGES or not file.is_file():
        raise LookupError(name)
    return _rendered(name, file.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _rendered(name: str, _written: int) -> GuidePage:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    headings = tuple(_name_headings(tokens))
    _lead_on(tokens)
    html = reader.renderer.render(tokens, reader.options, {})
    title = next((words for level, words, _anchor in headings if level == "h1"), name)
    contents = tuple(GuideHeading(anchor, words) for level, words, anchor in headings if level == "h2")
    return GuidePage(name, title, mark_safe(html), contents)  # noqa: S308  our own words; raw HTML in them is escaped


def _name_headings(tokens: list[Token]) -> Iterator[tuple[str, str, str]]:
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            words = "".join(child.content for child in tokens[place + 1].children or [])
            token.attrSet("id", anchor_of(words))
            yield token.tag, words, anchor_of(words)


def _lead_on(tokens: list[Token]) -> None:
    """Links to other pages of the guide, and its pictures, at their addresses within the back office."""
    for token in tokens:
        for child in token.children or []:
            if child.type == "link_open":
                child.attrSet("href", _address(str(child.attrGet("href") or "")))
            elif child.type == "image":
                child.attrSet("src", reverse("admin:guide_picture", args=[Path(str(child.attrGet("src"))).name]))
                child.attrSet("loading", "lazy")


def _address(href: str) -> str:
    name, _hash, anchor = href.partition("#")
    known = name.removesuffix(".md")
    if name.endswith(".md") and known in PAGES:
        return address_of(f"{known}#{anchor}" if anchor else known)
    return href


def address_of(section: str) -> str:
    """The address of ``page#heading`` within the back office."""
    name, _hash, anchor = section.partition("#")
    return reverse("admin:guide", args=[name]) + (f"#{anchor}" if anchor else "")


def help_for(request: HttpRequest) -> str:
    """Where the help of a page of the back office leads."""
    match = request.resolver_match
    name = (match.url_name or "") if match is not None else ""
    return address_of(next((section for pattern, section in HELP if re.fullmatch(pattern, name)), FIRST))


def guide_view(site: AdminSite, request: HttpRequest, name: str = FIRST) -> HttpResponse:
    try:
        shown = page(name)
    except LookupError:
        raise Http404 from None
    others = [(page(other).title, address_of(other), other == name) for other in PAGES]
    context = {
        **site.each_context(request),
        "title": shown.title if languages.current() == LANGUAGE else _("Editors’ guide"),
        "page": shown,
        "pages": others,
        "guide_language": LANGUAGE,
    }
    return TemplateResponse(request, "admin/guide.html", context)


def guide_picture_view(request: HttpRequest, name: str) -> HttpResponseBase:
    file = PICTURES / name
    if file.parent != PICTURES or file.suffix != ".webp" or not file.is_file():
        raise Http404
    response = FileResponse(file.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def routes(site: AdminSite) -> list[URLPattern]:
    return [
        path("guide/", site.admin_view(partial(guide_view, site)), name="guide"),
        path("guide/<slug:name>/", site.admin_view(partial(guide_view, site)), name="guide"),
        path("guide/images/<str:name>", site.admin_view(guide_picture_view), name="guide_picture"),
    ]
