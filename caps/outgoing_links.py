"""Links out of publications that staff typed: their own addresses, and the DOI where there is one.

What HAL says is not looked at every night: thousands of addresses of one host, whose owner is asked every day what it has.
"""

from collections.abc import Iterator

from publishing import languages
from publishing.outgoing_links import FoundLink, register

from .models import Publication
from .publication_tables import DOI


def links_of_publications() -> Iterator[FoundLink]:
    typed = Publication.objects.public(languages.main()).real().filter(hal_state="")
    for pk, url, doi in typed.values_list("pk", "url", "doi"):
        for name, address in (("url", url), ("doi", DOI + doi if doi else "")):
            if address:
                yield FoundLink(address, Publication, pk, name)


register(links_of_publications, instead_of=Publication)
