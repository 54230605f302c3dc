"""Personal keys to a release under embargo: given to one reader, or to each of a named list; what they open, and until when."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from publishing import clock, languages, outbox
from publishing.enums import MailState

from . import journalist_lists, keys
from .enums import EditionKind
from .models import Edition, PressRelease, ReadingLink, ReadingOpening
from .reading import EmbargoMark, ReleaseReading, read_edition
from .related_links import read_also
from .sealing import seal, working_words

ROUTE = "reading-link"
MAIL = "news/mail/reading_link"

digest = keys.digest


@transaction.atomic
def give(link: ReadingLink) -> str:
    """Save a new link and return its address, which ``link`` alone knows: nobody can read it again.

    Where nothing is approved yet, what is written now is frozen as a proof: that is what the link opens until then.
    """
    link.proof = _proofs(link.release, [link.language])[link.language]
    token = keys.new_token()
    link.token_hash = digest(token)
    link.save()
    link.address = keys.address(ROUTE, token, link.language)
    return link.address


def languages_to_give(release: PressRelease) -> list[str]:
    """The languages that somebody may read before the public: not public yet, and approved or at least written."""
    return [
        code
        for code in languages.codes()
        if not release.is_public(code) and (release.is_sealed(code) or not release.missing_texts(code))
    ]


@transaction.atomic
def give_to_list(
    release: PressRelease, key: str, name: str, codes: Collection[str], expires_at: datetime, by: User
) -> list[ReadingLink]:
    """Give each member of a named list a link of their own in each language that they read, and have it mailed to them.

    Who has an open link already gets no second one. What is mailed is written as it leaves: until then a revocation stops it.
    """
    open_links = ReadingLink.objects.filter(release=release, revoked_at=None, expires_at__gt=clock.now()).exclude(email="")
    known = {(email.casefold(), code) for email, code in open_links.values_list("email", "language")}
    members = [one for one in journalist_lists.members(key, codes) if (one.email.casefold(), one.language) not in known]
    proofs = _proofs(release, {one.language for one in members})
    links = [
        _seeded(
            ReadingLink(
                release=release,
                language=one.language,
                reader=str(one)[:150],
                email=one.email,
                list_name=name,
                proof=proofs[one.language],
                expires_at=expires_at,
                created_by=by,
            )
        )
        for one in members
    ]
    ReadingLink.objects.bulk_create(links)
    for link in links:
        outbox.post(link.email, link.language, MAIL, {"link": link.pk})
    return links


def _proofs(release: PressRelease, codes: Iterable[str]) -> dict[str, Edition | None]:
    """For each language where nothing is in force what is written now, frozen; the same words are frozen once."""
    found: dict[str, Edition | None] = {}
    words = None
    for code in codes:
        if release.edition_in(code) is not None:
            found[code] = None
            continue
        words = words or working_words(release)
        same = release.editions.filter(language=code, kind=EditionKind.PROOF, digest=words[code].digest, strikes=None)
        found[code] = same.order_by("-number").first() or seal(release, words[code], EditionKind.PROOF)
    return found


def _seeded(link: ReadingLink) -> ReadingLink:
    link.seed = secrets.token_hex(keys.TOKEN_BYTES)
    link.token_hash = digest(_token_of(link))
    return link


def _token_of(link: ReadingLink) -> str:
    """The key of a link that is mailed: without the portal's secret nobody makes it of what the database holds."""
    made = salted_hmac("news.reading-link", link.seed, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def mailed_address(link: ReadingLink) -> str:
    """The address of a mailed link, made as its message is written. Its hash is renewed should SECRET_KEY have changed."""
    token = _token_of(link)
    if link.token_hash != digest(token):
        link.token_hash = digest(token)
        link.save(update_fields=["token_hash"])
    return keys.address(ROUTE, token, link.language)


@dataclass(frozen=True)
class MailedLink:
    """What the message with a link says of it."""

    address: str
    moment: datetime | None
    expires_at: datetime


def mailed(pk: int) -> MailedLink | None:
    """A link that is mailed, as its message is written; nothing of one that was taken back meanwhile."""
    link = ReadingLink.objects.select_related("release").filter(pk=pk, revoked_at=None).exclude(seed="").first()
    if link is None:
        return None
    return MailedLink(mailed_address(link), link.release.public_from(link.language), link.expires_at)


# Opening


def known(token: str, language: str) -> ReadingLink | None:
    """The link of a key in a language, whatever has become of it."""
    links = ReadingLink.objects.select_related("release", "proof")
    return links.filter(token_hash=digest(token), language=language).first()


def leads_to_public(link: ReadingLink) -> bool:
    """Whether the link has done its work: the language is public, or was and is withdrawn, which its public page says.

    An expired link leads there, too, since nothing is secret any more; a revoked one leads nowhere.
    """
    release = link.release
    return link.revoked_at is None and (release.is_public(link.language) or release.was_taken_back(link.language))


def opens(link: ReadingLink) -> bool:
    return link.is_alive() and edition_of(link) is not None


def edition_of(link: ReadingLink) -> Edition | None:
    """What a link opens now."""
    return link.release.edition_in(link.language) or link.proof


def read(link: ReadingLink) -> ReleaseReading:
    """What a link opens, read with the mark of its embargo. Raises ``LookupError`` where it opens nothing."""
    edition = edition_of(link)
    if edition is None:
        raise LookupError("This link opens nothing.")
    release = PressRelease.objects.in_language(link.language).for_detail().get(pk=link.release_id)
    mark = EmbargoMark(release.public_from(link.language), is_approved=edition.kind != EditionKind.PROOF)
    return replace(read_edition(release, edition, tuple(read_also(release, link.language))), embargo=mark)


def note_opening(link: ReadingLink) -> None:
    ReadingOpening.objects.create(link=link, edition=edition_of(link))


def note_reading(link: ReadingLink) -> None:
    """Who has opened a link and gets another edition than the last one noted has read that one too."""
    last = link.openings.order_by("-at", "-pk").first()
    edition = edition_of(link)
    if last is not None and edition is not None and last.edition_id != edition.pk:
        note_opening(link)


# Taking back


@transaction.atomic
def revoke(links: QuerySet[ReadingLink]) -> int:
    """Let links open nothing any more; a message that has not left yet does not leave. Gives how many were open."""
    chosen = set(links.filter(revoked_at=None).values_list("pk", flat=True))
    waiting = outbox.OutboxMessage.objects.filter(template=MAIL, state=MailState.WAITING)
    dropped = [pk for pk, context in waiting.values_list("pk", "context") if context.get("link") in chosen]
    waiting.filter(pk__in=dropped).delete()
    return ReadingLink.objects.filter(pk__in=chosen).update(revoked_at=timezone.now())


@transaction.atomic
def forget(emails: Collection[str]) -> int:
    """Revoke the links that were mailed to addresses, and keep nothing of those: what was opened stays, by nobody's name."""
    folded = {email.casefold() for email in emails}
    links = ReadingLink.objects.exclude(email="").annotate(folded=Lower("email")).filter(folded__in=folded)
    chosen = ReadingLink.objects.filter(pk__in=list(links.values_list("pk", flat=True)))
    revoke(chosen)
    return chosen.update(email="", reader="–", seed="")
