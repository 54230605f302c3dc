"""The main menu and the columns of the foot: which pages they lead to, and when.

An entry of the menu is a route and the public rows that its page lives on: it is there while there is at least one, so that
no list that is still empty is offered. An entry without rows is always there. ``covers`` names the kinds of pages on which
a reader stands within it, each the stem of its routes (``cap`` for ``cap-list`` and ``cap-detail``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import CharField, QuerySet, Value
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from caps.models import CAP, Course, Opportunity, Publication
from cluster.models import Page, Person
from mailing.models import NewsletterIssue
from news.models import Article, Event, PressRelease
from partners.models import Partner
from publishing import languages
from publishing.kept_values import path_in
from publishing.localized_text import localized_text
from publishing.prepared_queries import prepared
from publishing.typography import typeset

from .page_names import page_name

Rows = Callable[[str], QuerySet]


@dataclass(frozen=True)
class MenuEntry:
    route: str
    covers: tuple[str, ...]
    rows: tuple[Rows, ...] = ()
    """The public rows in a language; one of them having any is enough."""


MENU = (
    MenuEntry("cap-list", ("cap", "matrix"), (CAP.objects.public,)),
    MenuEntry("person-list", ("person",), (Person.objects.public,)),
    MenuEntry("opportunity-list", ("opportunity",), (lambda language: Opportunity.objects.public(language).open(),)),
    MenuEntry("partner-list", ("partner",), (Partner.objects.public,)),
    MenuEntry(
        "article-list",
        ("article", "event", "newsletter", "newsletter-subscribe", "newsletter-confirm", "newsletter-own", "newsletter-leave"),
        (Article.objects.public, Event.objects.public),
    ),
    MenuEntry(
        "pressrelease-list",
        ("pressrelease", "press-subscribe", "press-confirm", "press-leave", "coverage"),
        (PressRelease.objects.public,),
    ),
)
"""After “About”, which is a page of its own, in the order in which they stand."""

BESIDE = (
    MenuEntry("course-list", ("course",), (Course.objects.public,)),
    MenuEntry("publication-list", ("publication",), (Publication.objects.public,)),
    MenuEntry("newsletter-list", ("newsletter",), (NewsletterIssue.objects.public,)),
)
"""What the foot and the doors lead to under the same rule, and the menu does not."""

ABOUT_COVERS = ("institution", "theme", "pillar", "keyfigure", "milestone", "nationalcluster", "cite")
"""What is read of the cluster itself; its pages are listed on “About”, too."""

FOOT: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (
        _("The cluster"),
        (
            "institution-list",
            "person-list",
            "theme-list",
            "pillar-list",
            "cap-list",
            "matrix",
            "course-list",
            "publication-list",
            "partner-list",
        ),
    ),
    (
        _("Find out"),
        (
            "opportunity-list",
            "article-list",
            "event-list",
            "newsletter-subscribe",
            "keyfigure-list",
            "milestone-list",
            "nationalcluster-list",
        ),
    ),
    (_("Press"), ("pressrelease-list", "coverage-list", "press-subscribe", "press-feed")),
)
"""The columns of the foot, each with its title; the first begins with the pages about the cluster."""

WITHIN_ABOUT = (
    "institution-list",
    "theme-list",
    "pillar-list",
    "keyfigure-list",
    "milestone-list",
    "nationalcluster-list",
    "cite",
)
"""The sections that “About” leads to beside the pages under it."""


@dataclass(frozen=True)
class Door:
    """A way in from the home page for those who come with one purpose: what they find, and where."""

    name: Promise
    text: Promise
    routes: tuple[str, ...]
    page: str = ""
    """The editorial page that it leads to first, where it is public: a name of ``FooterPages``."""


DOORS = (
    Door(
        _("Study and research"),
        _("Who works on your subject, in which programme, with which institution."),
        ("opportunity-list", "course-list", "cap-list", "person-list"),
    ),
    Door(
        _("Join as a partner"),
        _("Which companies and institutions take part, in what, and what they contribute."),
        ("partner-list", "institution-list"),
        page="partnership",
    ),
    Door(
        _("Report and quote"),
        _("Press releases and contacts, and figures with their dates and sources."),
        ("pressrelease-list", "keyfigure-list", "press-subscribe"),
    ),
)


@dataclass(frozen=True)
class MenuLink:
    """An entry as a page shows it: ``current`` is the value of ``aria-current``, empty elsewhere."""

    path: str
    name: str
    current: str = ""
    language: str = ""
    """The language of a name that an editor wrote; empty for ours, which is in the page's."""


def filled_routes(language: str) -> frozenset[str]:
    """The routes of ``MENU`` and ``BESIDE`` whose pages have something to show, in one query."""
    always = {one.route for one in MENU if not one.rows}
    return frozenset(always | {route for (route,) in _routes_of_rows(language)})


@prepared
def _routes_of_rows(language: str) -> QuerySet:
    asked = [_any_of(rows(language)).values_list(_route(one.route)) for one in (*MENU, *BESIDE) for rows in one.rows]
    return asked[0].union(*asked[1:], all=True)


def _any_of(rows: QuerySet) -> QuerySet:
    """One of the rows, if there is any: however many there are, the others are not looked for."""
    return rows.model._base_manager.filter(pk__in=rows.order_by().values("pk")[:1]).order_by()


def _route(name: str) -> Value:
    return Value(name, output_field=CharField())


def is_offered(route: str, filled: Iterable[str]) -> bool:
    """Whether a page leads to a section: one under a rule while it has something to show, any other always."""
    return route in filled or all(one.route != route for one in (*MENU, *BESIDE))


def menu(request: HttpRequest, *, about: Page | None, root: object, filled: Iterable[str]) -> list[MenuLink]:
    """The entries of the main menu on a page, with the one that the reader stands on or within.

    ``about`` is the page about the cluster, if it is public; ``root`` what an editorial page stands under.
    """
    match = request.resolver_match
    kind = stem(match.view_name) if match else ""
    links = []
    if about is not None:
        path, title = about.get_absolute_url(), localized_text(about, "title", languages.current())
        within = root == about or kind in ABOUT_COVERS
        links.append(MenuLink(path, typeset(title.words, title.language), _current(request, path, within), title.language))
    for entry in MENU:
        if entry.route in filled:
            path = path_in(entry.route, languages.current())
            links.append(MenuLink(path, page_name(entry.route), _current(request, path, kind in entry.covers)))
    return links


def stem(view_name: str) -> str:
    """The kind of a page, by the name of its route."""
    return view_name.removesuffix("-list").removesuffix("-detail")


def _current(request: HttpRequest, path: str, is_within: bool) -> str:
    if request.path == path:
        return "page"
    return "true" if is_within else ""
