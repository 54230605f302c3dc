"""The timeline: when something happened, and who did it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...dates import When
from ...findings import WARNING
from ...knowledge import TERM, Knowledge, KnownMilestone
from ...reading import Reading, Sentence
from ...rule import PORTAL, Found, rule
from ...sentences import Localized, say
from ...text import fold, stems
from ...tokens import Token, tokens
from ..spans import Span, beginning_in
from .shared import CALL, content, dated, mentions_in, spoken_of

AWARD, ANNOUNCEMENT = "award", "announce"
# Of these events the body before the verb is who does it, the one behind it what it happens to.
_DONE_BY_SOMEBODY = ("launch", "present", "open")
# Words of an event that are said of anything.
_SAID_OF_ANYTHING = frozenset({"commence", "held", "named", "presente", "presents", "ouvre"})
# A plan for a year so far away is an aim (“France 2030”), and no step that a text could misdate.
YEAR_OF_AIMS = "2030"
# A step without bodies is known by this share of the words of its subject, and by so many at least.
SHARE_OF_A_SUBJECT, WORDS_OF_A_SUBJECT = 0.7, 2
# A sentence that names more bodies beside those of a step, but for the cluster and its lead institution, is on
# something else.
MOST_OTHER_BODIES = 1
# The date of a sentence stands at most so many characters behind its beginning: “In May 2024, …”.
FARTHEST_FROM_BEGINNING = 30
# A date so many years after the release is one to come, of something else.
YEARS_AHEAD = 1
# Who does something stands so many characters at most before its verb; who it is done by, behind it.
FARTHEST_SUBJECT, FARTHEST_AGENT = 90, 60
_CUTS = re.compile(r"[;:]|,(?=\s)")
_BY = re.compile(r"\b(?:par|by)\s+(?:l'|le |la |les |the )?$")
_BY_OR_OF = re.compile(r"\b(?:par|by|de|du|of)\s+(?:l'|le |la |les |the )?$")


@rule("milestone", WARNING, PORTAL, subject="date", yields_to=("date-impossible", "weekday-wrong", "date-line"))
def milestone(text: Reading, known: Knowledge) -> Iterator[Found]:
    """A step is known by what happened and to whom; its date stands in the clause of the verb."""
    steps = [step for one in known.milestones for step in _steps_of(one, text, known) if not _is_aim(one)]
    for told in (_Told(text, sentence) for sentences in text.sentences for sentence in sentences):
        for step in _meant(told, steps) if told.events else ():
            yield from _other_dates(told, step) or _other_actors(told, step)


def _meant(told: _Told, steps: list[_Step]) -> list[_Step]:
    """The steps that a sentence may tell of; of one kind only those that it dates right, if it does."""
    meant = [step for step in steps if _may_be_meant(told, step)]
    right = {step.event for step in meant if told.dates_step(step)}
    return [step for step in meant if step.event not in right or told.dates_step(step)]


def _is_aim(step: KnownMilestone) -> bool:
    return step.planned and step.date >= YEAR_OF_AIMS


# A step of the timeline, and a sentence that may tell of it.


@dataclass(frozen=True)
class _Step:
    """A step as a sentence may tell of it: what happened, to which bodies, and the words of its subject."""

    known: KnownMilestone
    event: str
    bodies: frozenset[str]
    subject: frozenset[str]
    actors: frozenset[str]
    is_award: bool


def _steps_of(step: KnownMilestone, text: Reading, known: Knowledge) -> Iterator[_Step]:
    """A step by its own event; who was chosen is said to be a winner as well: “lauréat en 2024”."""
    own = step.titles.get(text.language, "")
    title = own or next(iter(step.titles.values()), "")
    words = tokens(fold(title))
    events = [text.words.events[word.text] for word in words if word.text in text.words.events]
    is_award = bool(own) and AWARD in events
    for event in dict.fromkeys([*events[:1], *([AWARD] if is_award else [])]):
        bodies = _bodies_of(event, words, title, text, known)
        yield _Step(step, event, bodies, _subject_of(words, title, text), _actors(text, fold(own)), is_award)


def _bodies_of(event: str, words: list[Token], title: str, text: Reading, known: Knowledge) -> frozenset[str]:
    """To which bodies something happens; an announcement is known by its subject, whoever makes it."""
    if event == ANNOUNCEMENT:
        return frozenset()
    mentions = known.names.find(title, fold(title), words)
    if event in _DONE_BY_SOMEBODY:
        verb = next(word.start for word in words if word.text in text.words.events)
        mentions = [mention for mention in mentions if mention.start > verb] or mentions
    return frozenset(mention.body.key for mention in mentions if mention.body.kind != TERM)


def _subject_of(words: list[Token], title: str, text: Reading) -> frozenset[str]:
    """The stems of a title without who acts, its verb and its small words; who is chosen is a part of the subject."""
    actors = {word for actor in text.words.actors for word in actor.split()}
    verbs = {word for word, event in text.words.events.items() if event != AWARD}
    others = actors | verbs | text.words.stops | text.words.numerals
    said = (title[word.start : word.end] for word in words if word.text not in others)
    return frozenset(stem for word in said for stem in stems(word, text.language))


def _actors(text: Reading, folded: str) -> frozenset[str]:
    """The kinds of those named in folded words who may have done something: the State, the jury."""
    return frozenset(kind for actor, kind in text.words.actors.items() if re.search(rf"(?<!\w){re.escape(actor)}", folded))


@dataclass(frozen=True)
class _Told:
    """A sentence, with all that tells of which step it speaks."""

    text: Reading
    sentence: Sentence

    @cached_property
    def events(self) -> list[tuple[str, int]]:
        """What happens, and where its word stands."""
        events = self.text.words.events
        words = beginning_in(self.text.tokens[self.sentence.block.index], self.sentence.start, self.sentence.end)
        telling = (word for word in words if word.text in events and word.text not in _SAID_OF_ANYTHING)
        return [(events[word.text], word.start) for word in telling]

    def places_of(self, event: str) -> list[int]:
        return [place for kind, place in self.events if kind == event]

    @cached_property
    def named(self) -> set[str]:
        named = {mention.body.key for mention in mentions_in(self.text, self.sentence)}
        return named or spoken_of(self.text, self.sentence)

    @cached_property
    def words(self) -> frozenset[str]:
        return content(self.sentence.text, self.text.language)

    @cached_property
    def dates(self) -> list[When]:
        """The dates of the sentence with a year."""
        sentence = self.sentence
        return [when for when in self.text.dates_in(sentence.block, sentence.start, sentence.end) if when.year]

    @cached_property
    def actors(self) -> frozenset[str]:
        return _actors(self.text, self.sentence.folded)

    @cached_property
    def names_ours(self) -> bool:
        ours = self.text.known.ours
        return ours is not None and ours.key in self.named

    def dates_step(self, step: _Step) -> bool:
        """Whether the sentence gives the date of a step, wherever in it."""
        return any(when.covers(step.known.date) for when in self.dates)


def _may_be_meant(told: _Told, step: _Step) -> bool:
    if not told.places_of(step.event):
        return False
    if step.event == AWARD:
        return told.names_ours and not told.places_of(ANNOUNCEMENT) and bool(CALL.search(told.sentence.folded))
    if step.bodies:
        return step.bodies <= told.named and _names_few_others(told, step)
    return _tells_the_subject(told, step)


def _names_few_others(told: _Told, step: _Step) -> bool:
    known = told.text.known
    usual = {body.key for body in (known.ours, known.lead) if body is not None}
    return len(told.named - step.bodies - usual) <= MOST_OTHER_BODIES


def _tells_the_subject(told: _Told, step: _Step) -> bool:
    """Whether enough of a subject is said; one of a single word needs the cluster, the date or the actor as well."""
    is_chosen = step.is_award and bool(told.places_of(AWARD))
    if len(step.subject) != 1:
        least = max(WORDS_OF_A_SUBJECT, SHARE_OF_A_SUBJECT * len(step.subject))
        return bool(step.subject) and (is_chosen or len(step.subject & told.words) >= least)
    is_sure = told.names_ours or told.dates_step(step) or not told.actors.isdisjoint(step.actors)
    return is_sure and (is_chosen or step.subject <= told.words)


# What a sentence says otherwise of a step.


def _other_dates(told: _Told, step: _Step) -> list[Found]:
    """The dates told of a step that are not its own, each once."""
    block = told.sentence.block
    dates = filter(None, (_date_at(told, place) for place in told.places_of(step.event)))
    return [
        Found(
            block,
            when.start,
            when.end,
            say("other-date", date=dated(step.known.date), title=Localized(step.known.titles)),
            record=step.known.record,
            evidence=f"{block.text[when.start : when.end]} {step.known.date}",
        )
        for when in {when.start: when for when in dates}.values()
        if not _is_of(step.known, when) and not _is_to_come(told.text, when)
    ]


def _date_at(told: _Told, place: int) -> When | None:
    """The one date of the clause around a verb; of a clause without one the only date of the sentence, at its head."""
    start, end = _clause(told.sentence, place)
    dates = [when for when in told.dates if start <= when.start and when.end <= end and not when.clock]
    if not dates and len(told.dates) == 1:
        when = told.dates[0]
        is_at_head = when.start < place and when.start - told.sentence.start < FARTHEST_FROM_BEGINNING
        return when if is_at_head else None
    return dates[0] if len(dates) == 1 else None


def _clause(sentence: Sentence, place: int) -> Span:
    """The stretch of a sentence between commas and semicolons around a place."""
    ends = [sentence.start + match.end() for match in _CUTS.finditer(sentence.text)]
    start = max((end for end in ends if end <= place), default=sentence.start)
    return start, min((end for end in ends if end > place), default=sentence.end)


def _is_of(step: KnownMilestone, when: When) -> bool:
    return when.covers(step.date) or bool(step.date_end) and when.covers(step.date_end)


def _is_to_come(text: Reading, when: When) -> bool:
    return text.day is not None and when.year is not None and when.year > text.day.year + YEARS_AHEAD


def _other_actors(told: _Told, step: _Step) -> list[Found]:
    """Somebody said to have done it, where the timeline names another and the sentence does not."""
    if not step.actors or not told.actors.isdisjoint(step.actors):
        return []
    block = told.sentence.block
    spans = filter(None, (_actor_of(told, place) for place in told.places_of(step.event)))
    message = say("other-actor", title=Localized(step.known.titles))
    return [Found(block, start, end, message, record=step.known.record) for start, end in dict.fromkeys(spans)]


def _actor_of(told: _Told, place: int) -> Span | None:
    """Who is said to have done what the verb at a place tells."""
    sentence = told.sentence
    for actor in sorted(told.text.words.actors, key=len, reverse=True):
        match = re.search(rf"(?<!\w){re.escape(actor)}(?!\w|-\d)", sentence.folded)
        if match and _did_it(sentence.folded, match, place - sentence.start):
            return sentence.start + match.start(), sentence.start + match.end()
    return None


def _did_it(folded: str, actor: re.Match[str], verb: int) -> bool:
    """Whether somebody named in a sentence is its verb’s subject, or its agent behind “by”."""
    if actor.start() > verb:
        between = folded[verb : actor.start()]
        return len(between) < FARTHEST_AGENT and bool(_BY.search(between))
    return verb - actor.end() < FARTHEST_SUBJECT and not _BY_OR_OF.search(folded[: actor.start()])
