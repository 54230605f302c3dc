"""Key figures, and counts of what the portal holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ...figures import LEADS, Figure
from ...findings import WARNING
from ...knowledge import CLUSTER, TERM, Knowledge, KnownFigure, KnownOrganisation
from ...reading import ABOUT, Reading, Sentence
from ...rule import PORTAL, Found, rule
from ...sentences import Amount, Localized, say
from ...text import stems
from ...words import of
from ..spans import beginning_in
from .shared import CALL, content, dated, mentions_in, spoken_of, unit_of, value_of

# Fewer than a few, or a number in words, that are this many times fewer than a key figure are some of what it counts.
FEW, FAR = 13, 3
# An amount may be meant for another that is as many powers of ten away: a unit or a nought is wrong.
POWERS_OF_TEN = frozenset(Decimal(10) ** power for power in (-3, -2, -1, 1, 2, 3))
# So many characters before a figure, and behind it, tell whether it is of some of them only.
BEFORE, BEHIND = 25, 12
# So many characters on either side of an amount are right beside it.
BESIDE = 40
# A label of more words is told by so many of them; a shorter one by all.
WORDS_OF_A_LABEL = 3
# An amount is told by so many words of its label and its period.
WORDS_OF_AN_AMOUNT = 2
# A word of a period says half as much as one of the label.
WEIGHT_OF_A_PERIOD = 0.5
# “L’une de ces ” is the longest of what stands before such a number.
LONGEST_ONE_OF = 16
_WORDS_OF_A_PART = frozenset(
    "autres autre other another dont parmi among including premiers first chaque each certains some".split()
)
# Not of the cluster alone.
_WIDER = frozenset({"national", "regional"})
_QUALIFIERS = {"more_than": "more-than", "nearly": "nearly", "about": "about"}
_ONE_OF = re.compile(r"\b(?:l'un|un|une|l'une) (?:des|de ces) $|\bone of (?:the )?$")


@rule("key-figure", WARNING, PORTAL, subject="figure", yields_to=("figure-contradicts",))
def key_figure(text: Reading, known: Knowledge) -> Iterator[Found]:
    claims = [_Claim.of(claim, text) for claim in known.in_force(text.day)]
    for figure in text.figures:
        claim = _disputed(_FigureSaid(text, figure), claims)
        if claim is None:
            continue
        shown = figure.block.text[figure.qualifier_start : figure.end]
        message = say("portal-says", claim=_amount(claim), date=dated(claim.as_of), shown=shown)
        yield Found(
            figure.block,
            figure.qualifier_start,
            figure.end,
            message,
            record=claim.record,
            evidence=f"{shown} {claim.value}",
        )


def _amount(claim: KnownFigure) -> Amount:
    return Amount(claim.value, _QUALIFIERS.get(claim.qualifier, ""), claim.unit, Localized(claim.labels))


@dataclass(frozen=True)
class _Claim:
    """A key figure with the words that tell of it in the language of a text."""

    known: KnownFigure
    label: frozenset[str]
    period: frozenset[str]
    head: str

    @classmethod
    def of(cls, claim: KnownFigure, text: Reading) -> _Claim:
        """Where a label says “grant”, every other word for it counts as well."""
        written = claim.labels.get(text.language, "")
        label = content(written, text.language)
        grants = content(" ".join(text.words.grants), text.language)
        stops = of(text.language).stops
        head = next((stem for stem in stems(written, text.language) if stem not in stops), "")
        period = content(claim.periods.get(text.language, ""), text.language)
        return cls(claim, label | grants if claim.unit and label & grants else label, period, head)


@dataclass(frozen=True)
class _FigureSaid:
    """A figure of a text in its sentence."""

    text: Reading
    figure: Figure

    @cached_property
    def sentence(self) -> Sentence:
        return self.text.sentence_at(self.figure.block, self.figure.start)

    @cached_property
    def named(self) -> set[KnownOrganisation]:
        return {mention.body for mention in mentions_in(self.text, self.sentence) if mention.body.kind != TERM}

    @cached_property
    def words(self) -> frozenset[str]:
        return content(self.sentence.text, self.text.language)

    @cached_property
    def noun(self) -> frozenset[str]:
        return content(" ".join(self.figure.noun), self.text.language)

    @cached_property
    def figures(self) -> list[Figure]:
        """All figures of the sentence."""
        return beginning_in(self.text.figures_in(self.figure.block), self.sentence.start, self.sentence.end)


def _disputed(said: _FigureSaid, claims: list[_Claim]) -> KnownFigure | None:
    """The key figure that a text means and does not agree with."""
    if not (said.figure.noun or said.figure.unit) or _is_of_a_part(said):
        return None
    meant = [claim for claim in claims if _may_be_meant(said, claim)]
    held_against = [*meant, *(claim for claim in claims if claim.known.unit)]
    if any(_agrees(said.figure, claim.known) for claim in held_against):
        return None
    return _likeliest(said, [claim for claim in meant if not _is_said_beside(said, claim)])


def _is_said_beside(said: _FigureSaid, claim: _Claim) -> bool:
    """Whether another figure of the sentence is that of a claim."""
    return any(_agrees(figure, claim.known) for figure in said.figures)


def _likeliest(said: _FigureSaid, claims: list[_Claim]) -> KnownFigure | None:
    """The claim most of which a sentence says; none where it says as much of two."""
    weights = [_weight(said, claim) for claim in claims]
    most = max(weights, default=0)
    return claims[weights.index(most)].known if weights.count(most) == 1 else None


def _is_of_a_part(said: _FigureSaid) -> bool:
    figure = said.figure
    near = range(figure.start - BEFORE, figure.start), range(figure.end, figure.end + BEHIND)
    tokens = said.text.tokens[figure.block.index]
    return any(token.text in _WORDS_OF_A_PART and any(token.start in around for around in near) for token in tokens)


def _agrees(figure: Figure, claim: KnownFigure) -> bool:
    if figure.value != value_of(claim):
        return False
    mine, theirs = LEADS.get(figure.qualifier, ""), LEADS.get(claim.qualifier, "")
    return not mine or not theirs or mine == theirs


def _weight(said: _FigureSaid, claim: _Claim) -> float:
    """How much of a claim its sentence says."""
    weight = len(claim.label & said.words)
    return weight + len(claim.period & said.words) * WEIGHT_OF_A_PERIOD if claim.known.unit else weight


def _may_be_meant(said: _FigureSaid, claim: _Claim) -> bool:
    """Whether a figure may be meant for that of a claim: of its unit, with nobody else named, told by its words."""
    if unit_of(claim.known) != said.figure.unit or not claim.label or not _is_of_its_bodies(said, claim.known):
        return False
    if not said.figure.unit:
        return _counts_the_same(said, claim)
    return _is_of_its_size(said.figure, claim.known) and _is_the_same_amount(said, claim)


def _is_of_its_bodies(said: _FigureSaid, claim: KnownFigure) -> bool:
    """Whether a sentence names nobody but those whom a claim is about, and those where it must."""
    ours, lead = said.text.known.ours, said.text.known.lead
    about = {"cluster": (ours, lead), "lead": (lead,), "national": (ours,)}.get(claim.scope, ())
    is_of_all = claim.scope == "national" and _is_the_sum(said)
    if any(body not in about and not (is_of_all and body.kind == CLUSTER) for body in said.named):
        return False
    if claim.scope == "lead":
        return lead in said.named or _is_about_the_lead(said)
    return claim.scope != "cluster" or bool(claim.unit) or lead not in said.named or ours in said.named


def _is_the_sum(said: _FigureSaid) -> bool:
    """Whether an amount is the largest of its sentence, and so may be that of all the clusters named there."""
    amounts = sum(figure.value for figure in said.figures if figure.unit)
    return bool(said.figure.unit) and said.figure.value >= amounts / 2


def _is_about_the_lead(said: _FigureSaid) -> bool:
    """Whether a figure stands in the “About” text of the lead institution."""
    section = said.text.section_of(said.figure.block)
    mentions = said.text.mentions[section.heading.index] if section.kind == ABOUT and section.heading else []
    return any(mention.body is said.text.known.lead for mention in mentions)


def _counts_the_same(said: _FigureSaid, claim: _Claim) -> bool:
    """Whether a number counts what a claim counts: by the first word of the label, and enough of the others."""
    figure = said.figure
    if (figure.spelt or figure.value < FEW) and figure.value * FAR < claim.known.value:
        return False
    return claim.head in said.noun and _says_enough(said, claim)


def _says_enough(said: _FigureSaid, claim: _Claim) -> bool:
    """All words of a label but for the lead institution’s name; of a label of one word, the cluster named as well."""
    known = said.text.known
    label = claim.label - content(known.lead.official(said.text.language) if known.lead else "", said.text.language)
    if len(label) > 1:
        return len(label & said.words) >= min(len(label), WORDS_OF_A_LABEL)
    return known.ours in said.named and said.words.isdisjoint(_WIDER)


def _is_of_its_size(figure: Figure, claim: KnownFigure) -> bool:
    """Whether an amount may be meant for that of a claim: near it, or a power of ten away from it."""
    if not claim.value:
        return False
    ratio = figure.value / value_of(claim)
    return _is_near(ratio) or ratio in POWERS_OF_TEN


def _is_near(ratio: Decimal) -> bool:
    return Decimal(1) / FAR <= ratio <= FAR


def _is_the_same_amount(said: _FigureSaid, claim: _Claim) -> bool:
    shared = claim.label & said.words
    told = len(shared) + len(claim.period & said.words)
    return bool(shared) and (told >= WORDS_OF_AN_AMOUNT or _stands_beside_its_word(said, claim))


def _stands_beside_its_word(said: _FigureSaid, claim: _Claim) -> bool:
    """Whether an amount of the claim’s size stands right beside a word of it, in a sentence on the cluster."""
    ours, figure = said.text.known.ours, said.figure
    if claim.known.scope != "cluster" or ours is None or not _is_near(figure.value / value_of(claim.known)):
        return False
    around = figure.block.text[max(0, figure.qualifier_start - BESIDE) : figure.end + BESIDE]
    bodies = {body.key for body in said.named} or spoken_of(said.text, said.sentence)
    return ours.key in bodies and not claim.label.isdisjoint(content(around, said.text.language))


@rule("one-of-so-many", WARNING, PORTAL, subject="figure")
def one_of_so_many(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Only of what communiqués count, where the sentence speaks of the call or the paragraph names the cluster."""
    record = known.ours.record if known.ours else None
    for figure in text.figures:
        count = _known_count(text, known, figure) if _is_one_of(figure) else 0
        if count and figure.value != count and _is_about_ours(text, known, figure):
            evidence = f"{figure.value} {count}"
            message = say("count", count=count)
            yield Found(figure.block, figure.start, figure.noun_end, message, record=record, evidence=evidence)


def _is_one_of(figure: Figure) -> bool:
    before = figure.block.folded[max(0, figure.start - LONGEST_ONE_OF) : figure.start]
    return not figure.unit and figure.value != 1 and bool(_ONE_OF.search(before))


def _known_count(text: Reading, known: Knowledge, figure: Figure) -> int:
    """How many the portal knows of what a figure counts; nought where it does not know."""
    clusters = sum(body.kind == CLUSTER for body in known.bodies)
    counts = {"cluster": clusters, "winner": clusters, "programme": len(known.programmes)}
    kinds = next((text.words.counted[word] for word in figure.noun if word in text.words.counted), frozenset())
    return next((counts[kind] for kind in sorted(kinds) if kind in counts), 0)


def _is_about_ours(text: Reading, known: Knowledge, figure: Figure) -> bool:
    if CALL.search(text.sentence_at(figure.block, figure.start).folded):
        return True
    return any(mention.body is known.ours for mention in text.mentions[figure.block.index])
