"""Time zones behind an hour: “CET”, “heure de Paris”, “UTC+1”, with how many minutes each may be before UTC."""

from __future__ import annotations

import re

Offsets = tuple[int, ...]

_PARIS, _LONDON, _UTC = (60, 120), (0, 60), (0,)
_EASTERN, _CENTRAL_US, _PACIFIC = (-300, -240), (-360, -300), (-480, -420)
_TOKYO, _EASTERN_EUROPE = (540,), (120, 180)
# In capitals only: “est” and “et” are words of French. Few people keep the names of summer and of winter time apart.
_ABBREVIATIONS = {
    "CET": _PARIS,
    "CEST": _PARIS,
    "HEC": _PARIS,
    "UTC": _UTC,
    "GMT": _UTC,
    "TU": _UTC,
    "BST": _LONDON,
    "EET": _EASTERN_EUROPE,
    "EEST": _EASTERN_EUROPE,
    "ET": _EASTERN,
    "EDT": _EASTERN,
    "EST": _EASTERN,
    "HE": _EASTERN,
    "HAE": _EASTERN,
    "HNE": _EASTERN,
    "CDT": _CENTRAL_US,
    "CST": _CENTRAL_US,
    "PT": _PACIFIC,
    "PST": _PACIFIC,
    "PDT": _PACIFIC,
    "HAP": _PACIFIC,
    "HNP": _PACIFIC,
    "JST": _TOKYO,
}
_PLACES = {
    "paris": _PARIS,
    "bruxelles": _PARIS,
    "brussels": _PARIS,
    "berlin": _PARIS,
    "rome": _PARIS,
    "madrid": _PARIS,
    "geneve": _PARIS,
    "geneva": _PARIS,
    "europe centrale": _PARIS,
    "central european": _PARIS,
    "londres": _LONDON,
    "london": _LONDON,
    "british": _LONDON,
    "new york": _EASTERN,
    "montreal": _EASTERN,
    "l'est": _EASTERN,
    "eastern": _EASTERN,
    "pacifique": _PACIFIC,
    "pacific": _PACIFIC,
    "tokyo": _TOKYO,
    "universel": _UTC,
    "greenwich": _UTC,
    "universal": _UTC,
}
_NAMED = "|".join(sorted(map(re.escape, _PLACES), key=len, reverse=True))
_ZONE = re.compile(
    rf"(?P<short>{'|'.join(_ABBREVIATIONS)})(?: ?(?P<sign>[+−-]) ?(?P<hours>\d{{1,2}})(?::?(?P<minutes>[0-5]\d))?)?(?!\w)"
    rf"|(?i:(?:heure|temps) (?:de |d'|du )?(?P<place>{_NAMED})|(?P<place2>{_NAMED})(?: mean| standard| summer)? time)(?!\w)"
)
_SPACES = (" ", "\u00a0", "\u202f", ",")


def zone_behind(text: str, folded: str, place: int) -> tuple[Offsets, int]:
    """The zone that stands right behind an hour, in brackets or not, and where it ends; nothing and the same place for none."""
    start = place
    while text[start : start + 1] in _SPACES:
        start += 1
    opened = text[start : start + 1] == "("
    start += opened
    # Abbreviations are read as they stand, names without their accents: both are as long as the text.
    match = _ZONE.match(text, start) or _ZONE.match(folded, start)
    if not match or not opened and start == place and not text[place - 1 : place].isspace():
        return (), place
    end = match.end()
    closes = opened and text[end : end + 1] == ")"
    return _offsets(match), end + closes


def _offsets(match: re.Match[str]) -> Offsets:
    if place := match["place"] or match["place2"]:
        return _PLACES[place.lower()]
    base = _ABBREVIATIONS[match["short"]]
    if not match["hours"]:
        return base
    minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
    return tuple(offset + (minutes if match["sign"] == "+" else -minutes) for offset in base)
