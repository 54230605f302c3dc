"""Public pages of the partners."""

from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from cluster import funding
from cluster.models import KeyFigure
from publishing.kept_entries import kept_by_rows, written
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


@kept_by_rows
def _written_spread(kinds_and_sectors: list[tuple[str, str]]) -> SafeString:
    return written("partners/_spread.html", {"spread": spread.of(kinds_and_sectors)})


@kept_by_rows
def _written_rows(partners: list[Partner]) -> SafeString:
    return written("partners/_list_of_partners.html", {"partners": partners})


class PartnerList(PublicListView):
    """The partners. Of their pledges it tells what the cluster declared, with its day and source, and what may be shown."""

    model = Partner
    filterset_class = PartnerFilter
    template_name = "partners/partner_list.html"
    paginate_by = 100

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            declared=next(iter(_declared(self.language)), None),
            shown_sum=sum(_told()),
            written_spread=_written_spread(_kinds_and_sectors.read(self.language)),
            **kwargs,
        )
        return context | {"rows": _written_rows(context["object_list"])}


class PartnerDetail(PublicDetailView):
    model = Partner
    object: Partner
    template_name = "partners/partner_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(pledges=_pledges(partner=self.object.pk), **kwargs)
