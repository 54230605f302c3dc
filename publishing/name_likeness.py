"""Which names may be one: letters without marks, words in another order, initials, particles, slips of the pen.

``likeness`` is the one rule, of two things. ``likely_pairs`` asks it of those alone that share a key, so that the work grows
with the number of things and never with its square: what shares a key with too many others is told apart by another one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations
from os.path import commonprefix
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from proofreading.text import spelt_out

MOST_IN_BLOCK = 40
"""Things that share a key and are all compared with each other; where more do, the key says nothing."""
LONG_NAME = 12
"""Letters from which on two slips of the pen are still one name; below, one is."""
SHORTEST_SLIP, SHORTEST_PART = 5, 4
"""Letters that a name must have for a slip, and a single word for being a name within another, to mean anything."""
SMALL_WORDS = frozenset(
    "a and au aux d de del der des di die do du e et for fur in l la le les of sur the und y"
    " ag bv co corp eurl gmbh inc llc ltd plc sa sarl sas sasu sci scop se snc spa srl".split()
)
"""Articles and the like, and legal forms: an organisation is known without them."""
PARTICLES = frozenset("al ap bin d da das de del della den der di do dos du e el l la le ten ter van von y zu zum zur".split())
COMMON_HOSTS = frozenset(
    "bsky.app facebook.com github.com hal.science linkedin.com mastodon.social orcid.org researchgate.net scholar.google.com "
    "sites.google.com twitter.com wikidata.org wikipedia.org x.com youtube.com gmail.com hotmail.com laposte.net orange.fr "
    "outlook.com yahoo.fr".split()
)
"""Where many have a page or a mailbox."""

_WORD = re.compile(r"[^\W_]+")


class Likeness(models.TextChoices):
    """Why two things may be one, the surest first."""

    IDENTIFIER = "identifier", _("the same identifier")
    NAME = "name", _("the same name, but for capitals, accents and signs")
    ALIAS = "alias", _("one bears another name of the other")
    SWAPPED = "swapped", _("the same words in another order, such as given and family name swapped")
    MAIL = "mail", _("the same e-mail address")
    PARTICLE = "particle", _("the same name, but for a particle or a small word")
    SPELLING = "spelling", _("names one or two letters apart")
    INITIALS = "initials", _("the same family name, and initials that fit")
    ACRONYM = "acronym", _("one is the other’s initials")
    SITE = "site", _("the same website")
    CONTAINED = "contained", _("one name within the other")


ORDER = {reason: place for place, reason in enumerate(Likeness)}


def folded(name: str) -> tuple[str, ...]:
    """The words of a name without case, marks and signs."""
    return tuple(_WORD.findall(spelt_out(name)))


def site_of(address: str) -> str:
    """The host of a website, where it is nobody else's; empty for one where many have a page."""
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return "" if host in COMMON_HOSTS or any(host.endswith(f".{common}") for common in COMMON_HOSTS) else host


@dataclass(frozen=True)
class NamedRecord:
    """A record as it is told from others: by its names, identifiers and addresses.

    ``names`` are those it bears, ``aliases`` those it is called by too. Of a person, ``given`` and ``family`` are the name that
    ``names`` holds whole. ``identifiers`` and ``sites`` are as they are compared.
    """

    kind: str
    pk: int
    names: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    identifiers: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    mails: frozenset[str] = frozenset()
    given: str = ""
    family: str = ""
    is_example: bool = False
    is_sentence: bool = False
    """Its names are titles, in which no run of words is a name, and whose first letters are no acronym."""

    @cached_property
    def folds(self) -> frozenset[tuple[str, ...]]:
        """Its names as words without marks."""
        return frozenset(filter(None, map(folded, self.names)))

    @cached_property
    def alias_folds(self) -> frozenset[tuple[str, ...]]:
        return frozenset(filter(None, map(folded, self.aliases)))

    @cached_property
    def cores(self) -> frozenset[tuple[str, ...]]:
        """Its names without particles, small words and legal forms; of a person, without the particles of the family name."""
        if self.family:
            core = (*self.given_words, *self.family_core)
            return frozenset([core] if core else [])
        return frozenset(tuple(word for word in words if word not in SMALL_WORDS) or words for words in self.folds)

    @cached_property
    def given_words(self) -> tuple[str, ...]:
        return folded(self.given)

    @cached_property
    def family_core(self) -> tuple[str, ...]:
        words = folded(self.family)
        return tuple(word for word in words if word not in PARTICLES) or words

    @cached_property
    def squeezed(self) -> frozenset[str]:
        """Its names in one, for slips of the pen."""
        return frozenset(joined for words in self.folds if len(joined := "".join(words)) >= SHORTEST_SLIP)

    @cached_property
    def parts(self) -> frozenset[tuple[str, ...]]:
        """The runs of words in its names that may be names themselves; none of a person or a title."""
        if self.family or self.is_sentence:
            return frozenset()
        return frozenset(part for words in self.folds for part in _parts(words))

    @cached_property
    def initials(self) -> frozenset[str]:
        """The acronyms that the first letters of its names make; none of a person or a title."""
        if self.family or self.is_sentence:
            return frozenset()
        return frozenset("".join(word[0] for word in words) for words in self.cores if len(words) > 2)

    @property
    def digest(self) -> str:
        """What its names say, to know whether one of them changed."""
        return "|".join(sorted(" ".join(words) for words in self.folds | self.alias_folds))


# The rule


def likeness(record: NamedRecord, other: NamedRecord) -> list[Likeness]:
    """Why two things may be one, the surest reason first; empty where nothing says so."""
    found = set(_by_what_is_kept(record, other))
    found.update(_of_people(record, other) if record.family and other.family else _of_bodies(record, other))
    if Likeness.NAME not in found and _slip(record.squeezed, other.squeezed):
        found.add(Likeness.SPELLING)
    if Likeness.NAME in found:
        found -= {Likeness.PARTICLE, Likeness.CONTAINED, Likeness.SWAPPED, Likeness.ACRONYM}
    return sorted(found, key=ORDER.__getitem__)


def _by_what_is_kept(record: NamedRecord, other: NamedRecord) -> Iterator[Likeness]:
    if record.identifiers & other.identifiers:
        yield Likeness.IDENTIFIER
    if record.folds & other.folds:
        yield Likeness.NAME
    if (record.folds | record.alias_folds) & other.alias_folds or record.alias_folds & other.folds:
        yield Likeness.ALIAS
    if record.mails & other.mails:
        yield Likeness.MAIL
    if record.sites & other.sites:
        yield Likeness.SITE
    if record.cores & other.cores:
        yield Likeness.PARTICLE


def _of_bodies(record: NamedRecord, other: NamedRecord) -> Iterator[Likeness]:
    if {tuple(sorted(words)) for words in record.cores} & {tuple(sorted(words)) for words in other.cores}:
        yield Likeness.SWAPPED if not record.cores & other.cores else Likeness.PARTICLE
    single = {words[0] for words in other.folds if len(words) == 1}, {words[0] for words in record.folds if len(words) == 1}
    if record.initials & single[0] or other.initials & single[1]:
        yield Likeness.ACRONYM
    if _has_within(record, other) or _has_within(other, record):
        yield Likeness.CONTAINED


def _has_within(outer: NamedRecord, inner: NamedRecord) -> bool:
    return not outer.parts.isdisjoint(inner.folds)


def _parts(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The runs of words within a name that may be a name themselves."""
    for start, end in combinations(range(len(words) + 1), 2):
        part = words[start:end]
        if part != words and (len(part) > 1 or len(part[0]) >= SHORTEST_PART) and not SMALL_WORDS.issuperset(part):
            yield part


def _of_people(record: NamedRecord, other: NamedRecord) -> Iterator[Likeness]:
    if record.folds & other.folds:
        return
    words = [sorted((*thing.given_words, *folded(thing.family))) for thing in (record, other)]
    if words[0] == words[1]:
        yield Likeness.SWAPPED
    shorter, longer = sorted((record.given_words, other.given_words), key=len)
    if record.family_core == other.family_core and shorter and shorter != longer and _fit(shorter, longer):
        is_short = any(len(word) == 1 for word in (*shorter, *longer))
        yield Likeness.INITIALS if is_short else Likeness.CONTAINED
    families = sorted((record.family_core, other.family_core), key=len)
    if record.given_words and record.given_words == other.given_words and families[0] in _parts(families[1]):
        yield Likeness.CONTAINED


def _fit(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Whether given names may be the others': in order, each the same or an initial of the other; some may be left out."""
    rest = iter(longer)
    return all(any(_same_given(word, full) for full in rest) for word in shorter) and _same_given(shorter[0], longer[0])


def _same_given(word: str, full: str) -> bool:
    return word == full or (min(len(word), len(full)) == 1 and word[0] == full[0])


def _slip(names: Iterable[str], others: Iterable[str]) -> bool:
    return any(is_slip(name, other) for name in names for other in others if name != other)


def is_slip(name: str, other: str) -> bool:
    """Whether two names are one slip of the pen apart; two, where both are long. Digits are no slip: Paris 1 is not Paris 8."""
    most = 2 if min(len(name), len(other)) >= LONG_NAME else 1
    if abs(len(name) - len(other)) > most or len({*name} ^ {*other}) > 2 * most or _digits(name) != _digits(other):
        return False
    return distance(name, other, most) <= most


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


def distance(name: str, other: str, most: int) -> int:
    """Letters to put, take out, change, or swap with their neighbour, to make one of the other; ``most`` + 1 for any more."""
    start = len(commonprefix((name, other)))
    name, other = name[start:], other[start:]
    end = len(commonprefix((name[::-1], other[::-1])))
    name, other = name[: len(name) - end], other[: len(other) - end]
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, sign in enumerate(name, 1):
        now = [row]
        for place, letter in enumerate(other, 1):
            cost = min(last[place] + 1, now[-1] + 1, last[place - 1] + (sign != letter))
            if row > 1 and place > 1 and sign == other[place - 2] and name[row - 2] == letter:
                cost = min(cost, before[place - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)


# The pairs


def likely_pairs(things: Iterable[NamedRecord]) -> Iterator[tuple[NamedRecord, NamedRecord, list[Likeness]]]:
    """The pairs that may be one, each once; an example is never one with what is none."""
    known = list(things)
    seen: set[tuple[tuple[str, int], tuple[str, int]]] = set()
    for record, other in chain(_sharing_a_key(known), _one_within_the_other(known)):
        pair = _ordered(record, other)
        if pair[0] == pair[1] or pair in seen or record.is_example != other.is_example:
            continue
        seen.add(pair)
        if reasons := likeness(record, other):
            yield record, other, reasons


def _sharing_a_key(things: Iterable[NamedRecord]) -> Iterator[tuple[NamedRecord, NamedRecord]]:
    blocks: dict[tuple[object, ...], list[NamedRecord]] = defaultdict(list)
    for thing in things:
        for key in {*keys_of(thing)}:
            blocks[key].append(thing)
    for key, block in blocks.items():
        yield from _to_compare(key, block)


def _one_within_the_other(things: list[NamedRecord]) -> Iterator[tuple[NamedRecord, NamedRecord]]:
    """Those whose whole name is a part of another's; a name that is in too many says nothing."""
    holding: dict[tuple[str, ...], list[NamedRecord]] = defaultdict(list)
    whole = {words for thing in things if not thing.family for words in thing.folds}
    for thing in things:
        for part in thing.parts & whole:
            holding[part].append(thing)
    for thing in things:
        for words in thing.folds & holding.keys():
            if len(holding[words]) <= MOST_IN_BLOCK:
                yield from ((thing, other) for other in holding[words] if other is not thing)


def _ordered(record: NamedRecord, other: NamedRecord) -> tuple[tuple[str, int], tuple[str, int]]:
    first, second = sorted([(record.kind, record.pk), (other.kind, other.pk)])
    return first, second


SURE = ("identifier", "name", "mail")


def _to_compare(key: tuple[object, ...], block: list[NamedRecord]) -> Iterator[tuple[NamedRecord, NamedRecord]]:
    if len(block) <= MOST_IN_BLOCK:
        return combinations(block, 2)
    # Many of one name: each with the one before, so that all of them are told, and no square of them.
    return zip(block, block[1:], strict=False) if key[0] in SURE else iter(())


def keys_of(thing: NamedRecord) -> Iterator[tuple[object, ...]]:
    """What things that may be one have in common: for each reason of ``likeness`` at least one key."""
    yield from (("identifier", value) for value in thing.identifiers)
    yield from (("name", words) for words in thing.folds | thing.alias_folds)
    yield from (("mail", value) for value in thing.mails)
    yield from (("site", value) for value in thing.sites)
    yield from (("core", tuple(sorted(words))) for words in thing.cores)
    yield from (("order", tuple(sorted(words))) for words in thing.folds)
    for name in thing.squeezed:
        # No slip changes a digit, so names whose digits differ need not be compared.
        digits = _digits(name)
        yield from (("slip", digits, name[:place] + name[place + 1 :]) for place, sign in enumerate(name) if not sign.isdigit())
        yield ("slip", digits, name)
    yield from _keys_of_body(thing) if not thing.family else _keys_of_person(thing)
    yield from _keys_of_long(thing)


def _keys_of_body(thing: NamedRecord) -> Iterator[tuple[object, ...]]:
    yield from (("initials", letters) for letters in thing.initials)
    yield from (("initials", words[0]) for words in thing.folds if len(words) == 1)


def _keys_of_person(thing: NamedRecord) -> Iterator[tuple[object, ...]]:
    if thing.given_words:
        yield ("initial", thing.family_core, thing.given_words[0][0])
        yield from (("given", thing.given_words, word) for word in thing.family_core)


def _keys_of_long(thing: NamedRecord) -> Iterator[tuple[object, ...]]:
    """Of two slips in a long name, one of three thirds has none; it may stand a letter or two further on."""
    for name in thing.squeezed:
        if len(name) >= LONG_NAME:
            third, digits = len(name) // 3, _digits(name)
            yield ("head", digits, name[:third], len(name) // 4)
            yield ("tail", digits, name[-third:], len(name) // 4)
