"""Public pages of the news and the press."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from publishing import clock, languages
from publishing.models import Addressed, SlugRecord
from publishing.views import PublicDetailView, PublicListView

from . import embargo_links
from .filters import ArticleFilter, CoverageFilter, EventFilter, PressReleaseFilter
from .models import Article, Boilerplate, Coverage, Event, Logo, PressContact, PressRelease, ReadingLink, ReadingOpening
from .reading import ReleaseReading, contact_card, read, read_edition, read_public
from .related_links import read_also
from .release_cards import card_of


class PressReleaseList(PublicListView):
    model = PressRelease
    filterset_class = PressReleaseFilter
    template_name = "news/pressrelease_list.html"
    paginate_by = 20

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        cards = [card_of(release, self.language) for release in context["object_list"]]
        years = [(year, list(rows)) for year, rows in groupby(cards, key=lambda card: card.dated.year)]
        spoken = [one for one in PressContact.objects.in_press_room().for_list() if self.language in one.spoken]
        return context | {
            "years": years,
            "contacts": [contact_card(contact, self.language) for contact in spoken],
            "example_contacts": {contact.pk for contact in spoken if contact.is_example},
            "boilerplates": Boilerplate.objects.in_public_use(self.language).for_list(),
            "logos": Logo.objects.public(self.language).for_list(),
            "coverage": Coverage.objects.public(self.language).for_list()[:3],
        }


class PressReleaseDetail(PublicDetailView):
    """A release; one that was public and is withdrawn answers with its notice (410), at its former addresses too."""

    model = PressRelease
    object: PressRelease
    template_name = "news/pressrelease_detail.html"
    embargo_link: ReadingLink | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            release = taken_back(languages.current(), self.kwargs.get("slug", ""))
            if release is None:
                raise
            return withdrawn(request, release)

    def find(self, language: str) -> Addressed | None:
        if self.embargo_link:
            return self.embargo_link.release
        if self.preview:
            return PressRelease.objects.in_language(language).for_reading().filter(pk=self.kwargs["pk"]).first()
        return super().find(language)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        language = context["language"]
        return context | {
            "release": self._reading(language),
            "embargo_link": self.embargo_link,
            "is_proof": bool(self.embargo_link and self.object.edition_in(language) is None),
            # The switch of a personal page leads home: its address is nobody else's.
            "error": self.embargo_link is not None,
        }

    def _reading(self, language: str) -> ReleaseReading:
        """What is approved; for who may edit it what is written now, for a reader under embargo what their link opens."""
        others = tuple(read_also(self.object, language))
        link = self.embargo_link
        if link is not None and (edition := embargo_links.edition_of(link)) is not None:
            return read_edition(self.object, edition, read_also=others)
        return (read if self.preview else read_public)(self.object, language, read_also=others)


def taken_back(language: str, slug: str) -> PressRelease | None:
    """The release that the public read at an address until it was withdrawn."""
    record = SlugRecord.objects.of(PressRelease, language).filter(slug=slug).first()
    release = PressRelease.objects.filter(pk=record.object_id).first() if record else None
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


@method_decorator(csrf_exempt, name="dispatch")
class ReadingView(View):
    """A release under embargo, for one reader: a page with a button, then the release.

    Opening the address changes nothing, since mail programs open links by themselves; the button writes the opening down, and
    needs no cookie. A key that opens nothing gets the answer of an unknown address, whatever the method.
    """

    http_method_names = ["get", "head", "post", "options"]
    link: ReadingLink

    def dispatch(self, request: HttpRequest, token: str) -> HttpResponseBase:
        link = embargo_links.alive(token, languages.current())
        if link is None:
            raise Http404
        self.link = link
        response = super().dispatch(request)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def get(self, request: HttpRequest) -> HttpResponse:
        language = languages.current()
        context = {"link": self.link, "moment": self.link.release.public_from(language), "error": True}
        return render(request, "news/reading_link.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        ReadingOpening.objects.create(link=self.link, edition=embargo_links.edition_of(self.link))
        self.link.release = PressRelease.objects.in_language(self.link.language).for_detail().get(pk=self.link.release_id)
        view = PressReleaseDetail(preview=True, embargo_link=self.link)
        view.setup(request)
        response = view.get(request)
        return response.render() if isinstance(response, SimpleTemplateResponse) else response


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
