"""How to thank and cite a programme."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext

from cluster.cluster_citation import Copyable, bibtex, escaped, thanks
from cluster.models import Person
from publishing.languages import column

from .models import CAP


def of_programme(cap: CAP, language: str) -> list[Copyable]:
    """The acknowledgement in every language, then the BibTeX entry of the programme.

    ``cap`` comes with its people (``for_detail``): its authors are the principal investigators who are public.
    """

    def sentence() -> str:
        return gettext(
            "This work, carried out within the programme %(acronym)s (CAP %(number)s) of %(cluster)s, has benefited from State "
            "aid managed by the Agence nationale de la recherche under France 2030, with the reference %(grant)s."
        ) % {
            "acronym": cap.acronym,
            "number": f"{cap.number:02d}",
            "cluster": settings.PORTAL_NAME,
            "grant": settings.GRANT_REFERENCE,
        }

    people = [one.person for one in cap.principal_investigators]
    fields = {
        "title": f"{escaped(getattr(cap, column('title', language)) or '')} ({{{escaped(cap.acronym)}}})",
        "author": " and ".join(map(_author, people)),
        "year": str(cap.start.year) if cap.start else "",
        "howpublished": f"{settings.PORTAL_NAME}, {gettext('CAP')} {cap.number:02d}",
        "url": settings.SITE_URL + cap.get_absolute_url(language),
    }
    return [*thanks(sentence), Copyable("bibtex", "", bibtex(f"postgenai-{cap.number:02d}", fields))]


def _author(person: Person) -> str:
    """As BibTeX reads a name; an only name in braces, which it does not take apart."""
    if not person.given_name:
        return f"{{{escaped(person.family_name)}}}"
    return escaped(f"{person.family_name}, {person.given_name}")
