"""Public pages of the programmes."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from cluster.enums import CountedFigure
from cluster.models import Institution, KeyFigure
from publishing.page_sections import as_given
from publishing.prepared_queries import ReadRows, prepared
from publishing.templatetags.portal_text import links_in
from publishing.views import PublicDetailView, PublicListView

from . import matrix, written_lists
from .enums import MatrixOrder
from .filters import CAPFilter, MatrixFilter
from .models import CAP, STRANDS, Involvement
from .neighbours import rows_of_neighbours
from .written_lists import MatrixSorts


class CAPList(PublicListView):
    model = CAP
    filterset_class = CAPFilter
    template_name = "caps/cap_list.html"
    paginate_by = 60

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        is_whole = context["page_obj"].paginator.num_pages == 1
        return context | {
            "entries": written_lists.programmes_by_theme(context["object_list"], is_whole),
            "declared": next(iter(_declared_number(self.language)), None),
        }


@prepared
def _declared_number(language: str) -> QuerySet:
    return KeyFigure.objects.public(language).filter(counted_by=CountedFigure.PROGRAMMES).order_by("rank", "pk")[:1]


@prepared
def _institutions(language: str) -> QuerySet:
    return Institution.objects.public(language).for_list()[: matrix.MOST_ROWS + 1]


class CAPDetail(PublicDetailView):
    model = CAP
    object: CAP
    template_name = "caps/cap_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        language, sections = context["language"], as_given(context["sections"])
        links, neighbours = links_in(self.object, *STRANDS), rows_of_neighbours(self.object, language)
        return context | {"content": written_lists.page_of_programme(self.rows, language, sections, links, *neighbours)}


class MatrixView(PublicListView):
    """Institutions × programmes, a page of programmes at a time; the theme filter narrows the programmes, ``sort`` puts the
    institutions in order."""

    model = CAP
    filterset_class = MatrixFilter
    template_name = "caps/matrix.html"
    paginate_by = matrix.MOST_COLUMNS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        caps = context["object_list"]
        institutions, unread = self._institutions(caps)
        only_in = context["filtered"] or unread > 0
        order = MatrixOrder.asked(self.request.GET.get("sort", ""))
        sorts = MatrixSorts(*(self._sorted_by(one) for one in (MatrixOrder.NAME, MatrixOrder.COUNT, MatrixOrder.LEADS)))
        shown = written_lists.written_matrix(caps, institutions, self.language, order, sorts, only_in, unread)
        return context | {
            **shown._asdict(),
            "order": order,
            "orders": list(MatrixOrder),
            "themes": context["filter"].group("theme"),
        }

    def _sorted_by(self, order: MatrixOrder) -> str:
        query = self.request.GET.copy()
        query["sort"] = order.value
        return f"?{query.urlencode()}"

    def _institutions(self, caps: Sequence[CAP]) -> tuple[Sequence[Institution], int]:
        """The institutions of the table, and how many are in none of its programmes: all while a table has room for them,
        otherwise those that take part."""
        if not caps:
            return [], 0
        found = _institutions.read(self.language)
        if len(found) <= matrix.MOST_ROWS:
            return found, 0
        keys = caps.keys if isinstance(caps, ReadRows) else [cap.pk for cap in caps]
        institutions = _taking_part.read(self.language, caps=keys)
        return institutions, Institution.objects.public(self.language).count() - len(institutions)


@prepared
def _taking_part(language: str, *, caps: list[int]) -> QuerySet:
    rows = Involvement.objects.filter(cap__in=caps).values("institution")
    return Institution.objects.public(language).filter(pk__in=rows).for_list()
