"""Acronyms: of bodies, and of programmes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from ...findings import ERROR, WARNING
from ...knowledge import TERM, Knowledge, KnownProgramme
from ...nearness import distance
from ...reading import Expansion, Mention, Reading
from ...rule import ONE_TEXT, PORTAL, Found, rule
from ...sentences import say
from ...source import Block
from ...text import fold
from ...tokens import folded_words

Bag = frozenset[str]

# An acronym of fewer letters stands for too many things to be held against one of them.
SHORTEST_EXPLAINED, SHORTEST_PROGRAMME = 3, 4
# A programme’s acronym of so many letters may have two of them wrong, a shorter one a single one.
LONG_PROGRAMME = 7
# An expansion means the body where it has so much of the words of one of its names.
SHARED_WORDS = 0.5
_CAPITALS = re.compile(r"(?<![\w@#-])[A-ZÀ-Þ][A-ZÀ-Þ-]{2,}[A-ZÀ-Þ](?![\w@-])")


@rule("acronym-twice-explained", WARNING, ONE_TEXT, subject="acronym")
def acronym_twice_explained(text: Reading, known: Knowledge) -> Iterator[Found]:
    """The expansion that the records have is kept or, where they have none, the most frequent one."""
    by_acronym: dict[str, list[Expansion]] = defaultdict(list)
    for expansion in text.expansions:
        by_acronym[expansion.acronym].append(expansion)
    for acronym, expansions in by_acronym.items():
        official = _official_bags(acronym, text, known)
        kept = _kept(expansions, official, text)
        for expansion in expansions:
            if _say_two_things(_bag(expansion, text), _bag(kept, text), official):
                message = say("explained-elsewhere", acronym=acronym, first=kept.words)
                other = (kept.block, kept.words_start, kept.words_end)
                yield Found(expansion.block, expansion.words_start, expansion.words_end, message, kept.words, other=other)


def _kept(expansions: list[Expansion], official: set[Bag], text: Reading) -> Expansion:
    times = Counter(_bag(expansion, text) for expansion in expansions)
    return max(expansions, key=lambda expansion: (_bag(expansion, text) in official, times[_bag(expansion, text)]))


def _bag(expansion: Expansion, text: Reading) -> Bag:
    return expansion.bag(text.words.stops)


def _say_two_things(bag: Bag, kept: Bag, official: set[Bag]) -> bool:
    """Whether neither of two expansions is the other shortened, nor both are names of one body."""
    return not (bag <= kept or kept <= bag or {bag, kept} <= official)


def _official_bags(acronym: str, text: Reading, known: Knowledge) -> set[Bag]:
    """The names of the body whose acronym it is, as bags of words."""
    body = known.names.acronyms.get(acronym)
    stops = known.names.stops | text.words.stops
    return {_bag_of(name.text, stops) for name in body.names} if body is not None else set()


def _bag_of(name: str, stops: frozenset[str]) -> Bag:
    return frozenset(word.rstrip("s") for word in folded_words(name) if word not in stops)


@rule("acronym-expansion", WARNING, PORTAL, subject="acronym", yields_to=("acronym-twice-explained",))
def acronym_expansion(text: Reading, known: Knowledge) -> Iterator[Found]:
    for expansion in text.expansions:
        body = known.names.acronyms.get(expansion.acronym)
        if body is not None and len(expansion.acronym) >= SHORTEST_EXPLAINED and _is_another_name(expansion, text, known):
            message = say("stands-for", acronym=expansion.acronym, name=body.official(text.language))
            yield Found(expansion.block, expansion.words_start, expansion.words_end, message, None, body.record)


def _is_another_name(expansion: Expansion, text: Reading, known: Knowledge) -> bool:
    """Whether an expansion is no name of the body, though it means it: it has half of a name’s words, or the letters."""
    bag = _bag_of(expansion.words, known.names.stops | text.words.stops)
    bags = [official - {fold(expansion.acronym)} for official in _official_bags(expansion.acronym, text, known)]
    bags = [official for official in bags if len(official) > 1]
    if not bags or any(bag <= official or official <= bag for official in bags):
        return False
    return any(len(bag & official) >= SHARED_WORDS * len(official) for official in bags) or _spells(expansion, text.words.stops)


def _spells(expansion: Expansion, stops: frozenset[str]) -> bool:
    """Whether the words begin with the letters of the acronym, small words left out or in."""
    words = folded_words(expansion.words)
    letters = [sign for sign in fold(expansion.acronym) if sign.isalnum()]
    return letters in ([word[0] for word in words if word not in stops], [word[0] for word in words])


@rule("acronym-of-another", ERROR, PORTAL, subject="acronym", yields_to=("acronym-twice-explained", "acronym-expansion"))
def acronym_of_another(text: Reading, known: Knowledge) -> Iterator[Found]:
    for block in text.blocks:
        mentions = text.mentions[block.index]
        for named, behind in zip(mentions, mentions[1:], strict=False):
            acronym = block.text[behind.start : behind.end]
            if known.names.acronyms.get(acronym) is behind.body and _explains_another(block, named, behind):
                message = say("not-the-acronym", acronym=acronym, name=named.body.official(text.language))
                yield Found(block, behind.start, behind.end, message, named.body.acronym or None, named.body.record)


def _explains_another(block: Block, named: Mention, behind: Mention) -> bool:
    """Whether a name of several words has another body in brackets right behind it."""
    if named.body is behind.body or TERM in (named.body.kind, behind.body.kind):
        return False
    in_brackets = _between(block, named, behind) == "(" and block.text.startswith(")", behind.end)
    return in_brackets and " " in block.text[named.start : named.end]


def _between(block: Block, named: Mention, behind: Mention) -> str:
    return block.text[named.end : behind.start].strip(" \u00a0")


@rule("programme-misspelt", ERROR, PORTAL, subject="research-programme", yields_to=("look-alike-letters", "misspelt-name"))
def programme_misspelt(text: Reading, known: Knowledge) -> Iterator[Found]:
    """An error where the text also names the programme rightly, and a warning where a hyphened acronym is nearly right."""
    programmes = [programme for programme in known.programmes if _is_in_capitals(programme)]
    right_forms = known.names.forms | {programme.acronym for programme in known.programmes}
    named = {match.group() for block in text.blocks for match in _CAPITALS.finditer(block.text)}
    for block in text.blocks:
        for match in _CAPITALS.finditer("" if block.text.isupper() else block.text):
            shown = match.group()
            programme = None if shown in right_forms else _nearest(shown, programmes, named, known)
            if programme is not None:
                severity = ERROR if programme.acronym in named else WARNING
                message = say("misspelt", right=programme.acronym, wrong=shown)
                yield Found(block, *match.span(), message, programme.acronym, programme.record, severity=severity)


def _is_in_capitals(programme: KnownProgramme) -> bool:
    return len(programme.acronym) >= SHORTEST_PROGRAMME and programme.acronym.isupper()


def _nearest(shown: str, programmes: list[KnownProgramme], named: set[str], known: Knowledge) -> KnownProgramme | None:
    """The programme that a word in capitals is surely meant for."""
    if fold(shown) in known.vocabulary:
        return None
    near = (programme for programme in programmes if _is_nearly(shown, programme.acronym))
    return next((programme for programme in near if programme.acronym in named or "-" in programme.acronym), None)


def _is_nearly(shown: str, acronym: str) -> bool:
    most = 1 if len(acronym) < LONG_PROGRAMME else 2
    return acronym[0] == shown[0] and distance(shown, acronym, most) <= most
