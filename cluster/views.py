"""Public pages of the consortium."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.generic import TemplateView

from publishing import languages
from publishing.languages import column
from publishing.page_sections import as_given
from publishing.prepared_queries import prepared
from publishing.templatetags.portal_text import links_in
from publishing.views import PublicDetailView, PublicListView

from . import cluster_citation, directory, figure_texts, timescale, written_figures, written_lists
from .filters import InstitutionFilter, NationalClusterFilter, PersonFilter, subject_option
from .models import Institution, KeyFigure, Milestone, NationalCluster, Page, Person, Pillar, Theme


@prepared
def _clusters(language: str) -> QuerySet:
    return NationalCluster.objects.public(language).for_list()


@prepared
def _milestones(language: str) -> QuerySet:
    return Milestone.objects.public(language).latest_steps(timescale.MOST)


@prepared
def _real_institutions(language: str) -> QuerySet:
    return Institution.objects.public(language).real().for_list()


@prepared
def _lead(language: str) -> QuerySet:
    return Institution.objects.public(language).real().filter(is_lead=True).for_list()


@prepared
def _children(language: str, *, root: int) -> QuerySet:
    return Page.objects.public(language).filter(parent=root).for_list()


class InstitutionList(PublicListView):
    model = Institution
    filterset_class = InstitutionFilter
    template_name = "cluster/institution_list.html"
    paginate_by = 60


class InstitutionDetail(PublicDetailView):
    model = Institution
    template_name = "cluster/institution_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        sections, links = as_given(context["sections"]), links_in(self.object, "description")
        return context | {"content": written_lists.page_of_institution(self.rows, sections, links)}


class PersonList(PublicListView):
    """The directory of the cluster's own people; nobody else is public (``RoleQuerySet.making_public``)."""

    model = Person
    filterset_class = PersonFilter
    template_name = "cluster/person_list.html"
    paginate_by = 60

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "entries": directory.written_entries(context["object_list"], self.language),
            "has_press": context["filter"].group("press") is not None,
        }


class PersonDetail(PublicDetailView):
    model = Person
    object: Person
    template_name = "cluster/person_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        (entry,) = directory.entries_of([self.object], context["language"])
        subjects = list(filter(None, map(subject_option, entry.subjects)))
        return context | {"entry": entry, "subjects": subjects, "said": entry.in_a_sentence(context["language"])}


class ThemeList(PublicListView):
    model = Theme
    template_name = "cluster/theme_list.html"


class ThemeDetail(PublicDetailView):
    model = Theme
    template_name = "cluster/theme_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        sections, links = as_given(context["sections"]), links_in(self.object, "description")
        return context | {"content": written_lists.page_of_theme(self.rows, sections, links)}


class PillarList(PublicListView):
    model = Pillar
    template_name = "cluster/pillar_list.html"


class PillarDetail(PublicDetailView):
    model = Pillar
    template_name = "cluster/pillar_detail.html"


class KeyFigureList(PublicListView):
    model = KeyFigure
    template_name = "cluster/keyfigure_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "entries": written_figures.figures_by_scope(context["object_list"], _clusters.read(self.language)),
            "steps": written_figures.steps(_milestones.read(self.language)),
        }


class KeyFigureDetail(PublicDetailView):
    """A figure with its source and its history, ready to be quoted."""

    model = KeyFigure
    object: KeyFigure
    template_name = "cluster/keyfigure_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = languages.current()
        shown = [code for code in languages.codes() if self.preview or self.object.is_public(code)]
        return super().get_context_data(
            sentence=figure_texts.sentence(self.object, language),
            headline=figure_texts.headline(self.object, language),
            texts=figure_texts.of_figure(self.object, shown),
            history=self.object.earlier_values.select_related("figure"),
            **kwargs,
        )


class MilestoneList(PublicListView):
    """The steps, a page of them at a time; the drawing shows those of the page."""

    model = Milestone
    paginate_by = timescale.MOST
    template_name = "cluster/milestone_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"timeline": written_lists.timeline(context["object_list"])}


class NationalClusterList(PublicListView):
    model = NationalCluster
    filterset_class = NationalClusterFilter
    template_name = "cluster/nationalcluster_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        every = _clusters.read(self.language)
        shown = written_lists.network(every, context["object_list"], _lead.read(self.language))
        return context | {"every": every, **shown._asdict()}


class NationalClusterDetail(PublicDetailView):
    """A cluster of the network. Of ours the members are records here, so that each is named in the language of the page."""

    model = NationalCluster
    object: NationalCluster
    template_name = "cluster/nationalcluster_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = _real_institutions(languages.current()) if self.object.is_ours else []
        return super().get_context_data(members=members, **kwargs)


class CiteView(TemplateView):
    """How to thank and cite the cluster."""

    template_name = "cluster/cite.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = languages.current()
        return super().get_context_data(language=language, texts=cluster_citation.of_cluster(language), **kwargs)


class PageDetail(PublicDetailView):
    """An editorial page, at the root or under its parent; a page is found only at its own address."""

    model = Page
    object: Page
    template_name = "cluster/page_detail.html"

    def lookup(self, language: str) -> dict[str, Any]:
        parent = self.kwargs.get("parent")
        above = {f"parent__{column('slug', language)}": parent} if parent else {"parent__isnull": True}
        return super().lookup(language) | above

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        introduced = getattr(self, "object", None) and self.object.introduces
        return HttpResponsePermanentRedirect(self.object.get_absolute_url()) if introduced and not self.preview else response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        root = self.object.parent or self.object
        return context | {"children": _children(context["language"], root=root.pk), "root": root}
