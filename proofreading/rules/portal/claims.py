"""Key figures, and counts of what the portal holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ...figures import LEADS, Figure
from ...findings import WARNING
from ...knowledge import CLUSTER, TERM, Knowledge, KnownFigure
from ...reading import ABOUT, Reading, Sentence
from ...rule import PORTAL, Found, rule
from ...sentences import Amount, Localized, say
from ...text import stems
from ...words import of
from .shared import CALL, content, spoken_of

# A few, this many times fewer than a key figure, are some of them.
FEW, FAR = 13, 3
_UNITS = {"MEUR": ("EUR", Decimal(10**6)), "m2": ("m2", Decimal(1)), "": ("", Decimal(1))}
_OTHERS = frozenset(
    "autres autre other another dont parmi among including premiers first chaque each deux two certains some".split()
)


@rule("key-figure", WARNING, PORTAL, subject="figure", yields_to=("figure-contradicts",))
def key_figure(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A figure that disagrees with the key figure in force at the release’s date.

    It is held against it only inside its own sentence, by the words of its label, and only where no other body is named there.
    """
    claims = known.in_force(reading.day)
    prepared = [
        (
            one,
            _label(one, reading),
            content(one.periods.get(reading.language, ""), reading.language),
        )
        for one in claims
    ]
    for block in reading.blocks:
        for figure in reading.figures_in(block):
            sentence = reading.sentence_at(block, figure.start)
            claim = _claim_for(reading, known, figure, sentence, prepared)
            if claim is None or _agrees(figure, claim):
                continue
            shown = block.text[figure.qualifier_start : figure.end]
            message = say("portal-says")
            yield Found(
                block,
                figure.qualifier_start,
                figure.end,
                message.having(claim=_amount(claim), date=claim.as_of, shown=shown),
                record=claim.record,
                evidence=f"{shown} {claim.value}",
            )


def _claim_for(reading: Reading, known: Knowledge, figure: Figure, sentence: Sentence, prepared) -> KnownFigure | None:
    mentions = [
        one
        for one in reading.mentions[figure.block.index]
        if sentence.start <= one.start < sentence.end and one.body.kind != TERM
    ]
    named = {one.body for one in mentions}
    close = {
        token.text
        for token in reading.tokens[figure.block.index]
        if figure.start - 25 <= token.start < figure.start or figure.end <= token.start < figure.end + 12
    }
    if close & _OTHERS - {"deux", "two"} or not figure.noun and not figure.unit:
        return None
    said = content(sentence.text, reading.language)
    noun = content(" ".join(figure.noun), reading.language)
    scopes = {"cluster": {known.ours, known.lead}, "lead": {known.lead}, "national": {known.ours}}
    lead_words = content(known.lead.official(reading.language), reading.language) if known.lead else frozenset()
    best = []
    named_or_spoken = {one.key for one in named} or spoken_of(reading, sentence)
    for claim, label, period in prepared:
        unit, factor = _UNITS.get(claim.unit, (claim.unit, Decimal(1)))
        strangers = named - scopes.get(claim.scope, set())
        if claim.scope == "national" and _is_the_sum(reading, figure, sentence):
            strangers = {one for one in strangers if one.kind != CLUSTER}
        if unit != figure.unit or not label or strangers or unit and not _of_its_size(figure, claim):
            continue
        if claim.scope == "lead" and known.lead not in named and not _about(reading, figure, known):
            continue
        if claim.scope == "cluster" and known.lead in named and known.ours not in named and not unit:
            continue
        if not unit:
            if (figure.spelt or figure.value < FEW) and figure.value * FAR < claim.value:
                continue
            head = _head(claim.labels.get(reading.language, ""), reading.language)
            if head not in noun or not _enough(label - lead_words, said, claim, reading, named, known):
                continue
            weight = len(label & said)
        else:
            weight = len(label & said) + len(period & said) / 2
            if (
                not label & said
                or len(label & said) + len(period & said) < 2
                and not _is_close(reading, figure, claim, label, named_or_spoken, known)
            ):
                continue
        rest = [one for one in reading.figures_in(figure.block) if sentence.start <= one.start < sentence.end]
        if _agrees(figure, claim):
            return None
        if not any(_agrees(one, claim) for one in rest):
            best.append((weight, claim))
    if not best or any(_agrees(figure, claim) and claim.unit for claim, _label, _period in prepared):
        return None
    best.sort(key=lambda one: -one[0])
    if len(best) > 1 and best[0][0] == best[1][0]:
        return None
    return best[0][1]


def _is_close(
    reading: Reading, figure: Figure, claim: KnownFigure, label: frozenset[str], named: set, known: Knowledge
) -> bool:
    """Whether an amount of the cluster’s own size stands right beside a word of the claim, in a sentence on the cluster."""
    _unit, factor = _UNITS.get(claim.unit, (claim.unit, Decimal(1)))
    if (
        claim.scope != "cluster"
        or known.ours is None
        or known.ours.key not in named
        or not claim.value / FAR <= figure.value / factor <= claim.value * FAR
    ):
        return False
    around = figure.block.text[max(0, figure.qualifier_start - 40) : figure.end + 40]
    return bool(label & content(around, reading.language))


def _of_its_size(figure: Figure, claim: KnownFigure) -> bool:
    """Whether an amount may be meant for that of a claim: near it, or a power of ten away from it."""
    _unit, factor = _UNITS.get(claim.unit, (claim.unit, Decimal(1)))
    if not claim.value:
        return False
    ratio = figure.value / (claim.value * factor)
    return Decimal(1) / FAR <= ratio <= FAR or ratio in {Decimal(10) ** power for power in (-3, -2, -1, 1, 2, 3)}


def _is_the_sum(reading: Reading, figure: Figure, sentence: Sentence) -> bool:
    """Whether an amount is the largest of its sentence, and so may be that of all the clusters named there."""
    amounts = [one.value for one in reading.figures_in(figure.block) if sentence.start <= one.start < sentence.end and one.unit]
    return bool(figure.unit) and figure.value >= sum(amounts) / 2


def _label(claim: KnownFigure, reading: Reading) -> frozenset[str]:
    """The words of a claim’s label; where one says “grant”, every other word for it too."""
    label = content(claim.labels.get(reading.language, ""), reading.language)
    grants = content(" ".join(reading.words.grants), reading.language)
    return label | grants if claim.unit and label & grants else label


def _head(label: str, language: str) -> str:

    return next((stem for stem in stems(label, language) if stem not in of(language).stops), "")


def _enough(
    label: frozenset[str], said: frozenset[str], claim: KnownFigure, reading: Reading, named: set, known: Knowledge
) -> bool:
    """All the words of a label; of a label of one word, the cluster named as well."""
    if len(label) > 3:
        return len(label & said) >= 3
    if len(label) > 1:
        return label <= said
    return known.ours in named and not {stem for stem in said if stem in ("national", "regional")}


def _about(reading: Reading, figure: Figure, known: Knowledge) -> bool:
    section = reading.section_of(figure.block)
    heading = section.heading
    return (
        section.kind == ABOUT and heading is not None and any(one.body is known.lead for one in reading.mentions[heading.index])
    )


def _agrees(figure: Figure, claim: KnownFigure) -> bool:
    _unit, factor = _UNITS.get(claim.unit, (claim.unit, Decimal(1)))
    if figure.value != claim.value * factor:
        return False
    mine, theirs = LEADS.get(figure.qualifier, ""), LEADS.get(claim.qualifier, "")
    return not mine or not theirs or mine == theirs


_QUALIFIERS = {"more_than": "more-than", "nearly": "nearly", "about": "about"}


def _amount(claim: KnownFigure) -> Amount:
    return Amount(claim.value, _QUALIFIERS.get(claim.qualifier, ""), claim.unit, Localized(claim.labels))


@rule("one-of-so-many", WARNING, PORTAL, subject="figure")
def one_of_so_many(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """“One of the seven clusters”, “one of the 12 programmes”, where the portal knows another number of them."""
    clusters = sum(body.kind == CLUSTER for body in known.bodies)
    counts = {"cluster": clusters, "winner": clusters, "programme": len(known.programmes)}
    for block in reading.blocks:
        for figure in reading.figures_in(block):
            before = block.folded[max(0, figure.start - 16) : figure.start]
            if figure.unit or figure.value == 1 or not _ONE_OF.search(before):
                continue
            counted = next((reading.words.counted[word] for word in figure.noun if word in reading.words.counted), frozenset())
            count = next((counts[kind] for kind in sorted(counted) if kind in counts), 0)
            if not count or figure.value == count:
                continue
            sentence = reading.sentence_at(block, figure.start)
            if not CALL.search(sentence.folded) and known.ours not in {one.body for one in reading.mentions[block.index]}:
                continue
            message = say("count", count=count)
            record = known.ours.record if known.ours else None
            yield Found(block, figure.start, figure.noun_end, message, record=record, evidence=f"{figure.value} {count}")


_ONE_OF = re.compile(r"\b(?:l'un|un|une|l'une) (?:des|de ces) $|\bone of (?:the )?$")
