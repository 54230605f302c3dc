"""What the head of a page says: where it stands, in which languages, what to show where it is shared, and its data."""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from . import alternates, languages, structured
from .kept_values import kept_by_language
from .library_pictures import LibraryPicture
from .localized_text import localized_text
from .own_pages import OwnPage

PICTURE_SIZE = (1200, 630)
HOUSE = "portal"
"""The kind whose picture stands for every page that has no kind of its own."""
LIST = "-list"
Context = dict[str, Any] | template.Context


@dataclass(frozen=True)
class Head:
    """``canonical`` is empty where a page has no address that others may use: an error, a preview, a personal page.

    A list under a question of any kind says no more than which page stands for it. The page of an example is not to be found by
    engines either, and says everywhere that it is one.
    """

    title: str
    description: str
    canonical: str = ""
    indexed: bool = False
    versions: tuple[alternates.Alternate, ...] = ()
    """Itself and the other languages that are public; none on a further page of a list."""
    default: str = ""
    """The version for those who read none of the languages (``x-default``)."""
    kind: str = ""
    """What the page is where it is shared (a type of Open Graph)."""
    picture: str = ""
    picture_alt: str = ""
    picture_size: tuple[int, int] = PICTURE_SIZE
    picture_type: str = "image/png"
    published: str = ""
    modified: str = ""
    data: SafeString | str = ""

    @property
    def locale(self) -> str:
        return locale(languages.current())

    @property
    def other_locales(self) -> list[str]:
        return [locale(one.language) for one in self.versions if one.language != languages.current()]


@kept_by_language
def locale(code: str) -> str:
    """A language as Open Graph writes it, with a country: the catalogue of each language says its own."""
    with override(code):
        # Translators: this language with its country, for Open Graph: “en_GB”, “fr_FR”.
        return pgettext("locale", "en_GB")


def of_page(context: dict[str, Any], title: str, description: str) -> Head:
    """The head of the page that is being shown. ``title`` and ``description`` are as its template wrote them.

    A page that says nothing of itself is described by its title and whose it is, so that no two pages share a description.
    """
    request, thing = _request(context), _thing(context)
    title, description = _words(title), _words(description)
    description = description or _described_by(title, request)
    if made_up := getattr(thing, "is_example", False):
        title, description = said_of_examples(title, description)
    route = _route_of_all(context, request, thing)
    if request is None or route is None:
        return Head(title, description)
    found = alternates.of_page(request, thing)
    here = next(one for one in found if one.language == languages.current())
    if thing is None and (request.GET.get("q") or ("filter" in context and context["filter"].is_asked)):
        return Head(title, description, here.url)
    page = context.get("page_obj")
    number = page.number if page else 1
    canonical = here.url + (f"?page={number}" if number > 1 else "")
    versions = tuple(one for one in found if one.public) if number == 1 else ()
    subject = structured.subject_of(context, route) or {}
    picture = _picture(thing, route, title)
    if picture.is_of_the_thing:
        subject = {**subject, "image": settings.SITE_URL + picture.path} if subject else subject
    page_type = structured.page_type(context, route)
    whole = structured.page(page_type, canonical, title, description, subject, whole_site=route == "home")
    return Head(
        title=title,
        description=description,
        canonical=canonical,
        indexed=not made_up,
        versions=versions,
        default=_default(route, versions),
        kind=thing.shared_as if thing else "website",
        picture=settings.SITE_URL + picture.path,
        picture_alt=picture.alt,
        picture_size=picture.size,
        picture_type=picture.kind,
        published=subject.get("datePublished", ""),
        modified=subject.get("dateModified", ""),
        data=structured.script(whole),
    )


def portal_in_a_sentence() -> str:
    """What the portal is of, in the active language."""
    return _("PostGenAI@Paris, the research and education cluster in artificial intelligence led by Sorbonne University.")


def _described_by(title: str, request: HttpRequest | None) -> str:
    if request is not None and request.resolver_match is not None and request.resolver_match.view_name == "home":
        return portal_in_a_sentence()
    return f"{title}. {portal_in_a_sentence()}" if title else portal_in_a_sentence()


def said_of_examples(title: str, description: str) -> tuple[str, str]:
    """A title and a description that say that their page was made up, wherever they are shown without it."""
    said = {"title": title, "description": description}
    # Translators: the title of a made-up page where it is shared or bookmarked.
    return _("[example] %(title)s") % said, _("Made up for demonstration. %(description)s") % said


def has_address(context: Context) -> bool:
    """Whether a page has an address of its own that others may use."""
    return _route_of_all(context, _request(context), _thing(context)) is not None


def _request(context: Context) -> HttpRequest | None:
    return context.get("request")


def _thing(context: Context) -> OwnPage | None:
    thing = context.get("object")
    return thing if isinstance(thing, OwnPage) else None


def _route_of_all(context: Context, request: HttpRequest | None, thing: OwnPage | None) -> str | None:
    """The route of a page that is anyone's: an address that holds a key instead of a thing's name is its holder's alone."""
    match = request.resolver_match if request is not None else None
    if match is None or context.get("error") or context.get("preview"):
        return None
    return match.view_name if thing is not None or not match.kwargs else None


def _default(route: str, versions: tuple[alternates.Alternate, ...]) -> str:
    """The main language comes first; the home page has an address that asks the browser."""
    if not versions:
        return ""
    return settings.SITE_URL + reverse("root") if route == "home" else versions[0].url


@dataclass(frozen=True)
class SharedPicture:
    """What is shown where a page is shared: its path, what it shows in words, its size in pixels and its media type."""

    path: str
    alt: str
    size: tuple[int, int] = PICTURE_SIZE
    kind: str = "image/png"
    is_of_the_thing: bool = False
    """Whether it is a picture of the library that the thing names."""


def _picture(thing: OwnPage | None, route: str, title: str) -> SharedPicture:
    """The picture of the thing: the library's, a file of its own or its card; that of its kind for a list."""
    if thing is not None and (chosen := _from_library(thing, title)) is not None:
        return chosen
    if thing is not None and thing.picture_route:
        return SharedPicture(reverse(thing.picture_route, kwargs=thing.url_kwargs(languages.current())), title)
    kinds = _pictured()
    if thing is not None and thing.url_name in kinds:
        return SharedPicture(reverse("thing-picture", kwargs={"kind": thing.url_name, "key": thing.pk}), title)
    kind = route.removesuffix(LIST)
    return _picture_of_kind(kind if kind in kinds else HOUSE)


def _pictured() -> set[str]:
    """The kinds that have a picture, by their names in addresses."""
    return {HOUSE, *_sections, *(model.url_name for model in structured.described() if issubclass(model, OwnPage))}


@kept_by_language
def _picture_of_kind(kind: str) -> SharedPicture:
    return SharedPicture(reverse("social-picture", kwargs={"kind": kind}), picture_kinds()[kind])


def _from_library(thing: OwnPage, title: str) -> SharedPicture | None:
    """The picture that a thing names, cut for where pages are shared, if it may be shown; none while no cut is made."""
    picture: LibraryPicture | None = getattr(thing, thing.pictured_by) if thing.pictured_by else None
    if picture is None or not picture.may_be_shown():
        return None
    cut = picture.shown_where_shared()
    if cut is None:
        return None
    alt = title if picture.is_decorative else localized_text(picture, "alt", languages.current()).words
    return SharedPicture(cut.url, alt, (cut.width, cut.height), "image/jpeg", is_of_the_thing=True)


_sections: dict[str, str | Promise] = {}


def name_sections(titles: dict[str, str | Promise]) -> None:
    """Have section pages pictured under their titles, by route."""
    _sections.update({route.removesuffix(LIST): title for route, title in titles.items()})


def picture_kinds() -> dict[str, str]:
    """The kinds of pages and the sections that have a picture, each with what it is called."""
    found = {
        model.url_name: str(model._meta.verbose_name_plural) for model in structured.described() if issubclass(model, OwnPage)
    }
    return {HOUSE: settings.PORTAL_NAME} | {name: str(title) for name, title in _sections.items()} | found


def _words(written: str) -> str:
    """What a template wrote for people, as plain words."""
    return " ".join(unescape(strip_tags(written)).strip().split("\n"))
