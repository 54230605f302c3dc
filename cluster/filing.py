"""Under which word of a family name a person is filed in an alphabet.

The French use, as national bibliographies follow it (IFLA, “Names of Persons: National Usages for Entry in Catalogues”,
France): the preposition “de” or “d’” stands behind the name and does not file (“Thoisy-Méchin, Sandrine de”); an article, or
one that a preposition has grown into, files (“La Fontaine”, “Le Goff”, “Du Bellay”, “Des Forêts”, and “La Fontaine” of “de La
Fontaine”). It is written in small letters: in “De Smet” or “D’Angelo” it is a part of the name, as their bearers’ countries
have it. No rule knows them all (“van der Berg” files under V in Belgium and under B in the Netherlands), so a person may have a
filing name of their own.
"""

from __future__ import annotations

import re

from proofreading.text import APOSTROPHES

_PREPOSITION = re.compile(rf"\s*(?:de\s+|d[{re.escape(APOSTROPHES)}]\s*)(?=\w)")


def filed_under(family_name: str) -> str:
    """The family name from the word on that files: ``Thoisy-Méchin`` for “de Thoisy-Méchin”, ``Alembert`` for “d’Alembert”."""
    return _PREPOSITION.sub("", family_name, count=1) if _PREPOSITION.match(family_name) else family_name
