"""The question to the owner of an address, whether it shall be on a list.

Its link holds a secret of which the database keeps the hash alone, so that the message cannot wait as a row: the address does.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic

from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from publishing.log_words import PlainWords
from publishing.outbox import DATABASE_AWAY

from . import mail_messages, newsletter_messages, subscribers
from .address_lists import AddressList, Entry
from .newsletter_readers import READERS
from .queue import FIRST_PAUSE, LONGEST_OUTCOME
from .smtp import BeginHandover, MailConnection, SendResult, SendStatus, Unreachable

logger = logging.getLogger(__name__)

Question = Callable[[Entry, str, Sequence[str]], EmailMessage]
"""Writes the message to the owner of an entry, with the token of its link and the languages that it asks for."""


class ConfirmationSender(Generic[Entry]):
    """Asks, once an address however many languages it was asked for, and remembers whom not to ask again for some minutes.

    That is kept by the process alone: at worst a restarted one asks sooner.
    """

    def __init__(self, addresses: AddressList[Entry], question: Question[Entry]) -> None:
        self._list, self._question = addresses, question
        self._paused: dict[int, datetime] = {}

    def send_batch(self, connection: MailConnection, most: int, is_stopping: Callable[[], bool]) -> int:
        """Write to up to ``most`` owners; gives how many were tried. May raise ``Unreachable``."""
        asked: set[str] = set()
        for entry in self._to_be_asked(most):
            if is_stopping():
                break
            if entry.email.casefold() not in asked:
                self._ask(entry, connection)
                asked.add(entry.email.casefold())
        return len(asked)

    def _to_be_asked(self, most: int) -> list[Entry]:
        now = timezone.now()
        self._paused = {pk: until for pk, until in self._paused.items() if until > now}
        return list(self._list.to_be_asked().exclude(pk__in=self._paused)[:most])

    def _ask(self, entry: Entry, connection: MailConnection) -> None:
        token = None

        def begin() -> EmailMessage | None:
            nonlocal token
            token = self._list.begin_asking(entry)
            return self._question(entry, token, self._list.asked_for(token)) if token else None

        result = self._sent(entry, connection, begin)
        self._list.note_outcome(entry.pk, result.reply[:LONGEST_OUTCOME])
        if result.no_such_address:
            self._list.refused(entry.pk)
        elif result.status in (SendStatus.LATER, SendStatus.REFUSED):
            if token:
                self._list.ask_later(token)
            self._paused[entry.pk] = timezone.now() + FIRST_PAUSE

    @staticmethod
    def _sent(entry: Entry, connection: MailConnection, begin: BeginHandover) -> SendResult:
        """A question that cannot be written holds up neither the next one nor any other mail."""
        try:
            return connection.send(entry.email, begin)
        except (Unreachable, *DATABASE_AWAY):
            raise
        except Exception:
            logger.exception("%s %s cannot be asked", PlainWords(entry._meta.label), entry.pk)
            return SendResult(SendStatus.LATER, _("The sender stumbled: its log says why."))


CONFIRMATIONS = ConfirmationSender(subscribers.PRESS, mail_messages.of_confirmation)
NEWSLETTER_CONFIRMATIONS = ConfirmationSender(READERS, newsletter_messages.of_confirmation)
ALL_CONFIRMATIONS: tuple[ConfirmationSender[Any], ...] = (CONFIRMATIONS, NEWSLETTER_CONFIRMATIONS)
