"""What a text claims, held against what the portal knows at its date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from search.text import stems

from ..figures import Figure
from ..findings import ERROR, NOTE, WARNING
from ..folding import fold
from ..knowledge import CLUSTER, TERM, Knowledge, KnownFigure, KnownMilestone
from ..reading import ABOUT, Reading, Sentence
from ..registry import PORTAL, Found, rule

# The share of words in common from which one wording is an older state of the other.
SAME_WORDING = 0.8
# A few, this many times fewer than a key figure, are some of them.
FEW, FAR = 13, 3
_UNITS = {"MEUR": ("EUR", Decimal(10**6)), "m2": ("m2", Decimal(1)), "": ("", Decimal(1))}
_OTHERS = frozenset(
    "autres autre other another dont parmi among including premiers first chaque each deux two certains some".split()
)


def _content(text: str, language: str) -> frozenset[str]:
    from ..words import of

    stops = of(language).stops
    return frozenset(stem for stem in stems(text, language) if stem not in stops and len(stem) > 1)


@rule("key-figure", WARNING, PORTAL)
def key_figure(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A figure that disagrees with the key figure in force at the release’s date.

    It is held against it only inside its own sentence, by the words of its label, and only where no other body is named there.
    """
    claims = known.in_force(reading.day)
    prepared = [
        (
            one,
            _label(one, reading),
            _content(one.periods.get(reading.language, ""), reading.language),
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
            message = _("The portal says %(claim)s (%(date)s) where this text says “%(shown)s”.")
            yield Found(
                block,
                figure.qualifier_start,
                figure.end,
                message % {"claim": _claim_words(claim), "date": claim.as_of, "shown": shown},
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
    said = _content(sentence.text, reading.language)
    noun = _content(" ".join(figure.noun), reading.language)
    scopes = {"cluster": {known.ours, known.lead}, "lead": {known.lead}, "national": {known.ours}}
    best = []
    named_or_spoken = {one.key for one in named} or _spoken_of(reading, sentence)
    for claim, label, period in prepared:
        unit, factor = _UNITS.get(claim.unit, (claim.unit, Decimal(1)))
        if figure.unit and not _of_its_size(figure, claim):
            continue
        strangers = named - scopes.get(claim.scope, set()) - {known.by_key.get("anr")}
        if claim.scope == "national" and _is_the_sum(reading, figure, sentence):
            strangers = {one for one in strangers if one.kind != CLUSTER}
        if unit != figure.unit or not label or strangers:
            continue
        if claim.scope == "lead" and known.lead not in named and not _about(reading, figure, known):
            continue
        if claim.scope == "cluster" and known.lead in named and known.ours not in named and not unit:
            continue
        if not unit:
            if (figure.spelt or figure.value < FEW) and figure.value * FAR < claim.value:
                continue
            head = _head(claim.labels.get(reading.language, ""), reading.language)
            if head not in noun or not _enough(label - {"sorbon", "univers"}, said, claim, reading, named, known):
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
    return bool(label & _content(around, reading.language))


def _of_its_size(figure: Figure, claim: KnownFigure) -> bool:
    """Whether an amount may be meant for that of a claim: near it, or a power of ten away from it."""
    _unit, factor = _UNITS.get(claim.unit, (claim.unit, Decimal(1)))
    ratio = figure.value / (claim.value * factor)
    return Decimal(1) / FAR <= ratio <= FAR or ratio in {Decimal(10) ** power for power in (-3, -2, -1, 1, 2, 3)}


def _is_the_sum(reading: Reading, figure: Figure, sentence: Sentence) -> bool:
    """Whether an amount is the largest of its sentence, and so may be that of all the clusters named there."""
    amounts = [one.value for one in reading.figures_in(figure.block) if sentence.start <= one.start < sentence.end and one.unit]
    return bool(figure.unit) and figure.value >= sum(amounts) / 2


def _label(claim: KnownFigure, reading: Reading) -> frozenset[str]:
    """The words of a claim’s label; where one says “grant”, every other word for it too."""
    label = _content(claim.labels.get(reading.language, ""), reading.language)
    grants = _content(" ".join(reading.words.grants), reading.language)
    return label | grants if claim.unit and label & grants else label


def _head(label: str, language: str) -> str:
    from ..words import of

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
    groups = {
        "more_than": "over",
        "at_least": "over",
        "nearly": "near",
        "about": "near",
        "up_to": "under",
        "less_than": "under",
    }
    mine, theirs = groups.get(figure.qualifier, ""), groups.get(claim.qualifier, "")
    return not mine or not theirs or mine == theirs


def _in_words(texts: dict[str, str]) -> str:
    """A text of the portal in the language of the sentences, or in the first that has it."""
    return texts.get(get_language() or "") or next(iter(texts.values()), "")


def _claim_words(claim: KnownFigure) -> str:
    qualifiers = {"more_than": _("more than"), "nearly": _("nearly"), "about": _("about")}
    units = {"MEUR": _("million euros"), "m2": _("m²")}
    value = f"{claim.value.normalize():f}"
    return " ".join(
        filter(None, (qualifiers.get(claim.qualifier, ""), value, units.get(claim.unit, ""), _in_words(claim.labels)))
    )


@rule("one-of-so-many", WARNING, PORTAL)
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
            if not _CALL.search(sentence.folded) and known.ours not in {one.body for one in reading.mentions[block.index]}:
                continue
            message = _("The portal knows %(count)s of them.") % {"count": count}
            record = known.ours.record if known.ours else None
            yield Found(block, figure.start, figure.noun_end, message, record=record, evidence=f"{figure.value} {count}")


_ONE_OF = re.compile(r"\b(?:l'un|un|une|l'une) (?:des|de ces) $|\bone of (?:the )?$")


@rule("milestone", WARNING, PORTAL)
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
            named |= _spoken_of(reading, sentence) if not named else set()
            nouns = _content(sentence.text, reading.language)
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
                    if ours & named and _CALL.search(sentence.folded):
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


AWARD = "award"
_CALL = re.compile(r"\b(?:ia|ai)-clusters?\b|\bfrance 2030\b|\bcall\b|\bappel\b|\bami\b")


def _is_award(step: KnownMilestone, reading: Reading) -> bool:
    """Whether a step tells who was chosen: “lauréat en 2024” is said of it as well as “announced”."""
    from ..tokens import tokens

    return any(reading.words.events.get(token.text) == AWARD for token in tokens(fold(step.titles.get(reading.language, ""))))


def _spoken_of(reading: Reading, sentence: Sentence) -> set[str]:
    """The bodies that a sentence without a name goes on about: those of the sentence before, or of the “About” heading."""
    for before in reversed(reading.sentences[sentence.block.index]):
        mine = [one for one in reading.mentions[sentence.block.index] if before.start <= one.start < before.end]
        if before.start < sentence.start and mine:
            return {one.body.key for one in mine if one.body.kind != TERM}
    section = reading.section_of(sentence.block)
    if section.kind != ABOUT or section.heading is None:
        return set()
    return {one.body.key for one in reading.mentions[section.heading.index] if one.body.kind != TERM}


def _told_there(reading: Reading, step: KnownMilestone, sentence: Sentence) -> bool:
    """Whether a sentence gives the date of a step, wherever in it."""
    return any(when.year and when.covers(step.date) for when in reading.dates_in(sentence.block, sentence.start, sentence.end))


def _signature(step: KnownMilestone, reading: Reading, known: Knowledge) -> tuple[str, set[str], frozenset[str]]:
    """What happened, to which bodies, and the words of its subject where no body is named."""
    title = step.titles.get(reading.language) or next(iter(step.titles.values()), "")
    folded = fold(title)
    from ..tokens import tokens

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
            message = _("The timeline gives %(date)s for this: “%(title)s”.")
            title = _in_words(step.titles)
            yield Found(
                block,
                when.start,
                when.end,
                message % {"date": step.date, "title": title},
                record=step.record,
                evidence=f"{block.text[when.start : when.end]} {step.date}",
            )
            return
    mine = _actors(reading, fold(step.titles.get(reading.language, "")))
    if mine:
        for place in places:
            found = _actor_near(reading, sentence, place)
            if found and found[0] not in mine and not any(kind in mine for kind in _actors(reading, sentence.folded)):
                message = _("The timeline says otherwise of who did this: “%(title)s”.")
                yield Found(block, found[1], found[2], message % {"title": _in_words(step.titles)}, record=step.record)
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


@rule("role-at-its-date", WARNING, PORTAL)
def role_at_its_date(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """Somebody with a role that the portal does not know them in, or not on the day of the release."""
    day = reading.day or known.today
    for person in reading.people:
        if person.human is None or not person.role_class or not person.human.posts:
            continue
        posts = person.human.posts
        classes = {reading.role_class(post.titles.get(reading.language, "")): post for post in posts}
        every = {head for post in posts for head in _classes(reading, post.titles.get(reading.language, ""))}
        current = [
            post
            for post in posts
            if day is None or (post.start is None or post.start <= day) and (post.end is None or post.end >= day)
        ]
        if person.role_class not in every:
            title = next(
                (post.titles.get(reading.language) for post in current or posts if post.titles.get(reading.language)), ""
            )
            if not title or not any(classes):
                continue
            message = _("The portal knows %(name)s as “%(title)s”.") % {"name": person.human.name, "title": title}
            yield Found(person.block, *person.role_span, message, record=person.human.record, evidence=person.role)
        elif not any(person.role_class in _classes(reading, post.titles.get(reading.language, "")) for post in current):
            message = _("%(name)s does not bear this role on the day of the release.") % {"name": person.human.name}
            yield Found(person.block, *person.role_span, message, record=person.human.record, evidence=person.role)


def _classes(reading: Reading, title: str) -> set[str]:
    folded, found = fold(title), set()
    for piece in re.split(r",|\bet\b|\band\b", folded):
        if head := reading._role_in(piece):
            found.add(head[0])
    return found


@rule("lead-institution", ERROR, PORTAL)
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
                yield Found(block, start, end, _("%(name)s leads the cluster.") % {"name": name}, name, known.lead.record)


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


@rule("programme", WARNING, PORTAL)
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
                        _("%(name)s leads this programme.") % {"name": name},
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
                        message = _("The principal investigators of this programme are %(names)s.") % {
                            "names": ", ".join(one.investigators)
                        }
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
    said, right = _content(match[1], reading.language), _content(title, reading.language)
    if said and right and said != right and len(said & right) < len(right):
        message = _("The title of this programme is “%(title)s”.") % {"title": title}
        yield Found(block, match.start(1), match.end(1), message, title, one.record)


@rule("boilerplate-moved-on", WARNING, PORTAL)
def boilerplate_moved_on(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """An “About …” text in another wording than the portal’s. Where nearly all is the same it is an older one, which may no
    longer hold; a text of somebody’s own is only noted.
    """
    by_title = {_plain_title(standing.titles.get(reading.language, "")): standing for standing in known.boilerplates}
    for section in reading.sections:
        if section.kind != ABOUT or section.heading is None or section.heading.part.role == "boilerplate":
            continue
        standing = by_title.get(_plain_title(section.heading.text))
        blocks = [block for block in section.blocks if block is not section.heading]
        if standing is None or not blocks:
            continue
        from ..tokens import tokens

        right = [token.text for token in tokens(fold(standing.texts.get(reading.language, "")))]
        said = [token.text for block in blocks[:6] for token in reading.tokens[block.index]]
        if not right or said[: len(right)] == right or set(right) and " ".join(right) in " ".join(said):
            continue
        place, is_older = _first_difference(reading, blocks, right)
        place = place or (section.heading, 0, len(section.heading.text))
        day = f" ({standing.as_of.isoformat()})" if standing.as_of else ""
        message = _("The portal has another wording of this text now%(day)s.") % {"day": day}
        severity = WARNING if is_older else NOTE
        yield Found(*place, message, record=standing.record, evidence=" ".join(said), severity=severity)


def _first_difference(reading: Reading, blocks: list, right: list[str]):
    """Where a text leaves the wording of another for the first time, and whether it is otherwise the same."""
    from difflib import SequenceMatcher

    found = [(block, token) for block in blocks[:6] for token in reading.tokens[block.index]][:400]
    matcher = SequenceMatcher(None, [token.text for _block, token in found], right[:400], autojunk=False)
    ratio = matcher.ratio()
    if ratio < 0.3:
        return None, False
    for kind, first, last, _a, _b in matcher.get_opcodes():
        if kind != "equal":
            block, token = found[min(first, len(found) - 1)]
            end = max((one.end for other, one in found[first:last] if other is block), default=token.end)
            return (block, token.start, end), ratio >= SAME_WORDING
    return None, False


def _plain_title(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))
