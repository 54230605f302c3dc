"""The same page in every language: one answer for the switch, ``hreflang``, the canonical address and the sitemap."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from . import languages
from .kept_values import kept_by_language, path_in, path_to
from .own_pages import OwnPage


@dataclass(frozen=True)
class Alternate:
    """A page in a language: its path, and whether that version is public (if not, the path is the section's)."""

    language: str
    path: str
    public: bool

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.path


def of_thing(thing: OwnPage, beside: str = "") -> list[Alternate]:
    """The page of a thing, or another one at its slug, named by the route ``beside``."""
    public = thing.public_languages()
    return [
        Alternate(code, _path(thing, code, beside) if code in public else thing.section_url(code), code in public)
        for code in languages.codes()
    ]


def _path(thing: OwnPage, code: str, beside: str) -> str:
    if not beside:
        return thing.get_absolute_url(code)
    return path_to(beside, code, thing.url_kwargs(code))


def of_route(request: HttpRequest) -> list[Alternate]:
    """The request's own route in every language, for lists and other pages that exist in all of them."""
    match = request.resolver_match
    if match is None or not (match.args or match.kwargs):
        return list(_of_fixed_route(match.view_name if match else "home"))
    found = []
    for code in languages.codes():
        with override(code):
            try:
                path = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
            except NoReverseMatch:
                path = reverse("home")
        found.append(Alternate(code, path, True))
    return found


@kept_by_language
def _of_fixed_route(route: str) -> tuple[Alternate, ...]:
    found = []
    for code in languages.codes():
        try:
            path = path_in(route, code)
        except NoReverseMatch:
            path = path_in("home", code)
        found.append(Alternate(code, path, True))
    return tuple(found)


def of_home() -> list[Alternate]:
    """The home page, where a page has no other version: an error repeats nothing of the address that was asked."""
    return list(_of_fixed_route("home"))


def of_page(request: HttpRequest, thing: object = None, beside: str = "") -> list[Alternate]:
    return of_thing(thing, beside) if isinstance(thing, OwnPage) else of_route(request)
