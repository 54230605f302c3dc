"""Lines of a programme that name a talk: its title stays in the language in which it is held."""

from __future__ import annotations

import re

from ..reading import Reading
from ..source import ALT, Block

# “9h00-10h00 :”, “14:30 –”, “2.15 pm”: when a talk begins, and ends.
_HOUR = r"\d{1,2}(?: ?h ?(?:\d\d)?|[:.]\d\d)(?: ?[ap]\.?m\.?)?"
_HOURS = re.compile(rf"(?:{_HOUR}(?: ?(?:[-–—]|à|to) ?(?:{_HOUR})?)?)[ \u00a0]*[:–—-]?[ \u00a0]+")
_CAPITAL = "A-ZÀ-ÖØ-ÞŒ"
_GIVEN = rf"[{_CAPITAL}][\w’'.-]*"
# “Zoé KERVEL”, “Marie-Ève LE GOFF”: a surname in capitals tells where a name ends.
_SURNAME_IN_CAPITALS = re.compile(rf"(?:{_GIVEN} ){{1,3}}[{_CAPITAL}][{_CAPITAL}’'-]+(?: [{_CAPITAL}][{_CAPITAL}’'-]+)*(?!\w)")
# “Zoé Kervel (Quai)”: else the bracket of an affiliation does; behind an hour, any sign.
_NAME = rf"{_GIVEN}(?: (?:d[eu]|van|von|{_GIVEN})){{1,4}}"
_NAME_AND_BRACKET = re.compile(rf"{_NAME}(?=[ \u00a0]?\()")
_NAME_AND_SIGN = re.compile(rf"{_NAME}(?=[ \u00a0]?(?:[(:,–—]|-[ \u00a0]))")
_AFFILIATION = re.compile(r"[ \u00a0]*\([^()]*(?:\([^()]*\)[^()]*)*\)")
_SIGN = re.compile(r"[ \u00a0]*[:,–—-]?[ \u00a0]*")
_TITLE = re.compile(rf"[«“\"‘]?[ \u00a0]?(?:[{_CAPITAL}\d])")
_STOPS = (".", "!", ";")


def is_talk(text: Reading, block: Block) -> bool:
    """Whether a line is a speaker, behind an hour or not, and a title, which begins with a capital and ends without a stop.

    A sentence about the speaker goes on in small letters, and is none: “9h : Zoé KERVEL opens the hall”.
    """
    if block.kind == ALT or block.text.rstrip().endswith(_STOPS):
        return False
    hours = _HOURS.match(block.text)
    start = hours.end() if hours else 0
    end = _end_of_the_speaker(text, block, start)
    if not end:
        return False
    affiliation = _AFFILIATION.match(block.text, end)
    behind = _SIGN.match(block.text, affiliation.end() if affiliation else end)
    return behind is not None and behind.end() > end and _TITLE.match(block.text, behind.end()) is not None


def _end_of_the_speaker(text: Reading, block: Block, start: int) -> int:
    """Where the name that stands at a place ends; 0 where none does."""
    name = _NAME_AND_SIGN if start else _NAME_AND_BRACKET
    match = _SURNAME_IN_CAPITALS.match(block.text, start) or name.match(block.text, start)
    if match is not None:
        return match.end()
    return next((person.end for person in text.people_in(block) if person.start == start), 0)
