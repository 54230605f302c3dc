"""What a release, a news item or an event names: read in one query, and only what is public in the active language."""

from caps.models import CAP
from cluster.models import Institution
from partners.models import Partner
from publishing.languages import current
from publishing.together import Together


def named_things(*parts: str) -> Together:
    """The programmes, institutions and partners named, with the thing's own ``parts``."""
    return Together(
        *parts,
        caps=lambda: CAP.objects.public(current()),
        institutions=lambda: Institution.objects.public(current()),
        partners=lambda: Partner.objects.public(current()),
    )
