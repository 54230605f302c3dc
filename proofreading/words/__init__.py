"""What the checker must know of a language: a module per language, named by its code. A language without one is read without it.

Every word is folded (``text.fold``): small letters, no accents.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Vocabulary:
    """The closed lists of one language."""

    stops: frozenset[str] = frozenset()
    # Words no other language of the portal has: they tell which language a passage is in.
    telling: frozenset[str] = frozenset()
    months: dict[str, int] = field(default_factory=dict)
    weekdays: dict[str, int] = field(default_factory=dict)
    seasons: dict[str, str] = field(default_factory=dict)
    # A pattern of words that together spell a number; its parts are checked by the number library.
    numerals: frozenset[str] = frozenset()
    joiners: frozenset[str] = frozenset()
    about: dict[str, int] = field(default_factory=dict)
    multipliers: dict[str, int] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    # Qualifiers that mean something else before a span of time or a small figure: “over five years”.
    loose: frozenset[str] = frozenset()
    after: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    # Words before a number that numbers a thing and counts none: “phase 2”, “n° 3”.
    numbered: tuple[str, ...] = ()
    # Shares in words, as the per cent they stand for.
    fractions: dict[str, int] = field(default_factory=dict)
    # The word between the two numbers of “nine out of ten”.
    out_of: tuple[str, ...] = ()
    # What communiqués count, each with the kinds of thing it may be said of in another language.
    counted: dict[str, frozenset[str]] = field(default_factory=dict)
    # Whether a number may be tied to its noun by a hyphen: “a 90-seat theatre”.
    hyphenates: bool = False
    # Words for a grant, each as good as another.
    grants: frozenset[str] = frozenset()
    # Words that part the members of a list beside those that join numbers.
    separators: frozenset[str] = frozenset()
    # Words that open a list: “tels que”, “such as”.
    lists_open: frozenset[str] = frozenset()
    # What somebody is in charge of.
    fields: dict[str, str] = field(default_factory=dict)
    clocks: dict[str, str] = field(default_factory=dict)
    # Hours in words; and how a part of an hour is told: a pattern with “{hours}”, and its minutes.
    hours: dict[str, int] = field(default_factory=dict)
    parts_of_an_hour: dict[str, int] = field(default_factory=dict)
    # What denies, and what another language may put a negation in.
    denies: re.Pattern[str] | None = None
    may_deny: re.Pattern[str] | None = None
    # Ordinals in words; patterns of what is told roughly, each with its kind and which one it is: “dozens”, “next month”.
    ordinals: dict[str, int] = field(default_factory=dict)
    rough_figures: tuple[tuple[re.Pattern[str], str], ...] = ()
    range_words: tuple[str, ...] = ()
    decimal: str = "."
    thousands: str = ","
    abbreviations: frozenset[str] = frozenset()
    honorifics: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    # Patterns of the words that call somebody a man, or a woman, right before a surname.
    of_men: str = ""
    of_women: str = ""
    # Words that go on about somebody just named.
    who: frozenset[str] = frozenset()
    roles: dict[str, str] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)
    actors: dict[str, str] = field(default_factory=dict)
    led_by: tuple[str, ...] = ()
    investigators: tuple[str, ...] = ()
    contact_headings: tuple[str, ...] = ()
    # Before the day of an event, and before the last day to register for it.
    takes_place: re.Pattern[str] | None = None
    last_day: re.Pattern[str] | None = None
    # Labels of the practical block, with the kind of what stands behind them.
    labels: dict[str, str] = field(default_factory=dict)
    about_headings: tuple[str, ...] = ()
    mailboxes: frozenset[str] = frozenset()
    # Words after which no sentence ends.
    dangling: frozenset[str] = frozenset()
    # Words that hardly ever end one: where its stop is lacking as well, it was cut behind them.
    seldom_last: frozenset[str] = frozenset()
    doubles: frozenset[str] = frozenset()
    impossible: frozenset[tuple[str, str]] = frozenset()
    headings: frozenset[str] = frozenset()
    modifiers: dict[str, str] = field(default_factory=dict)
    quotation: tuple[tuple[str, str], ...] = ()
    not_names: frozenset[str] = frozenset()
    # Words that end a title which somebody holds: “Senior Advisor”.
    titles: frozenset[str] = frozenset()
    # Given names that are common words as well: “Pierre”, “Claire”, “Grace”.
    given_names: frozenset[str] = frozenset()
    # Countries and territories, as CLDR names them.
    territories: frozenset[str] = frozenset()
    # The code of each country, and the time zone of each large town, by its name: one place has one in every language.
    countries: dict[str, str] = field(default_factory=dict)
    towns: dict[str, str] = field(default_factory=dict)
    peoples: dict[str, str] = field(default_factory=dict)
    # Acronyms that the other languages of the house use, by their own form: “EU”, “UE”.
    own_acronyms: dict[str, str] = field(default_factory=dict)
    # Patterns of a word of saying with the pronoun of a man, or of a woman.
    he_says: str = ""
    she_says: str = ""
    # A pattern of the words before the place where something is.
    place_words: str = ""
    # Words of places and bodies: a run of capitalised words with one of them names nobody.
    not_people: frozenset[str] = frozenset()


def kinds(table: str) -> dict[str, frozenset[str]]:
    """“patients sick: patient” a line: each word before the colon may be said of each kind behind it."""
    found: dict[str, frozenset[str]] = {}
    for line in table.strip().splitlines():
        said, _colon, meant = line.partition(":")
        for word in said.split():
            found[word] = found.get(word, frozenset()) | frozenset(meant.split())
    return found


def by_kind(table: str) -> dict[str, str]:
    """The same where a word is of one kind only."""
    return {word: min(meant) for word, meant in kinds(table).items()}


@cache
def of(language: str) -> Vocabulary:
    name = f"{__name__}.{language.split('-')[0]}"
    return importlib.import_module(name).WORDS if importlib.util.find_spec(name) else Vocabulary()


@cache
def contact_headings() -> frozenset[str]:
    """The headings of contacts in all languages: one that was left in another language opens them all the same."""
    codes = (info.name for info in pkgutil.iter_modules([str(Path(__file__).parent)]) if len(info.name) == len("en"))
    return frozenset(heading for code in codes for heading in of(code).contact_headings)
