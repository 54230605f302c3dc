"""How to thank and cite the cluster: texts to copy, with the grant's reference from the settings alone.

The sentence is the one that the Agence nationale de la recherche asks of every publication under France 2030; its wording in
each language stands in the catalogue. BibTeX is the same in all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from publishing import languages

from .models import NationalCluster

_TEX = {sign: f"\\{sign}" for sign in "&%$#_"}
_TEX |= {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
# BibTeX counts a brace whether a backslash stands before it or not: one alone would end the entry.
_TEX |= {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}


@dataclass(frozen=True)
class Copyable:
    """A text to copy: its ``key`` within the page, and its language, empty for BibTeX."""

    key: str
    language: str
    text: str


def of_cluster(language: str) -> list[Copyable]:
    """The acknowledgement in every language, then the BibTeX entry of the cluster itself."""
    ours = NationalCluster.objects.public(language).filter(is_ours=True).first()
    fields = {
        "title": f"{{{settings.PORTAL_NAME}}}",
        "author": f"{{{escaped(ours.lead)}}}" if ours else "",
        "year": ours.inaugurated[:4] if ours else "",
        "url": settings.SITE_URL + reverse("home"),
    }
    return [*thanks(_of_cluster), Copyable("bibtex", "", bibtex("postgenai-paris", fields))]


def _of_cluster() -> str:
    return gettext(
        "This work, carried out within %(cluster)s, has benefited from State aid managed by the Agence nationale de la "
        "recherche under France 2030, with the reference %(grant)s."
    ) % {"cluster": settings.PORTAL_NAME, "grant": settings.GRANT_REFERENCE}


def thanks(sentence: Callable[[], str]) -> list[Copyable]:
    """What ``sentence()`` says in each of the portal's languages."""
    found = []
    for code in languages.codes():
        with override(code):
            found.append(Copyable(code, code, sentence()))
    return found


def bibtex(key: str, fields: dict[str, str]) -> str:
    """A ``@misc`` entry, which ends with the grant; empty fields are left out. Values come escaped."""
    grant = f"Agence nationale de la recherche, France 2030, {settings.GRANT_REFERENCE}"
    rows = {name: value for name, value in (fields | {"note": grant}).items() if value}
    lines = [f"  {name} = {{{value}}}" for name, value in rows.items()]
    return "\n".join([f"@misc{{{key},", ",\n".join(lines), "}"])


def escaped(text: str) -> str:
    """Text inside a BibTeX field: TeX's own signs as themselves, everything else as Unicode (biber, or BibTeX 0.99e and on)."""
    return "".join(_TEX.get(sign, sign) for sign in text)
