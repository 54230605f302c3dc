"""Figures and amounts: their values, units, qualifiers and what they count."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from ...alignment import Pair, once
from ...figures import ANY, LEADS, Figure
from ...findings import ERROR, WARNING
from ...knowledge import Knowledge
from ...reading import CONTACT, Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...text import fold
from ...tokens import tokens
from .places import shown, span

# What a figure may be said as without a figure: “both”, “half”, “double”, “a fortnight”.
_IN_OTHER_WORDS = {
    50: "half moitie demi",
    25: "quarter quart",
    33: "third tiers",
    75: "quarters quarts",
    100: "hundred cent all tous",
    2: "both pair double twice dual couple binome deux two bi",
    3: "triple trio three trois tri",
    12: "dozen douzaine",
    14: "fortnight quinze fifteen",
    15: "fortnight weeks quinzaine",
    10: "decade decennie dizaine",
    24: "daily",
    1: "one un une single",
    4: "quarter quart quadruple",
    100000: "hundred cent",
    1000: "thousand millier mille",
}


@rule("figure-differs", ERROR, TWO_LANGUAGES, subject="figure", yields_to=("figure-contradicts", "key-figure"))
def figure_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A figure or an amount that the other language gives differently, whatever the notation."""
    for left, right in _compared(pair).differing:
        wrong, other = _wrong_first(pair, left, right, known)
        message = say("languages-differ")
        yield Found(*span(wrong), message.having(one=shown(wrong), two=shown(other)), other=span(other))


@rule(
    "figure-missing", WARNING, TWO_LANGUAGES, subject="figure", yields_to=("figure-contradicts", "key-figure", "figure-differs")
)
def figure_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A figure that the other language does not give at all."""
    for figure in _compared(pair).missing:
        message = say("shown-once", shown=shown(figure))
        beside = pair.partner.get((figure.block.part.language, figure.block.index))
        yield Found(*span(figure), message, other=(beside, 0, len(beside.text)) if beside else None)


@rule(
    "qualifier-differs",
    WARNING,
    TWO_LANGUAGES,
    subject="figure",
    yields_to=("figure-contradicts", "key-figure", "figure-differs", "figure-missing"),
)
def qualifier_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """“More than 60” and “nearly 60”, or plain 60, are three claims."""
    for left, right in _compared(pair).matched:
        one, two = LEADS.get(left.qualifier, ""), LEADS.get(right.qualifier, "")
        if _may_be_span(pair, left, right) or _may_be_span(pair, right, left):
            continue
        if one == two or ANY in (left.qualifier, right.qualifier):
            continue
        if _carried(pair.left, left) == two or _carried(pair.right, right) == one:
            continue
        message = say("qualified-differently")
        severity = ERROR if one and two else WARNING
        yield Found(*span(right), message.having(one=shown(right), two=shown(left)), other=span(left), severity=severity)


def _may_be_span(pair: Pair, one: Figure, other: Figure) -> bool:
    """“Over 312 procedures” may say “in the course of”, as the other language does."""
    words = pair.of(one.block).words
    said = one.block.folded[one.qualifier_start : one.start].strip()
    before = other.block.folded[max(0, other.start - 20) : other.start]
    return said in words.loose and not other.qualifier and bool(_DURING.search(before))


_OF_MORE = re.compile(r" (?:of (?:the|its|these|our)|des|d'entre|de (?:ses|ces|nos)|parmi)\b")
_DURING = re.compile(r"\b(?:au cours de|lors de|sur|pendant|durant|en|over|during|in|across) (?:les |ces |the |these )?$")


def _carried(reading: Reading, figure: Figure) -> str | None:
    """The qualifier of the figure before in its sentence, which a bare one may share: “up to 80% …, and 50% …”."""
    if figure.qualifier:
        return None
    sentence = reading.sentence_at(figure.block, figure.start)
    before = [
        one
        for one in reading.figures_in(figure.block)
        if sentence.start <= one.start < figure.start and one.unit == figure.unit and figure.unit
    ]
    return LEADS.get(before[-1].qualifier, "") if before else None


@rule(
    "figure-of-whom",
    WARNING,
    TWO_LANGUAGES,
    subject="figure",
    yields_to=("figure-contradicts", "key-figure", "figure-differs", "figure-missing", "qualifier-differs"),
)
def figure_of_whom(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """The same figure counts other things in the other language: 60 partners are not 60 industrial partners."""
    for left, right in _compared(pair).matched:
        if _counts_another(pair, left, right) or _lacks_a_word(pair, left, right, known):
            message = say("counts-differ")
            yield Found(
                right.block,
                right.qualifier_start,
                right.noun_end,
                message.having(one=_whole(right), two=_whole(left)),
                other=(left.block, left.qualifier_start, left.noun_end),
            )
    yield from _swapped(pair, known)


def _lacks_a_word(pair: Pair, left: Figure, right: Figure, known: Knowledge) -> bool:
    """Whether one language says of what kind the counted things are (“industrial”), and the other nowhere near."""
    one, two = _modifiers(pair.left, left), _modifiers(pair.right, right)
    if one == two or left.unit or right.unit or not _translate(pair, left, right, known):
        return False
    return not all(_says(pair.left, left, kind) for kind in two - one) or not all(
        _says(pair.right, right, kind) for kind in one - two
    )


def _counts_another(pair: Pair, left: Figure, right: Figure) -> bool:
    """Whether what the two nouns count is known in both languages, and is never the same."""
    if left.unit or right.unit or left.value < 3 or any(_OF_MORE.match(one.block.folded, one.end) for one in (left, right)):
        return False
    one, two = _counted(pair.left, left), _counted(pair.right, right)
    return bool(one and two) and not one & two


def _counted(reading: Reading, figure: Figure) -> frozenset[str]:
    return frozenset().union(*(reading.words.counted.get(word, ()) for word in figure.noun[:3]))


def _modifiers(reading: Reading, figure: Figure) -> set[str]:
    return {reading.words.modifiers[word] for word in figure.noun if word in reading.words.modifiers}


def _says(reading: Reading, figure: Figure, kind: str) -> bool:
    """Whether the words around a figure say of what kind it is, in whatever form."""
    words = {token.text for token in reading.tokens[figure.block.index]}
    return any(word in words for word, same in reading.words.modifiers.items() if same == kind) or any(
        word.startswith(kind[:6]) for word in words
    )


def _swapped(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Two figures of a paragraph that have changed places."""
    by_block: dict[int, list[tuple[Figure, Figure]]] = defaultdict(list)
    for left, right in _compared(pair).matched:
        if not left.unit and left.noun and right.noun:
            by_block[left.block.index].append((left, right))
    for same in by_block.values():
        for number, (a, b) in enumerate(same):
            for c, d in same[number + 1 :]:
                if (
                    a.value != c.value
                    and _translate(pair, a, d, known)
                    and _translate(pair, c, b, known)
                    and not _translate(pair, a, b, known)
                    and not _translate(pair, c, d, known)
                ):
                    message = say("changed-places")
                    yield Found(
                        b.block,
                        b.start,
                        b.noun_end,
                        message.having(one=_whole(b), two=_whole(a)),
                        other=(a.block, a.start, a.noun_end),
                        severity=ERROR,
                    )


def _translate(pair: Pair, left: Figure, right: Figure, known: Knowledge) -> bool:
    """Whether two nouns may say the same thing: by what communiqués count, by their roots or by the glossary."""
    return bool(_counted(pair.left, left) & _counted(pair.right, right)) or _alike(left, right, known)


def _alike(left: Figure, right: Figure, known: Knowledge) -> bool:
    """Whether two nouns are translations of one another, as far as roots and the glossary tell."""
    for one in left.noun[:3]:
        for two in right.noun[:3]:
            if one[:5] == two[:5] and min(len(one), len(two)) >= 5:
                return True
    for pair in known.glossary:
        texts = [{token.text for text in same for token in tokens(fold(text))} for same in pair.texts.values()]
        if (
            len(texts) > 1
            and any(word.rstrip("s") in {x.rstrip("s") for x in texts[0]} for word in left.noun[:3])
            and any(word.rstrip("s") in {x.rstrip("s") for x in texts[1]} for word in right.noun[:3])
        ):
            return True
    return False


class _Comparison:
    def __init__(self):
        self.matched: list[tuple[Figure, Figure]] = []
        self.differing: list[tuple[Figure, Figure]] = []
        self.missing: list[Figure] = []


@once
def _compared(pair: Pair) -> _Comparison:
    """The figures of aligned paragraphs, matched by value and unit; what is left on both sides differs, on one side is missing.

    Figures that only moved to another paragraph cancel out first.
    """
    result = _Comparison()
    lefts: list[tuple[int, Figure]] = []
    rights: list[tuple[int, Figure]] = []
    for number, (a, b) in enumerate(pair.aligned):
        if pair.left.section_of(a).kind == CONTACT:
            continue
        one, two = list(pair.left.figures_in(a)), list(pair.right.figures_in(b))
        for figure in list(one):
            match = _best(figure, two)
            if match is not None:
                one.remove(figure)
                two.remove(match)
                result.matched.append((figure, match))
        lefts.extend((number, figure) for figure in one)
        rights.extend((number, figure) for figure in two)
    alone_left = [figure for block in pair.alone(pair.left) for figure in pair.left.figures_in(block)]
    alone_right = [figure for block in pair.alone(pair.right) for figure in pair.right.figures_in(block)]
    before = [figure for _n, figure in lefts]
    _cancel(lefts, [figure for _n, figure in rights] + alone_right)
    _cancel(rights, before + alone_left)
    by_pair: dict[int, list[Figure]] = defaultdict(list)
    for number, figure in rights:
        by_pair[number].append(figure)
    for number, figure in list(lefts):
        unsaid = [one for one in by_pair[number] if one.value == figure.value and not (one.unit and figure.unit)]
        if unsaid:
            by_pair[number].remove(unsaid[0])
            lefts.remove((number, figure))
    for number, figure in lefts:
        choices = [one for one in by_pair[number] if _comparable(figure, one)]
        if choices:
            other = min(
                choices, key=lambda one: (one.unit != figure.unit, one.spelt != figure.spelt, abs(_share(one) - _share(figure)))
            )
            if not _small(figure) or not _small(other) or abs(_share(other) - _share(figure)) < 0.35:
                by_pair[number].remove(other)
                result.differing.append((figure, other))
                continue
        result.missing.append(figure)
    result.missing.extend(figure for ones in by_pair.values() for figure in ones)
    everywhere = {
        pair.left.language: Counter(figure.base for figure in pair.left.figures),
        pair.right.language: Counter(figure.base for figure in pair.right.figures),
    }
    result.missing = [figure for figure in result.missing if _is_missed(pair, figure, everywhere)]
    return result


def _best(figure: Figure, among: list[Figure]) -> Figure | None:
    same = [one for one in among if _same(figure, one)]
    if not same:
        return None
    return min(
        same,
        key=lambda one: (
            LEADS.get(one.qualifier, "") != LEADS.get(figure.qualifier, ""),
            abs(_share(one) - _share(figure)),
        ),
    )


def _same(one: Figure, two: Figure) -> bool:
    if one.unit == two.unit == "%" and one.spelt != two.spelt or one.unit == two.unit == "%" and one.spelt:
        return abs(one.value - two.value) <= 1
    return one.base == two.base or (
        one.unit
        and two.unit
        and one.base[1] == two.base[1] == "day"
        and {int(one.base[0]), int(two.base[0])} in ({14, 15}, {7, 8})
    )


def _share(figure: Figure) -> float:
    return figure.start / max(len(figure.block.text), 1)


def _cancel(mine: list[tuple[int, Figure]], others: list[Figure]) -> None:
    """Take away the figures that stand in another paragraph of the other language."""
    left = Counter(figure.base for figure in others)
    for entry in list(mine):
        base = entry[1].base
        if left[base] > 0:
            left[base] -= 1
            mine.remove(entry)


def _small(figure: Figure) -> bool:
    return figure.spelt and figure.value <= 12 and not figure.unit


def _comparable(one: Figure, two: Figure) -> bool:
    if one.base[1] != two.base[1]:
        money = {"EUR", "USD", "GBP"}
        return (
            bool(one.unit and two.unit and (one.unit in money) == (two.unit in money) and not {one.unit, two.unit} <= money)
            or not one.unit
            and not two.unit
        )
    return True


def _is_missed(pair: Pair, figure: Figure, everywhere: dict[str, Counter]) -> bool:
    reading = pair.of(figure.block)
    other = pair.beside(reading)
    if (
        figure.spelt
        and (figure.value <= 12 or figure.unit == "%")
        or everywhere[other.language][figure.base]
        or figure.value <= 1
    ):
        return False
    if everywhere[reading.language][figure.base] > 1 and not figure.unit and figure.value < 10:
        return False
    beside = pair.partner.get((reading.language, figure.block.index))
    words = {token.text for token in other.tokens[beside.index]} if beside else set()
    if words & set(_IN_OTHER_WORDS.get(int(figure.value) if figure.value < 10**6 else 0, "").split()):
        return False
    return not any(
        when.year == figure.value or when.clock.startswith(f"{int(figure.value):02}")
        for when in (other.dates_in(beside) if beside else ())
        if figure.value < 3000
    )


def _whole(figure: Figure) -> str:
    return figure.block.text[figure.qualifier_start : figure.noun_end]


def _wrong_first(pair: Pair, left: Figure, right: Figure, known: Knowledge) -> tuple[Figure, Figure]:
    """The figure that is more likely wrong comes first: the one that neither its own text nor the portal says elsewhere."""

    def weight(figure: Figure) -> int:
        reading = pair.of(figure.block)
        elsewhere = sum(one.base == figure.base for one in reading.figures) - 1
        claimed = any(figure.value == claim.value * (10**6 if claim.unit == "MEUR" else 1) for claim in known.figures)
        return elsewhere + claimed

    return (left, right) if weight(left) < weight(right) else (right, left)
