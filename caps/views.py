"""Public pages of the programmes."""

from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from cluster.enums import CountedFigure
from cluster.models import Institution, KeyFigure
from publishing.prepared_queries import prepared
from publishing.views import PublicDetailView, PublicListView

from . import matrix, programme_citation
from .enums import MatrixOrder
from .filters import CAPFilter, MatrixFilter
from .models import CAP
from .neighbours import neighbours_of


class CAPList(PublicListView):
    model = CAP
    filterset_class = CAPFilter
    template_name = "caps/cap_list.html"
    paginate_by = 60

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        groups = [(theme, list(caps)) for theme, caps in groupby(context["object_list"], key=lambda cap: cap.theme)]
        declared = next(iter(_declared_number(self.language)), None)
        return context | {"groups": groups, "declared": declared}


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
        language = context["language"]
        return context | {
            "neighbours": neighbours_of(self.object, language),
            "texts": programme_citation.of_programme(self.object, language),
        }


class MatrixView(PublicListView):
    """Institutions × programmes, a page of programmes at a time; the theme filter narrows the programmes, ``sort`` puts the
    institutions in order."""

    model = CAP
    filterset_class = MatrixFilter
    template_name = "caps/matrix.html"
    paginate_by = matrix.MOST_COLUMNS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        caps = list(context["object_list"])
        institutions, unread = self._institutions(caps)
        only_in = context["filtered"] or unread > 0
        order = MatrixOrder.asked(self.request.GET.get("sort", ""))
        return context | {
            "matrix": matrix.draw(caps, institutions, self.language, order, only_in=only_in, unread=unread),
            "orders": list(MatrixOrder),
            "groups": [(theme, list(group)) for theme, group in groupby(caps, key=lambda cap: cap.theme)],
            "themes": context["filter"].group("theme"),
        }

    def _institutions(self, caps: list[CAP]) -> tuple[list[Institution], int]:
        """The institutions of the table, and how many are in none of its programmes: all while a table has room for them,
        otherwise those that take part."""
        if not caps:
            return [], 0
        public = Institution.objects.public(self.language)
        found = _institutions(self.language)
        if len(found) <= matrix.MOST_ROWS:
            return found, 0
        taking_part = public.filter(pk__in={row.institution_id for cap in caps for row in cap.involvements.all()})
        institutions = list(taking_part.for_list())
        return institutions, public.count() - len(institutions)
