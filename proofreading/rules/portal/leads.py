"""Who leads the cluster and its programmes, and what the programmes are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...annotations import Mention
from ...findings import ERROR, WARNING
from ...knowledge import CLUSTER, TERM, Knowledge, KnownOrganisation, KnownProgramme
from ...reading import ABOUT, Reading, Sentence
from ...rule import PORTAL, Found, rule
from ...sentences import say
from ...source import Block
from ...text import fold
from ..spans import Span, beginning_in, holds, overlaps, spans_of
from .shared import content, mentions_in

# So many characters before words like “led by” say what is led; the name of who leads may be a little longer.
BEFORE, LONGEST_NAME = 60, 80
# Who leads a programme is named at most so many characters before its acronym.
FARTHEST_BEFORE = 200
# A shorter text in brackets behind an acronym is no title.
SHORTEST_TITLE = 12
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:pac|cap|caps|programmes?|programs?|chaires?|chairs?|laboratoires?|laboratory|equipe|team|projets?|project|ecole|school"
    r"|etude|study|consortium|plateforme|platform)\b"
)
_WHO_LEADS = re.compile(
    r",? (?:est l'(?:etablissement|institution|universite) (?:porteur|porteuse|coordinateur)|est le chef de file"
    r"|qui (?:le|la|l')\s?(?:porte|pilote|dirige|coordonne)|which leads (?:it|the cluster))\b"
)
# Up to seven words with capitals, with up to two small ones between two of them.
_BODY_LIKE = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?:[ \u00a0](?:(?:de|du|des|la|le|of|for|and|et|d’|l’) ?){0,2}[A-ZÀ-Þ][\w’'-]+){0,6}")
_TITLE = re.compile(
    r"\s?(?:\(|«[ \u00a0\u202f]?|“|: «[ \u00a0]?)"
    rf"([^()«»“”]{{{SHORTEST_TITLE},}}?)[ \u00a0\u202f]?(?:\)|»|”)"
)


@rule("lead-institution", ERROR, PORTAL, subject="organisation")
def lead_institution(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Only in sentences on the cluster that name no programme: this has a lead institution of its own."""
    if known.lead is None or known.ours is None:
        return
    programmes = re.compile(rf"\b(?:{_any_of(programme.acronym for programme in known.programmes)})\b")
    led, name = _led(text), known.lead.official(text.language)
    for sentence in (sentence for sentences in text.sentences for sentence in sentences):
        if programmes.search(sentence.text) or not _is_of_ours(text, sentence, known.ours):
            continue
        for start, end in (*_led_by(text, sentence, led, known.ours), *_said_to_lead(sentence)):
            if not _is_lead_or_term(text, sentence.block, start, end, known.lead):
                yield Found(sentence.block, start, end, say("leads-cluster", name=name), name, known.lead.record)


def _any_of(words: Iterable[str]) -> str:
    """A pattern of any of some words, the longest first; of nothing where there are none."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)"


def _led(text: Reading) -> re.Pattern[str]:
    """“Led by” in the language of a text, to the name of who leads."""
    return re.compile(rf"\b(?:{_any_of(text.words.led_by)})\s+(?:l'|la |le |les |the )?")


def _is_of_ours(text: Reading, sentence: Sentence, ours: KnownOrganisation) -> bool:
    """Whether a sentence speaks of our cluster and of no other: it names it, or goes on about it."""
    clusters = _clusters(mentions_in(text, sentence))
    if clusters:
        return all(cluster is ours for cluster in clusters)
    mentions = text.mentions[sentence.block.index]
    before = _clusters(mention for mention in mentions if mention.start < sentence.start)
    if before:
        return before[-1] is ours
    section = text.section_of(sentence.block)
    heading = text.mentions[section.heading.index] if section.kind == ABOUT and section.heading else []
    return any(mention.body is ours for mention in heading)


def _clusters(mentions: Iterable[Mention]) -> list[KnownOrganisation]:
    return [mention.body for mention in mentions if mention.body.kind == CLUSTER]


def _led_by(text: Reading, sentence: Sentence, led: re.Pattern[str], ours: KnownOrganisation) -> Iterator[Span]:
    """Who is named behind “led by”, where what is led is the cluster."""
    block = sentence.block
    people = spans_of(text.people_in(block))
    for match in led.finditer(block.folded, sentence.start, sentence.end):
        end = _end_of_name(text, block, match.end())
        subject = block.folded[max(sentence.start, match.start() - BEFORE) : match.start()]
        if end and not holds(people, match.end()) and _is_ours(subject, ours):
            yield match.end(), end


def _end_of_name(text: Reading, block: Block, start: int) -> int | None:
    """Where the name of a body ends that begins at a place: one of the records, or several words with capitals."""
    named = next((mention.end for mention in text.mentions[block.index] if mention.start == start), None)
    like = _BODY_LIKE.match(block.text, start)
    is_name = like is not None and (" " in like.group() or like.group().isupper())
    return like.end() if like is not None and is_name and named is None else named


def _is_ours(subject: str, ours: KnownOrganisation) -> bool:
    """Whether what is led is the cluster: named right before, or the sentence opens with the words."""
    if _OF_SOMETHING_ELSE.search(subject):
        return False
    return not subject.strip(" ,") or "cluster" in subject or fold(ours.official("")).partition("@")[0] in subject


def _said_to_lead(sentence: Sentence) -> Iterator[Span]:
    """Who is named before “is the lead institution” and the like."""
    block = sentence.block
    for match in _WHO_LEADS.finditer(block.folded, sentence.start, sentence.end):
        begin = max(sentence.start, match.start() - LONGEST_NAME)
        before = [name.span() for name in _BODY_LIKE.finditer(block.text, begin, match.start())]
        if before and before[-1][1] == match.start():
            yield before[-1]


def _is_lead_or_term(text: Reading, block: Block, start: int, end: int, lead: KnownOrganisation) -> bool:
    """Whether the lead institution, a cluster or a plain term is what stands there."""
    bodies = (mention.body for mention in text.mentions[block.index] if overlaps(spans_of([mention]), start, end))
    return any(body is lead or body.kind in (TERM, CLUSTER) for body in bodies)


@rule("programme", WARNING, PORTAL, subject="research-programme")
def programme(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Only in sentences that name one programme: of two, none says which one is meant."""
    by_acronym = {one.acronym: one for one in known.programmes}
    acronyms = re.compile(rf"(?<![\w-])({_any_of(by_acronym)})(?![\w-])")
    led = _led(text)
    cues = re.compile(rf"\b(?:{_any_of(text.words.investigators)})")
    for sentence in (sentence for sentences in text.sentences for sentence in sentences):
        found = list(acronyms.finditer(sentence.text))
        if len({match[1] for match in found}) == 1:
            one, behind = by_acronym[found[0][1]], sentence.start + found[0].end()
            yield from _other_title(text, one, sentence.block, behind)
            yield from _other_lead(text, known, one, sentence, led, behind - FARTHEST_BEFORE)
            yield from _other_investigators(text, one, sentence, cues)


def _other_title(text: Reading, programme: KnownProgramme, block: Block, behind: int) -> Iterator[Found]:
    """The title in brackets or quotation marks right behind the acronym, where it lacks a word of the right one."""
    match, title = _TITLE.match(block.text, behind), programme.titles.get(text.language, "")
    said = content(match[1], text.language) if match else frozenset()
    if match and said and not content(title, text.language) <= said:
        yield Found(block, match.start(1), match.end(1), say("title", title=title), title, programme.record)


def _other_lead(
    text: Reading, known: Knowledge, programme: KnownProgramme, sentence: Sentence, led: re.Pattern[str], begin: int
) -> Iterator[Found]:
    """A body of the records behind “led by” that is not the one that leads; of a cluster a programme is only a part."""
    lead = known.by_key.get(programme.lead)
    at = {mention.start: mention for mention in mentions_in(text, sentence) if mention.body.kind not in (TERM, CLUSTER)}
    for match in led.finditer(sentence.block.folded, sentence.start, sentence.end):
        mention = at.get(match.end())
        if lead is not None and mention is not None and mention.body is not lead and match.start() > begin:
            name = lead.official(text.language)
            yield Found(sentence.block, mention.start, mention.end, say("leads-programme", name=name), name, programme.record)


def _other_investigators(
    text: Reading, programme: KnownProgramme, sentence: Sentence, cues: re.Pattern[str]
) -> Iterator[Found]:
    """People behind “principal investigators” and the like with the surname of none."""
    cue = cues.search(sentence.block.folded, sentence.start, sentence.end) if programme.investigators else None
    surnames = {_surname(name) for name in programme.investigators}
    for person in beginning_in(text.people_in(sentence.block), cue.end(), sentence.end) if cue else ():
        if _surname(person.name) not in surnames:
            message = say("investigators", names=", ".join(programme.investigators))
            yield Found(sentence.block, person.start, person.end, message, record=programme.record)


def _surname(name: str) -> str:
    return fold(name).split()[-1] if name.split() else ""
