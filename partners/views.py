"""Public pages of the partners."""

from typing import Any

from django.db.models import QuerySet

from cluster import funding
from cluster.models import KeyFigure
from publishing.prepared_queries import prepared
from publishing.views import PublicDetailView, PublicListView

from . import spread
from .filters import PartnerFilter
from .models import Partner, Pledge


@prepared
def _declared(language: str) -> QuerySet:
    return KeyFigure.objects.public(language).filter(key=funding.PLEDGES)[:1]


@prepared
def _told() -> QuerySet:
    return Pledge.objects.told().values_list("amount", flat=True)


@prepared
def _kinds_and_sectors(language: str) -> QuerySet:
    return Partner.objects.public(language).real().order_by().values_list("kind", "sector")


@prepared
def _pledges(*, partner: int) -> QuerySet:
    return Pledge.objects.filter(partner=partner).shown()


class PartnerList(PublicListView):
    """The partners. Of their pledges it tells what the cluster declared, with its day and source, and what may be shown."""

    model = Partner
    filterset_class = PartnerFilter
    template_name = "partners/partner_list.html"
    paginate_by = 100

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            declared=next(iter(_declared(self.language)), None),
            shown_sum=sum(_told()),
            spread=spread.of(_kinds_and_sectors(self.language)),
            **kwargs,
        )


class PartnerDetail(PublicDetailView):
    model = Partner
    object: Partner
    template_name = "partners/partner_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(pledges=_pledges(partner=self.object.pk), **kwargs)
