"""The partners as a data set: never their contacts, and of their pledges only those that they let be shown."""

from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from publishing.opendata import DataColumn, DataSet, address, chosen, day, plain, prose, publish

from .enums import PartnerKind, PartnerSector
from .models import Partner, Pledge


def _shown_pledges(partner: Partner, code: str) -> Decimal | None:
    return sum((pledge.amount for pledge in partner.shown_pledges), Decimal(0)) or None


publish(
    DataSet(
        "partners",
        _("Partners"),
        _("The companies and bodies that take part in the cluster without being members."),
        Partner,
        (
            plain("name", _("name")),
            chosen("kind", _("kind"), PartnerKind.choices),
            chosen("sector", _("sector"), PartnerSector.choices),
            DataColumn("country", _("country (ISO 3166-1)"), {"type": "string"}, lambda one, code: one.country.code),
            plain("siren", _("SIREN"), type="string", pattern=r"^\d{9}$"),
            address("website", _("website")),
            day("since", _("partner since")),
            prose("description", _("description")),
            DataColumn("pledged_eur", _("pledges that may be shown, in euros"), {"type": "number"}, _shown_pledges),
        ),
        lambda partners: partners.prefetch_related(Prefetch("pledges", Pledge.objects.shown(), to_attr="shown_pledges")),
    )
)
