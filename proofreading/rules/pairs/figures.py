"""Figures and amounts: their values, units, qualifiers and what they count."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, product, zip_longest

from ...alignment import ROOT, Pair, once
from ...figures import ANY, LEADS, MONEY, Figure
from ...findings import ERROR, NOTE, WARNING
from ...knowledge import Knowledge
from ...reading import Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...source import Block
from ...tokens import folded_words
from ..portal.shared import value_of
from ..spans import beginning_in
from .order import changed_places
from .places import Place, apart, gaps, is_contact, place_of, shown, whole

Base = tuple[Decimal, str]

# What is counted stands in so many words behind a figure.
WORDS_OF_A_NOUN = 3
# Fewer are said of anything: two figures of them may well count two things.
LEAST_COUNTED = 3
# Up to as many are written in words, and may be said without a number in the other language.
MOST_IN_WORDS = 12
# A figure below this that its text has several times may be said once in the other language; alone, one says nothing.
MOST_REPEATED, ALONE = 10, 1
# Two small numbers in words further apart than this share of their paragraphs are two things, and do not differ.
APART = 0.35
# Shares in words are rounded (“a third”): they may be as many per cent apart.
ROUNDED = 1
# “Une quinzaine” is a fortnight, and “huit jours” a week.
SPANS_OF_DAYS = ({14, 15}, {7, 8})
# A kind of thing is known by the beginning of its word: “industr…”.
ROOT_OF_A_KIND = 6
# So many characters before a figure say whether it is told of a span of time.
BEFORE = 20
# No greater figure is a year.
LAST_YEAR = 3000
# A dollar may be anybody’s: the one language says whose, the other leaves it to the reader.
DOLLARS = frozenset({"USD", "CAD"})
# “On up to two disks”: the number is the limit that the sentence speaks of, with the word or without it.
LIMITS = frozenset({"up_to", "at_least"})
# What “a dozen” and “une dizaine” count, and twice as many.
DOZENS = frozenset({Decimal(10), Decimal(12)})
# What a figure may be said as without a figure: “both”, “half”, “double”, “a fortnight”.
_IN_OTHER_WORDS = {
    50: "half moitie demi",
    25: "quarter quart",
    33: "third tiers",
    75: "quarters quarts",
    100: "hundred hundreds cent cents centaine centaines all tous",
    2: "both pair double twice dual couple binome deux two bi",
    3: "triple trio three trois tri",
    12: "dozen dozens douzaine douzaines",
    14: "fortnight quinze fifteen",
    15: "fortnight weeks quinzaine",
    10: "decade decennie dizaine dizaines",
    24: "daily",
    1: "one un une single",
    4: "quarter quart quadruple",
    100000: "hundred hundreds cent centaine centaines",
    10000: "tens dizaines",
    1000: "thousand thousands millier milliers mille",
    10**6: "million millions",
    10**9: "billion billions milliard milliards",
}
# A number written to letters or behind a sign: “Edition17”, “#17”, “v2”.
_STUCK = re.compile(r"(?<=[^\W\d_])[-.]?(\d+)|(?<=#)(\d+)|(\d+)(?=[^\W\d_])")
_TWO_DOZEN = re.compile(r"(?<!\w)(?:couple(?: of)?|two) dozen$")
_OF_MORE = re.compile(r" (?:of (?:the|its|these|our)|des|d'entre|de (?:ses|ces|nos)|parmi)\b")
_DURING = re.compile(r"\b(?:au cours de|lors de|sur|pendant|durant|en|over|during|in|across) (?:les |ces |the |these )?$")


@rule("figure-differs", ERROR, TWO_LANGUAGES, subject="figure", yields_to=("figure-contradicts", "key-figure"))
def figure_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Told of the one that neither its text nor the portal has elsewhere; of two as likely, the translation’s."""
    for left, right in _compared(pair).of_no_currency:
        without, with_it = (right, left) if left.unit else (left, right)
        if any(figure.unit in MONEY for figure in pair.of(without.block).figures_in(without.block)):
            continue  # “3 millions d’euros à l’une et 1,5 million à l’autre”: the currency said once goes on.
        bare, other = place_of(without), place_of(with_it)
        yield Found(*bare, say("currency-once", one=shown(bare), two=shown(other)), other=other, severity=WARNING)
    for left, right in _compared(pair).differing:
        is_left = _support(pair, left, known) < _support(pair, right, known)
        here, there = map(place_of, (left, right) if is_left else (right, left))
        yield Found(*here, say("languages-differ", one=shown(here), two=shown(there)), other=there)


def _support(pair: Pair, figure: Figure, known: Knowledge) -> int:
    """How often a figure is said elsewhere: in its own text, and by the portal."""
    claimed = any(figure.value == value_of(claim) for claim in known.figures)
    return _times(pair)[pair.of(figure.block).language][figure.base] + claimed


@rule(
    "figure-missing", WARNING, TWO_LANGUAGES, subject="figure", yields_to=("figure-contradicts", "key-figure", "figure-differs")
)
def figure_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    for figure in _compared(pair).missing:
        place = place_of(figure)
        beside = pair.partner_of(figure.block)
        yield Found(*place, say("shown-once", shown=shown(place)), other=whole(beside) if beside else None)


@rule(
    "qualifier-differs",
    WARNING,
    TWO_LANGUAGES,
    subject="figure",
    yields_to=("figure-contradicts", "key-figure", "figure-differs", "figure-missing"),
)
def qualifier_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """An error where both languages qualify the figure, and otherwise."""
    for left, right in _compared(pair).matched:
        one, two = _lead(left), _lead(right)
        if one == two or _may_be_qualified_alike(pair, left, right):
            continue
        here, there = place_of(right), place_of(left)
        message = say("qualified-differently", one=shown(here), two=shown(there))
        yield Found(*here, message, other=there, severity=_gravity(left, right))


def _gravity(left: Figure, right: Figure) -> str:
    """How grave it is that two languages qualify a figure otherwise.

    A limit may be left unsaid, and so may what qualifies a few things.
    """
    if _lead(left) and _lead(right):
        return ERROR
    is_limit = {left.qualifier, right.qualifier} & LIMITS
    return NOTE if is_limit or _is_small(left) or _is_small(right) else WARNING


def _lead(figure: Figure) -> str:
    """Which way a qualifier leads from its figure: “more than” and “at least” lead up."""
    return LEADS.get(figure.qualifier, "")


def _may_be_qualified_alike(pair: Pair, left: Figure, right: Figure) -> bool:
    if ANY in (left.qualifier, right.qualifier) or _may_be_span(pair, left, right) or _may_be_span(pair, right, left):
        return True
    return _carried(pair.left, left) == _lead(right) or _carried(pair.right, right) == _lead(left)


def _may_be_span(pair: Pair, figure: Figure, other: Figure) -> bool:
    """“Over 312 procedures” may say “in the course of”, as the other language does."""
    said = figure.block.folded[figure.qualifier_start : figure.start].strip()
    if said not in pair.of(figure.block).words.loose or other.qualifier:
        return False
    return bool(_DURING.search(other.block.folded[max(0, other.start - BEFORE) : other.start]))


def _carried(reading: Reading, figure: Figure) -> str | None:
    """The qualifier of the figure before in its sentence, which a bare one may share: “up to 80% …, and 50% …”."""
    if figure.qualifier or not figure.unit:
        return None
    sentence = reading.sentence_at(figure.block, figure.start)
    before = [
        one for one in beginning_in(reading.figures_in(figure.block), sentence.start, figure.start) if one.unit == figure.unit
    ]
    return _lead(before[-1]) if before else None


@rule(
    "figure-of-whom",
    WARNING,
    TWO_LANGUAGES,
    subject="figure",
    yields_to=("figure-contradicts", "key-figure", "figure-differs", "figure-missing", "qualifier-differs"),
)
def figure_of_whom(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """One figure beside two nouns that are no translations, or two figures of a paragraph that have changed places."""
    for left, right in _compared(pair).matched:
        if _counts_another(pair, left, right) or _lacks_a_word(pair, left, right):
            here, there = _with_noun(right), _with_noun(left)
            yield Found(*here, say("counts-differ", one=shown(here), two=shown(there)), other=there)
    for left, right in _swapped(pair):
        message = say("changed-places", one=shown(_with_noun(right)), two=shown(_with_noun(left)))
        other = (left.block, left.start, left.noun_end)
        yield Found(right.block, right.start, right.noun_end, message, other=other, severity=ERROR)
    for left, right in changed_places(pair, _compared(pair).matched):
        here, there = _with_noun(right), _with_noun(left)
        yield Found(*here, say("changed-places", one=shown(here), two=shown(there)), other=there)


def _with_noun(figure: Figure) -> Place:
    return figure.block, figure.qualifier_start, figure.noun_end


def _counts_another(pair: Pair, left: Figure, right: Figure) -> bool:
    """Whether what the two nouns count is known in both languages, and is never the same."""
    if left.unit or right.unit or left.value < LEAST_COUNTED:
        return False
    if any(_OF_MORE.match(figure.block.folded, figure.end) for figure in (left, right)):
        return False
    one, two = _counted(pair.left, left), _counted(pair.right, right)
    return bool(one and two) and not one & two


def _lacks_a_word(pair: Pair, left: Figure, right: Figure) -> bool:
    """Whether one language says of what kind the counted things are (“industrial”), and the other nowhere near."""
    one, two = _kinds(pair.left, left), _kinds(pair.right, right)
    if one == two or left.unit or right.unit or not _translate(pair, left, right):
        return False
    return not (_says_all(pair.left, left, two - one) and _says_all(pair.right, right, one - two))


def _counted(reading: Reading, figure: Figure) -> frozenset[str]:
    return frozenset().union(*(reading.words.counted.get(word, frozenset()) for word in _noun(figure)))


def _noun(figure: Figure) -> tuple[str, ...]:
    return figure.noun[:WORDS_OF_A_NOUN]


def _kinds(reading: Reading, figure: Figure) -> set[str]:
    return {reading.words.modifiers[word] for word in figure.noun if word in reading.words.modifiers}


def _says_all(reading: Reading, figure: Figure, kinds: set[str]) -> bool:
    """Whether the words around a figure say each kind of thing, in whatever form."""
    words = {token.text for token in reading.tokens[figure.block.index]}
    said = {reading.words.modifiers.get(word, "") for word in words}
    return all(kind in said or any(word.startswith(kind[:ROOT_OF_A_KIND]) for word in words) for kind in kinds)


def _swapped(pair: Pair) -> Iterator[tuple[Figure, Figure]]:
    """Two figures of a paragraph that have changed places, by the first of them."""
    by_block: dict[int, list[tuple[Figure, Figure]]] = defaultdict(list)
    for left, right in _compared(pair).matched:
        if not left.unit and left.noun and right.noun:
            by_block[left.block.index].append((left, right))
    for matched in by_block.values():
        for one, two in combinations(matched, 2):
            if one[0].value != two[0].value and _are_swapped(pair, one, two):
                yield one


def _are_swapped(pair: Pair, first: tuple[Figure, Figure], second: tuple[Figure, Figure]) -> bool:
    """Whether the noun of each figure is translated beside the other one."""
    crossed = _translate(pair, first[0], second[1]) and _translate(pair, second[0], first[1])
    return crossed and not _translate(pair, *first) and not _translate(pair, *second)


def _translate(pair: Pair, left: Figure, right: Figure) -> bool:
    """Whether two nouns may say the same thing: by what communiqués count, by their roots or by the glossary."""
    if _counted(pair.left, left) & _counted(pair.right, right):
        return True
    words = list(product(_noun(left), _noun(right)))
    if any(one[:ROOT] == two[:ROOT] and min(len(one), len(two)) >= ROOT for one, two in words):
        return True
    bare = [(one.rstrip("s"), two.rstrip("s")) for one, two in words]
    return any(one in mine and two in theirs for mine, theirs in _terms(pair) for one, two in bare)


@once
def _terms(pair: Pair) -> list[tuple[set[str], set[str]]]:
    """The words of each term of the glossary in both languages, without their plural."""
    return [
        (_words_of(term.texts.get(pair.left.language, [])), _words_of(term.texts.get(pair.right.language, [])))
        for term in pair.left.known.glossary
    ]


def _words_of(texts: list[str]) -> set[str]:
    return {word.rstrip("s") for text in texts for word in folded_words(text)}


# How the figures of two languages are compared.


@dataclass
class _Comparison:
    """Figures with their match, those that stand in the same place and differ, and those that one language lacks."""

    matched: list[tuple[Figure, Figure]] = field(default_factory=list)
    differing: list[tuple[Figure, Figure]] = field(default_factory=list)
    missing: list[Figure] = field(default_factory=list)
    # Amounts whose currency only one language says.
    of_no_currency: list[tuple[Figure, Figure]] = field(default_factory=list)


@dataclass
class _LeftOver:
    """The figures of two aligned paragraphs that have no match in the other one."""

    lefts: list[Figure]
    rights: list[Figure]


@once
def _compared(pair: Pair) -> _Comparison:
    """The figures of aligned paragraphs, matched by value and unit.

    What is left on both sides differs, what is left on one side is missing. Figures that only moved to another paragraph
    cancel out first.
    """
    result = _Comparison()
    over = [_matched(pair, a, b, result.matched) for a, b in pair.aligned if not is_contact(pair.left, a)]
    over += [_of_gap(pair, lefts, rights, result.matched) for lefts, rights in gaps(pair)]
    _take_away_moved(pair, over)
    for one in over:
        result.of_no_currency += _take_away_unsaid_units(one)
        _take_away_dozens(one)
        result.differing += _take_away_differing(one)
    missing = [*(figure for one in over for figure in one.lefts), *(figure for one in over for figure in one.rights)]
    result.missing = [figure for figure in missing if _is_missed(pair, figure)]
    return result


def _of_gap(pair: Pair, lefts: list[Block], rights: list[Block], matched: list[tuple[Figure, Figure]]) -> _LeftOver:
    """The figures left over of lines that stand alone between the same neighbours."""
    over = _LeftOver([], [])
    for a, b in zip_longest(lefts, rights):
        if a and b and not is_contact(pair.left, a):
            one = _matched(pair, a, b, matched)
            over.lefts += one.lefts
            over.rights += one.rights
    return over


def _matched(pair: Pair, a: Block, b: Block, matched: list[tuple[Figure, Figure]]) -> _LeftOver:
    """Match the figures of two paragraphs; what is left of them."""
    over = _LeftOver([], list(pair.right.figures_in(b)))
    for figure in pair.left.figures_in(a):
        same = [other for other in over.rights if _is_same(figure, other)]
        if same:
            best = min(same, key=lambda other: (_lead(other) != _lead(figure), _distance(figure, other)))
            over.rights.remove(best)
            matched.append((figure, best))
        else:
            over.lefts.append(figure)
    return over


def _distance(left: Figure, right: Figure) -> float:
    return apart((left.block, left.start, left.end), (right.block, right.start, right.end))


def _is_same(left: Figure, right: Figure) -> bool:
    """Whether two figures are one value, or two that languages use for one another."""
    if left.unit == right.unit == "%" and (left.spelt or right.spelt):
        return abs(left.value - right.value) <= ROUNDED
    if left.base == right.base or left.value == right.value and {left.unit, right.unit} <= DOLLARS:
        return True
    in_days = left.unit and right.unit and left.base[1] == right.base[1] == "day"
    return bool(in_days) and {int(left.base[0]), int(right.base[0])} in SPANS_OF_DAYS


def _take_away_moved(pair: Pair, over: list[_LeftOver]) -> None:
    """Take away the figures that stand in another paragraph of the other language, each as often as there."""
    lefts = _bases([*(figure for one in over for figure in one.lefts), *_alone(pair, pair.left)])
    rights = _bases([*(figure for one in over for figure in one.rights), *_alone(pair, pair.right)])
    for one in over:
        one.lefts, one.rights = _without(one.lefts, rights), _without(one.rights, lefts)


def _bases(figures: list[Figure]) -> Counter[Base]:
    return Counter(figure.base for figure in figures)


def _alone(pair: Pair, reading: Reading) -> Iterator[Figure]:
    return (figure for block in pair.alone(reading) for figure in reading.figures_in(block))


def _without(figures: list[Figure], others: Counter[Base]) -> list[Figure]:
    """Figures without those that others have; each of the others is used up."""
    kept = []
    for figure in figures:
        if others[figure.base]:
            others[figure.base] -= 1
        else:
            kept.append(figure)
    return kept


def _take_away_unsaid_units(over: _LeftOver) -> Iterator[tuple[Figure, Figure]]:
    """Take away the figures that one language gives without the unit, and give the amounts among them."""
    for figure in list(over.lefts):
        same = [one for one in over.rights if one.value == figure.value and not (one.unit and figure.unit)]
        if same:
            over.lefts.remove(figure)
            over.rights.remove(same[0])
            if figure.scale > 1 and not {figure.unit, same[0].unit} - {""} - MONEY and figure.unit != same[0].unit:
                yield figure, same[0]


def _take_away_dozens(over: _LeftOver) -> None:
    """“A dozen” is “une dizaine” as often as “une douzaine”, “a couple dozen” is “une vingtaine”."""
    for figure in list(over.lefts):
        other = next((one for one in over.rights if _are_dozens(figure, one)), None)
        if other is not None:
            over.lefts.remove(figure)
            over.rights.remove(other)


def _are_dozens(left: Figure, right: Figure) -> bool:
    said = [figure.block.folded[max(0, figure.start - BEFORE) : figure.end] for figure in (left, right)]
    if any("vingtaine" in one for one in said) and any(_TWO_DOZEN.search(one) for one in said):
        return True
    said = [figure.block.folded[figure.start : figure.end] for figure in (left, right)]
    return any("dizaine" in one for one in said) and any("dozen" in one for one in said) and {left.value, right.value} <= DOZENS


def _take_away_differing(over: _LeftOver) -> Iterator[tuple[Figure, Figure]]:
    """Take away, and give, the figures that stand for one another and differ."""
    for figure in list(over.lefts):
        choices = [other for other in over.rights if _are_comparable(figure, other)]
        if not choices:
            continue
        other = min(choices, key=lambda one: (one.unit != figure.unit, one.spelt != figure.spelt, _distance(one, figure)))
        if not (_is_small(figure) and _is_small(other)) or _distance(other, figure) < APART:
            over.lefts.remove(figure)
            over.rights.remove(other)
            yield figure, other


def _is_small(figure: Figure) -> bool:
    return figure.spelt and figure.value <= MOST_IN_WORDS and not figure.unit


def _are_comparable(left: Figure, right: Figure) -> bool:
    """Whether two figures may be meant for one: both without a unit, of one, or of two that are no two currencies."""
    if left.base[1] == right.base[1]:
        return True
    if not (left.unit and right.unit):
        return not left.unit and not right.unit
    if {left.unit, right.unit} <= MONEY:
        return left.value == right.value or {left.unit, right.unit} <= DOLLARS
    return (left.unit in MONEY) == (right.unit in MONEY)


def _is_missed(pair: Pair, figure: Figure) -> bool:
    """Whether a figure that the other language does not have is really lost there."""
    reading = pair.of(figure.block)
    other = pair.beside(reading)
    if _is_stuck_to_a_name(pair, other, figure):
        return False
    if _times(pair)[other.language][figure.base] or _goes_without_saying(figure, _times(pair)[reading.language][figure.base]):
        return False
    beside = pair.partner_of(figure.block)
    return beside is None or not (_numbers_something(other, beside, figure) or _is_said_otherwise(other, beside, figure))


def _numbers_something(other: Reading, block: Block, figure: Figure) -> bool:
    """“since 9.3” and “depuis la version 9.3”: beside its word a number counts nothing, and without it looks as if it did."""
    words = "|".join(re.escape(word) for word in other.words.numbered if word.isalpha())
    number = re.escape(str(figure.value))
    return not figure.unit and re.search(rf"(?<!\w)(?:{words}) {number}(?!\w|[.,]\d)", block.folded) is not None


def _is_stuck_to_a_name(pair: Pair, other: Reading, figure: Figure) -> bool:
    """“Edition 17” and “Edition17”, “n° 17” and “#17”: a number that another language writes to its name counts nothing."""
    return not figure.unit and not figure.spelt and str(figure.value) in _stuck(pair)[other.language]


@once
def _stuck(pair: Pair) -> dict[str, frozenset[str]]:
    """The numbers that each language writes to letters."""
    return {
        reading.language: frozenset(
            next(filter(None, match.groups())) for block in reading.blocks for match in _STUCK.finditer(block.folded)
        )
        for reading in pair.readings
    }


@once
def _times(pair: Pair) -> dict[str, Counter[Base]]:
    """How often each language has each figure."""
    return {reading.language: _bases(reading.figures) for reading in pair.readings}


def _goes_without_saying(figure: Figure, times: int) -> bool:
    if figure.value <= ALONE or figure.spelt and (figure.value <= MOST_IN_WORDS or figure.unit == "%"):
        return True
    return times > 1 and not figure.unit and figure.value < MOST_REPEATED


def _is_said_otherwise(other: Reading, beside: Block, figure: Figure) -> bool:
    """Whether the other language’s paragraph has a figure in other words, or as a year or an hour."""
    words = {token.text for token in other.tokens[beside.index]}
    if not words.isdisjoint(_IN_OTHER_WORDS.get(int(figure.value), "").split()):
        return True
    hour = f"{int(figure.value):02}"
    return figure.value < LAST_YEAR and any(
        when.year == figure.value or when.clock.startswith(hour) for when in other.dates_in(beside)
    )
