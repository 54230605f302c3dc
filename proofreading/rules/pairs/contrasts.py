"""Words of one kind of which the translation has another one: “matin” beside “evening”, “train” beside “bus”."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise, product
from os.path import commonprefix

from ...alignment import Pair
from ...findings import NOTE, WARNING
from ...knowledge import Knowledge
from ...morphology import is_noun_or_verb, is_qualifying
from ...reading import Sentence
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...words.lexicon import Meant, lexicon
from ..spans import holds, named_in, spans_of
from .answers import Answered, answer, answered, answered_pairs, linked_words, words_behind
from .markers import markers_left_out
from .places import is_contact, shown
from .sentence_pairs import SentencePair, is_denied, meanings_of, sentence_pairs, share_of

# Words further apart in their sentences, as a share of them and in characters, do not stand for one another.
APART, NEAR = 0.3, 16
# Two words of whose neighbours so many answer one another stand in one place; of one alone where so much of both sentences
# was translated word by word.
ENOUGH_LINKS, LITERAL = 2, 0.45
# What is said so near to a word is said of it.
SLOT = 2
# Words that say nothing but of the word behind them.
SMALL = frozenset(
    "plus davantage moins avec sans tous toutes tout toute chaque certains certaines quelques"
    " more most further additional less least fewer lesser with without all every each any some several few".split()
)
# Numbers that are articles as often.
ARTICLES = frozenset({"un", "une", "one"})
# So many signs may open a sentence before its first word.
LONGEST_OPENING = 3
# Words that begin alike may be one word: “lithium”, “plastic”; those that do so behind their prefixes are opposites,
# whatever stands beside them: “encouraged”, “découragé”.
BEGINNING = 5
_PREFIX = re.compile(r"^(?:des?|dis|en|in|im|un|non)(?=\w{5})")
# English words that end so are nouns, which no French adjective is mistaken for.
_NOUN = re.compile(r"(?:ments?|tions?|ness|ities|ity|ships?|isms?|ances?|ences?)$")
# What is open until a day closes on it.
_UNTIL = re.compile(r"(?<!\w)(?:jusqu|until|till)")


@rule(
    "word-differs",
    NOTE,
    TWO_LANGUAGES,
    subject="meaning",
    yields_to=(
        "statement-missing",
        "negation-differs",
        "opposite-said",
        "rough-figure-differs",
        "date-differs",
        "figure-differs",
        "role-differs",
        "key-differs",
        "qualifier-differs",
        "wrong-language",
    ),
)
def word_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Told where each sentence has a word of one row, and neither says that of the other in any way.

    A word that is denied says the other one: “not open” is “closed”. A warning where both stand right beside words that
    answer one another, and the neighbouring sentences say neither; in a free translation they may well be no translations
    of one another.
    """
    for answers, (mine, theirs) in zip(answered_pairs(pair), _meanings_around(pair), strict=True):
        both = answers.both
        if is_contact(pair.left, both.left.block) or any(_UNTIL.search(one.folded) for one in (both.left, both.right)):
            continue
        found = dict.fromkeys(contrasts(pair, both))
        for left, right in _in_one_slot(pair, answers, found):
            here, there = (both.right.block, right.start, right.end), (both.left.block, left.start, left.end)
            yield Found(*here, say("words-differ", one=shown(here), two=shown(there)), other=there, severity=WARNING)
        are_several = len({left.start for left, _right in found}) > 1
        for left, right in found:
            here = both.right.block, right.start, right.end
            there = both.left.block, left.start, left.end
            is_near = _has_same_neighbours(both, left, right)
            if are_several and not is_near:
                continue  # Said in other words.
            is_around = bool(left.meanings & theirs and right.meanings & mine)
            if not _qualify_one_word(both, left, right):
                continue
            are_sure = _are_opposites(left, right) or is_near and _stand_for_one_another(both, left, right)
            severity = WARNING if are_sure and not is_around else ""
            yield Found(*here, say("words-differ", one=shown(here), two=shown(there)), other=there, severity=severity)
    for word, beside in markers_left_out(pair):
        yield Found(*word, say("word-once", word=shown(word)), other=beside)


def _are_opposites(left: Meant, right: Meant) -> bool:
    """Whether two words stand against one another in a row that has no third."""
    rows, opposites = lexicon().rows, lexicon().opposites
    both = ({rows[meaning] for meaning in word.meanings if meaning in rows} for word in (left, right))
    return not left.meanings & right.meanings and not opposites.isdisjoint(next(both) & next(both))


def _qualify_one_word(both: SentencePair, left: Meant, right: Meant) -> bool:
    """Whether what stands behind two small words is one thing: “moins chère” is “more affordable”; others say enough alone."""
    if left.text not in SMALL or right.text not in SMALL:
        return True
    found = answered(both)
    mine, theirs = words_behind(found.lefts, left, SLOT), words_behind(found.rights, right, SLOT)
    return any(answer(one, two) for one, two in (*product(mine[:1], theirs), *product(mine, theirs[:1])))


def _has_same_neighbours(both: SentencePair, left: Meant, right: Meant) -> bool:
    """Whether two words stand among words that answer one another: what was translated freely proves little."""
    if _is_part_of_a_name(both.left, left) != _is_part_of_a_name(both.right, right):
        return False
    found = answered(both)
    links = linked_words(found, left, right)
    return links >= ENOUGH_LINKS or links > 0 and found.literalness >= LITERAL


def _meanings_around(pair: Pair) -> list[tuple[frozenset[int], frozenset[int]]]:
    """What the sentences right before and behind each one say, in both languages."""
    said = [(meanings_of(both.lefts), meanings_of(both.rights)) for both in sentence_pairs(pair)]
    none: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())
    around = zip([none, *said[:-1]], [*said[1:], none], strict=True)
    return [(before[0] | behind[0], before[1] | behind[1]) for before, behind in around][: len(said)]


def _stand_for_one_another(both: SentencePair, left: Meant, right: Meant) -> bool:
    """Whether the words right beside two answer one another, or the one is made of the other; a noun stands
    for a noun: “recherche” is no “developed”."""
    french, english = (left, right) if both.left.block.part.language == "fr" else (right, left)
    written = _as_written(both, french)
    if is_qualifying(written) and _NOUN.search(english.text) or is_noun_or_verb(written) and english.text.endswith("ed"):
        return False
    is_derived = len(commonprefix([_PREFIX.sub("", word.text) for word in (left, right)])) >= BEGINNING
    return is_derived or linked_words(answered(both), left, right, within=1) > 0


def _as_written(both: SentencePair, word: Meant) -> str:
    """A word of the French sentence with its accents."""
    sentence = both.left if both.left.block.part.language == "fr" else both.right
    return sentence.block.text[word.start : word.end].lower()


def _is_part_of_a_name(sentence: Sentence, word: Meant) -> bool:
    """Whether a word has a capital that does not open its sentence."""
    return word.start > sentence.start + LONGEST_OPENING and sentence.block.text[word.start].isupper()


def contrasts(pair: Pair, both: SentencePair) -> Iterator[tuple[Meant, Meant]]:
    """One word of a row here, and another one of it there, that stand for one another."""
    lefts, rights = _by_row(_free(pair, both, 0)), _by_row(_free(pair, both, 1))
    every = _counted(both.lefts), _counted(both.rights)
    said = meanings_of(both.lefts), meanings_of(both.rights)
    for row in lefts.keys() & rights.keys():
        if every[0][row].keys() & every[1][row].keys():
            yield from _one_for_another(both, lefts[row], rights[row], every[0][row], every[1][row])
            continue
        mine = [word for word in lefts[row] if not word.meanings & said[1] and not _stands_there(word, both.rights)]
        theirs = [word for word in rights[row] if not word.meanings & said[0] and not _stands_there(word, both.lefts)]
        if len(mine) == len(theirs) == 1 and _may_answer(both, mine[0], theirs[0]):
            yield mine[0], theirs[0]


def _one_for_another(
    both: SentencePair, lefts: list[Meant], rights: list[Meant], left_times: Counter[int], right_times: Counter[int]
) -> Iterator[tuple[Meant, Meant]]:
    """“Software … hardware” beside “logiciel … logiciel”: of as many words, one is another."""
    more, fewer = left_times - right_times, right_times - left_times
    if more.total() != 1 or fewer.total() != 1 or left_times.total() != right_times.total():
        return
    (mine,), (theirs,) = more, fewer
    pairs = [
        (_apart(both, one, two), number, one, two)
        for number, (one, two) in enumerate(product(lefts, rights))
        if mine in one.meanings and theirs in two.meanings and not one.meanings & two.meanings
        if not _stands_there(one, both.rights) and not _stands_there(two, both.lefts)
    ]
    if pairs:
        _distance, _number, one, two = min(pairs)
        if _may_answer(both, one, two):
            yield one, two


def _in_one_slot(pair: Pair, found: Answered, told: Collection[tuple[Meant, Meant]]) -> Iterator[tuple[Meant, Meant]]:
    """Opposites right beside one word and its answer: “more trees” and “moins d’arbres”, whatever else is said.

    What the sentence says elsewhere does not matter; what stands as near to that word, in the other one, does. A word stands
    against the nearest one only.
    """
    both = found.both
    if found.literalness < LITERAL:
        return
    lefts, rights = _by_row(_free(pair, both, 0)), _by_row(_free(pair, both, 1))
    taken = {word for words in told for word in words}
    for row in sorted((lefts.keys() & rights.keys()) & lexicon().opposites):
        for left, right in sorted(product(lefts[row], rights[row]), key=lambda words: _apart(both, *words)):
            if taken.isdisjoint((left, right)) and _may_answer(both, left, right) and _stand_in_one_slot(found, left, right):
                taken |= {left, right}
                yield left, right


def _apart(both: SentencePair, left: Meant, right: Meant) -> float:
    return abs(share_of(both.left, left) - share_of(both.right, right))


def _stand_in_one_slot(found: Answered, left: Meant, right: Meant) -> bool:
    """Whether two words share a neighbour, and neither has another one there that says the same."""
    if left.meanings & right.meanings or not linked_words(found, left, right, within=1):
        return False
    if not _qualify_one_word(found.both, left, right):
        return False
    mine = (one for one in found.both.lefts if one.meanings & right.meanings)
    theirs = (one for one in found.both.rights if one.meanings & left.meanings)
    is_said = any(linked_words(found, left, one, within=SLOT) for one in theirs)
    return not is_said and not any(linked_words(found, one, right, within=SLOT) for one in mine)


def _free(pair: Pair, both: SentencePair, side: int) -> list[Meant]:
    """The words of a sentence that are part of no name, count nothing, and say no role: these have rules of their own."""
    sentence, words = (both.left, both.lefts) if side == 0 else (both.right, both.rights)
    reading, block = pair.of(sentence.block), sentence.block
    people = reading.people_in(block)
    taken = [*named_in(reading, block), *spans_of(people, reading.addresses_in(block))]
    taken += [(person.role_span[0], person.role_end) for person in people if person.role_class]
    numbers = reading.words.numerals - ARTICLES
    return [
        word
        for before, word in pairwise((None, *words))
        if word is not None
        and not holds(taken, word.start)
        and not (before and (before.text in numbers or before.text.isdigit()))
    ]


def _by_row(words: Iterable[Meant]) -> dict[int, list[Meant]]:
    found: dict[int, list[Meant]] = defaultdict(list)
    for word in words:
        for row in {lexicon().rows[meaning] for meaning in word.meanings if meaning in lexicon().rows}:
            found[row].append(word)
    return found


def _counted(words: Iterable[Meant]) -> dict[int, Counter[int]]:
    """How often a sentence has each meaning, row by row."""
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for word in words:
        for meaning in word.meanings:
            if meaning in lexicon().rows:
                found[lexicon().rows[meaning]][meaning] += 1
    return found


def _stands_there(word: Meant, others: Sequence[Meant]) -> bool:
    """Whether the other sentence has a word that begins alike."""
    beginning = word.text[:BEGINNING]
    return len(beginning) == BEGINNING and any(other.text.startswith(beginning) for other in others)


def _may_answer(both: SentencePair, left: Meant, right: Meant) -> bool:
    """Whether two words stand in one place of their sentences, and both or neither are denied."""
    denied = is_denied(both.left, both.lefts, left), is_denied(both.right, both.rights, right)
    is_near = abs((left.start - both.left.start) - (right.start - both.right.start)) <= NEAR
    return (is_near or _apart(both, left, right) <= APART) and denied[0] == denied[1]
