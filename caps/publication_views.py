"""Public pages of publications, and their files for reference managers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.views import View

from publishing import languages
from publishing.conditional_answers import asked_again
from publishing.kept_entries import kept_by_rows, written_each
from publishing.prepared_queries import prepared
from publishing.views import PublicDetailView, PublicListView

from . import bibliography
from .models import HalQuery, Publication
from .publication_filters import PublicationFilter
from .publication_querysets import OpenShare, PublicationQuerySet

NAME = "publications"
Written = Callable[[Iterable[Publication]], str]


class PublicationList(PublicListView):
    """What thanks the cluster, the latest first, with the share that is in open access of what the filters leave."""

    model = Publication
    filterset_class = PublicationFilter
    template_name = "caps/publication_list.html"
    paginate_by = 50

    @classmethod
    def things(cls, language: str) -> PublicationQuerySet:
        return Publication.objects.public(language).of_cluster()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        filters: PublicationFilter = context["filter"]
        return context | {
            "entries": _entries(context["object_list"], self.language),
            "share": self._share(context["filtered"], filters),
            "asked_of_hal": next(iter(_last_answers()), None),
            "query": filters.data.urlencode(),
        }

    def _share(self, is_filtered: bool, filters: PublicationFilter) -> OpenShare:
        if not is_filtered:
            return OpenShare.of(_openness(self.language))
        return self.things(self.language).filter(pk__in=filters.matching).open_share()


@kept_by_rows
def _entries(publications: list[Publication], language: str) -> SafeString:
    return written_each("caps/_publication.html", ({"one": one, "language": language} for one in publications))


@prepared
def _openness(language: str) -> QuerySet:
    return PublicationList.things(language).counted_by_openness()


@prepared
def _last_answers() -> QuerySet:
    """The last moment at which HAL answered."""
    answered = HalQuery.objects.active().filter(answered_at__isnull=False)
    return answered.order_by("-answered_at").values_list("answered_at", flat=True)[:1]


class PublicationDetail(PublicDetailView):
    model = Publication
    object: Publication
    template_name = "caps/publication_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        language = context["language"]
        return context | {"abstracts": _in_order(self.object.abstracts, language), "slug": self.object.slug(language)}


def _in_order(abstracts: dict[str, str], language: str) -> list[tuple[str, str]]:
    """The one in the language of the page first."""
    return sorted(abstracts.items(), key=lambda pair: pair[0] != language)


class BibTeXMixin:
    kind, suffix = bibliography.BIBTEX_TYPE, "bib"
    written = staticmethod(bibliography.bibtex_file)


class RISMixin:
    kind, suffix = bibliography.RIS_TYPE, "ris"
    written = staticmethod(bibliography.ris_file)


class _PublicationListFile(View):
    """What the filters of the list leave, examples left out."""

    kind: str
    suffix: str
    written: Written

    def get(self, request: HttpRequest) -> HttpResponseBase:
        public = Publication.objects.public(languages.current()).of_cluster()
        filters = PublicationFilter(request.GET, queryset=public, request=request)
        content = self.written(public.filter(pk__in=filters.matching).real().newest_first())
        tag = hashlib.sha256(content.encode()).hexdigest()[:32]
        return asked_again(request, tag, lambda: _file(content, self.kind, f"{NAME}.{self.suffix}"))


class ListBibTeX(BibTeXMixin, _PublicationListFile):
    pass


class ListRIS(RISMixin, _PublicationListFile):
    pass


class _PublicationFile(View):
    """One publication; an example says in it that it is one."""

    kind: str
    suffix: str
    written: Written

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        language = languages.current()
        one = get_object_or_404(Publication.objects.public(language), **{languages.column("slug", language): slug})
        content = self.written([one])
        tag = hashlib.sha256(content.encode()).hexdigest()[:32]
        return asked_again(request, tag, lambda: _file(content, self.kind, f"{slug}.{self.suffix}"))


class PublicationBibTeX(BibTeXMixin, _PublicationFile):
    pass


class PublicationRIS(RISMixin, _PublicationFile):
    pass


def _file(content: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Robots-Tag"] = "noindex"
    return response
