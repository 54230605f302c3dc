"""Finds people: runs of capitalised words that something says are somebody’s name."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from ..annotations import CONTACT, NamedPerson, Unread
from ..knowledge import KnownPerson
from ..name_index import REORDERED
from ..nearness import same_person
from ..source import HEADING, Block
from ..spans import Span, is_within, overlaps, quoted_spans, spans_of
from ..spelling import has_dictionary, knows
from ..text import fold
from ..tokens import Token, folded_words
from .roles import RoleReader

if TYPE_CHECKING:
    from ..reading import Reading

# Capitals of the Latin, Greek and Cyrillic letters, not those of Western Europe alone: Łukasz, Škoda, Işık.
_UPPER = "".join(chr(code) for code in (*range(0x41, 0x530), *range(0x1E00, 0x2000)) if chr(code).isupper())
_CAP = rf"(?:[{_UPPER}](?:[^\W\d_]|[’'])+(?:-[{_UPPER}][\w’']+)*|[{_UPPER}]\.(?:-?[{_UPPER}]\.)?)"
_PARTICLE = r"(?:(?:de|du|des|la|le|van|von|der|den|di|da|el|ben|d[’'])[ \u00a0]?){0,2}"
_NAME = re.compile(rf"(?<!\w){_CAP}(?:[ \u00a0]{_PARTICLE}{_CAP}){{1,3}}")
# “Claire Martin, who leads the study, adds: “…””
_SAYS = re.compile(r",[^.!?«“”»:]{0,160}:\s?[«“]")
# “a developer of Arvor Libre, says: “…””: what stands behind “of” does not speak.
_LONGEST_OF = 6
_OF = re.compile(r"(?:\b(?:de|du|des|of|at|chez|from|for)[ \u00a0]|\bd[’'])$")
# “– Claire Martin”, as the signature of a quotation.
_SIGNATURE, _SIGNATURE_WITHIN = re.compile(r"[–—-]\s"), 3
# Small words that begin names as well: “Le Van Minh”, “An Nguyen”.
_PARTS_OF_NAMES = frozenset({"d", "m", "le", "la", "l", "an", "do"})
# “Maud Kervella’s hall”, “Kermadec’s Maud Kervella”.
_OWNS, _OWNER = re.compile(r"[’']s$|(?<=s)[’']$"), re.compile(r".*[’']s[ \u00a0]")
# “the Zibro-Zilux Herbarium coordinator”: nobody’s name stands behind an article.
_ARTICLES = frozenset("the this our its le la les l un une cette ce".split())
# A title has so many words of four letters and more, of which so large a share has a capital.
_LONGER_WORD, _WORDS_OF_A_TITLE, _TITLE_CASE = re.compile(r"[^\W\d_]{4,}"), 5, 0.8
# A run all in capitals of more words is a heading; a family name of fewer letters is too like a word to be told from one.
_MOST_CAPITALS, _SHORTEST_FAMILY = 3, 4
# A word of saying, a title of courtesy or a role stands so near a name.
_NEAR = 2
# A paragraph that names more people is no prose; and a name is held against so many family names. It is said where there
# are more.
MOST_NAMES = 60

# What begins with an acronym or has a capital within is a brand or a body: “KDE Akademy”, “OpenGov Days”; “MacDonald” is not.
_BRAND = re.compile(r"[A-Z]{2,}$|(?!Mac|Mc|De|Du|La|Le|Van|Von|O[’'])[A-Z][a-z]+[A-Z]")
_ACRONYM = re.compile(r"[A-Z]{2,}")

Key = tuple[str, ...]


class FoundPeople(NamedTuple):
    """The people named in each block, and where more names stand than are read or compared."""

    by_block: list[list[NamedPerson]]
    unread: list[Unread]


class _Candidate(NamedTuple):
    person: NamedPerson
    is_certain: bool


class PeopleAnalyser:
    """Reads the people of a whole text: somebody named by a sure sign in one place is known in every other."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.vocabulary = reading, reading.words
        self.roles = RoleReader(reading.words)
        words = reading.words
        self.no_names = frozenset(words.stops - _PARTS_OF_NAMES).union(
            words.not_names, words.said, words.honorifics, words.roles, words.contact_headings
        )
        self.contact_labels = {label.rstrip("s") for label in words.contact_headings}
        # The family names that are sure to go with the same given names.
        self.families: dict[Key, dict[str, None]] = defaultdict(dict)
        self.unread: list[Unread] = []
        self.dictionaries = [code for code in reading.known.languages if has_dictionary(code)]

    def read(self) -> FoundPeople:
        candidates = [self._candidates(block) for block in self.reading.blocks]
        for candidate in chain.from_iterable(candidates):
            if candidate.is_certain:
                *given, family = candidate.person.key
                self.families[tuple(given)].setdefault(family)
        by_block = [[candidate.person for candidate in found if self._is_named(candidate)] for found in candidates]
        return FoundPeople([_without_employers(people) for people in by_block], self.unread)

    # Names

    def _candidates(self, block: Block) -> list[_Candidate]:
        if not any(map(str.isupper, block.text)) or block.text.isupper():
            return []
        taken = spans_of(mention for mention in self.reading.mentions[block.index] if mention.how != REORDERED)
        found = []
        names = (match for match in _NAME.finditer(block.text) if not is_within(taken, *match.span()))
        for match in islice(names, MOST_NAMES):
            person = self._person(block, self._start_of_name(block, *match.span()), match.end())
            if person and not overlaps(taken, person.start, person.end):
                self.roles.read(person)
                found.append(_Candidate(person, self._is_certain(person)))
        if (beyond := next(names, None)) is not None:
            self.unread.append(Unread(block, beyond.start(), len(block.text), "names", MOST_NAMES))
        return found

    def _start_of_name(self, block: Block, start: int, end: int) -> int:
        """Where a run of capitalised words begins without what is no name: “Selon Claire Martin”, “Mme Claire Martin”."""
        for token in self._tokens(block):
            if not start <= token.start < end:
                continue
            if token.text not in self.no_names:
                return start
            start = token.end
            while start < end and not block.text[start].isalnum():
                start += 1
        return start

    def _person(self, block: Block, start: int, end: int) -> NamedPerson | None:
        start, end = _without_owners(block, start, end)
        name = block.text[start:end]
        if not _NAME.fullmatch(name) or name.isupper() and len(name.split()) > _MOST_CAPITALS:
            return None
        key = folded_words(name)
        known = self._known(key)
        if known is None and (not self.vocabulary.not_people.isdisjoint((key[0], key[-1])) or self._is_title(name, key)):
            return None
        return NamedPerson(block, start, end, name, known)

    def _is_title(self, name: str, key: Key) -> bool:
        """“Executive Director”, “Senior Advisor”, “British Columbia”: a role, a territory, or a brand with an acronym."""
        words = name.split()
        is_a_brand = _BRAND.match(words[0]) or _ACRONYM.fullmatch(words[-1]) and not name.isupper()
        if is_a_brand or " ".join(key) in self.vocabulary.territories:
            return True
        return key[-1] in self.vocabulary.titles and not self._may_be_given(words[-2], key[-2])

    def _may_be_given(self, shown: str, word: str) -> bool:
        """Whether a word may be somebody’s given name: one that is known as such, or is no common word of a language."""
        if word in self.vocabulary.given_names or len(word) == 1:
            return True
        return bool(self.dictionaries) and not any(knows(code, shown.lower()) for code in self.dictionaries)

    def _known(self, key: tuple[str, ...]) -> KnownPerson | None:
        """The record of somebody with this family name whose given names are the first words; of one name, all of them."""
        for known in self.reading.known.people_by_family.get(key[-1], ()):
            given = folded_words(known.given)
            if key[: len(given)] == given if given else key == folded_words(known.family):
                return known
        return None

    def _tokens(self, block: Block) -> list[Token]:
        return self.reading.tokens[block.index]

    # Whether they are somebody’s

    def _is_named(self, candidate: _Candidate) -> bool:
        """Whether a name is sure to be one, here or elsewhere, or a letter or two away from one with the same given name."""
        person = candidate.person
        family, families = person.key[-1], self.families.get(person.key[:-1], {})
        if candidate.is_certain or family in families:
            return True
        if any(same_person(other, family) for other in islice(families, MOST_NAMES)):
            return True
        if len(families) > MOST_NAMES:
            self.unread.append(Unread(person.block, person.start, person.end, "people", MOST_NAMES))
        return False

    def _is_certain(self, person: NamedPerson) -> bool:
        if person.human is not None:
            return True
        if self._is_of_a_title(person):
            return False
        if person.role_class:
            return True
        if _SAYS.match(person.block.text, person.end) and not stands_behind_of(person):
            return True
        return self._has_a_cue_beside(person) or self._is_signature(person) or self._is_proper(person)

    def _is_of_a_title(self, person: NamedPerson) -> bool:
        """Whether a name stands between quotation marks where each longer word has a capital, as in an English title."""
        text = person.block.text
        around = next((span for span in quoted_spans(text) if is_within([span], person.start, person.end)), None)
        words = _LONGER_WORD.findall(text, *around) if around else []
        return len(words) >= _WORDS_OF_A_TITLE and sum(word[0].isupper() for word in words) >= _TITLE_CASE * len(words)

    def _has_a_cue_beside(self, person: NamedPerson) -> bool:
        """A word of saying, a title of courtesy, or a role; among contacts, the label of the line or nothing at all."""
        words = self.vocabulary
        before = [token.text for token in self._tokens(person.block) if 0 <= person.start - token.end <= _NEAR][-1:]
        after = [token.text for token in self._tokens(person.block) if 0 <= token.start - person.end <= _NEAR][:1]
        if not (words.said | words.honorifics).isdisjoint(before) or not (words.said | words.who).isdisjoint(after):
            return True
        return len(person.name.split()) == 2 and not words.roles.keys().isdisjoint(before)

    def _is_signature(self, person: NamedPerson) -> bool:
        """Whether a name opens a line of contacts, or stands behind a dash at the head of a paragraph."""
        block = person.block
        if self.reading.section_of(block).kind == CONTACT and block.kind != HEADING:
            head = block.text[: person.start].strip(" :–—-*•|")
            is_label = fold(head).rstrip("s :") in self.contact_labels
            return not head or is_label or block.text[person.start - 2 : person.start] == ": "
        return person.start <= _SIGNATURE_WITHIN and _SIGNATURE.match(block.text) is not None

    def _is_proper(self, person: NamedPerson) -> bool:
        """Whether a run of capitalised words within a sentence is a name by itself: its last word is in no dictionary."""
        key, last = person.key, person.name.split()[-1].lower()
        if len(key) < 2 or person.block.kind == HEADING or self._opens_a_sentence(person) or self._has_an_article(person):
            return False
        if any(word in self.vocabulary.months or word in self.vocabulary.weekdays for word in key):
            return False
        told_by_a_dictionary = bool(self.dictionaries) and len(last) >= _SHORTEST_FAMILY
        if told_by_a_dictionary and not self._may_be_given(person.name.split()[0], key[0]):
            return False
        return told_by_a_dictionary and not any(knows(code, last) for code in self.dictionaries)

    def _has_an_article(self, person: NamedPerson) -> bool:
        before = [token for token in self._tokens(person.block) if 0 <= person.start - token.end <= _NEAR][-1:]
        return any(token.text in _ARTICLES for token in before)

    def _opens_a_sentence(self, person: NamedPerson) -> bool:
        return self.reading.sentence_at(person.block, person.start).start == person.start


def _without_owners(block: Block, start: int, end: int) -> Span:
    """A name without the “’s” behind it, and without whose it is: “Kermadec’s Zoé Kervel”."""
    end -= len(match.group()) if (match := _OWNS.search(block.text[start:end])) else 0
    owner = _OWNER.match(block.text[start:end])
    return start + (owner.end() if owner else 0), end


def stands_behind_of(person: NamedPerson) -> bool:
    """“a developer of Arvor Libre”: whoever stands behind “of” is no subject of a word of saying."""
    return _OF.search(person.block.text, max(0, person.start - _LONGEST_OF), person.start) is not None


def _without_employers(people: list[NamedPerson]) -> list[NamedPerson]:
    """People without the names that stand within somebody’s role: “director of research at Vertige Robotique”."""
    roles = [range(person.role_span[1], person.role_end) for person in people if person.role_class]
    return [person for person in people if person.human or not any(person.start in role for role in roles)]
