"""Links out of programmes' publications: their own addresses, and the DOI where there is one."""

from collections.abc import Iterator

from publishing import languages
from publishing.outgoing_links import FoundLink, register

from .models import CAP, Publication

DOI = "https://doi.org/"


@register
def links_of_publications() -> Iterator[FoundLink]:
    shown = CAP.objects.public(languages.main()).real().values("pk")
    rows = Publication.objects.filter(cap__in=shown, is_example=False).values_list("cap", "url", "doi")
    for cap, url, doi in rows:
        for address in filter(None, (url, DOI + doi if doi else "")):
            yield FoundLink(address, CAP, cap, "publications")
