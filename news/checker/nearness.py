"""Near misses: names with one word misspelt, letters that look alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from .folding import fold
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
    most = min(allowed(one), allowed(two)) if shortest >= 4 else min(allowed(max(one, two, key=len)), int(min(len(one), len(two)) >= shortest) * 2)
    return one != two and most > 0 and abs(len(one) - len(two)) <= most and distance(one, two, most) <= most


class NearIndex:
    """Names of two words and more, found where exactly one of their words is misspelt."""

    def __init__(self, names: Iterable[tuple[str, object]]):
        self.open: dict[tuple, list[tuple[str, object, str]]] = defaultdict(list)
        self.lengths: set[int] = set()
        self.firsts: set[str] = set()
        self.keys: set[tuple[str, ...]] = set()
        for name, thing in names:
            key = tuple(token.text for token in tokens(fold(name)))
            if not 2 <= len(key) <= 12 or key in self.keys:
                continue
            self.keys.add(key)
            self.lengths.add(len(key))
            for place, word in enumerate(key):
                if len(word) >= 4:
                    self.open[(*key[:place], None, *key[place + 1 :])].append((word, thing, name))
            self.firsts.update(key[:2])

    def find(self, found: list[Token]) -> Iterator[tuple[int, int, Token, str, object, str]]:
        """Each near miss: first and last token, the wrong one, the right word, and what it names, by which name."""
        words = [token.text for token in found]
        for place in range(len(found)):
            if words[place] not in self.firsts and (place + 1 >= len(words) or words[place + 1] not in self.firsts):
                continue
            for length in self.lengths:
                run = tuple(words[place : place + length])
                if len(run) < length or run in self.keys:
                    continue
                for at, word in enumerate(run):
                    for right, thing, name in self.open.get((*run[:at], None, *run[at + 1 :]), ()):
                        if is_near(word, right):
                            yield place, place + length - 1, found[place + at], right, thing, name
