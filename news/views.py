"""Public pages of the news and the press."""

from itertools import groupby

from publishing.views import PublicDetailView, PublicListView

from .filters import PressReleaseFilter
from .models import Article, Boilerplate, Coverage, Event, PressContact, PressRelease


class PressReleaseList(PublicListView):
    model = PressRelease
    filterset_class = PressReleaseFilter
    template_name = "news/pressrelease_list.html"
    paginate_by = 20

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        years = [(year, list(rows)) for year, rows in groupby(context["object_list"], key=lambda one: one.dated.year)]
        spoken = [one for one in PressContact.objects.valid().for_list() if self.language in one.spoken]
        return context | {
            "years": years,
            "contacts": spoken,
            "boilerplates": Boilerplate.objects.in_public_use(self.language).for_list(),
            "coverage": Coverage.objects.public(self.language).for_list()[:3],
        }


class PressReleaseDetail(PublicDetailView):
    model = PressRelease
    template_name = "news/pressrelease_detail.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        language = context["language"]
        earlier = PressRelease.objects.public(language).newest_first().exclude(pk=self.object.pk)
        return context | {"contacts": self.object.contacts_in(language), "others": earlier[:3]}


class ArticleList(PublicListView):
    model = Article
    template_name = "news/article_list.html"
    paginate_by = 20


class ArticleDetail(PublicDetailView):
    model = Article
    template_name = "news/article_detail.html"


class EventList(PublicListView):
    """Events to come first, then those past, the latest first."""

    model = Event
    template_name = "news/event_list.html"
    paginate_by = 20

    def get_queryset(self):
        return super().get_queryset().past()

    def get_context_data(self, **kwargs):
        coming = Event.objects.public(self.language).coming()
        return super().get_context_data(coming=coming, **kwargs)


class EventDetail(PublicDetailView):
    model = Event
    template_name = "news/event_detail.html"


class CoverageList(PublicListView):
    model = Coverage
    template_name = "news/coverage_list.html"
    paginate_by = 30
