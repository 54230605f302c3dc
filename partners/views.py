"""Public pages of the partners."""

from typing import Any

from publishing.views import PublicDetailView, PublicListView

from . import spread
from .filters import PartnerFilter
from .models import Partner, Pledge


class PartnerList(PublicListView):
    model = Partner
    filterset_class = PartnerFilter
    template_name = "partners/partner_list.html"
    paginate_by = 100

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pledged = Pledge.objects.of_public_partners().industrial().told_millions()
        pairs = Partner.objects.public(self.language).order_by().values_list("kind", "sector")
        return super().get_context_data(pledged_meur=pledged, spread=spread.of(pairs), **kwargs)


class PartnerDetail(PublicDetailView):
    model = Partner
    object: Partner
    template_name = "partners/partner_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(pledges=list(self.object.pledges.shown()), **kwargs)
