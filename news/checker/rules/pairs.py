"""Two languages of one communiqué: figures, dates, people, bodies, links, statements and contacts."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from statistics import median

from django.utils.translation import gettext as _

from ..addresses import REFERENCE
from ..alignment import Pair
from ..dates import When
from ..figures import Figure
from ..findings import ERROR, WARNING
from ..folding import fold
from ..knowledge import TERM, Knowledge
from ..nearness import is_near
from ..reading import ABOUT, CONTACT, Person, Reading
from ..registry import TWO_LANGUAGES, Found, rule
from ..source import ALT, HEADING, ITEM, Block
from ..spelling import knows
from ..tokens import tokens
from .contacts import functional, person_beside

_GROUPS = {"more_than": "over", "at_least": "over", "nearly": "near", "about": "near", "up_to": "under", "less_than": "under"}
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


@rule("figure-differs", ERROR, TWO_LANGUAGES)
def figure_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A figure or an amount that the other language gives differently, whatever the notation."""
    for left, right in _compared(pair).differing:
        wrong, other = _wrong_first(pair, left, right, known)
        message = _("The two languages differ: “%(one)s” here, “%(two)s” in the other.")
        yield Found(*_span(wrong), message % {"one": _shown(wrong), "two": _shown(other)}, other=_span(other))


@rule("figure-missing", WARNING, TWO_LANGUAGES)
def figure_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A figure that the other language does not give at all."""
    for figure in _compared(pair).missing:
        message = _("“%(shown)s” stands in one language only.") % {"shown": _shown(figure)}
        beside = pair.partner.get((figure.block.part.language, figure.block.index))
        yield Found(*_span(figure), message, other=(beside, 0, len(beside.text)) if beside else None)


@rule("qualifier-differs", WARNING, TWO_LANGUAGES)
def qualifier_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """“More than 60” and “nearly 60”, or plain 60, are three claims."""
    for left, right in _compared(pair).matched:
        one, two = _GROUPS.get(left.qualifier, ""), _GROUPS.get(right.qualifier, "")
        if one == two:
            continue
        message = _("The two languages qualify this figure differently: “%(one)s” here, “%(two)s” in the other.")
        severity = ERROR if one and two else WARNING
        yield Found(*_span(right), message % {"one": _shown(right), "two": _shown(left)}, other=_span(left), severity=severity)


@rule("figure-of-whom", WARNING, TWO_LANGUAGES)
def figure_of_whom(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """The same figure counts other things in the other language: 60 partners are not 60 industrial partners."""
    for left, right in _compared(pair).matched:
        one, two = _modifiers(pair.left, left), _modifiers(pair.right, right)
        if one == two:
            continue
        said = {kind: _says(pair.left, left, kind) for kind in two - one} | {
            kind: _says(pair.right, right, kind) for kind in one - two
        }
        lost = [kind for kind, there in said.items() if not there]
        if lost:
            message = _("The two languages do not count the same: “%(one)s” here, “%(two)s” in the other.")
            yield Found(
                right.block,
                right.qualifier_start,
                right.noun_end,
                message % {"one": _whole(right), "two": _whole(left)},
                other=(left.block, left.qualifier_start, left.noun_end),
            )
    yield from _swapped(pair, known)


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
                    and _alike(a, d, known)
                    and _alike(c, b, known)
                    and not _alike(a, b, known)
                    and not _alike(c, d, known)
                ):
                    message = _("Two figures seem to have changed places: “%(one)s” here, “%(two)s” in the other.")
                    yield Found(
                        b.block,
                        b.start,
                        b.noun_end,
                        message % {"one": _whole(b), "two": _whole(a)},
                        other=(a.block, a.start, a.noun_end),
                        severity=ERROR,
                    )


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


def _compared(pair: Pair) -> _Comparison:
    """The figures of aligned paragraphs, matched by value and unit; what is left on both sides differs, on one side is missing.

    Figures that only moved to another paragraph cancel out first.
    """
    done = pair.__dict__.get("_figures_compared")
    if done is not None:
        return done
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
    _cancel(lefts, [figure for _n, figure in rights] + alone_right)
    _cancel(rights, [figure for _n, figure in lefts] + alone_left, moved=True)
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
    pair.__dict__["_figures_compared"] = result
    return result


def _best(figure: Figure, among: list[Figure]) -> Figure | None:
    same = [one for one in among if _same(figure, one)]
    if not same:
        return None
    return min(
        same,
        key=lambda one: (
            _GROUPS.get(one.qualifier, "") != _GROUPS.get(figure.qualifier, ""),
            abs(_share(one) - _share(figure)),
        ),
    )


def _same(one: Figure, two: Figure) -> bool:
    return one.base == two.base or (
        one.unit
        and two.unit
        and one.base[1] == two.base[1] == "day"
        and {int(one.base[0]), int(two.base[0])} in ({14, 15}, {7, 8})
    )


def _share(figure: Figure) -> float:
    return figure.start / max(len(figure.block.text), 1)


def _cancel(mine: list[tuple[int, Figure]], others: list[Figure], moved: bool = False) -> None:
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
    if figure.spelt and figure.value <= 12 or everywhere[other.language][figure.base] or figure.value <= 1:
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


def _span(thing) -> tuple[Block, int, int]:
    if isinstance(thing, Figure):
        return thing.block, thing.qualifier_start, thing.end
    return thing.block, thing.start, thing.end


def _shown(thing) -> str:
    block, start, end = _span(thing)
    return block.text[start:end]


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


# Dates


@rule("date-differs", ERROR, TWO_LANGUAGES)
def date_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A date, a season or an hour that the other language gives differently."""
    for left, right in _dates_compared(pair)[0]:
        told = [any(when.covers(step.date) for step in known.milestones) for when in (left, right)]
        wrong, other = (left, right) if told == [False, True] else (right, left)
        message = _("The two languages differ: “%(one)s” here, “%(two)s” in the other.")
        yield Found(*_span(wrong), message % {"one": _shown(wrong), "two": _shown(other)}, other=_span(other))


@rule("date-missing", WARNING, TWO_LANGUAGES)
def date_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A date that the other language does not give at all."""
    for when in _dates_compared(pair)[1]:
        yield Found(*_span(when), _("“%(shown)s” stands in one language only.") % {"shown": _shown(when)})


def _dates_compared(pair: Pair) -> tuple[list[tuple[When, When]], list[When]]:
    done = pair.__dict__.get("_dates_done")
    if done is not None:
        return done
    differing, missing = [], []
    left_over: list[tuple[int, When]] = []
    right_over: dict[int, list[When]] = defaultdict(list)
    for number, (a, b) in enumerate(pair.aligned):
        one, two = pair.left.dates_in(a), list(pair.right.dates_in(b))
        for when in one:
            match = next((other for other in two if other.key == when.key), None) or next(
                (other for other in two if other.agrees(when)), None
            )
            if match is not None:
                two.remove(match)
            else:
                left_over.append((number, when))
        right_over[number] = two
    every_left, every_right = _keys(pair.left.dates), _keys(pair.right.dates)
    for number, when in left_over:
        choices = [
            one
            for one in right_over[number]
            if bool(one.clock) == bool(when.clock) and (one.key not in every_left or when.key not in every_right)
        ]
        if choices:
            other = min(
                choices,
                key=lambda one: (
                    bool(one.day) != bool(when.day),
                    abs(one.start / len(one.block.text) - when.start / len(when.block.text)),
                ),
            )
            right_over[number].remove(other)
            differing.append((when, other))
        elif not any(when.agrees(one) for one in pair.right.dates):
            missing.append(when)
    missing += [when for ones in right_over.values() for when in ones if not any(when.agrees(one) for one in pair.left.dates)]
    missing = [when for when in missing if not when.fault and not _as_figure(pair, when)]
    pair.__dict__["_dates_done"] = differing, missing
    return differing, missing


def _keys(dates: Iterable[When]) -> set[tuple]:
    return {when.key for when in dates}


def _as_figure(pair: Pair, when: When) -> bool:
    """A year of one language that the other reads as a figure, or the hour as one."""
    other = pair.beside(pair.of(when.block))
    beside = pair.partner.get((when.block.part.language, when.block.index))
    return beside is not None and any(
        figure.value == when.year or when.clock and figure.value == int(when.clock[:2]) for figure in other.figures_in(beside)
    )


# People and bodies


@rule("person-missing", WARNING, TWO_LANGUAGES)
def person_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Somebody named in one language only. Press contacts may differ by language."""
    for reading in (pair.left, pair.right):
        other = pair.beside(reading)
        words = {token.text for mine in other.tokens for token in mine}
        near = _spelt_otherwise(pair)
        done = set()
        for person in reading.people:
            if person.key in done or reading.section_of(person.block).kind in (CONTACT,) or person.block.part.role == "contact":
                continue
            done.add(person.key)
            if person.key[-1] in words or person.name in near or not _has_partner(pair, person.block):
                continue
            yield Found(
                person.block, person.start, person.end, _("%(name)s is named in one language only.") % {"name": person.name}
            )


def _has_partner(pair: Pair, block: Block) -> bool:
    return (block.part.language, block.index) in pair.partner


def _spelt_otherwise(pair: Pair) -> dict[str, tuple[Person, Person]]:
    """People of one language whose name the other spells a little otherwise."""
    done = pair.__dict__.get("_spelt")
    if done is not None:
        return done
    found: dict[str, tuple[Person, Person]] = {}
    texts = {reading.language: {person.key for person in reading.people} for reading in (pair.left, pair.right)}
    for reading in (pair.left, pair.right):
        other = pair.beside(reading)
        by_word: dict[tuple[int, str], dict[tuple[str, ...], Person]] = defaultdict(dict)
        for person in other.people:
            by_word[0, person.key[0]].setdefault(person.key, person)
            by_word[1, person.key[-1]].setdefault(person.key, person)
        for person in {one.key: one for one in reversed(reading.people)}.values():
            if person.key in texts[other.language]:
                continue
            for one in (*by_word[0, person.key[0]].values(), *by_word[1, person.key[-1]].values()):
                if len(one.key) == len(person.key):
                    differing = [(a, b) for a, b in zip(person.key, one.key, strict=True) if a != b]
                    if len(differing) == 1 and is_near(*differing[0], shortest=3):
                        found[person.name] = (person, one)
    pair.__dict__["_spelt"] = found
    return found


@rule("person-spelt-differently", ERROR, TWO_LANGUAGES)
def person_spelt_differently(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """One person, two spellings: a name is the same in every language, accents included."""
    counted = Counter(one.key for one in (*pair.left.people, *pair.right.people))
    for person, other in _spelt_otherwise(pair).values():
        weights = [(one.human is not None, counted[one.key], pair.of(one.block) is pair.left) for one in (person, other)]
        wrong, right = (person, other) if weights[0] < weights[1] else (other, person)
        message = _("“%(one)s” here, “%(two)s” in the other language.") % {"one": wrong.name, "two": right.name}
        yield Found(wrong.block, wrong.start, wrong.end, message, right.name, other=(right.block, right.start, right.end))
    names = {person.key: person for person in reversed(pair.left.people)}
    seen = set()
    for person in pair.right.people:
        other = names.get(person.key)
        if other is None or person.human is not None or person.key in seen or person.name.isupper() or other.name.isupper():
            continue
        seen.add(person.key)
        if _bare(person.name) != _bare(other.name):
            message = _("“%(one)s” here, “%(two)s” in the other language.") % {"one": person.name, "two": other.name}
            yield Found(
                person.block,
                person.start,
                person.end,
                message,
                other.name,
                other=(other.block, other.start, other.end),
                severity=WARNING,
            )


def _bare(name: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"[^\W_]+", name)]


# Roles that one language may well call by the other’s word.
_NEAR_ROLES = frozenset(
    frozenset(pair.split())
    for pair in (
        "head director",
        "head coordinator",
        "professor teacher",
        "professor lecturer",
        "chief-executive director",
        "officer head",
        "research-director director",
        "researcher lecturer",
        "research-director researcher",
        "founder chief-executive",
        "chief-executive president",
        "officer delegate",
        "head officer",
        "secretary chief-executive",
        "researcher professor",
        "delegate head",
    )
)


@rule("role-differs", WARNING, TWO_LANGUAGES)
def role_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Somebody with one role in one language and another in the other."""
    roles: dict[tuple[str, ...], set[str]] = defaultdict(set)
    lefts: dict[tuple[str, ...], Person] = {}
    for person in pair.left.people:
        if person.role_class:
            roles[person.key].add(person.role_class)
            lefts.setdefault(person.key, person)
    done = set()
    for person in pair.right.people:
        mine = roles.get(person.key)
        if not person.role_class or not mine or person.role_class in mine or person.key in done:
            continue
        done.add(person.key)
        if any(frozenset((person.role_class, one)) in _NEAR_ROLES for one in mine):
            continue
        other = lefts[person.key]
        if {person.role_class} & _all_roles(pair.left, other) or {other.role_class} & _all_roles(pair.right, person):
            continue
        message = _("%(name)s has another role in the other language: “%(role)s”.") % {"name": person.name, "role": other.role}
        yield Found(person.block, *person.role_span, message, other=(other.block, *other.role_span))


def _all_roles(reading: Reading, person: Person) -> set[str]:
    """Every role word in what is said of somebody: “co-founder and CEO”."""
    text = fold(person.role)
    return {kind for word, kind in reading.words.roles.items() if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)}


@rule("body-missing", WARNING, TWO_LANGUAGES)
def body_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """An organisation of the portal’s named in one language only, by its record and not by its spelling."""
    named = {
        reading.language: {one.body.key for mine in reading.mentions for one in mine} for reading in (pair.left, pair.right)
    }
    replaced = {key for one, two in _replaced(pair) for key in (one[1].body.key, two[1].body.key)}
    for reading in (pair.left, pair.right):
        other = pair.beside(reading)
        done = set()
        for block in reading.blocks:
            for mention in reading.mentions[block.index]:
                body = mention.body
                if (
                    body.kind == TERM
                    or body.ours
                    or body.key in named[other.language]
                    or body.key in done
                    or body.key in replaced
                ):
                    continue
                if reading.section_of(block).kind == CONTACT or not _has_partner(pair, block):
                    continue
                done.add(body.key)
                message = _("%(name)s is named in one language only.") % {"name": body.official(reading.language)}
                yield Found(block, mention.start, mention.end, message, record=body.record)


@rule("body-differs", ERROR, TWO_LANGUAGES)
def body_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """In the same place the two languages name two different organisations."""
    counted = Counter(one.body.key for reading in (pair.left, pair.right) for mine in reading.mentions for one in mine)
    for sides in _replaced(pair):
        (block, wrong), (other_block, other) = sorted(sides[::-1], key=lambda side: counted[side[1].body.key])
        message = _("%(one)s here, %(two)s in the other language.")
        words = {"one": wrong.body.official(block.part.language), "two": other.body.official(other_block.part.language)}
        yield Found(
            block,
            wrong.start,
            wrong.end,
            message % words,
            record=wrong.body.record,
            other=(other_block, other.start, other.end),
        )


def _replaced(pair: Pair) -> list:
    """Where each of two aligned paragraphs names one body, and once more often, that the other does not name there."""
    done = pair.__dict__.get("_bodies_replaced")
    if done is not None:
        return done
    found = []
    for a, b in pair.aligned:
        lefts = {one.body.key: one for one in pair.left.mentions[a.index] if one.body.kind != TERM}
        rights = {one.body.key: one for one in pair.right.mentions[b.index] if one.body.kind != TERM}
        only_left, only_right = (
            [lefts[key] for key in lefts if key not in rights],
            [rights[key] for key in rights if key not in lefts],
        )
        if len(only_left) == len(only_right) == 1 and not only_left[0].body.ours and not only_right[0].body.ours:
            one, two = only_left[0], only_right[0]
            if abs(one.start / len(a.text) - two.start / len(b.text)) < 0.4:
                found.append(((a, one), (b, two)))
    pair.__dict__["_bodies_replaced"] = found
    return found


# Links and contacts


@rule("link-missing", WARNING, TWO_LANGUAGES)
def link_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A site that only one language leads to. Addresses of one site in two languages count as equal."""
    sites = {reading.language: {_brand(url.site) for url in reading.urls} for reading in (pair.left, pair.right)}
    for reading in (pair.left, pair.right):
        other, done = pair.beside(reading), set()
        for url in reading.urls:
            brand = _brand(url.site)
            if (
                not brand
                or brand in done
                or brand in sites[other.language]
                or reading.section_of(url.block).kind == CONTACT
                and not url.href
            ):
                continue
            done.add(brand)
            if _has_partner(pair, url.block) and not _translated_site(brand, sites[other.language], known):
                yield Found(url.block, url.start, url.end, _("The other language does not lead to this site."), evidence=brand)


def _brand(site: str) -> str:
    """What a site’s languages share: “sorbonne-universite” of …fr and of …com."""
    labels = site.split(".")
    return ".".join(labels[:-1]) if len(labels) > 1 else site


def _translated_site(brand: str, others: set[str], known: Knowledge) -> bool:
    """“universite-exemple” and “example-university” are one site in two languages, as far as their words tell."""
    host, _dot, domain = brand.rpartition(".")
    for other in others:
        other_host, _dot, other_domain = other.rpartition(".")
        mine, theirs = (host, other_host) if domain == other_domain else (domain, other_domain)
        if any(
            one[:4] == two[:4] and len(one) > 3
            for one in re.split(r"[^a-z0-9]+", mine)
            for two in re.split(r"[^a-z0-9]+", theirs)
        ):
            return True
    return False


@rule("contact-leak", ERROR, TWO_LANGUAGES)
def contact_leak(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """An address that stands beside one person in one language and beside another in the other.

    Contacts may well differ by language; one address with two owners is a slip of copying.
    """
    for kind in ("emails", "phones"):
        same = {reading.language: getattr(reading, f"{kind}_in") for reading in (pair.left, pair.right)}
        owners: dict[str, tuple[Person, object]] = {}
        for one in getattr(pair.left, kind):
            person = person_beside(pair.left, one.block, one.start, same[pair.left.language])
            if person is not None:
                owners.setdefault(_identity(one), (person, one))
        for one in getattr(pair.right, kind):
            owner, person = (
                owners.get(_identity(one)),
                person_beside(pair.right, one.block, one.start, same[pair.right.language]),
            )
            if owner is None or person is None or owner[0].key == person.key:
                continue
            others = {
                _identity(other)
                for other in getattr(pair.left, kind)
                if (beside := person_beside(pair.left, other.block, other.start, same[pair.left.language]))
                and beside.key == person.key
            }
            if (
                kind == "phones"
                and not others
                or kind == "emails"
                and functional(one, pair.right)
                and not others
                and not _owned(known, one, person)
            ):
                if not (kind == "emails" and _person_elsewhere(pair.left, person)):
                    continue
            message = _("In the other language this is the address of %(owner)s, here of %(person)s.")
            yield Found(
                one.block, one.start, one.end, message % {"owner": owner[0].name, "person": person.name}, other=_span(owner[1])
            )
    yield from _language_of_mailbox(pair, known)


def _person_elsewhere(reading: Reading, person: Person) -> bool:
    return any(one.key == person.key for one in reading.people)


def _owned(known: Knowledge, one, person: Person) -> bool:
    """Whether the portal says that this address is another contact’s than the one it stands beside here."""
    owner = next((contact for contact in known.contacts if contact.email.lower() == getattr(one, "address", "")), None)
    return owner is not None and fold(owner.name).split()[-1] != person.key[-1]


def _identity(one) -> str:
    return one.address if hasattr(one, "address") else re.sub(r"\D", "", one.digits)[-9:]


def _language_of_mailbox(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """The same person with one telephone number in one language and another in the other."""
    numbers: dict[tuple[str, ...], tuple[set[str], object]] = {}
    for phone in pair.left.phones:
        person = person_beside(pair.left, phone.block, phone.start, pair.left.phones_in)
        if person is not None:
            numbers.setdefault(person.key, (set(), phone))[0].add(_identity(phone))
    for phone in pair.right.phones:
        person = person_beside(pair.right, phone.block, phone.start, pair.right.phones_in)
        known_numbers = numbers.get(person.key) if person else None
        if known_numbers and _identity(phone) not in known_numbers[0]:
            message = _("%(name)s has another number in the other language.") % {"name": person.name}
            yield Found(phone.block, phone.start, phone.end, message, other=_span(known_numbers[1]))


@rule("reference-differs", ERROR, TWO_LANGUAGES)
def reference_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """The number of a grant, a DOI or a company that the other language writes otherwise."""
    found = {reading.language: _references(reading) for reading in (pair.left, pair.right)}
    left, right = found[pair.left.language], found[pair.right.language]
    only_left, only_right = [key for key in left if key not in right], [key for key in right if key not in left]
    for wrong, mine, theirs in ((only_right, right, left), (only_left, left, right)):
        for one in wrong:
            two = next((key for key in theirs if key[:4] == one[:4]), None)
            if two is None or mine is left and only_right:
                continue
            message = _("The two languages differ: “%(one)s” here, “%(two)s” in the other.")
            yield Found(*mine[one], message % {"one": one, "two": two}, other=theirs[two])


def _references(reading: Reading) -> dict[str, tuple[Block, int, int]]:
    found = {}
    for block in reading.blocks:
        for match in REFERENCE.finditer(block.text):
            if not match.group().startswith("10.") or "/" in match.group():
                found.setdefault(
                    match.group().rstrip(".,;)"), (block, match.start(), match.start() + len(match.group().rstrip(".,;)")))
                )
    return found


@rule("not-translated", ERROR, TWO_LANGUAGES)
def not_translated(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A heading or a paragraph that reads the same in both languages, word for word: one of the two was never translated."""
    for a, b in pair.aligned:
        words = pair.left.tokens[a.index]
        if len(words) < 3 or a.folded != b.folded or a.kind == ALT or pair.left.section_of(a).kind == CONTACT:
            continue
        small = [
            token
            for token in words
            if a.text[token.start].islower() and len(token.text) > 2 and not _covered(pair.left, a, token)
        ]
        if len(small) < 2 or a.part.role in ("place", "contact"):
            continue
        strange = [
            (
                sum(one.text in reading.words.telling for one in words),
                sum(knows(reading.language, a.text[one.start : one.end]) for one in small),
            )
            for reading in (pair.left, pair.right)
        ]
        wrong, other = (a, b) if strange[0] < strange[1] else (b, a)
        yield Found(
            wrong,
            0,
            len(wrong.text),
            _("This is the same in both languages: it was not translated."),
            other=(other, 0, len(other.text)),
        )


def _covered(reading: Reading, block: Block, token) -> bool:
    things = (*reading.mentions[block.index], *reading.addresses_in(block), *reading.people_in(block))
    return any(one.start <= token.start < one.end for one in things) or any(
        x <= token.start < y for x, y, _code in block.foreign
    )


# Statements


@rule("statement-missing", WARNING, TWO_LANGUAGES)
def statement_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A paragraph, an item of a list or a long sentence that only one language has."""
    quoted = {quote.block.index for one, two in pair.quotations if (one is None) != (two is None) for quote in (one or two,)}
    for reading in (pair.left, pair.right):
        if not pair.beside(reading).blocks:
            continue
        abouts = _lonely_abouts(pair, reading)
        for block in pair.alone(reading):
            words = len(reading.tokens[block.index])
            least = 1 if block.kind == ITEM else 4 if block.kind == HEADING and block.level else 12
            section = reading.section_of(block)
            if (
                words < least
                or block.kind == ALT
                or section.kind == CONTACT
                or block.index in quoted
                and reading is pair.left
                or block.section in abouts
            ):
                continue
            if (
                block.part.role in ("contact", "quote", "quote-role", "picture", "place")
                or reading.quotations
                and any(quote.block is block for quote in reading.quotations)
            ):
                continue
            yield Found(block, 0, len(block.text), _("This stands in one language only."))
    yield from _lost_sentences(pair)


@rule("boilerplate-missing", WARNING, TWO_LANGUAGES)
def boilerplate_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """An “About …” text that only one language has."""
    for reading in (pair.left, pair.right):
        for number in _lonely_abouts(pair, reading):
            heading = reading.sections[number].heading
            yield Found(heading, 0, len(heading.text), _("This “About” text stands in one language only."))


def _lonely_abouts(pair: Pair, reading: Reading) -> set[int]:
    found = set()
    other = pair.beside(reading)
    theirs = [section for section in other.sections if section.kind == ABOUT]
    mine = [section for section in reading.sections if section.kind == ABOUT]
    for section in mine:
        blocks = [block for block in section.blocks if block is not section.heading]
        if section.heading is None or not blocks:
            continue
        paired = [pair.partner.get((reading.language, block.index)) for block in section.blocks]
        if any(beside is not None and other.section_of(beside).kind == ABOUT for beside in paired):
            subject = {one.body.key for one in reading.mentions[section.heading.index]}
            beside = next(one for one in paired if one is not None and other.section_of(one).kind == ABOUT)
            heading = other.section_of(beside).heading
            theirs_subject = {one.body.key for one in other.mentions[heading.index]} if heading else set()
            if not subject or not theirs_subject or subject & theirs_subject or len(mine) <= len(theirs):
                continue
        found.add(section.blocks[0].section)
    return found


def _lost_sentences(pair: Pair) -> Iterator[Found]:
    """A sentence too many in an aligned paragraph: the longer side has one that no length of the other answers to."""
    ratios = [len(b.text) / len(a.text) for a, b in pair.aligned if len(a.text) > 80 and len(b.text) > 80]
    usual = median(ratios) if len(ratios) > 2 else 0.9
    for a, b in pair.aligned:
        if a.kind == HEADING or pair.left.section_of(a).kind == CONTACT:
            continue
        left, right = pair.left.sentences[a.index], pair.right.sentences[b.index]
        if len(left) == len(right) or min(len(a.text), len(b.text)) < 25:
            continue
        ratio = len(b.text) / (len(a.text) * usual)
        longer = left if ratio < 1 else right
        if 0.76 < ratio < 1.32 or (longer is left) != (len(left) > len(right)):
            continue
        shorter, reading = (right, pair.left) if longer is left else (left, pair.right)
        lost = _lost(longer, shorter, usual if longer is left else 1 / usual)
        if lost is not None and len(lost.text.split()) >= 7:
            other = b if longer is left else a
            yield Found(
                lost.block,
                lost.start,
                lost.end,
                _("This sentence stands in one language only."),
                other=(other, 0, len(other.text)),
            )


def _lost(longer, shorter, usual: float):
    """The one sentence whose absence makes the lengths of the two sides answer best."""
    if len(longer) != len(shorter) + 1 or len(longer) > 40:
        return None

    def misfit(without: int) -> float:
        rest = [one for number, one in enumerate(longer) if number != without]
        return sum(
            abs(math.log((len(one.text) * usual + 10) / (len(two.text) + 10))) for one, two in zip(rest, shorter, strict=True)
        )

    best = min(range(len(longer)), key=misfit)
    return longer[best] if misfit(best) < 0.45 * max(len(shorter), 1) else None
