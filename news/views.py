"""Public pages of the news and the press."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from publishing import clock, languages
from publishing.models import Addressed, SlugRecord
from publishing.views import PublicDetailView, PublicListView

from . import press_rows, written_press_room
from .filters import ArticleFilter, CoverageFilter, EventFilter, PressReleaseFilter
from .models import Article, Coverage, Event, PressRelease
from .reading import ReleaseReading, read, read_public
from .related_links import read_also
from .release_cards import card_of
from .written_release import written_release


class PressReleaseList(PublicListView):
    model = PressRelease
    filterset_class = PressReleaseFilter
    template_name = "news/pressrelease_list.html"
    paginate_by = 20

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        language = self.language
        cards = tuple(card_of(release, language) for release in context["object_list"])
        boilerplates, logos = press_rows.boilerplates.read(language), press_rows.logos.read(language)
        return context | {
            "entries": written_press_room.releases(cards, language),
            "contacts": written_press_room.contacts(press_rows.contacts.read(), language),
            "experts": bool(press_rows.experts.read(language)),
            "reuse": written_press_room.texts_and_logos(boilerplates, logos, language),
            "coverage": written_press_room.coverage(press_rows.coverage.read(language), language),
        }


class PressReleaseDetail(PublicDetailView):
    """A release; one that was public and is withdrawn answers with its notice (410), at its former addresses too."""

    model = PressRelease
    object: PressRelease
    template_name = "news/pressrelease_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            release = taken_back(languages.current(), self.kwargs.get("slug", ""))
            if release is None:
                raise
            return withdrawn(request, release)

    def find(self, language: str) -> Addressed | None:
        if self.preview:
            return PressRelease.objects.in_language(language).for_reading().filter(pk=self.kwargs["pk"]).first()
        return super().find(language)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        release = self._reading(context["language"])
        return context | {"release": release, "article": "" if self.preview else written_release(release)}

    def _reading(self, language: str) -> ReleaseReading:
        """What is approved; for who may edit it what is written now."""
        others = tuple(read_also(self.object, language))
        return (read if self.preview else read_public)(self.object, language, read_also=others)


def taken_back(language: str, slug: str) -> PressRelease | None:
    """The release that the public read at an address until it was withdrawn. Like ``moved``, the same work for any address."""
    known = SlugRecord.objects.at(PressRelease, language, slug)
    release = PressRelease.objects.public_or_taken_back(language).filter(pk__in=known).first()
    return release if release is not None and release.was_taken_back(language) else None


def withdrawn(request: HttpRequest, release: PressRelease) -> HttpResponse:
    """The notice of a withdrawn release, and nothing else of it."""
    language = languages.current()
    context = {
        "notice": getattr(release, languages.column("withdrawal_notice", language)),
        "day": release.withdrawn_at,
        "language": language,
        "section": PressRelease.section_url(language),
        "error": True,
    }
    response = render(request, "news/pressrelease_withdrawn.html", context, status=410)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


class ArticleList(PublicListView):
    model = Article
    filterset_class = ArticleFilter
    template_name = "news/article_list.html"
    paginate_by = 20


class ArticleDetail(PublicDetailView):
    model = Article
    object: Article
    template_name = "news/article_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(others=read_also(self.object, languages.current()), **kwargs)


class EventList(PublicListView):
    """Events to come, the next first; then those past, the latest first."""

    model = Event
    filterset_class = EventFilter
    template_name = "news/event_list.html"
    paginate_by = 20

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        now = clock.now()
        return context | {
            "coming": [event for event in context["object_list"] if not event.is_past(now)],
            "past": [event for event in context["object_list"] if event.is_past(now)],
        }


class EventDetail(PublicDetailView):
    model = Event
    object: Event
    template_name = "news/event_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(others=read_also(self.object, languages.current()), **kwargs)


class CoverageList(PublicListView):
    model = Coverage
    filterset_class = CoverageFilter
    template_name = "news/coverage_list.html"
    paginate_by = 30
