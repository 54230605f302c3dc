"""Pages that span every floor: home, search, site map, health and errors."""

from __future__ import annotations

import sys
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views import View
from django.views.generic import TemplateView

from caps.shelves import written_shelves
from news.voices import latest_voice
from publishing import kept_posts, languages, refusals, unavailable

from . import home_rows, site_map_rows, written_home
from .navigation import DOORS


class RootView(View):
    """``/`` leads to the language chosen before, or to the browser's."""

    def get(self, request: HttpRequest) -> HttpResponse:
        with override(get_language_from_request(request)):
            response = HttpResponseRedirect(reverse("home"))
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


class HomeView(TemplateView):
    """What the cluster is, and a way in for each visitor; every number of its own is counted from what the page shows,
    examples left out."""

    template_name = "portal/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = languages.current()
        return super().get_context_data(
            language=language,
            shelves=written_shelves(home_rows.themes.read(language), language),
            sentence=written_home.sentence(home_rows.figures.read(language)),
            doors=DOORS,
            events=written_home.events(home_rows.events.read(language)),
            news=written_home.news(home_rows.latest_release.read(language), home_rows.articles.read(language), language),
            voice=latest_voice(language),
            institution_count=sum(home_rows.institutions(language)),
            deadlines=written_home.deadlines(home_rows.deadlines.read(language)),
            network=written_home.network(home_rows.clusters.read(language)),
            **kwargs,
        )


class SiteMapView(TemplateView):
    """Every page that is public in the active language, for people."""

    template_name = "portal/site_map.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = languages.current()
        pages = site_map_rows.pages(language)
        return super().get_context_data(
            language=language,
            pages=[(page, [one for one in pages if one.parent_id == page.pk]) for page in pages if not page.parent_id],
            themes=site_map_rows.themes(language),
            pillars=site_map_rows.pillars(language),
            caps=site_map_rows.programmes(language),
            institutions=site_map_rows.institutions(language),
            most=site_map_rows.MOST_NAMED,
            **kwargs,
        )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent without its token: say what to do, in the visitor's language.

    A form of the back office is shown again with what was typed in it.
    """
    if request.path_info.startswith(reverse("admin:index")):
        with override(get_language_from_request(request)):
            answer = kept_posts.shown_again(admin.site, request)
        if answer is not None:
            return answer
    return render(request, "403_csrf.html", {"error": True}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what never existed and for what is not public: nothing of the address is repeated."""
    return _error(request, "404.html", 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """What may be tried so often only has been tried more often: the library of accounts asks for this page.

    Its longest measure is five minutes.
    """
    response = _error(request, "429.html", 429)
    response["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The portal has stumbled, or something that it lives on is away."""
    return unavailable.answer(request, sys.exception()) or refusals.page(500, refusals.language_of(request))


def _error(request: HttpRequest, template: str, status: int) -> HttpResponse:
    language = get_language_from_request(request, check_path=True)
    with override(language):
        response = render(request, template, {"language": language, "error": True}, status=status)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    return response
