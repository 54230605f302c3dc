"""People: who is named, how they are spelt, and in which role."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from ...alignment import Pair, once
from ...findings import ERROR, WARNING
from ...knowledge import Knowledge
from ...nearness import same_person
from ...reading import NamedPerson, Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...text import fold
from ...tokens import folded_words
from ..names.people import MOST_ALIKE
from ..spans import beginning_in
from .places import bodies_in, has_partner, is_contact, place_of, proper_names

Key = tuple[str, ...]

# A further role begins within so many words: “and a professor”.
WORDS_BEFORE_A_ROLE = 4
# So many characters before a role say that it is over.
BEFORE_A_ROLE = 40
_FORMER = re.compile(r"\b(?:ancien(?:ne)?|former|outgoing|ex)\b[^,.;:()]*$")
Named = tuple[Key, NamedPerson]

# Roles that one language may well call by the other’s word.
_NEAR_ROLES = frozenset(
    frozenset(pair.split())
    for pair in (
        "head director",
        "head coordinator",
        "professor teacher",
        "professor lecturer",
        "chief-executive director",
        "officer head",
        "research-director director",
        "researcher lecturer",
        "research-director researcher",
        "founder chief-executive",
        "chief-executive president",
        "officer delegate",
        "head officer",
        "secretary chief-executive",
        "researcher professor",
        "delegate head",
        "delegate director",
        "delegate chief-executive",
        "deputy-director director",
        "physician professor",
        "musician composer",
        "researcher head",
    )
)
# What a scholar may be called in one language and an occupation in the other: “professeure d’informatique, computer
# scientist”.
_SCHOLARS = frozenset({"professor", "lecturer", "researcher", "research-director"})
_OCCUPATIONS = frozenset(
    "computer-scientist mathematician physicist chemist biologist economist historian philosopher sociologist linguist"
    " geographer statistician oceanographer psychologist botanist archaeologist physician lawyer engineer".split()
)


@rule("person-missing", WARNING, TWO_LANGUAGES, subject="person")
def person_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Somebody is told once, where they are first named. Press contacts may differ by language."""
    near = {name for one, other in _spelt_otherwise(pair) for name in (one.name, other.name)}
    for reading in pair.readings:
        words = {token.text for mine in pair.beside(reading).tokens for token in mine}
        for person in _first_named(reading):
            if person.key[-1] not in words and person.name not in near and has_partner(pair, person.block):
                yield Found(*place_of(person), say("named-once", name=person.name))


def _first_named(reading: Reading) -> list[NamedPerson]:
    """Everybody by the first place where they are named, but for contacts."""
    found: dict[Key, NamedPerson] = {}
    for person in reading.people:
        if not is_contact(reading, person.block) and person.block.part.role != "contact":
            found.setdefault(person.key, person)
    return list(found.values())


@rule(
    "person-spelt-differently",
    ERROR,
    TWO_LANGUAGES,
    subject="person",
    yields_to=(
        "look-alike-letters",
        "misspelt-name",
        "programme-misspelt",
        "surname-misspelt",
        "person-twice-spelt",
        "person-misspelt",
        "misspelt-word",
        "proper-name-differs",
    ),
)
def person_spelt_differently(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """The spelling of the records is right, or the frequent one, or the main language’s. Accents alone are a warning."""
    times = Counter(person.key for reading in pair.readings for person in reading.people)
    for one, other in _spelt_otherwise(pair):
        wrong, right = sorted(
            (one, other), key=lambda person: (person.human is not None, times[person.key], pair.of(person.block) is pair.left)
        )
        yield _told(wrong, right)
    for one, other in _accented_otherwise(pair):
        yield _told(one, other, WARNING)
    for person in _among_too_many(pair):
        yield Found(*place_of(person), say("not-compared", number=MOST_ALIKE))


def _told(wrong: NamedPerson, right: NamedPerson, severity: str = "") -> Found:
    message = say("names-differ", one=wrong.name, two=right.name)
    return Found(*place_of(wrong), message, right.name, other=place_of(right), severity=severity)


@once
def _spelt_otherwise(pair: Pair) -> list[tuple[NamedPerson, NamedPerson]]:
    """People of one language whose name the other spells a little otherwise, each two of them once."""
    found: dict[frozenset[Key], tuple[NamedPerson, NamedPerson]] = {}
    for (key, person), alike in _alike(pair):
        others = ((other_key, other) for ones in alike for other_key, other in ones[:MOST_ALIKE])
        near = next(((other_key, other) for other_key, other in others if _differ_by_a_slip(key, other_key)), None)
        if near is not None:
            found.setdefault(frozenset({key, near[0]}), (person, near[1]))
    return list(found.values())


def _among_too_many(pair: Pair) -> Iterator[NamedPerson]:
    """People who have a name in common with more than they were held against, and were found to be none of these."""
    told = {id(person) for spellings in _spelt_otherwise(pair) for person in spellings}
    for (_key, person), alike in _alike(pair):
        if id(person) not in told and any(len(ones) > MOST_ALIKE for ones in alike):
            yield person


@once
def _alike(pair: Pair) -> list[tuple[Named, list[list[Named]]]]:
    """Each person of one language only, with those of the other who share the given name, and the surname."""
    found = []
    for reading in pair.readings:
        others = _by_key(pair.beside(reading))
        by_end: dict[tuple[int, str], list[Named]] = defaultdict(list)
        for key, other in others.items():
            for end in (0, -1):
                by_end[end, key[end]].append((key, other))
        for key, person in _by_key(reading).items():
            if key not in others:
                found.append(((key, person), [by_end[end, key[end]] for end in (0, -1)]))
    return found


def _by_key(reading: Reading) -> dict[Key, NamedPerson]:
    """Everybody named, by the first place of each."""
    return {person.key: person for person in reversed(reading.people)}


def _differ_by_a_slip(name: Key, other: Key) -> bool:
    """Whether two names have as many words, and one of them may be the other’s misspelt."""
    differing = [(one, two) for one, two in zip(name, other, strict=False) if one != two]
    return len(name) == len(other) and len(differing) == 1 and same_person(*differing[0])


def _accented_otherwise(pair: Pair) -> Iterator[tuple[NamedPerson, NamedPerson]]:
    """Each place of a name that the main language writes with other accents; not of people whom the records have."""
    names = _by_key(pair.left)
    for person in pair.right.people:
        other = names.get(person.key)
        if other is None or person.human is not None or person.name.isupper() or other.name.isupper():
            continue
        if _accented(person.name) != _accented(other.name):
            yield person, other


def _accented(name: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"[^\W_]+", name)]


@rule("role-differs", WARNING, TWO_LANGUAGES, subject="role")
def role_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Somebody is told once, where their role is first said, or where the paragraph beside gives them one: it may be said
    again in fewer words."""
    lefts: dict[Key, list[NamedPerson]] = defaultdict(list)
    for person in pair.left.people:
        if person.role_class:
            lefts[person.key].append(person)
    done: set[Key] = set()
    for person in pair.right.people:
        others = lefts.get(person.key)
        if not others or not person.role_class:
            continue
        beside = pair.partner_of(person.block)
        here = [other for other in others if other.block is beside]
        if person.key in done and not here:
            continue
        others = here or others
        is_first = person.key not in done
        done.add(person.key)
        if (is_first or len(here) == 1) and not any(_may_be_one_role(pair, other, person) for other in others):
            message = say("other-role", name=person.name, role=others[0].role)
            place = (others[0].block, *others[0].role_span)
            yield Found(person.block, *person.role_span, message, other=place)


def _may_be_one_role(pair: Pair, left: NamedPerson, right: NamedPerson) -> bool:
    """Whether two roles may be translations of one another: the title, the field, the body and the names in it."""
    if _is_former(left) != _is_former(right):
        return False
    titles, others = _titles(pair.left, left), _titles(pair.right, right)
    only_left, only_right = titles - others, others - titles
    if only_left and only_right and not any(_are_near(one, two) for one in only_left for two in only_right):
        return False
    return all(
        _have_some_in_common(what(pair.left, left), what(pair.right, right)) for what in (_fields, _bodies, _names_in_role)
    )


def _is_former(person: NamedPerson) -> bool:
    """Whether a role is said to be over."""
    start = person.role_span[0]
    return _FORMER.search(person.block.folded, max(0, start - BEFORE_A_ROLE), start) is not None


def _have_some_in_common(mine: set[str], theirs: set[str]) -> bool:
    """So that neither contradicts the other; where one says nothing it does not."""
    return not mine or not theirs or not mine.isdisjoint(theirs)


def _are_near(role: str, other: str) -> bool:
    pair = {role, other}
    return frozenset(pair) in _NEAR_ROLES or bool(pair & _SCHOLARS and pair & _OCCUPATIONS)


def _titles(reading: Reading, person: NamedPerson) -> set[str]:
    """Every role word in what is said of somebody: “co-founder and CEO”; of what a comma parts, what begins with one."""
    first, *others = fold(person.role).split(",")
    others = [said for said in others if reading.roles_in(" ".join(said.split()[:WORDS_BEFORE_A_ROLE]))]
    return {person.role_class}.union(*(reading.roles_in(said) for said in (first, *others)))


def _fields(reading: Reading, person: NamedPerson) -> set[str]:
    return {reading.words.fields[word] for word in folded_words(person.role) if word in reading.words.fields}


def _bodies(reading: Reading, person: NamedPerson) -> set[str]:
    mentions = beginning_in(bodies_in(reading, person.block), person.role_span[0], person.role_end)
    return {mention.body.key for mention in mentions}


def _names_in_role(reading: Reading, person: NamedPerson) -> set[str]:
    return set(proper_names(reading, person.block, person.role_span[0], person.role_end))
