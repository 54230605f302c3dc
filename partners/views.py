"""Public pages of the partners."""

from publishing.views import PublicDetailView, PublicListView

from .filters import PartnerFilter
from .models import Partner, Pledge


class PartnerList(PublicListView):
    model = Partner
    filterset_class = PartnerFilter
    template_name = "partners/partner_list.html"

    def get_context_data(self, **kwargs):
        total = Pledge.objects.filter(partner__in=Partner.objects.public(self.language)).industrial().total()
        return super().get_context_data(pledged_meur=int(total / 1_000_000), **kwargs)


class PartnerDetail(PublicDetailView):
    model = Partner
    template_name = "partners/partner_detail.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(pledges=list(self.object.pledges.shown()), **kwargs)
