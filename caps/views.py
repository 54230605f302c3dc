"""Public pages of the programmes."""

from itertools import groupby

from cluster.models import Institution
from publishing.views import PublicDetailView, PublicListView

from . import matrix
from .filters import CAPFilter, MatrixFilter
from .models import CAP


class CAPList(PublicListView):
    model = CAP
    filterset_class = CAPFilter
    template_name = "caps/cap_list.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        groups = [(theme, list(caps)) for theme, caps in groupby(context["object_list"], key=lambda cap: cap.theme)]
        return context | {"groups": groups}


class CAPDetail(PublicDetailView):
    model = CAP
    template_name = "caps/cap_detail.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        others = CAP.objects.public(context["language"]).select_related("theme")
        return context | {
            "previous": others.filter(number__lt=self.object.number).order_by("-number").first(),
            "next": others.filter(number__gt=self.object.number).order_by("number").first(),
        }


class MatrixView(PublicListView):
    """Institutions × programmes; the theme filter narrows the programmes."""

    model = CAP
    filterset_class = MatrixFilter
    template_name = "caps/matrix.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        caps = context["object_list"]
        institutions = list(Institution.objects.public(self.language).for_list())
        rows = matrix.rows(caps, institutions)
        circles = [
            (label, [row for row in rows if row.institution.circle == circle]) for circle, label in Institution.Circle.choices
        ]
        groups = [(theme, list(group)) for theme, group in groupby(caps, key=lambda cap: cap.theme)]
        return context | {
            "circles": [(label, rows) for label, rows in circles if rows],
            "groups": groups,
            "themes": context["filter"].group("theme"),
            "columns": rows[0].cells if rows else [],
            "width": len(caps) + 2,
        }
