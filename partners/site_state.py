"""Permissions to show a logo that are to be asked for, on the first page of the back office."""

from django.utils.translation import ngettext

from publishing.library_state import mute_logos
from publishing.site_state import StateCheck, StateSection, register

from .models import Partner

LOGO_PERMISSIONS = StateCheck(
    "partners.logo_permission",
    StateSection.PARTNERS,
    Partner,
    ("partners.change_partner",),
    lambda _user: Partner.objects.logo_permission_due(),
    lambda n: ngettext(
        "logo whose permission is missing, has ended or ends within 60 days",
        "logos whose permission is missing, has ended or ends within 60 days",
        n,
    ),
)


def register_checks() -> None:
    register(LOGO_PERMISSIONS)
    register(mute_logos("partners.mute_logos", StateSection.PARTNERS, Partner))
