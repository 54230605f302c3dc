"""Who leads the cluster and its programmes, and what the programmes are called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...findings import ERROR, WARNING
from ...knowledge import CLUSTER, TERM, Knowledge
from ...reading import ABOUT, Reading, Sentence
from ...rule import PORTAL, Found, rule
from ...sentences import say
from ...text import fold
from .shared import content


@rule("lead-institution", ERROR, PORTAL, subject="organisation")
def lead_institution(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """The cluster said to be led by another institution than the one that leads it."""
    if known.lead is None or known.ours is None or not reading.words.led_by:
        return
    led = re.compile(rf"\b(?:{'|'.join(map(re.escape, reading.words.led_by))})\s+(?:l'|la |le |les |the )?")
    programmes = {programme.acronym for programme in known.programmes}
    for block in reading.blocks:
        for sentence in reading.sentences[block.index]:
            if not _is_of_ours(reading, sentence, known):
                continue
            if any(re.search(rf"\b{re.escape(name)}\b", sentence.text) for name in programmes):
                continue
            for start, end, subject in _said_leaders(reading, sentence, led):
                if (
                    _OF_SOMETHING_ELSE.search(subject)
                    or not _is_ours(subject, known)
                    or _is_lead(reading, block, start, end, known)
                ):
                    continue
                name = known.lead.official(reading.language)
                yield Found(block, start, end, say("leads-cluster", name=name), name, known.lead.record)


_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:pac|cap|caps|programmes?|programs?|chaires?|chairs?|laboratoires?|laboratory|equipe|team|projets?|project|ecole|school"
    r"|etude|study|consortium|plateforme|platform)\b"
)
_WHO_LEADS = re.compile(
    r",? (?:est l'(?:etablissement|institution|universite) (?:porteur|porteuse|coordinateur)|est le chef de file"
    r"|qui (?:le|la|l')\s?(?:porte|pilote|dirige|coordonne)|which leads (?:it|the cluster))\b"
)
_BODY_LIKE = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?:[ \u00a0](?:(?:de|du|des|la|le|of|for|and|et|d’|l’) ?){0,2}[A-ZÀ-Þ][\w’'-]+){0,6}")


def _is_ours(subject: str, known: Knowledge) -> bool:
    """Whether what is led is the cluster: named right before, or the sentence opens with the words."""
    return not subject.strip(" ,") or "cluster" in subject or fold(known.ours.official("")).partition("@")[0] in subject


def _is_of_ours(reading: Reading, sentence: Sentence, known: Knowledge) -> bool:
    """Whether a sentence speaks of our cluster and of no other: it names it, or goes on about it."""
    mine = [one for one in reading.mentions[sentence.block.index] if sentence.start <= one.start < sentence.end]
    clusters = {one.body for one in mine if one.body.kind == CLUSTER}
    if clusters:
        return clusters == {known.ours}
    before = [
        one.body for one in reading.mentions[sentence.block.index] if one.start < sentence.start and one.body.kind == CLUSTER
    ]
    if before:
        return before[-1] is known.ours
    section = reading.section_of(sentence.block)
    heading = reading.mentions[section.heading.index] if section.kind == ABOUT and section.heading else []
    return any(one.body is known.ours for one in heading)


def _said_leaders(reading: Reading, sentence: Sentence, led: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    """Where a sentence says by whom something is led, with the words before: what is led."""
    block = sentence.block
    for match in led.finditer(block.folded, sentence.start, sentence.end):
        named = next((one for one in reading.mentions[block.index] if one.start == match.end()), None)
        like = _BODY_LIKE.match(block.text, match.end())
        if any(one.start <= match.end() < one.end for one in reading.people_in(block)):
            continue
        if named or like and (" " in like.group() or like.group().isupper()):
            end = named.end if named else like.end()
            yield match.end(), end, block.folded[max(sentence.start, match.start() - 60) : match.start()]
    for match in _WHO_LEADS.finditer(block.folded, sentence.start, sentence.end):
        before = list(_BODY_LIKE.finditer(block.text, max(sentence.start, match.start() - 80), match.start()))
        if before and before[-1].end() == match.start():
            yield *before[-1].span(), ""


def _is_lead(reading: Reading, block, start: int, end: int, known: Knowledge) -> bool:
    """Whether the lead institution, the cluster or a plain term is what stands there."""
    at = [one.body for one in reading.mentions[block.index] if one.start < end and start < one.end]
    return any(body is known.lead or body.kind in (TERM, CLUSTER) for body in at)


@rule("programme", WARNING, PORTAL, subject="research-programme")
def programme(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A programme with another title, lead institution or principal investigators than its record has."""
    by_acronym = {one.acronym: one for one in known.programmes}
    if not by_acronym:
        return
    pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, sorted(by_acronym, key=len, reverse=True)))})(?![\w-])")
    led = re.compile(rf"\b(?:{'|'.join(map(re.escape, reading.words.led_by)) or '-'})\s+(?:l'|la |le |les |the )?")
    cues = re.compile(rf"\b(?:{'|'.join(map(re.escape, reading.words.investigators)) or '-'})")
    for block in reading.blocks:
        for sentence in reading.sentences[block.index]:
            named = {match[1] for match in pattern.finditer(sentence.text)}
            if len(named) != 1:
                continue
            match = pattern.search(sentence.text)
            one, at = by_acronym[match[1]], sentence.start + match.end()
            yield from _title_said(reading, one, block, at)
            for lead in led.finditer(block.folded, sentence.start, sentence.end):
                mention = next(
                    (m for m in reading.mentions[block.index] if m.start == lead.end() and m.body.kind != TERM), None
                )
                if mention and mention.body.kind == CLUSTER:
                    continue
                if mention and one.lead and mention.body.key != one.lead and lead.start() > at - 200:
                    body = known.by_key.get(one.lead)
                    name = body.official(reading.language) if body else ""
                    yield Found(
                        block,
                        mention.start,
                        mention.end,
                        say("leads-programme", name=name),
                        name or None,
                        one.record,
                    )
            if one.investigators and (cue := cues.search(block.folded, sentence.start, sentence.end)):
                for person in reading.people_in(block):
                    if (
                        cue.end() <= person.start < sentence.end
                        and person.name not in one.investigators
                        and _family(person.name) not in map(_family, one.investigators)
                    ):
                        message = say("investigators", names=", ".join(one.investigators))
                        yield Found(block, person.start, person.end, message, record=one.record)


def _family(name: str) -> str:
    return fold(name).split()[-1] if name.split() else ""


def _title_said(reading: Reading, one, block, at: int) -> Iterator[Found]:
    """The title in brackets or quotation marks right behind the acronym."""
    match = re.compile(r"\s?(?:\(|«[ \u00a0\u202f]?|“|: «[ \u00a0]?)([^()«»“”]{12,200}?)[ \u00a0\u202f]?(?:\)|»|”)").match(
        block.text, at
    )
    title = one.titles.get(reading.language, "")
    if not match or not title:
        return
    said, right = content(match[1], reading.language), content(title, reading.language)
    if said and right and said != right and len(said & right) < len(right):
        message = say("title", title=title)
        yield Found(block, match.start(1), match.end(1), message, title, one.record)
