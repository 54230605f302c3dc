"""Names that no record has, held against their own majority: a name written five times one way and once another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from ...findings import NOTE, WARNING
from ...knowledge import Knowledge
from ...nearness import distance
from ...reading import Reading
from ...rule import ONE_TEXT, Found, rule
from ...sentences import say
from ...source import Block
from ...spelling import has_dictionary, knows
from ...text import fold
from ..spans import addresses_in, named_in, overlaps

# A name that stands so often is how the text writes it; one that stands more rarely, and so much more rarely, is a slip.
OFTEN, RARE, TIMES = 3, 2, 3
# A shorter name is a letter away from too many others.
SHORTEST = 5
# Names of a text that are held against one another; a text with more is no communiqué, which is said.
MOST_NAMES = 400
_NAME = re.compile(r"(?<![\w@#./-])[^\W\d_a-zà-öø-ÿ][^\W\d_]{2,}(?![\w@/]|\.\w)")

Place = tuple[Block, int, int]


@rule(
    "name-twice-spelt",
    WARNING,
    ONE_TEXT,
    subject="name",
    yields_to=(
        "own-name",
        "look-alike-letters",
        "misspelt-name",
        "programme-misspelt",
        "person-twice-spelt",
        "surname-misspelt",
    ),
)
def name_twice_spelt(text: Reading, known: Knowledge) -> Iterator[Found]:
    """One letter more, fewer, other, or two in each other’s place; other capitals only are a note."""
    places = _names(text)
    by_letters: dict[str, dict[str, list[Place]]] = defaultdict(dict)
    for name, found in places.items():
        by_letters[fold(name)][name] = found
    yield from _other_capitals(by_letters)
    times = {letters: sum(map(len, forms.values())) for letters, forms in by_letters.items()}
    frequent = [letters for letters, count in times.items() if count >= OFTEN and len(letters) >= SHORTEST]
    for forms in islice(by_letters.values(), MOST_NAMES, MOST_NAMES + 1):
        yield Found(*next(iter(forms.values()))[0], say("not-compared", number=MOST_NAMES))
    for letters, forms in islice(by_letters.items(), MOST_NAMES):
        right = next((other for other in frequent[:MOST_NAMES] if _is_slip_of(letters, other, times)), None)
        if right is not None and not any(_is_word(text, name) for name in forms):
            usual = max(by_letters[right], key=lambda name: len(by_letters[right][name]))
            for place in (place for found in forms.values() for place in found):
                yield Found(*place, say("usually", usual=usual), usual, other=by_letters[right][usual][0])


def _names(text: Reading) -> dict[str, list[Place]]:
    """The words with a capital that are no part of an address or a name of the records, each with its places."""
    found: dict[str, list[Place]] = defaultdict(list)
    for block in text.blocks:
        if block.text.isupper():
            continue
        taken = [*addresses_in(text, block), *named_in(text, block)]
        for match in _NAME.finditer(block.text):
            if not overlaps(taken, *match.span()):
                found[match.group()].append((block, *match.span()))
    return found


def _other_capitals(by_letters: dict[str, dict[str, list[Place]]]) -> Iterator[Found]:
    """A name with a capital within, “ArvorLab”, that is written without it, “Arvorlab”."""
    for forms in by_letters.values():
        usual = max(forms, key=lambda name: len(forms[name]))
        if len(forms[usual]) < OFTEN or usual[1:].islower() or usual.isupper():
            continue
        for name, places in forms.items():
            if name != usual and not name.isupper() and len(places) < len(forms[usual]):
                for place in places:
                    yield Found(*place, say("capitals", usual=usual), usual, other=forms[usual][0], severity=NOTE)


def _is_slip_of(letters: str, other: str, times: dict[str, int]) -> bool:
    """Whether a rare name is a frequent one with one slip; a plural is none."""
    if len(letters) < SHORTEST or times[letters] > RARE or times[letters] * TIMES > times[other] or letters[0] != other[0]:
        return False
    if letters == other or letters.rstrip("s") == other.rstrip("s") or letters.startswith(other):
        return False
    return abs(len(letters) - len(other)) <= 1 and distance(letters, other, 1) == 1


def _is_word(text: Reading, name: str) -> bool:
    codes = [code for code in text.known.languages if has_dictionary(code)]
    return any(knows(code, form) for code in codes for form in (name, name.lower()))
