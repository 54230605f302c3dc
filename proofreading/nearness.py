"""Near misses: names with one word misspelt, letters that look alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from .tokens import Token, folded_words

Named = TypeVar("Named")

# A name of more words is not looked for; a name is looked up by its words of so many letters, or by both of two.
MOST_NAME_WORDS, LOOKED_UP = 12, 4
# From so many letters on a word may have one wrong letter and be taken for it, and from so many on two.
LENGTHS = (4, 8)
MOST_WRONG = len(LENGTHS)
# A name beside the same given name may be shorter; one with the same initial may have two wrong letters from so many on.
SHORTEST_NAME, SHORTEST_WITH_ITS_INITIAL = 3, 5
# So many words that are alike but for a letter are looked at.
MOST_ALIKE = 20
_ALIKE = str.maketrans({"I": "l", "1": "l", "|": "l", "O": "o", "0": "o", "5": "s", "S": "s", "ı": "l"})


def skeleton(word: str) -> str:
    """A word with letters that look alike made the same: capital I, small l and 1; O and 0."""
    return word.translate(_ALIKE).lower()


def distance(word: str, other: str, most: int) -> int:
    """Letters added, left out, changed or swapped between two words; ``most + 1`` where there are more."""
    from rapidfuzz.distance import OSA

    return OSA.distance(word, other, score_cutoff=most)


def allowed(word: str) -> int:
    """How many wrong letters a word of its length may have and still be taken for it."""
    return sum(len(word) >= length for length in LENGTHS)


def is_near(word: str, other: str, shortest: int = LENGTHS[0]) -> bool:
    """Whether one word may be the other misspelt; of two names of a person the shorter may have ``shortest`` letters."""
    shorter, longer = sorted((word, other), key=len)
    most = allowed(shorter) if shortest >= LENGTHS[0] else min(allowed(longer), MOST_WRONG * (len(shorter) >= shortest))
    return word != other and most > 0 and len(longer) - len(shorter) <= most and distance(word, other, most) <= most


def same_person(name: str, other: str) -> bool:
    """Whether two words may be one name, the rest of the name being the same."""
    if is_near(name, other, shortest=SHORTEST_NAME):
        return True
    is_long = min(len(name), len(other)) >= SHORTEST_WITH_ITS_INITIAL
    return name != other and name[0] == other[0] and is_long and distance(name, other, MOST_WRONG) <= MOST_WRONG


class NearMiss(NamedTuple, Generic[Named]):
    """A run of words that is a name but for one word: its first and last token, the wrong one, and the right word."""

    first: int
    last: int
    wrong: Token
    right: str
    named: Named
    name: str


class NearIndex(Generic[Named]):
    """Names of two words and more, found where exactly one of their words is misspelt.

    A name is looked up by each of its longer words, so time grows with the text and not with the names.
    """

    def __init__(self, names: Iterable[tuple[str, Named]], without: frozenset[str] = frozenset()):
        self.by_word: dict[str, list[tuple[int, tuple[str, ...], Named, str]]] = defaultdict(list)
        self.keys: set[tuple[str, ...]] = set()
        for name, named in names:
            key = tuple(word for word in folded_words(name) if word not in without)
            if not 2 <= len(key) <= MOST_NAME_WORDS or key in self.keys:
                continue
            self.keys.add(key)
            for place, word in enumerate(key):
                if len(word) >= LOOKED_UP or len(key) == 2:
                    self.by_word[word].append((place, key, named, name))

    def find(self, found: list[Token], near: Callable[[str, str], bool] = is_near) -> Iterator[NearMiss[Named]]:
        """Each near miss in a list of tokens, from left to right."""
        words = [token.text for token in found]
        done: set[tuple[int, tuple[str, ...]]] = set()
        for at, word in enumerate(words):
            for place, key, named, name in self.by_word.get(word, ()):
                first = at - place
                if first < 0 or first + len(key) > len(words) or (first, key) in done:
                    continue
                wrong = _only_difference(words, first, key)
                if wrong is None:
                    continue
                done.add((first, key))
                written, right = words[first + wrong], key[wrong]
                if near(written, right) and tuple(words[first : first + len(key)]) not in self.keys:
                    yield NearMiss(first, first + len(key) - 1, found[first + wrong], right, named, name)


def _only_difference(words: list[str], first: int, key: tuple[str, ...]) -> int | None:
    """The place of the one word in which a run differs from a name; ``None`` for none or more."""
    wrong = None
    for place, word in enumerate(key):
        if words[first + place] != word:
            if wrong is not None:
                return None
            wrong = place
    return wrong


class SlipIndex:
    """Words that are one letter away from another: left out, added, changed or swapped with its neighbour.

    Two such words share what is left of them without one letter: a word is looked up by that, so time grows with the words.
    """

    def __init__(self, words: Iterable[str]):
        self._by_rest: dict[str, list[str]] = defaultdict(list)
        for word in words:
            for rest in _rests(word):
                self._by_rest[rest].append(word)

    def near(self, word: str) -> list[str]:
        """The words that are exactly one letter away, each once."""
        found = dict.fromkeys(other for rest in _rests(word) for other in self._by_rest.get(rest, ())[:MOST_ALIKE])
        return [other for other in found if other != word and distance(other, word, 1) == 1]


def _rests(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}
