"""Names of regions and cities in the languages of the portal, where a language has its own.

Records keep a place as it is called in French. English names are those of the Unicode CLDR where it has them (its names of
subdivisions, and of cities that time zones are called after), and else those that the cities use themselves. What is not
here (Île-de-France, Grand Est, Lyon) is called the same everywhere.
"""

from __future__ import annotations

import re

from . import languages

NAMES: dict[str, dict[str, str]] = {
    "en": {
        "Bretagne": "Brittany",
        "Corse": "Corsica",
        "Guyane": "French Guiana",
        "La Réunion": "Réunion",
        "Normandie": "Normandy",
        "Alger": "Algiers",
        "Anvers": "Antwerp",
        "Athènes": "Athens",
        "Bâle": "Basel",
        "Barcelone": "Barcelona",
        "Berne": "Bern",
        "Bruxelles": "Brussels",
        "Bucarest": "Bucharest",
        "Copenhague": "Copenhagen",
        "Édimbourg": "Edinburgh",
        "Francfort": "Frankfurt",
        "Gand": "Ghent",
        "Gênes": "Genoa",
        "Genève": "Geneva",
        "Hambourg": "Hamburg",
        "La Haye": "The Hague",
        "Le Caire": "Cairo",
        "Lisbonne": "Lisbon",
        "Londres": "London",
        "Montréal": "Montreal",
        "Pékin": "Beijing",
        "Séville": "Seville",
        "Singapour": "Singapore",
        "Varsovie": "Warsaw",
        "Venise": "Venice",
    },
}
"""By language, from the French name."""

_BETWEEN = re.compile(r"(,\s+|\s+/\s+)")


def place_name(written: str, language: str | None = None) -> str:
    """A place as a language calls it (the active one unless given); one of several between commas or slashes, too."""
    names = NAMES.get(language or languages.current(), {})
    return "".join(names.get(part, part) for part in _BETWEEN.split(written)) if names else written
