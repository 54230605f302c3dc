"""Clauses and members of lists that one of two sentences leaves out, where both are translated word by word."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ...alignment import Pair
from ...reading import Sentence
from ...source import HEADING
from ...words.lexicon import Meant
from .answers import Answered, answer, answered_pairs
from .places import Place, is_contact

# A piece has so many content words, none of which the other sentence answers.
LEAST_WORDS = 3
# Both sentences have so many answered words, and of those outside the piece so large a share is.
LEAST_ANSWERED, LITERAL = 5, 0.55
# Without the piece the lengths of the two sentences (their logarithm) answer one another better by so much.
CLOSER = 0.1
# A piece is no greater share of its sentence.
LARGEST_PIECE = 0.5
# So many words one behind the other may have no answer in the sentence that lacks the piece.
MOST_UNANSWERED = 2
# Content words of the piece or of the other sentence that the lexicon does not know prove nothing; so many may be.
MOST_UNKNOWN = 1
_BORDER = re.compile(r"[,;:()–—]|(?<!\w)(?:et|and|ainsi que|as well as|ou|or)(?!\w)")
# What a name in full has behind it, where the other sentence has the acronym alone.
_ACRONYM = re.compile(r"\s*\((?P<short>[^\W\d_a-zà-öø-ÿ][\w&-]{1,9})\)")
# A piece that only completes what stands before it may be said by an acronym.
_COMPLEMENT = re.compile(r"(?:du|des?|d'|of)(?!\w)")
_BETWEEN_MEMBERS = re.compile(
    r" ?(?:, ?(?:and |or |et |ou )?|and |or |et |ou |& ?)"
    r"(?:(?:les?|la|l'|une?|des?|du|d'|au|aux|the|an?|of|in|on|your|its) ?){0,2}"
)

Words = Sequence[tuple[Meant, bool]]


def clauses_left_out(pair: Pair) -> Iterator[tuple[Place, Place]]:
    """The piece, between two commas or “and”, of which a sentence says nothing, and that sentence."""
    for found in answered_pairs(pair):
        left, right = found.both.left, found.both.right
        if HEADING in (left.block.kind, right.block.kind) or is_contact(pair.left, left.block):
            continue
        for mine, theirs, words, others, ratio in _sides(pair, found):
            piece = _lost_piece(mine, theirs, words, others, ratio)
            if piece is not None:
                yield (mine.block, *piece), (theirs.block, theirs.start, theirs.end)


def members_left_out(pair: Pair) -> Iterator[tuple[Place, Place]]:
    """The member of a list between two that stand side by side in the other sentence: “phone, router, television”.

    Lists of names have a rule of their own.
    """
    for found in answered_pairs(pair):
        if is_contact(pair.left, found.both.left.block):
            continue
        for mine, theirs, words, others, _ratio in _sides(pair, found):
            for word in _members_lost(mine, theirs, words, others):
                yield (mine.block, word.start, word.end), (theirs.block, theirs.start, theirs.end)


def _members_lost(mine: Sentence, theirs: Sentence, words: Words, others: Words) -> Iterator[Meant]:
    sure = [(None, True), *others]  # A word without an answer before a member may belong to it: “first and last name”.
    rows = zip(sure, others, others[1:], strict=False)
    neighbours = [(one, other) for (_b, is_sure), (one, _o), (other, _t) in rows if is_sure and _is_listed(theirs, one, other)]
    for (before, _is), (word, answered), (behind, _are) in zip(words, words[1:], words[2:], strict=False):
        is_name = mine.block.text[word.start].isupper()
        if answered or is_name or not (_is_listed(mine, before, word) and _is_listed(mine, word, behind)):
            continue
        if any(answer(before, one) and answer(behind, other) for one, other in neighbours):
            yield word


def _is_listed(sentence: Sentence, first: Meant, other: Meant) -> bool:
    """Whether two words are members of a list, one right behind the other."""
    return _BETWEEN_MEMBERS.fullmatch(sentence.block.folded[first.end : other.start]) is not None


def _sides(pair: Pair, found: Answered) -> Iterator[tuple[Sentence, Sentence, Words, Words, float]]:
    left, right = found.both.left, found.both.right
    yield left, right, found.lefts, found.rights, pair.usual_ratio
    yield right, left, found.rights, found.lefts, 1 / pair.usual_ratio


def _lost_piece(mine: Sentence, theirs: Sentence, words: Words, others: Words, ratio: float) -> tuple[int, int] | None:
    """The one piece that the other sentence has not, where all else is answered and the lengths say so too."""
    found = [piece for piece in _pieces(mine) if _is_unanswered(piece, words)]
    if len(found) != 1 or _is_no_clause(mine, found[0][0]) or _longest_unanswered(others) > MOST_UNANSWERED:
        return None
    start, end = found[0]
    if _is_spelt_out(mine, end, theirs):
        return None
    rest = [answered for word, answered in words if not start <= word.start < end]
    is_translated = all(
        sum(side) >= LEAST_ANSWERED and sum(side) >= LITERAL * len(side)
        for side in (rest, [answered for _word, answered in others])
    )
    is_small = end - start <= LARGEST_PIECE * len(mine.text)
    return (start, end) if is_translated and is_small and _is_closer(mine, theirs, end - start, ratio) else None


def _is_spelt_out(mine: Sentence, end: int, theirs: Sentence) -> bool:
    """Whether a piece is a name in full, and the other sentence says its acronym."""
    found = _ACRONYM.match(mine.block.text, end)
    return found is not None and re.search(rf"(?<!\w){re.escape(found['short'])}(?!\w)", theirs.text) is not None


def _is_no_clause(sentence: Sentence, start: int) -> bool:
    """Whether a piece opens its sentence, or only completes what stands before it."""
    return start == sentence.start or _COMPLEMENT.match(sentence.block.folded, start) is not None


def _longest_unanswered(words: Words) -> int:
    """How many words one behind the other have no answer: they may be the piece, said otherwise."""
    return max(
        (len(list(run)) for is_answered, run in groupby(answered for _word, answered in words) if not is_answered), default=0
    )


def _is_closer(mine: Sentence, theirs: Sentence, length: int, ratio: float) -> bool:
    whole, without = (
        abs(math.log(size * ratio / max(len(theirs.text), 1))) for size in (len(mine.text), len(mine.text) - length)
    )
    return without + CLOSER < whole


def _pieces(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """What stands between two borders of a sentence."""
    borders = [match.span() for match in _BORDER.finditer(sentence.block.folded, sentence.start, sentence.end)]
    starts = [sentence.start, *(end for _start, end in borders)]
    ends = [*(start for start, _end in borders), sentence.end]
    for start, end in zip(starts, ends, strict=True):
        said = sentence.block.text[start:end]
        if said.strip():
            yield start + len(said) - len(said.lstrip()), start + len(said.rstrip())


def _is_unanswered(piece: tuple[int, int], words: Words) -> bool:
    inside = [(word, answered) for word, answered in words if piece[0] <= word.start < piece[1]]
    known = [answered for word, answered in inside if word.meanings]
    return (
        len(inside) >= LEAST_WORDS
        and not any(answered for _word, answered in inside)
        and len(known) + MOST_UNKNOWN >= len(inside)
    )
