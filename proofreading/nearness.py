"""Near misses: names with one word misspelt, letters that look alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from .text import fold
from .tokens import Token, tokens

_ALIKE = str.maketrans({"I": "l", "1": "l", "|": "l", "O": "o", "0": "o", "5": "s", "S": "s", "ı": "l"})


def skeleton(word: str) -> str:
    """A word with letters that look alike made the same: capital I, small l and 1; O and 0."""
    return word.translate(_ALIKE).lower()


def distance(one: str, two: str, most: int) -> int:
    """Letters added, left out, changed or swapped between two words; ``most + 1`` where there are more."""
    from rapidfuzz.distance import OSA

    return OSA.distance(one, two, score_cutoff=most)


def allowed(word: str) -> int:
    """How many wrong letters a word of its length may have and still be taken for it."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def is_near(one: str, two: str, shortest: int = 4) -> bool:
    """Whether one word may be the other misspelt; of two names of a person the shorter may have ``shortest`` letters."""
    most = (
        min(allowed(one), allowed(two))
        if shortest >= 4
        else min(allowed(max(one, two, key=len)), int(min(len(one), len(two)) >= shortest) * 2)
    )
    return one != two and most > 0 and abs(len(one) - len(two)) <= most and distance(one, two, most) <= most


def same_person(one: str, two: str) -> bool:
    """Whether two words may be one name, the rest of the name being the same."""
    return is_near(one, two, shortest=3) or (
        one != two and one[0] == two[0] and min(len(one), len(two)) >= 5 and distance(one, two, 2) <= 2
    )


class NearIndex:
    """Names of two words and more, found where exactly one of their words is misspelt.

    A name is looked up by each of its longer words, so time grows with the text and not with the names.
    """

    def __init__(self, names: Iterable[tuple[str, object]], without: frozenset[str] = frozenset()):
        self.by_word: dict[str, list[tuple[int, tuple[str, ...], object, str]]] = defaultdict(list)
        self.keys: set[tuple[str, ...]] = set()
        for name, thing in names:
            key = tuple(token.text for token in tokens(fold(name)) if token.text not in without)
            if not 2 <= len(key) <= 12 or key in self.keys:
                continue
            self.keys.add(key)
            for place, word in enumerate(key):
                if len(word) >= 4 or len(key) == 2:
                    self.by_word[word].append((place, key, thing, name))

    def find(
        self, found: list[Token], near: Callable[[str, str], bool] = is_near
    ) -> Iterator[tuple[int, int, Token, str, object, str]]:
        """Each near miss: first and last token, the wrong one, the right word, and what it names, by which name."""
        words = [token.text for token in found]
        done: set[tuple[int, tuple[str, ...]]] = set()
        for at, word in enumerate(words):
            for place, key, thing, name in self.by_word.get(word, ()):
                first = at - place
                if first < 0 or first + len(key) > len(words) or (first, key) in done:
                    continue
                wrong = _only_difference(words, first, key)
                if wrong is None:
                    continue
                done.add((first, key))
                one, two = words[first + wrong], key[wrong]
                if near(one, two) and tuple(words[first : first + len(key)]) not in self.keys:
                    yield first, first + len(key) - 1, found[first + wrong], two, thing, name


def _only_difference(words: list[str], first: int, key: tuple[str, ...]) -> int | None:
    """The place of the one word in which a run differs from a name; ``None`` for none or more."""
    wrong = None
    for place, word in enumerate(key):
        if words[first + place] != word:
            if wrong is not None:
                return None
            wrong = place
    return wrong
