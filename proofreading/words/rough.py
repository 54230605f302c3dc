"""Ordinals in words, and what is told roughly: magnitudes, spans of time, days told from the day of the text. Folded."""

from __future__ import annotations

import re

Patterns = tuple[tuple[re.Pattern[str], str], ...]

_FIRST_TWENTY = {
    "fr": "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme douzieme treizieme"
    " quatorzieme quinzieme seizieme dix-septieme dix-huitieme dix-neuvieme vingtieme",
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth",
}
_TENS = {
    "fr": {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60},
    "en": {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90},
}
_WHOLE_TENS = {
    "fr": {"trentieme": 30, "quarantieme": 40, "cinquantieme": 50, "soixantieme": 60, "centieme": 100, "millieme": 1000},
    "en": {
        "thirtieth": 30,
        "fortieth": 40,
        "fiftieth": 50,
        "sixtieth": 60,
        "seventieth": 70,
        "eightieth": 80,
        "ninetieth": 90,
        "hundredth": 100,
        "thousandth": 1000,
    },
}  # fmt: skip
_OF_A_SPAN = {
    "fr": (
        "plusieurs|quelques|de longs|de longues",
        "secondes minutes heures jours semaines mois annees|ans decennies siecles",
    ),
    "en": ("several|a few|many|some", "seconds minutes hours days weeks months years decades centuries"),
}
_MAGNITUDES = {
    "fr": ("dizaines|douzaines", "centaines", "milliers", "millions", "milliards"),
    "en": ("dozens|tens|scores", "hundreds", "thousands", "millions", "billions"),
}
# A day, week, month or year told from that of the text: the one before, the same, the one after.
_TOLD_FROM_TODAY = {
    "fr": """
hier: day -1
demain: day 1
la semaine derniere|la semaine passee: week -1
cette semaine|dans la semaine|en debut de semaine|en fin de semaine: week 0
la semaine prochaine: week 1
le mois dernier|le mois passe: month -1
ce mois|ce mois-ci|dans le mois|au cours du mois: month 0
le mois prochain: month 1
l'annee derniere|l'an dernier|l'annee passee|l'an passe: year -1
cette annee|dans l'annee|l'annee en cours: year 0
l'annee prochaine|l'an prochain: year 1
""",
    "en": """
yesterday: day -1
tomorrow: day 1
last week: week -1
this week: week 0
next week: week 1
last month: month -1
this month: month 0
next month: month 1
last year: year -1
this year: year 0
next year: year 1
""",
}


def ordinals(language: str) -> dict[str, int]:
    """Ordinals in words with their values, to the sixties at least."""
    small = {word: value for value, word in enumerate(_FIRST_TWENTY[language].split(), 1)}
    joined = {
        f"{ten}-{word}": whole + value for ten, whole in _TENS[language].items() for word, value in small.items() if value < 10
    }
    found = small | joined | _WHOLE_TENS[language]
    return found | {f"{word}s": value for word, value in found.items()} if language == "fr" else found


def rough_figures(language: str) -> Patterns:
    """Patterns of what is told roughly, each with the kind of it and which one it is."""
    said, units = _OF_A_SPAN[language]
    spans = [(rf"(?:{said}) (?:{words})", f"span {place}") for place, words in enumerate(units.split())]
    magnitudes = [(rf"(?:{words})(?= (?:of|de|d'))", f"magnitude {place}") for place, words in enumerate(_MAGNITUDES[language])]
    lines = [line.split(": ") for line in _TOLD_FROM_TODAY[language].strip().splitlines()]
    days = [(rf"(?:{words})", f"day {key}") for words, key in lines]
    return tuple((re.compile(rf"(?<![\w-]){pattern}(?![\w-])"), key) for pattern, key in (*spans, *magnitudes, *days))
