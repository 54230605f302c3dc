"""Sentences that deny in one language what they affirm in the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...alignment import Pair
from ...findings import NOTE, WARNING
from ...knowledge import Knowledge
from ...reading import Reading, Sentence
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...spans import Span, is_within
from ...words import of
from ...words.lexicon import Meant, lexicon
from .answers import answer, answered, is_answered
from .sentence_pairs import SentencePair, is_denied, meanings_of, sentence_pairs

# Of two sentences that are one, neither is so many times longer than the other.
LONGEST = 1.8
# So many words with a meaning behind a negation are what it denies.
DENIED_WORDS = 3
# Where a negation denies no such word, so much of both sentences must be translated word by word.
LITERAL = 0.6
# So much of both must be, where only what stands near the denied word counts: so many characters before it and behind.
LITERAL_AROUND, BEFORE, BEHIND = 0.5, 60, 40
_CLAUSE_ENDS = re.compile(r"[,;:.!?()«»“”\"–—]")
# Forms of “être” and “to be”, whose letters are those of other words too: “sommes”.
_BEING = frozenset("sommes suis etes ete etait etaient serait seront soit fut ont avons been".split())
# Words that deny whatever they translate.
_PLAIN = re.compile(
    r"no|not|none|never|nothing|nobody|cannot|without|neither|nor|ne|non|pas|jamais|rien|aucune?|sans|ni|nulle?|personne"
)


@rule("negation-differs", WARNING, TWO_LANGUAGES, subject="negation", yields_to=("statement-missing", "wrong-language"))
def negation_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Told only where nothing in the other sentence could say the negation (“without”, “fail”, “impossible” do) and what is
    denied here is said there: in a free translation it seldom is."""
    for both in sentence_pairs(pair):
        left, right = both.left, both.right
        if not are_as_long(left, right):
            continue
        sides = (left, both.lefts, pair.left), (right, both.rights, pair.right)
        for (mine, words, reading), (theirs, others, other) in (sides, sides[::-1]):
            denial = _denies(reading, mine)
            if (
                denial
                and not _may_deny(
                    other, theirs, others, meanings_of(words), _where_it_is_said(both, mine, words, others, denial)
                )
                and not _says_the_opposite(mine, words, others)
                and (severity := _severity(both, mine, words, others, denial))
            ):
                there = (mine.block, mine.start, mine.end)
                yield Found(theirs.block, theirs.start, theirs.end, say("denied-there"), other=there, severity=severity)


def are_as_long(left: Sentence, right: Sentence) -> bool:
    """Whether two sentences may be one: neither is so many times longer."""
    shorter, longer = sorted((len(left.text), len(right.text)))
    return longer <= LONGEST * shorter


def _may_deny(reading: Reading, sentence: Sentence, words: Sequence[Meant], meant: frozenset[int], span: Span) -> bool:
    """Whether anything in a stretch could deny, but for what translates a word of the other sentence: “stop”, “arrêter”."""
    pattern = reading.words.may_deny
    if pattern is None:
        return True
    said = [(word.start, word.end) for word in words if word.meanings & meant and not _PLAIN.fullmatch(word.text)]
    return any(not is_within(said, *match.span()) for match in pattern.finditer(sentence.block.folded, *span))


def _says_the_opposite(mine: Sentence, words: Sequence[Meant], others: Sequence[Meant]) -> bool:
    """Whether the other sentence has the opposite of a word that this one denies: “not open”, “closed”."""
    rows, there = lexicon().rows, meanings_of(others)
    opposed = {rows[meaning] for meaning in there if meaning in rows}
    return any(
        not word.meanings & there and any(rows.get(meaning) in opposed for meaning in word.meanings)
        for word in words
        if word.meanings and is_denied(mine, words, word)
    )


def _denies(reading: Reading, sentence: Sentence) -> re.Match[str] | None:
    pattern = reading.words.denies
    return pattern.search(sentence.block.folded, sentence.start, sentence.end) if pattern is not None else None


def _severity(
    both: SentencePair, mine: Sentence, words: Sequence[Meant], others: Sequence[Meant], denial: re.Match[str]
) -> str:
    """How sure it is that the other sentence says what this one denies: within the negation, and behind it in its clause.

    It is where it says the very word that is denied first. “Not above the law” is “subject to the law”, which says but the
    second: a note.
    """
    denied = _denied(mine, words, denial)
    if not denied:
        return WARNING if answered(both).literalness >= LITERAL else ""
    answers = [is_answered(word, others) for word in denied[:DENIED_WORDS]]
    return WARNING if answers[0] else NOTE if any(answers) else ""


def _denied(sentence: Sentence, words: Sequence[Meant], denial: re.Match[str]) -> list[Meant]:
    """The words with a meaning within a negation, and behind it in its clause."""
    stops = of(sentence.block.part.language).stops
    end = _end_of_clause(sentence, denial.end())
    denied = [word for word in words if denial.start() <= word.start < end and word.meanings and word.text not in stops]
    return [word for word in denied if not _PLAIN.fullmatch(word.text) and word.text not in _BEING]


def _where_it_is_said(
    both: SentencePair, mine: Sentence, words: Sequence[Meant], others: Sequence[Meant], denial: re.Match[str]
) -> Span:
    """The stretch around what answers the word that is denied, in a literal translation; else the whole other sentence.

    What is denied elsewhere in a long sentence is another thing.
    """
    theirs = both.right if mine is both.left else both.left
    denied = _denied(mine, words, denial)
    said = [one for one in others if denied and answer(denied[0], one)]
    if len(said) != 1 or answered(both).literalness < LITERAL_AROUND:
        return theirs.start, theirs.end
    return max(theirs.start, said[0].start - BEFORE), min(theirs.end, said[0].end + BEHIND)


def _end_of_clause(sentence: Sentence, start: int) -> int:
    match = _CLAUSE_ENDS.search(sentence.block.folded, start, sentence.end)
    return match.start() if match else sentence.end


def aligned_sentences(pair: Pair) -> Iterator[tuple[Sentence, Sentence]]:
    """The sentences of aligned paragraphs that have as many, one by one, where their lengths are alike."""
    for a, b in pair.aligned:
        lefts, rights = pair.left.sentences[a.index], pair.right.sentences[b.index]
        if len(lefts) == len(rights):
            for left, right in zip(lefts, rights, strict=True):
                if are_as_long(left, right):
                    yield left, right


def may_deny(reading: Reading, sentence: Sentence) -> bool:
    """Whether anything in a sentence could say a negation."""
    pattern = reading.words.may_deny
    return pattern is None or pattern.search(sentence.folded) is not None
