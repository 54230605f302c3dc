"""The question to the owner of an address, whether it shall be on the list.

Its link holds a secret of which the database keeps the hash alone, so that the message cannot wait as a row: the address does.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.core.mail import EmailMessage
from django.utils import timezone

from . import mail_messages, subscribers
from .models import Subscriber
from .queue import FIRST_PAUSE, LONGEST_OUTCOME
from .smtp import MailConnection, SendStatus


class ConfirmationSender:
    """Asks, once an address however many languages it was asked for, and remembers whom not to ask again for some minutes.

    That is kept by the process alone: at worst a restarted one asks sooner.
    """

    def __init__(self) -> None:
        self._paused: dict[int, datetime] = {}

    def send_batch(self, connection: MailConnection, most: int, is_stopping: Callable[[], bool]) -> int:
        """Write to up to ``most`` owners; gives how many were tried. May raise ``Unreachable``."""
        asked: set[str] = set()
        for subscriber in self._to_be_asked(most):
            if is_stopping():
                break
            if subscriber.email.casefold() not in asked:
                self._ask(subscriber, connection)
                asked.add(subscriber.email.casefold())
        return len(asked)

    def _to_be_asked(self, most: int) -> list[Subscriber]:
        now = timezone.now()
        self._paused = {pk: until for pk, until in self._paused.items() if until > now}
        return list(subscribers.to_be_asked().exclude(pk__in=self._paused)[:most])

    def _ask(self, subscriber: Subscriber, connection: MailConnection) -> None:
        token = None

        def begin() -> EmailMessage | None:
            nonlocal token
            token = subscribers.begin_asking(subscriber)
            return mail_messages.of_confirmation(subscriber, token, subscribers.asked_for(token)) if token else None

        result = connection.send(subscriber.email, begin)
        subscribers.note_outcome(subscriber.pk, result.reply[:LONGEST_OUTCOME])
        if result.no_such_address:
            subscribers.refused(subscriber.pk)
        elif result.status in (SendStatus.LATER, SendStatus.REFUSED):
            if token:
                subscribers.ask_later(token)
            self._paused[subscriber.pk] = timezone.now() + FIRST_PAUSE


CONFIRMATIONS = ConfirmationSender()
