"""What of two texts has only changed its place: things left over on both sides that share what they name and say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

# Of things that all share one feature, as the items of a table do, so many are tried as what another has become.
MOST_SHARING = 20
# What moved is as long as its translation, within these shares of it; to the lengths so much is added, since among a few
# words one more says little.
SHORTEST, LONGEST, SLACK = 0.4, 2.5, 20
# How much of the features of the thing that has fewer the other must have, by their weights, and how many at least.
SHARE, LEAST_SHARED = 0.15, 2
# How fast a feature loses weight with the number of paragraphs that have it: what a whole text is about tells none of them.
FALL = 1.5

Weights = Mapping[Hashable, float]


class Thing(NamedTuple):
    """A paragraph or a sentence: its number, its length, and what it shares with its translation whatever the language.

    What it names (figures, dates, names, addresses) is ``named``; ``said`` are the roots of its words.
    """

    number: int
    length: int
    named: frozenset[Hashable]
    said: frozenset[Hashable]

    @property
    def features(self) -> frozenset[Hashable]:
        return self.named | self.said


def moved(lefts: Iterable[Thing], rights: Iterable[Thing], weights: Weights) -> list[tuple[int, int]]:
    """The numbers of the things that answer one another, the likeliest first; each has one answer at most.

    A feature leads to the few things that have it, so that time grows with the text only.
    """
    found: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = set(), set()
    for _unlikeness, left, right in sorted(_likely(lefts, rights, weights)):
        if left not in taken[0] and right not in taken[1]:
            taken[0].add(left)
            taken[1].add(right)
            found.append((left, right))
    return found


def weights_of(*sides: Iterable[Collection[Hashable]]) -> Weights:
    """What each feature of the paragraphs of some texts weighs: the less, the more paragraphs of a text have it."""
    counts = [Counter(feature for features in side for feature in features) for side in sides]
    return {feature: max(count[feature] for count in counts) ** -FALL for feature in set().union(*counts)}


def _likely(lefts: Iterable[Thing], rights: Iterable[Thing], weights: Weights) -> Iterator[tuple[float, int, int]]:
    having: dict[Hashable, list[Thing]] = defaultdict(list)
    for right in rights:
        for feature in right.features:
            having[feature].append(right)
    for left in lefts:
        near = {right.number: right for feature in left.features for right in having.get(feature, ())[:MOST_SHARING]}
        for right in near.values():
            if SHORTEST < (left.length + SLACK) / (right.length + SLACK) < LONGEST:
                share = _share(left, right, weights)
                if share:
                    yield -share, left.number, right.number


def _share(left: Thing, right: Thing, weights: Weights) -> float:
    """How much two things have in common; nothing where it is too little to tell."""
    shared = left.features & right.features
    share = _weight(shared, weights) / min(_weight(left.features, weights), _weight(right.features, weights))
    named, names = left.named & right.named, left.named | right.named
    is_enough = len(shared) >= LEAST_SHARED and share >= SHARE or bool(named) and len(named) * 2 >= len(names)
    return share if is_enough else 0.0


def _weight(features: Iterable[Hashable], weights: Weights) -> float:
    return sum(weights.get(feature, 1.0) for feature in features)
