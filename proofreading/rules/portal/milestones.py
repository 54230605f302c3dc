"""The timeline: when something happened, and who did it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...findings import WARNING
from ...knowledge import TERM, Knowledge, KnownMilestone
from ...reading import Reading, Sentence
from ...rule import PORTAL, Found, rule
from ...sentences import Localized, say
from ...text import fold, stems
from ...tokens import tokens
from .shared import CALL, content, spoken_of

AWARD = "award"


@rule("milestone", WARNING, PORTAL, subject="date", yields_to=("date-impossible", "weekday-wrong", "date-line"))
def milestone(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A dated step told with another date, or as announced by somebody else than the timeline says.

    The step is known by what happened and to whom; its date must stand in the same clause as the verb.
    """
    steps = [(one, *_signature(one, reading, known)) for one in known.milestones]
    steps += [(one, AWARD, set(), frozenset()) for one in known.milestones if _is_award(one, reading)]
    for block in reading.blocks:
        dates = reading.dates_in(block)
        if not dates and not any(actor in block.folded for actor in reading.words.actors):
            continue
        for sentence in reading.sentences[block.index]:
            events = _events(reading, sentence)
            if not events:
                continue
            named = {one.body.key for one in reading.mentions[block.index] if sentence.start <= one.start < sentence.end}
            named |= spoken_of(reading, sentence) if not named else set()
            nouns = content(sentence.text, reading.language)
            matching = []
            ours = {known.ours.key} if known.ours else set()
            leading = {known.lead.key} if known.lead else set()
            for step, event, bodies, subject in steps:
                places = [place for kind, place in events if kind == event]
                if not places or step.planned and step.date[:4] >= "2030":
                    continue
                if event == AWARD:
                    if any(kind == "announce" for kind, _place in events):
                        continue
                    if ours & named and CALL.search(sentence.folded):
                        matching.append((step, event, places))
                    continue
                if (
                    bodies
                    and not bodies <= named
                    or not bodies
                    and not (_is_award(step, reading) and any(kind == AWARD for kind, _place in events))
                    and len(subject & nouns) < max(2, 0.7 * len(subject))
                    and not (len(subject) == 1 and subject <= nouns)
                    or not bodies
                    and not subject
                ):
                    continue
                if (
                    len(subject) == 1
                    and not bodies
                    and not ours & named
                    and not _told_there(reading, step, sentence)
                    and not _actors(reading, sentence.folded) & _actors(reading, fold(step.titles.get(reading.language, "")))
                ):
                    continue
                if bodies and len(named - bodies - ours - leading) > 1 and event != "announce":
                    continue
                matching.append((step, event, places))
            told = {event for step, event, _places in matching if _told_there(reading, step, sentence)}
            for step, event, places in matching:
                if event not in told or _told_there(reading, step, sentence):
                    yield from _against(reading, step, sentence, places, known)


def _is_award(step: KnownMilestone, reading: Reading) -> bool:
    """Whether a step tells who was chosen: “lauréat en 2024” is said of it as well as “announced”."""

    return any(reading.words.events.get(token.text) == AWARD for token in tokens(fold(step.titles.get(reading.language, ""))))


def _told_there(reading: Reading, step: KnownMilestone, sentence: Sentence) -> bool:
    """Whether a sentence gives the date of a step, wherever in it."""
    return any(when.year and when.covers(step.date) for when in reading.dates_in(sentence.block, sentence.start, sentence.end))


def _signature(step: KnownMilestone, reading: Reading, known: Knowledge) -> tuple[str, set[str], frozenset[str]]:
    """What happened, to which bodies, and the words of its subject where no body is named."""
    title = step.titles.get(reading.language) or next(iter(step.titles.values()), "")
    folded = fold(title)

    found = tokens(folded)
    event = next((reading.words.events[token.text] for token in found if token.text in reading.words.events), "")
    mentions = known.names.find(title, folded, found)
    if event in ("launch", "present", "open") and mentions:
        verb = next((token.start for token in found if token.text in reading.words.events), 0)
        objects = [one for one in mentions if one.start > verb] or mentions
        bodies = {one.body.key for one in objects if one.body.kind != TERM}
    else:
        bodies = {one.body.key for one in mentions if one.body.kind != TERM}
    if event == "announce":
        bodies = set()
    actors = {word for actor in reading.words.actors for word in actor.split()}
    verbs = {word for word, kind in reading.words.events.items() if kind != AWARD}
    subject = frozenset(
        stem
        for token in found
        if token.text not in actors
        and token.text not in verbs
        and token.text not in reading.words.stops | reading.words.numerals
        for stem in stems(title[token.start : token.end], reading.language)
    )
    return event, bodies, subject


def _events(reading: Reading, sentence: Sentence) -> list[tuple[str, int]]:
    return [
        (reading.words.events[token.text], token.start)
        for token in reading.tokens[sentence.block.index]
        if sentence.start <= token.start < sentence.end
        and token.text in reading.words.events
        and token.text not in ("commence", "held", "named", "presente", "presents", "ouvre")
    ]


def _clause(block, start: int, end: int, place: int) -> tuple[int, int]:
    """The stretch of a sentence between commas and semicolons around a place."""
    cuts = [start, *(start + match.end() for match in re.finditer(r"[;:]|,(?=\s)", block.text[start:end])), end]
    for a, b in zip(cuts, cuts[1:], strict=False):
        if a <= place < b:
            return a, b
    return start, end


def _against(
    reading: Reading, step: KnownMilestone, sentence: Sentence, places: list[int], known: Knowledge
) -> Iterator[Found]:
    block = sentence.block
    for place in places:
        a, b = _clause(block, sentence.start, sentence.end, place)
        said = [when for when in reading.dates_in(block, a, b) if when.year and not when.clock]
        whole = [when for when in reading.dates_in(block, sentence.start, sentence.end) if when.year]
        if not said and len(whole) == 1 and whole[0].start < place and whole[0].start - sentence.start < 30:
            said = whole
        if len(said) == 1 and not any(
            when.covers(step.date) or (step.date_end and when.covers(step.date_end)) for when in said
        ):
            when = said[0]
            if when.year and reading.day and when.year > reading.day.year + 1:
                continue
            message = say("other-date")
            title = Localized(step.titles)
            yield Found(
                block,
                when.start,
                when.end,
                message.having(date=step.date, title=title),
                record=step.record,
                evidence=f"{block.text[when.start : when.end]} {step.date}",
            )
            return
    mine = _actors(reading, fold(step.titles.get(reading.language, "")))
    if mine:
        for place in places:
            found = _actor_near(reading, sentence, place)
            if found and found[0] not in mine and not any(kind in mine for kind in _actors(reading, sentence.folded)):
                message = say("other-actor")
                yield Found(block, found[1], found[2], message.having(title=Localized(step.titles)), record=step.record)
                return


def _actors(reading: Reading, folded: str) -> set[str]:
    return {kind for actor, kind in reading.words.actors.items() if re.search(rf"(?<!\w){re.escape(actor)}", folded)}


def _actor_near(reading: Reading, sentence: Sentence, place: int) -> tuple[str, int, int] | None:
    for actor in sorted(reading.words.actors, key=len, reverse=True):
        match = re.search(rf"(?<!\w){re.escape(actor)}(?!\w|-\d)", sentence.folded)
        if match and _did_it(sentence, match, place - sentence.start):
            return reading.words.actors[actor], sentence.start + match.start(), sentence.start + match.end()
    return None


def _did_it(sentence: Sentence, actor: re.Match[str], verb: int) -> bool:
    """Whether somebody named in a sentence is its verb’s subject, or its agent behind “by”."""
    folded = sentence.folded
    if actor.start() > verb:
        between = folded[verb : actor.start()]
        return len(between) < 60 and bool(re.search(r"\b(?:par|by)\s+(?:l'|le |la |les |the )?$", between))
    between = folded[actor.end() : verb]
    return len(between) < 90 and not re.search(r"\b(?:par|by|de|du|of)\s+(?:l'|le |la |les |the )?$", folded[: actor.start()])
