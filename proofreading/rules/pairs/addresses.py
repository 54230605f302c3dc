"""Addresses of mail and of the web, telephone numbers and streets that differ by a slip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from ...addresses import Url, site_of
from ...alignment import Pair
from ...findings import NOTE, WARNING
from ...knowledge import Knowledge
from ...nearness import SlipIndex, distance
from ...reading import Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...spelling import knows
from .places import Place, gaps, place_of, shown

# Two addresses of mail, and two numbers, with so many wrong letters or figures are meant to be one.
MOST_WRONG = 2
# A shorter name of a site has too many neighbours: “cnrs.fr”, “cnes.fr”.
SHORTEST_SITE = 8
# What a number shares with itself, whatever stands before it for the country.
FIGURES_OF_A_NUMBER = 9
_LANGUAGES = re.compile(r"^(?:fr|en|de|es|it|fra|eng|fr-[a-z]{2}|en-[a-z]{2}|french|english|francais|anglais)$")
_LANGUAGE_OF_A_FILE = re.compile(r"[._-](?:fr|en|de)(?=\.[a-z]+$|$)|[?&](?:lang|locale|hl)=[\w-]+")
_STREET = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,4})(?: ?(?:bis|ter|[a-d]))?,? ?(?:rue|place|avenue|av\.?|boulevard|bd|quai|allee|chemin"
    r"|impasse|cours|square|passage|esplanade) (?P<name>(?:(?:de|du|des|la|le|les|l'|d') ?)*[a-z][a-z'-]+(?: [a-z][a-z'-]+)?)"
)
_POSTCODE = re.compile(r"(?<![\w.,/-])(?:f-)?(?P<number>\d{5}) (?P<name>[a-z][a-z'-]{2,})")


class _Address(NamedTuple):
    """An address by what must be the same in both languages, and where it stands."""

    key: str
    place: Place


@rule(
    "address-differs",
    WARNING,
    TWO_LANGUAGES,
    subject="address",
    yields_to=(
        "email-broken",
        "email-invalid",
        "email-domain",
        "email-of-another",
        "contact-leak",
        "link-missing",
        "telephone",
    ),
)
def address_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Each language may have addresses of its own: only those that are nearly one are told, in the translation."""
    own = {contact.email.lower() for contact in known.contacts}
    for one, other in _mails(pair):
        severity = NOTE if _are_two_offices(pair, one.key, other.key) else WARNING
        if not {one.key, other.key} <= own:
            yield _found(one.place, other.place, severity)
    for here, there in (*_numbers(pair), *_links(pair), *_streets(pair)):
        yield _found(here, there, WARNING)


def _found(first: Place, other: Place, severity: str) -> Found:
    return Found(*other, say("languages-differ", one=shown(other), two=shown(first)), other=first, severity=severity)


def _only_here(mine: Iterable[_Address], theirs: Iterable[_Address]) -> list[_Address]:
    """The first of each address that the other language does not have."""
    others = {one.key for one in theirs}
    found: dict[str, _Address] = {}
    for one in mine:
        if one.key not in others:
            found.setdefault(one.key, one)
    return list(found.values())


def _mails(pair: Pair) -> Iterator[tuple[_Address, _Address]]:
    lefts, rights = ([_Address(mail.address, place_of(mail)) for mail in reading.emails] for reading in pair.readings)
    others = {other.key: other for other in _only_here(rights, lefts)}
    index = SlipIndex(others)
    for one in _only_here(lefts, rights):
        yield from ((one, others[near]) for near in index.near(one.key))


def _are_two_offices(pair: Pair, first: str, other: str) -> bool:
    """“presse@” and “press@”: an office may have a mailbox in each language, or the letter is a slip."""
    (mine, _at, here), (theirs, _at, there) = first.partition("@"), other.partition("@")
    return here == there and mine in pair.left.words.mailboxes and theirs in pair.right.words.mailboxes


def _numbers(pair: Pair) -> Iterator[tuple[Place, Place]]:
    # Numbers of one desk differ in their last figure, which says nothing.
    lefts, rights = (
        [_Address(re.sub(r"\D", "", phone.digits)[-FIGURES_OF_A_NUMBER:], place_of(phone)) for phone in reading.phones]
        for reading in pair.readings
    )
    others = {other.key: other for other in _only_here(rights, lefts)}
    index = SlipIndex(others)
    for one in _only_here(lefts, rights):
        near = [others[key] for key in index.near(one.key) if key[:-1] != one.key[:-1]]
        if len(near) == 1:
            yield one.place, near[0].place


def _links(pair: Pair) -> Iterator[tuple[Place, Place]]:
    """Links of a paragraph and its translation that lead to one site, or nearly, and to two pages of it by a slip."""
    lefts, rights = ({_page(url) for url in reading.urls} for reading in pair.readings)
    blocks = [([a], [b]) for a, b in pair.aligned] + gaps(pair)
    for mine, theirs in blocks:
        over = [url for a in mine for url in pair.left.urls_in(a) if _page(url) not in rights]
        others = [url for b in theirs for url in pair.right.urls_in(b) if _page(url) not in lefts]
        if len(over) == len(others):
            for one, other in zip(over, others, strict=True):
                if _are_near(one, other):
                    yield place_of(one), place_of(other)


def _page(url: Url) -> tuple[str, ...]:
    """What a link leads to whatever the language: its site and the pieces of its path without those that name a language."""
    address = unquote(url.href or url.text).lower()
    address = _LANGUAGE_OF_A_FILE.sub("", address if "//" in address else f"//{address}")
    try:
        path = urlsplit(address).path
    except ValueError:
        return (address,)
    pieces = [piece for piece in path.split("/") if piece and not _LANGUAGES.match(piece)]
    return site_of(address), *pieces


def _are_near(first: Url, other: Url) -> bool:
    mine, theirs = _page(first), _page(other)
    if mine[0] != theirs[0]:
        is_near = distance(mine[0], theirs[0], MOST_WRONG) <= MOST_WRONG
        return mine[1:] == theirs[1:] and len(mine[0]) >= SHORTEST_SITE and (is_near or len(mine) > 1)
    if len(mine) != len(theirs):
        return _is_cut(first, mine, theirs) or _is_cut(other, theirs, mine)
    differing = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
    return len(differing) == 1 and _is_slip_of_a_piece(*differing[0])


def _is_cut(url: Url, page: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether an address ends before a space, and what it lacks stands behind that."""
    lacks = "/".join(whole[len(page) :])
    return whole[: len(page)] == page and bool(lacks) and url.block.folded[url.end :].lstrip(" /").startswith(lacks)


def _is_slip_of_a_piece(first: str, other: str) -> bool:
    """A year or a number in a name, or a letter of a word that no dictionary has so."""
    if distance(first, other, MOST_WRONG) > MOST_WRONG or first.isdigit() and len(first) != len("2026"):
        return False
    if re.sub(r"\d", "", first) == re.sub(r"\d", "", other):
        return True
    words = [set(re.findall(r"[a-z]+", piece)) for piece in (first, other)]
    return distance(first, other, 1) == 1 and not all(_is_known(word) for word in words[0] ^ words[1])


def _is_known(word: str) -> bool:
    return any(knows(code, word) for code in ("fr", "en"))


def _streets(pair: Pair) -> Iterator[tuple[Place, Place]]:
    """The number of a house, or a post code, that differs before one name of a street or a town."""
    for pattern in (_STREET, _POSTCODE):
        lefts, rights = (list(_named(reading, pattern)) for reading in pair.readings)
        by_name: dict[str, dict[str, Place]] = {}
        for name, number, place in rights:
            by_name.setdefault(name, {}).setdefault(number, place)
        for name, number, place in lefts:
            numbers = by_name.get(name, {})
            if numbers and number not in numbers:
                yield place, next(iter(numbers.values()))
            elif not numbers:
                yield from ((place, there) for other, one, there in rights if one == number and distance(name, other, 1) == 1)


def _named(reading: Reading, pattern: re.Pattern[str]) -> Iterator[tuple[str, str, Place]]:
    for block in reading.blocks:
        for match in pattern.finditer(block.folded):
            yield match["name"].split()[-1], match["number"], (block, *match.span())
