"""The quotations of a release in two languages, which a person reads side by side: no rule sees a meaning turned round.

What was read is remembered by who speaks and by both texts, to the letter. The gate of approval asks for each quotation that
would stand in public beside its other language whether somebody has read the two; one language alone asks nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, product

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from news.models import PressRelease, QuotationReading
from news.reading import ReleaseWords, words_of_edition
from proofreading import engine
from proofreading.alignment import Pair
from proofreading.reading import QuotationSpan, Reading
from publishing import languages

from .examination import Checked
from .text_parts import readings_of

APPROVE = "news.approve_pressrelease"
"""Whoever may approve may tick: the two texts are stood for by somebody who answers for what goes out."""


@dataclass(frozen=True)
class QuotationSide:
    """One version of a quotation: who speaks, and the words.

    ``instead`` is the paragraph that stands there where this language quotes nobody; ``is_approved`` says that the words are
    those of the edition in force, and the working text has others.
    """

    language: str
    who: str = ""
    text: str = ""
    instead: str = ""
    is_approved: bool = False


@dataclass(frozen=True)
class QuotationPair:
    """A quotation in two languages."""

    sides: tuple[QuotationSide, QuotationSide]

    @property
    def key(self) -> str:
        """What a reading of it is remembered by: all that was read."""
        parts = chain.from_iterable((side.language, side.who, side.text, side.instead) for side in self.sides)
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def who(self) -> str:
        """Who is quoted, by the first side that says so."""
        return next((side.who for side in self.sides if side.who), "")

    @property
    def words(self) -> str:
        """The words of the first side that has some."""
        return next((side.text for side in self.sides if side.text), "")


def pairs_of(pair: Pair, approved: Collection[str] = ()) -> Iterator[QuotationPair]:
    """The quotations of two texts; ``approved`` are the languages whose words are those of an edition."""
    for left, right in pair.quotations:
        sides = (
            _side(pair, pair.left, left, right, approved),
            _side(pair, pair.right, right, left, approved),
        )
        yield QuotationPair(sides)


def _side(
    pair: Pair, reading: Reading, quotation: QuotationSpan | None, other: QuotationSpan | None, approved: Collection[str]
) -> QuotationSide:
    code, is_approved = reading.language, reading.language in approved
    if quotation is not None:
        return QuotationSide(code, quotation.who, quotation.text, is_approved=is_approved)
    there = pair.partner_of(other.block) if other else None
    return QuotationSide(code, instead=there.text if there else "", is_approved=is_approved)


def pairs_to_read(checked: Checked) -> list[QuotationPair]:
    """Every quotation that may come to stand beside its other language: of the working texts, and of what is in force."""
    versions = {code: _versions(checked, code) for code in languages.codes()}
    found: dict[str, QuotationPair] = {}
    for choice in product(*versions.values()):
        words = dict(zip(versions, choice, strict=True))
        approved = {code for code, said in words.items() if said is not checked.words[code]}
        if approved != set(words):
            for quotation in _quotations(checked, words, approved, set(words) - approved):
                found.setdefault(quotation.key, quotation)
    return list(found.values())


def unread(checked: Checked, chosen: Collection[str]) -> list[QuotationPair]:
    """The quotations that nobody has read side by side and that would be public together once languages are approved.

    These go out as their working text stands, beside the others as they were approved.
    """
    out = [code for code in languages.codes() if code in chosen or checked.release.is_sealed(code)]
    words = {code: checked.words[code] if code in chosen else _versions(checked, code)[-1] for code in out}
    found = {quotation.key: quotation for quotation in _quotations(checked, words, set(out) - set(chosen), chosen)}
    read = readings_by_key(checked.release) if found else {}
    return [quotation for key, quotation in found.items() if key not in read]


def readings_by_key(release: PressRelease) -> Mapping[str, QuotationReading]:
    return {reading.key: reading for reading in release.quotation_readings.select_related("by")}


def mark_read(checked: Checked, by: User, key: str) -> None:
    """Note that somebody has read a quotation in its two languages. Raises where it reads otherwise by now."""
    _require_right(by)
    if key not in {quotation.key for quotation in pairs_to_read(checked)}:
        raise ValidationError(_("This quotation reads otherwise by now: read the two versions again."))
    QuotationReading.objects.get_or_create(release=checked.release, key=key, defaults={"by": by})


def mark_unread(release: PressRelease, by: User, key: str) -> None:
    _require_right(by)
    if not QuotationReading.objects.filter(release=release, key=key).delete()[0]:
        raise ValidationError(_("This quotation is not ticked any more."))


def _require_right(by: User) -> None:
    if not by.has_perm(APPROVE):
        raise PermissionDenied


def _versions(checked: Checked, code: str) -> list[ReleaseWords]:
    """The words of a language that may go out: the working text, then the edition in force where that says something else."""
    working = checked.words[code]
    edition = checked.release.edition_in(code)
    return [working] if edition is None or edition.digest == working.digest else [working, words_of_edition(edition)]


def _quotations(
    checked: Checked, words: Mapping[str, ReleaseWords], approved: Collection[str], concerned: Collection[str]
) -> Iterator[QuotationPair]:
    """The quotations of some words, of each two languages of which one is ``concerned``."""
    kept = {code: said for code, said in words.items() if said is not checked.words[code]}
    readings = {code: checked.readings[code] for code in words} | readings_of(kept, checked.known)
    for pair in engine.pairs({code: readings[code] for code in words}):
        if {pair.left.language, pair.right.language} & set(concerned):
            yield from pairs_of(pair, approved)
