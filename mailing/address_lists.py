"""Lists that one joins by oneself: asking, confirming and leaving, by one rule for the press list and the newsletter.

No change of state depends on a page being opened, and nothing here tells whether an address is on a list.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from publishing import languages

from .enums import OFF_THE_LIST, SubscriberState
from .listed_addresses import ListedAddress
from .queue import OVERDUE_AFTER

CONFIRM_WITHIN = timedelta(days=7)
"""How long the link of a confirmation works, and how long an address that was not confirmed is kept."""

LATELY = timedelta(days=30)
"""For how long somebody counts as new on a list, or as just gone."""


def hashed(token: str) -> str:
    """How a token is kept: whoever reads the database cannot use it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


Entry = TypeVar("Entry", bound=ListedAddress)


class AddressList(Generic[Entry]):
    """The addresses of one table, an entry for each language of an address; ``secret`` tells its links from other lists’."""

    def __init__(self, model: type[Entry], secret: str):
        self.model, self._secret = model, secret

    @property
    def entries(self) -> QuerySet[Entry]:
        rows: QuerySet[Entry] = self.model.objects.all()
        return rows

    def leave_token(self, email: str, language: str) -> str:
        """The secret of an owner's links. It is computed, not kept, so that each message can carry the same one."""
        return salted_hmac(self._secret, f"{language}:{email.casefold()}", algorithm="sha256").hexdigest()

    def hash_for(self, email: str, language: str) -> str:
        """What an entry keeps of that secret."""
        return hashed(self.leave_token(email, language))

    def token_of(self, entry: Entry) -> str:
        """The same of an entry. The database keeps its hash, renewed here should SECRET_KEY have changed."""
        token = self.leave_token(entry.email, entry.language)
        if entry.leave_token != hashed(token):
            entry.leave_token = hashed(token)
            entry.save(update_fields=["leave_token"])
        return token

    # Asking, confirming, leaving

    def ask(self, email: str, codes: Collection[str], origin: str, **choices: Any) -> None:
        """Somebody asks for an address to be put on the list in some languages: its owner is going to be asked, once for all.

        What is confirmed is left as it is. That takes other work than an address that nobody knows: pages leave it to the
        worker (``list_requests``), which also sends the message.
        """
        with transaction.atomic():
            for code in sorted(codes, key=lambda code: code != languages.current()):
                self._ask_in(email, code, origin, choices)

    def _ask_in(self, email: str, language: str, origin: str, choices: dict[str, Any]) -> None:
        entry = self.entries.filter(email__iexact=email, language=language).select_for_update().first()
        if entry is None:
            self._add(email, language, origin, choices)
        elif entry.state != SubscriberState.CONFIRMED:
            entry.state, entry.confirm_hash = SubscriberState.PENDING, ""
            entry.created_at, entry.origin = timezone.now(), origin
            entry.save(update_fields=["state", "confirm_hash", "created_at", "origin"])
            self.note_choices(entry, **choices)

    def _add(self, email: str, language: str, origin: str, choices: dict[str, Any]) -> None:
        hashed_token = self.hash_for(email, language)
        try:
            with transaction.atomic():
                entry = self.model.objects.create(email=email, language=language, origin=origin, leave_token=hashed_token)
                self.note_choices(entry, **choices)
        except IntegrityError:
            pass  # The same address was asked for twice at the same moment: once is enough.

    def note_choices(self, entry: Entry, **choices: Any) -> None:
        """Keep what somebody wishes to receive of the list, where it lets them choose."""

    def to_be_asked(self) -> QuerySet[Entry]:
        """Addresses whose owners have not been written to yet."""
        return self.entries.filter(state=SubscriberState.PENDING, confirm_hash="").order_by("pk")

    def asked_too_late(self, at: datetime) -> QuerySet[Entry]:
        """Addresses whose owners should have been written to long ago."""
        return self.to_be_asked().filter(created_at__lte=at - OVERDUE_AFTER)

    def begin_asking(self, entry: Entry) -> str | None:
        """A new token for an address that is about to be written to, in every language that it is to be asked for.

        ``None`` when somebody else is writing to it.
        """
        token = secrets.token_urlsafe(32)
        rows = self.to_be_asked().filter(email__iexact=entry.email)
        return token if rows.order_by().update(confirm_hash=hashed(token)) else None

    def asked_for(self, token: str) -> list[str]:
        """The languages that a token asks to confirm."""
        waiting = self._asked(token).filter(state=SubscriberState.PENDING)
        return list(waiting.order_by("pk").values_list("language", flat=True))

    def _asked(self, token: str) -> QuerySet[Entry]:
        return self.entries.filter(confirm_hash=hashed(token))

    def ask_later(self, token: str) -> None:
        """The message did not leave: it is still to be sent, with a new token."""
        self._asked(token).filter(state=SubscriberState.PENDING).update(confirm_hash="")

    def to_confirm(self, token: str, at: datetime | None = None) -> Entry | None:
        """The address that a link asks to confirm; none once the link is too old, or its owner has left."""
        return self._to_confirm(token, at or timezone.now()).first()

    def _to_confirm(self, token: str, at: datetime) -> QuerySet[Entry]:
        states = (SubscriberState.PENDING, SubscriberState.CONFIRMED)
        return self._asked(token).filter(created_at__gt=at - CONFIRM_WITHIN, state__in=states).order_by("pk")

    @transaction.atomic
    def confirm(self, token: str) -> Entry | None:
        """Put an address on the list, in each language that its owner was asked for; ``None`` where a link confirms nothing."""
        asked = list(self._to_confirm(token, timezone.now()))
        for entry in asked:
            if entry.state == SubscriberState.PENDING:
                entry.state, entry.confirmed_at, entry.left_at = SubscriberState.CONFIRMED, timezone.now(), None
                entry.soft_bounces, entry.outcome = 0, ""
                entry.save(update_fields=["state", "confirmed_at", "left_at", "soft_bounces", "outcome"])
                self.joined(entry)
        return asked[0] if asked else None

    def joined(self, entry: Entry) -> None:
        """The owner of an address has confirmed it."""

    def joined_lately(self, at: datetime | None = None) -> QuerySet[Entry]:
        """Addresses that were confirmed within ``LATELY`` and are on the list still."""
        since = (at or timezone.now()) - LATELY
        return self.entries.filter(state=SubscriberState.CONFIRMED, confirmed_at__gte=since)

    def left_lately(self, at: datetime | None = None) -> QuerySet[Entry]:
        """Addresses that went off the list within ``LATELY``, by themselves or because their server refuses them."""
        return self.entries.filter(state__in=OFF_THE_LIST, left_at__gte=(at or timezone.now()) - LATELY)

    def to_leave(self, token: str) -> Entry | None:
        """The address that a link leads off the list, wherever it stands."""
        return self.entries.filter(leave_token=hashed(token)).first()

    def confirmed_languages(self, entry: Entry) -> list[str]:
        """The languages in which the owner of an address receives what the list is sent."""
        rows = self.entries.filter(email__iexact=entry.email, state=SubscriberState.CONFIRMED)
        known = set(rows.values_list("language", flat=True))
        return [code for code in languages.codes() if code in known]

    @transaction.atomic
    def leave(self, token: str, only_this: bool = False) -> Entry | None:
        """Take an address off the list, in every language; with ``only_this`` in that of the link alone.

        Asked twice, it has left the first time.
        """
        entry = self.to_leave(token)
        if entry is None:
            return None
        rows = self.entries.filter(email__iexact=entry.email).exclude(state=SubscriberState.LEFT)
        if only_this:
            rows = rows.filter(pk=entry.pk)
        self.gone(rows)
        rows.update(state=SubscriberState.LEFT, left_at=timezone.now(), confirm_hash="")
        entry.refresh_from_db()
        return entry

    def gone(self, entries: QuerySet[Entry]) -> None:
        """Owners are taking their addresses off the list."""

    # What mail servers say

    def note_outcome(self, pk: int, reply: str) -> None:
        """What the mail server said when the owner was asked."""
        self.entries.filter(pk=pk).update(outcome=reply)

    def refused(self, pk: int) -> None:
        """The address's own server refused it for good: in every language, since it is the same address."""
        for email in self.entries.filter(pk=pk).values_list("email", flat=True):
            self.entries.filter(email__iexact=email).exclude(state__in=OFF_THE_LIST).update(
                state=SubscriberState.BOUNCED, left_at=timezone.now()
            )

    # Letting go

    def let_go_unconfirmed(self, at: datetime) -> list[str]:
        """Delete addresses that were never confirmed in time; gives them in small letters, once for each language.

        Who had left, and was asked again by somebody, has still left.
        """
        late = self.entries.filter(state=SubscriberState.PENDING, created_at__lte=at - CONFIRM_WITHIN)
        late.filter(left_at__isnull=False).update(state=SubscriberState.LEFT, confirm_hash="")
        emails = [email.casefold() for email in late.values_list("email", flat=True)]
        late.delete()
        return emails
