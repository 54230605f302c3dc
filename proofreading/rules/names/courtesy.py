"""One person called a man in one place and a woman in another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ...findings import WARNING
from ...knowledge import Knowledge
from ...reading import Reading
from ...rule import ONE_TEXT, Found, rule
from ...sentences import say
from ...source import Block
from ...text import fold

_SURNAME = r"[^\W\d_a-zà-öø-ÿ][\w’'-]{2,}"

Place = tuple[Block, int, int]


@rule("courtesy-differs", WARNING, ONE_TEXT, subject="person", yields_to=("surname-misspelt",))
def courtesy_differs(text: Reading, known: Knowledge) -> Iterator[Found]:
    """“le ministre Kervel” and “la ministre Kervel”; not where the text names two people of one surname.

    The rarer is told, or of two as frequent the later.
    """
    given = defaultdict(set)
    for person in text.people:
        given[person.key[-1]].add(person.key[:-1])
    for surname, (men, women) in called(text).items():
        if men and women and len(given[surname] - {()}) < 2:
            wrong, right = (men, women) if len(men) < len(women) else (women, men)
            wrong, right = (right, wrong) if len(men) == len(women) and _order(right[0]) > _order(wrong[0]) else (wrong, right)
            for place in wrong:
                block, start, end = right[0]
                yield Found(*place, say("elsewhere", other=block.text[start:end]), other=right[0])


def _order(place: Place) -> tuple[int, int]:
    return place[0].index, place[1]


def called(text: Reading) -> dict[str, tuple[list[Place], list[Place]]]:
    """Where each surname stands beside a word, or a role, of a man, and beside one of a woman."""
    found: dict[str, tuple[list[Place], list[Place]]] = defaultdict(lambda: ([], []))
    for kind, words in enumerate((text.words.of_men, text.words.of_women)):
        if not words:
            continue
        pattern = re.compile(rf"(?<![\w-])(?:{words})[ \u00a0](?P<surname>{_SURNAME})(?![\w]|[ \u00a0]{_SURNAME})")
        for block in text.blocks:
            for match in pattern.finditer(block.text):
                found[fold(match["surname"])][kind].append((block, *match.span()))
    for person in text.people:
        role = person.block.folded[slice(*person.role_span)]
        gender = _gender_of_role(role, text.words.roles)
        if len(person.key) > 1 and gender is not None:
            found[person.key[-1]][gender].append((person.block, *person.role_span))
    return found


def _gender_of_role(role: str, roles: dict[str, str]) -> int | None:
    """Whether a role is told of a man, 0, or of a woman, 1: by the form for the other that the list has beside it."""
    feminines = (f"{role}e", role.removesuffix("eur") + "rice", role.removesuffix("eur") + "euse", f"{role}ne")
    masculines = (role[:-1], role.removesuffix("rice") + "eur", role.removesuffix("euse") + "eur", role.removesuffix("ne"))
    if role.endswith(("e", "ne")) and any(one in roles and one != role for one in masculines):
        return 1
    return 0 if any(one in roles and one != role for one in feminines) else None
