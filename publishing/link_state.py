"""Links that lead nowhere, on the first page of the back office."""

from django.utils.translation import ngettext

from .link_tables import OutgoingLink
from .site_state import StateCheck, StateSection, register

BROKEN_LINKS = StateCheck(
    "publishing.broken_links",
    StateSection.CONTENT,
    OutgoingLink,
    ("publishing.view_outgoinglink", "publishing.change_outgoinglink"),
    lambda _user: OutgoingLink.objects.broken(),
    lambda n: ngettext("link that leads nowhere", "links that lead nowhere", n),
    query={},
)


def register_checks() -> None:
    register(BROKEN_LINKS)
