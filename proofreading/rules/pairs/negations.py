"""Sentences that deny in one language what they affirm in the other."""

from __future__ import annotations

from collections.abc import Iterator

from ...alignment import Pair
from ...findings import WARNING
from ...knowledge import Knowledge
from ...reading import Reading, Sentence
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say

# Of two sentences that are one, neither is so many times longer than the other.
LONGEST = 1.8


@rule("negation-differs", WARNING, TWO_LANGUAGES, subject="negation", yields_to=("statement-missing", "wrong-language"))
def negation_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Told only where nothing in the other sentence could say the negation: “without”, “fail”, “impossible” do."""
    for left, right in aligned_sentences(pair):
        for mine, theirs, reading, other in ((left, right, pair.left, pair.right), (right, left, pair.right, pair.left)):
            if _denies(reading, mine) and not may_deny(other, theirs):
                there = (mine.block, mine.start, mine.end)
                yield Found(theirs.block, theirs.start, theirs.end, say("denied-there"), other=there)


def aligned_sentences(pair: Pair) -> Iterator[tuple[Sentence, Sentence]]:
    """The sentences of aligned paragraphs that have as many, one by one, where their lengths are alike."""
    for a, b in pair.aligned:
        lefts, rights = pair.left.sentences[a.index], pair.right.sentences[b.index]
        if len(lefts) == len(rights):
            for left, right in zip(lefts, rights, strict=True):
                shorter, longer = sorted((len(left.text), len(right.text)))
                if longer <= LONGEST * shorter:
                    yield left, right


def _denies(reading: Reading, sentence: Sentence) -> bool:
    pattern = reading.words.denies
    return pattern is not None and pattern.search(sentence.folded) is not None


def may_deny(reading: Reading, sentence: Sentence) -> bool:
    """Whether anything in a sentence could say a negation."""
    pattern = reading.words.may_deny
    return pattern is None or pattern.search(sentence.folded) is not None
