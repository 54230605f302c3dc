"""Small words that change what somebody or something is, and that one language leaves out: “ancien”, “adjoint”, “acting”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ...alignment import Pair
from ...source import Block
from ...words.lexicon import LANGUAGES
from ..spans import holds, named_in
from .places import Place, is_contact
from .sentence_pairs import sentence_pairs

# The roles that somebody may have had.
_ROLES = {
    "fr": (
        "directeur|directrice|president|ministre|maire|chef|secretaire|eleve|etudiant|membre|depute|senateur"
        "|professeur|recteur|rectrice|responsable|employe|salarie|patron|pdg|premier|gouverneur|ambassadeur"
        "|commissaire|joueur|champion|collegue|ingenieur|conseiller|coordinat"
    ),
    "en": (
        "director|president|minister|mayor|chief|head|leader|secretary|student|pupil|member|mp|senator"
        "|professor|rector|manager|employee|boss|ceo|governor|ambassador|commissioner|player|champion"
        "|colleague|engineer|adviser|advisor|chair|chairman|chairwoman|coordinator|prime"
    ),
}
# What says it in each language; then what else may say so there, of which a sentence must have none. Folded, whole words.
_ROWS = r"""
ancien(?:s|nes?)? (?:<roles>)\w*|ex-(?!aequo)\w+
former(?= (?:[\w’'-]+ ){0,3}(?:<roles>)s?)
ex|ancien\w*|anterieur\w*|autrefois|jadis|precedent\w*|precedemment|sortant\w*|avant|passe|fut|veteran\w*|alumni|honoraire
former|formerly|ex|previous\w*|old|past|once|outgoing|earlier|alumn\w*|veteran\w*|prior|late|was|then|emeritus|ancient|long|long-standing

adjointe?s?|sous-(?:directeur|directrice|prefet|prefete|secretaire|chef)\w*
deputy|deputies
adjoint\w*|sous|vice|delegue\w*|assistant\w*|suppleant\w*|second\w*|depute\w*|adjunct
deputy|deputies|vice|assistant\w*|associate|sub|under|attached|added|adjunct|second|joint|alderman|councillor\w*|mp|mps|member\w*|representative\w*

par interim|interimaires?
interim|acting(?= (?:head|chief|director|president|chair|minister|secretary|dean|rector|mayor|ceo|manager|editor))
interim\w*|provisoire\w*|transition|suppleant\w*|temporaire\w*|remplac\w*
interim|acting|temporar\w*|provisional|caretaker|agency|transitional|substitut\w*

premi(?:er|ere)s? ministres?
prime ministers?
premi(?:er|ere)s?|pm|president\w*|chef\w*|cheffe\w*
prime|premiers?|pm|first|chancellor|taoiseach

honoraires?|emerites?|d'honneur
honorary|emeritus|emerita
honor\w*|honneur|emerite\w*|frais
honou?r\w*|emerit\w*|fees?|former|guest|retired
"""


class _Marker(NamedTuple):
    """What says it, and whatever else may, by language."""

    says: dict[str, re.Pattern[str]]
    may_say: dict[str, re.Pattern[str]]


@cache
def _markers() -> list[_Marker]:
    return [_marker(*rows.split("\n")) for rows in _ROWS.strip().split("\n\n")]


def _marker(*rows: str) -> _Marker:
    patterns = [
        re.compile(rf"(?<!\w)(?:{row.replace('<roles>', _ROLES[language])})(?!\w)")
        for row, language in zip(rows, LANGUAGES * 2, strict=True)
    ]
    return _Marker(dict(zip(LANGUAGES, patterns[:2], strict=True)), dict(zip(LANGUAGES, patterns[2:], strict=True)))


def markers_left_out(pair: Pair) -> Iterator[tuple[Place, Place]]:
    """The word that one sentence has, and the sentence that says it in no way."""
    for both in sentence_pairs(pair):
        if is_contact(pair.left, both.left.block):
            continue
        for mine, theirs in ((both.left, both.right), (both.right, both.left)):
            taken = named_in(pair.of(mine.block), mine.block)
            for marker in _markers():
                match = marker.says[mine.block.part.language].search(mine.block.folded, mine.start, mine.end)
                if match and not holds(taken, match.start()) and not _may_say(marker, theirs.block, theirs.start, theirs.end):
                    yield (mine.block, *match.span()), (theirs.block, theirs.start, theirs.end)


def _may_say(marker: _Marker, block: Block, start: int, end: int) -> bool:
    return marker.may_say[block.part.language].search(block.folded, start, end) is not None
