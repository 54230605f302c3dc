"""Public pages of the partners."""

from typing import Any

from cluster import funding
from cluster.models import KeyFigure
from publishing.views import PublicDetailView, PublicListView

from . import spread
from .filters import PartnerFilter
from .models import Partner, Pledge


class PartnerList(PublicListView):
    """The partners. Of their pledges it tells what the cluster declared, with its day and source, and what may be shown."""

    model = Partner
    filterset_class = PartnerFilter
    template_name = "partners/partner_list.html"
    paginate_by = 100

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pairs = Partner.objects.public(self.language).real().order_by().values_list("kind", "sector")
        return super().get_context_data(
            declared=KeyFigure.objects.public(self.language).filter(key=funding.PLEDGES).first(),
            shown_sum=Pledge.objects.told_total(),
            spread=spread.of(pairs),
            **kwargs,
        )


class PartnerDetail(PublicDetailView):
    model = Partner
    object: Partner
    template_name = "partners/partner_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(pledges=list(self.object.pledges.shown()), **kwargs)
