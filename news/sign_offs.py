"""Sign-off of quotations: the person quoted reads their words by a personal link, approves them or asks for a change.

A link shows the words that were frozen when it was given; an answer hangs on their digests. Where the words of the release say
something else since, the answer stands in the log and is said to be of other words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from publishing import languages
from publishing.localized_text import LocalizedText, localized_text

from . import keys, notifications
from .enums import QuoteVerdict
from .models import PressRelease, Quote, SignOffAnswer, SignOffLink
from .reading import canonical

ROUTE = "sign-off"


@dataclass(frozen=True)
class QuotedWords:
    """A quotation in one language, with the title of the release that it stands in; the title is no part of what is signed."""

    language: str
    title: str
    speaker: str
    role: str
    text: str

    @property
    def title_words(self) -> LocalizedText:
        return LocalizedText(self.title, self.language)

    @property
    def role_words(self) -> LocalizedText:
        return LocalizedText(self.role, self.language)

    @property
    def words(self) -> LocalizedText:
        return LocalizedText(self.text, self.language)

    @property
    def digest(self) -> str:
        signed = canonical([self.language, self.speaker, self.role, self.text])
        return hashlib.sha256(signed.encode("utf-8", "surrogatepass")).hexdigest()


def quotations(quote: Quote) -> list[QuotedWords]:
    """A quotation as it is written now, in each language that has words of its own."""
    return [
        QuotedWords(
            code,
            localized_text(quote.release, "title", code).words,
            quote.speaker,
            localized_text(quote, "role", code).words,
            getattr(quote, languages.column("text", code)),
        )
        for code in languages.codes()
        if getattr(quote, languages.column("text", code))
    ]


def give(link: SignOffLink) -> str:
    """Save a new link with the words of its quotation as they stand, and return its address, which ``link`` alone knows.

    Raises ``ValueError`` for a link without a quotation.
    """
    if link.quote is None:
        raise ValueError("A sign-off needs its quotation.")
    link.release = link.quote.release
    link.words = [asdict(one) for one in quotations(link.quote)]
    token = keys.new_token()
    link.token_hash = keys.digest(token)
    link.save()
    link.address = keys.address(ROUTE, token, link.language)
    return link.address


def alive(token: str, language: str) -> SignOffLink | None:
    """The link that opens with a key in a language now, if any."""
    links = SignOffLink.objects.select_related("release", "quote")
    link = links.filter(token_hash=keys.digest(token), language=language).first()
    return link if link is not None and link.is_alive() else None


def shown(link: SignOffLink) -> list[QuotedWords]:
    """The words that a link shows: those that were frozen with it."""
    return [QuotedWords(**words) for words in link.words]


def digest_of(words: Iterable[QuotedWords]) -> str:
    """What tells all the words of a link from others."""
    return hashlib.sha256(canonical([one.digest for one in words]).encode()).hexdigest()


def note_opening(link: SignOffLink) -> None:
    SignOffLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())


@transaction.atomic
def answer(link: SignOffLink, verdict: QuoteVerdict, note: str) -> SignOffAnswer:
    """Write an answer down, and tell who waits for it. One that was given before stays in the log: the latest counts."""
    digests = {one.language: one.digest for one in shown(link)}
    given = SignOffAnswer.objects.create(link=link, verdict=verdict, note=note.strip(), digests=digests)
    notifications.tell_of_answer(given)
    return given


@dataclass(frozen=True)
class SignOffState:
    """Where a link stands: its latest answer, and the languages in which the quotation says something else by now."""

    link: SignOffLink
    answers: list[SignOffAnswer]
    changed: list[str]

    @property
    def latest(self) -> SignOffAnswer | None:
        return self.answers[-1] if self.answers else None

    @property
    def is_approved(self) -> bool:
        """Whether the words as they stand are approved, in every language."""
        return self.latest is not None and self.latest.verdict == QuoteVerdict.APPROVED and not self.changed


@dataclass(frozen=True)
class QuoteSignOffs:
    """A quotation with all that was asked and answered of it, the latest link first."""

    quote: Quote
    states: list[SignOffState]


def with_sign_offs() -> Prefetch:
    """What brings the links of quotations and their answers, in two queries however many there are."""
    return Prefetch("sign_off_links", SignOffLink.objects.prefetch_related("answers"))


def of_release(release: PressRelease) -> list[QuoteSignOffs]:
    quotes = Quote.objects.filter(release=release).select_related("release").prefetch_related(with_sign_offs())
    return [of_quote(quote) for quote in quotes]


def of_quote(quote: Quote) -> QuoteSignOffs:
    """What was asked and answered of a quotation whose links were fetched with it."""
    now = {one.language: one.digest for one in quotations(quote)}
    return QuoteSignOffs(quote, [_state(link, now) for link in quote.sign_off_links.all()])


def _state(link: SignOffLink, now: dict[str, str]) -> SignOffState:
    then = {one.language: one.digest for one in shown(link)}
    return SignOffState(link, list(link.answers.all()), list(_differing(then, now)))


def _differing(then: dict[str, str], now: dict[str, str]) -> Iterable[str]:
    return (code for code in languages.codes() if then.get(code) != now.get(code))
