"""What is asked: a row for each public route of the URL configuration. A new route without one fails a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse
from django.utils.translation import override

from publishing import languages

PAGE, MAIN, FILE, SEARCH = "page", "main page", "file", "search"
FORM, DOCUMENT = "made each time", "document"
"""Kinds of routes: what is bounded of each stands in ``bounds.BOUNDS``. A document is made once and lies on the disk."""
OF_ONE = "is of one person, and as rare as persons: a personal key, an account, a quarantined draft"
OF_A_MACHINE = "is asked by machines that watch, and answered outside or almost outside Django"
LEADS_ON = "leads to another address and shows nothing"
BEHIND_ONE = "hands on the bytes of a stored file, after the question who may have it"


@dataclass(frozen=True)
class Measured:
    """A route that is asked; ``of`` names the kind of record whose first is asked for, ``part`` other words of the address."""

    kind: str
    of: str = ""
    part: tuple[tuple[str, str | int], ...] = ()
    query: str = ""


@dataclass(frozen=True)
class Left:
    """A route that is not asked, and why."""

    reason: str


def _each(kind: str, *names: str) -> dict[str, Measured | Left]:
    return {name: Measured(kind) for name in names}


def _of(kind: str, label: str, *names: str) -> dict[str, Measured | Left]:
    return {name: Measured(kind, label) for name in names}


def _left(reason: str, *names: str) -> dict[str, Measured | Left]:
    return {name: Left(reason) for name in names}


ROUTES: dict[str, Measured | Left] = {
    **_each(MAIN, "home"),
    **_each(PAGE, "open-data", "site-map", "institution-list", "person-list", "theme-list", "pillar-list"),
    **_each(PAGE, "keyfigure-list", "milestone-list", "cite", "nationalcluster-list", "cap-list", "matrix"),
    **_each(PAGE, "opportunity-list", "course-list", "publication-list", "partner-list", "article-list", "event-list"),
    **_each(PAGE, "pressrelease-list", "coverage-list", "newsletter-list"),
    **_of(PAGE, "cluster.Institution", "institution-detail"),
    **_of(PAGE, "cluster.Person", "person-detail"),
    **_of(PAGE, "cluster.Theme", "theme-detail"),
    **_of(PAGE, "cluster.Pillar", "pillar-detail"),
    **_of(PAGE, "cluster.KeyFigure", "keyfigure-detail"),
    **_of(PAGE, "cluster.NationalCluster", "nationalcluster-detail"),
    **_of(PAGE, "cluster.Page", "page-detail"),
    **_of(PAGE, "caps.CAP", "cap-detail"),
    **_of(PAGE, "caps.Opportunity", "opportunity-detail"),
    **_of(PAGE, "caps.Course", "course-detail"),
    **_of(PAGE, "caps.Publication", "publication-detail"),
    **_of(PAGE, "partners.Partner", "partner-detail"),
    **_of(PAGE, "news.Article", "article-detail"),
    **_of(PAGE, "news.Event", "event-detail"),
    **_of(PAGE, "mailing.NewsletterIssue", "newsletter-detail"),
    **_of(MAIN, "news.PressRelease", "pressrelease-detail"),
    **_each(FORM, "style-guide", "press-subscribe", "newsletter-subscribe", "contact-write", "account_login"),
    "search": Measured(SEARCH, query="?q=robot"),
    "search-suggestions": Measured(SEARCH, query="?q=rob"),
    **_each(FILE, "robots", "security-txt", "manifest", "sitemap", "press-feed", "opportunity-feed", "deadline-calendar"),
    **_each(FILE, "newsletter-feed"),
    **_each(FILE, "agenda-calendar", "publication-list-bibtex", "publication-list-ris"),
    "sitemap-part": Measured(FILE, part=(("kind", "cap"), ("number", 1))),
    "dataset-csv": Measured(FILE, part=(("name", "programmes"),)),
    "dataset-json": Measured(FILE, part=(("name", "programmes"),)),
    "dataset-schema": Measured(FILE, part=(("name", "programmes"),)),
    "social-picture": Measured(DOCUMENT, part=(("kind", "pressrelease"),)),
    "thing-picture": Measured(DOCUMENT, "caps.CAP"),
    **_of(FILE, "caps.Opportunity", "opportunity-calendar"),
    **_of(FILE, "caps.Publication", "publication-bibtex", "publication-ris"),
    **_of(FILE, "news.Event", "event-calendar"),
    **_of(DOCUMENT, "news.PressRelease", "pressrelease-picture", "pressrelease-pdf", "pressrelease-text", "pressrelease-kit"),
    **_left(LEADS_ON, "root", "favicon", "set_language"),
    **_left(OF_A_MACHINE, "livez", "readyz", "metrics"),
    **_left(BEHIND_ONE, "media"),
    **_left(
        OF_ONE,
        *("account_logout", "account_inactive", "account_signup", "account_reauthenticate", "account_change_password"),
        *("account_set_password", "account_reset_password", "account_reset_password_done"),
        *("account_reset_password_from_key", "account_reset_password_from_key_done", "mfa_index", "mfa_authenticate"),
        *("mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes"),
        *("mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn"),
        *("mfa_login_webauthn", "mfa_reauthenticate_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
        *("second-factor", "invitation", "invitation-link", "openid_connect_login", "openid_connect_callback"),
        *("socialaccount_login_cancelled", "socialaccount_login_error", "preview", "event-register"),
        *("registration-confirm", "registration-own", "registration-calendar", "press-confirm", "press-leave"),
        *("newsletter-confirm", "newsletter-own", "newsletter-leave", "contact-copy", "reading-link", "reading-pdf"),
        *("reading-text", "reading-kit", "reading-file", "sign-off"),
    ),
}
MORE: dict[str, Measured] = {
    "search, a word of many": Measured(SEARCH, query="?q=exemple"),
    "search, a word of none": Measured(SEARCH, query="?q=zzzz"),
    "suggestions, a word of many": Measured(SEARCH, query="?q=exemple"),
    "cap-list, filtered": Measured(PAGE, query="?phase=running"),
    "nowhere": Measured(FORM),
}
"""What is asked besides: other words, a filter, an address that there is not."""
STANDS_FOR = {"search, a word of": "search", "suggestions, a word of": "search-suggestions", "cap-list, filtered": "cap-list"}
FIRST = 12
"""Records of a kind among which one is looked for whose address answers: an event that is over has no calendar file."""
MANY = ("search, a word of many", "suggestions, a word of many")


def measured() -> dict[str, Measured]:
    return {**{name: one for name, one in ROUTES.items() if isinstance(one, Measured)}, **MORE}


def paths(answers: Callable[[str], bool]) -> dict[str, str]:
    """The address of each row in the main language: of a kind of record that of the first which ``answers``."""
    with override(languages.main()):
        found = {name: list(_paths(name, row)) for name, row in measured().items()}
    return {name: next(filter(answers, some), some[0]) if some[1:] else some[0] for name, some in found.items()}


def _paths(name: str, row: Measured) -> Iterator[str]:
    if name == "nowhere":
        yield reverse("home") + "nulle-part/"
        return
    route = next((route for begin, route in STANDS_FOR.items() if name.startswith(begin)), name)
    if not row.of:
        yield reverse(route, kwargs=dict(row.part)) + row.query
        return
    for one in apps.get_model(row.of)._default_manager.public(languages.main()).order_by("pk")[:FIRST]:
        if name.endswith("-detail"):  # what is public has its page
            yield one.get_absolute_url(languages.main())
            return
        elif name == "thing-picture":
            yield reverse(route, kwargs={"kind": one.url_name, "key": one.pk})
        else:
            yield reverse(route, kwargs={"slug": one.slug(languages.main())})
