"""People: who is named, how they are spelt, and in which role."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from ...alignment import Pair, once
from ...findings import ERROR, WARNING
from ...knowledge import TERM, Knowledge
from ...nearness import same_person
from ...reading import CONTACT, NamedPerson, Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...text import fold
from ...tokens import tokens
from .places import has_partner, proper_names


@rule("person-missing", WARNING, TWO_LANGUAGES, subject="person")
def person_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Somebody named in one language only. Press contacts may differ by language."""
    for reading in (pair.left, pair.right):
        other = pair.beside(reading)
        words = {token.text for mine in other.tokens for token in mine}
        near = _spelt_otherwise(pair)
        done = set()
        for person in reading.people:
            if person.key in done or reading.section_of(person.block).kind in (CONTACT,) or person.block.part.role == "contact":
                continue
            done.add(person.key)
            if person.key[-1] in words or person.name in near or not has_partner(pair, person.block):
                continue
            yield Found(person.block, person.start, person.end, say("named-once", name=person.name))


@once
def _spelt_otherwise(pair: Pair) -> dict[str, tuple[NamedPerson, NamedPerson]]:
    """People of one language whose name the other spells a little otherwise."""
    found: dict[str, tuple[NamedPerson, NamedPerson]] = {}
    texts = {reading.language: {person.key for person in reading.people} for reading in (pair.left, pair.right)}
    for reading in (pair.left, pair.right):
        other = pair.beside(reading)
        by_word: dict[tuple[int, str], dict[tuple[str, ...], NamedPerson]] = defaultdict(dict)
        for person in other.people:
            by_word[0, person.key[0]].setdefault(person.key, person)
            by_word[1, person.key[-1]].setdefault(person.key, person)
        for person in {one.key: one for one in reversed(reading.people)}.values():
            if person.key in texts[other.language]:
                continue
            for one in (*by_word[0, person.key[0]].values(), *by_word[1, person.key[-1]].values()):
                if len(one.key) == len(person.key):
                    differing = [(a, b) for a, b in zip(person.key, one.key, strict=True) if a != b]
                    if len(differing) == 1 and same_person(*differing[0]):
                        found[person.name] = (person, one)
    return found


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
    """One person, two spellings: a name is the same in every language, accents included."""
    counted = Counter(one.key for one in (*pair.left.people, *pair.right.people))
    for person, other in _spelt_otherwise(pair).values():
        weights = [(one.human is not None, counted[one.key], pair.of(one.block) is pair.left) for one in (person, other)]
        wrong, right = (person, other) if weights[0] < weights[1] else (other, person)
        message = say("names-differ", one=wrong.name, two=right.name)
        yield Found(wrong.block, wrong.start, wrong.end, message, right.name, other=(right.block, right.start, right.end))
    names = {person.key: person for person in reversed(pair.left.people)}
    seen = set()
    for person in pair.right.people:
        other = names.get(person.key)
        if other is None or person.human is not None or person.key in seen or person.name.isupper() or other.name.isupper():
            continue
        seen.add(person.key)
        if _bare(person.name) != _bare(other.name):
            message = say("names-differ", one=person.name, two=other.name)
            yield Found(
                person.block,
                person.start,
                person.end,
                message,
                other.name,
                other=(other.block, other.start, other.end),
                severity=WARNING,
            )


def _bare(name: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"[^\W_]+", name)]


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


@rule("role-differs", WARNING, TWO_LANGUAGES, subject="role")
def role_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Somebody with one role in one language and another in the other: another title, another field, or for another body."""
    lefts: dict[tuple[str, ...], list[NamedPerson]] = defaultdict(list)
    for person in pair.left.people:
        if person.role_class:
            lefts[person.key].append(person)
    done = set()
    for person in pair.right.people:
        if not person.role_class or person.key in done or not lefts[person.key]:
            continue
        done.add(person.key)
        if any(_one_role(pair, other, person) for other in lefts[person.key]):
            continue
        other = lefts[person.key][0]
        message = say("other-role", name=person.name, role=other.role)
        yield Found(person.block, *person.role_span, message, other=(other.block, *other.role_span))


def _one_role(pair: Pair, left: NamedPerson, right: NamedPerson) -> bool:
    """Whether two roles may be translations of one another."""
    mine, theirs = _all_roles(pair.left, left), _all_roles(pair.right, right)
    only_mine, only_theirs = mine - theirs, theirs - mine
    if only_mine and only_theirs and not any(_are_near(a, b) for a in only_mine for b in only_theirs):
        return False
    fields = [_fields(reading, person) for reading, person in ((pair.left, left), (pair.right, right))]
    if all(fields) and not fields[0] & fields[1]:
        return False
    bodies = [_bodies(reading, person) for reading, person in ((pair.left, left), (pair.right, right))]
    if all(bodies) and not bodies[0] & bodies[1]:
        return False
    names = [
        proper_names(reading, person.block, *_said(person)) for reading, person in ((pair.left, left), (pair.right, right))
    ]
    return not all(names) or bool(names[0].keys() & names[1].keys())


# What a scholar may be called in one language and an occupation in the other: “professeure d’informatique, computer scientist”.
_SCHOLARS = frozenset({"professor", "lecturer", "researcher", "research-director"})
_OCCUPATIONS = frozenset(
    "computer-scientist mathematician physicist chemist biologist economist historian philosopher sociologist linguist"
    " geographer statistician oceanographer psychologist botanist archaeologist physician lawyer engineer".split()
)


def _are_near(one: str, two: str) -> bool:
    pair = {one, two}
    return frozenset(pair) in _NEAR_ROLES or bool(pair & _SCHOLARS and pair & _OCCUPATIONS)


def _said(person: NamedPerson) -> tuple[int, int]:
    """From where to where somebody’s role is said."""
    return person.role_span[0], person.role_end


def _all_roles(reading: Reading, person: NamedPerson) -> set[str]:
    """Every role word in what is said of somebody: “co-founder and CEO”."""
    return {person.role_class} | reading.roles_in(fold(person.role))


def _fields(reading: Reading, person: NamedPerson) -> set[str]:
    return {reading.words.fields[token.text] for token in tokens(fold(person.role)) if token.text in reading.words.fields}


def _bodies(reading: Reading, person: NamedPerson) -> set[str]:
    start, end = _said(person)
    return {one.body.key for one in reading.mentions[person.block.index] if start <= one.start < end and one.body.kind != TERM}
