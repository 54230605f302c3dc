"""Figures of one text held against one another."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from ..figures import MONEY, Figure
from ..findings import WARNING
from ..knowledge import TERM, Knowledge
from ..nearness import distance
from ..reading import ABOUT, Reading, Sentence
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say

# What is counted must be told by two words: “équipes” alone may be any, “équipes partenaires” are the same twice.
WORDS_OF_A_NOUN = 2
# Of one digit, any other is a digit away.
FEWEST_DIGITS = 2
# One and two are said of anything.
SMALLEST = 3
# A figure for some of them only has one of these in its sentence, or as many words before it: “ten other members”.
WORDS_BEFORE = 3
WORDS_OF_A_PART = frozenset(
    "autres autre premiers premieres other another first further additional dont parmi among including remaining"
    " restants nouveaux nouvelles new"
    " supplementaires chaque each par per every".split()
)
# Or it is taken of them: “four of the programmes”.
_OF_THEM = re.compile(r" (?:des|d'entre|of the|of these|of them|de ces) ")


@rule("figure-contradicts", WARNING, ONE_TEXT, subject="figure")
def figure_contradicts(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Two values only: of three, none says which one is wrong. The rarer is told, or of two as frequent the later."""
    yield from _against_the_title(text)
    yield from _amounts_of_one_thing(text)
    yield from _digits_in_another_order(text)
    for by_value in _figures_of_one_noun(text):
        figures = [figure for same in by_value.values() for figure in same]
        if len(by_value) != 2 or any(text.section_of(figure.block).kind == ABOUT for figure in figures):
            continue
        kept, rare = sorted(by_value.values(), key=lambda same: (-len(same), same[0].block.index, same[0].start))
        other = (kept[0].block, kept[0].start, kept[0].noun_end)
        for figure in rare:
            message = say("elsewhere", other=kept[0].block.text[kept[0].start : kept[0].noun_end])
            yield Found(figure.block, figure.start, figure.noun_end, message, other=other)


def _amounts_of_one_thing(text: Reading) -> Iterator[Found]:
    """Two amounts of money in two sentences whose figures are the same in another order: 140 and 104 euros."""
    title = text.blocks[0] if text.blocks else None
    amounts = [one for one in text.figures if one.unit in MONEY and one.block is not title and not one.spelt]
    first: dict[tuple[str, str], Figure] = {}
    for figure in amounts:
        digits = _written(figure)
        key = "".join(sorted(digits)), f"{figure.unit} {figure.scale}"
        other = first.setdefault(key, figure)
        is_slip = len(digits) >= FEWEST_DIGITS and distance(digits, _written(other), 1) == 1
        if is_slip and text.sentence_at(figure.block, figure.start) != text.sentence_at(other.block, other.start):
            message = say("elsewhere", other=other.block.text[other.start : other.end])
            yield Found(figure.block, figure.start, figure.end, message, other=(other.block, other.start, other.end))


def _digits_in_another_order(text: Reading) -> Iterator[Found]:
    """“250 élèves” and “520 élèves”: of one thing, the same digits in another order; the rarer or later is told."""
    by_key: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in text.figures:
        digits = _written(figure)
        if (
            figure.noun
            and not (figure.unit or figure.spelt or figure.qualifier)
            and len(digits) > FEWEST_DIGITS
            and len(set(digits)) > 1
        ):
            by_key["".join(sorted(digits)), figure.noun[0]].append(figure)
    for figures in by_key.values():
        values = Counter(figure.value for figure in figures)
        usual = next(figure for figure in figures if figure.value == values.most_common(1)[0][0])
        for figure in figures if len(values) == 2 else ():
            if figure.value != usual.value and not _is_told_by_noun(text, figure, usual):
                message = say("elsewhere", other=usual.block.text[usual.start : usual.noun_end])
                yield Found(
                    figure.block, figure.start, figure.noun_end, message, other=(usual.block, usual.start, usual.noun_end)
                )


def _is_told_by_noun(text: Reading, figure: Figure, other: Figure) -> bool:
    """Whether two figures are held against one another by the two words of what they count, outside the boilerplates."""
    noun, about = figure.noun[:WORDS_OF_A_NOUN], {text.section_of(one.block).kind for one in (figure, other)}
    return len(noun) == WORDS_OF_A_NOUN and noun == other.noun[:WORDS_OF_A_NOUN] and ABOUT not in about


def _against_the_title(text: Reading) -> Iterator[Found]:
    """A figure of the title that the text has nowhere, where it has one of the same thing with a digit changed."""
    title = next((block for block in text.blocks if block.part.role in ("text", "title")), None)
    if title is None:
        return
    body = [figure for figure in text.figures if figure.block is not title and text.section_of(figure.block).kind != ABOUT]
    for figure in text.figures_in(title):
        if figure.base in {other.base for other in body} or figure.spelt:
            continue
        near = [other for other in body if _is_slip_of(figure, other)] or _only_one_of_the_thing(figure, body)
        if len({other.base for other in near}) == 1:
            other = (near[0].block, near[0].start, near[0].noun_end)
            message = say("in-the-text", other=near[0].block.text[near[0].start : near[0].noun_end])
            yield Found(title, figure.start, figure.noun_end, message, other=other)


def _only_one_of_the_thing(figure: Figure, body: list[Figure]) -> list[Figure]:
    """The body’s figures of what one of the title counts; or its only amount, where the title tells one."""
    if figure.unit in MONEY:
        amounts = [other for other in body if other.unit in MONEY]
        return amounts if len({other.base for other in amounts}) == 1 and amounts[0].unit == figure.unit else []
    if figure.unit or not figure.noun or figure.value < SMALLEST:
        return []
    alike = [other for other in body if not other.unit and other.noun[:1] == figure.noun[:1] and other.value >= SMALLEST]
    return alike if not any(_OF_THEM.match(other.block.folded, other.end) for other in alike) else []


def _is_slip_of(figure: Figure, other: Figure) -> bool:
    """Whether two figures count one thing, or are amounts of one currency, and differ by one digit."""
    if figure.unit != other.unit or figure.scale != other.scale or other.spelt or _OF_THEM.match(other.block.folded, other.end):
        return False
    if figure.unit not in MONEY and (not figure.noun or figure.noun[:1] != other.noun[:1]):
        return False
    one, two = map(_written, (figure, other))
    return len(one) >= FEWEST_DIGITS and abs(len(one) - len(two)) <= 1 and distance(one, two, 1) == 1


def _written(figure: Figure) -> str:
    """The digits of a figure, without what multiplies it."""
    return f"{(figure.value / figure.scale).normalize():f}"


def _figures_of_one_noun(text: Reading) -> list[dict[Decimal, list[Figure]]]:
    """The figures of the same words, by their value."""
    by_noun: dict[tuple[str, ...], dict[Decimal, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in text.figures:
        counts = not figure.unit and len(figure.noun) >= WORDS_OF_A_NOUN and figure.value >= SMALLEST
        if counts and not _is_of_a_part(text, figure):
            by_noun[figure.noun[:WORDS_OF_A_NOUN]][figure.value].append(figure)
    return list(by_noun.values())


def _is_of_a_part(text: Reading, figure: Figure) -> bool:
    """Whether a figure is one for some of them only, or for another body’s: “the four programmes of Inria”."""
    sentence = text.sentence_at(figure.block, figure.start)
    if _OF_THEM.match(figure.block.folded, figure.end) or _names_another_body(text, sentence):
        return True
    tokens = text.tokens[figure.block.index]
    words = [token.text for token in tokens if sentence.start <= token.start < sentence.end]
    before = [token.text for token in tokens if token.end <= figure.start][-WORDS_BEFORE:]
    return not WORDS_OF_A_PART.isdisjoint([*words, *before])


def _names_another_body(text: Reading, sentence: Sentence) -> bool:
    bodies = [
        mention.body
        for mention in text.mentions[sentence.block.index]
        if sentence.start <= mention.start < sentence.end and mention.body.kind != TERM
    ]
    return any(body not in (text.known.ours, text.known.lead) for body in bodies)
