"""Handing one message at a time to the mail server, and knowing what became of it.

Django's own sending tells only that something went wrong. Whether a message may be sent again depends on where it went wrong:
until the text has been handed over nothing can have arrived; afterwards only the server knows.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from enum import Enum, auto

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext_noop as _

TIMEOUT = 60
"""Seconds to wait for each reply of the server but the last one."""

LAST_TIMEOUT = 300
"""Seconds to wait for the reply to the text itself: the server may read all of it first (RFC 5321, 4.5.3.2.6)."""

MAILBOX_CODES = {550, 551, 553, 556}
"""Refusals that concern the recipient's address (RFC 5321, 4.2.3), unless their enhanced code says that a policy refused."""

_POLICY = re.compile(r"^5\.7\.\d")


class Fate(Enum):
    SENT = auto()
    LATER = auto()
    REFUSED = auto()
    UNKNOWN = auto()
    NOT_BEGUN = auto()


@dataclass(frozen=True)
class Outcome:
    """What became of a message, in the server's words; ``no_such_address`` when the refusal is about the address."""

    fate: Fate
    words: str = ""
    no_such_address: bool = False


class Unreachable(Exception):
    """The mail server does not answer, or takes nothing from us. Nothing was handed over."""


Begin = Callable[[], EmailMessage | None]
"""Called when the server is ready for the text: writes down that it is handed over now, and gives it; ``None`` stops."""


def line() -> SmtpLine | BackendLine:
    """The way that EMAIL_URL chose, as a context manager that keeps one connection."""
    backend = get_connection(timeout=TIMEOUT)
    return SmtpLine(backend) if isinstance(backend, EmailBackend) else BackendLine()


class BackendLine:
    """Files, the console, a test's memory: each message is handed over on its own, so that each becomes a file of its own."""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return None

    def send(self, address: str, begin: Begin) -> Outcome:
        message = begin()
        if message is None:
            return Outcome(Fate.NOT_BEGUN)
        try:
            get_connection().send_messages([message])
        except OSError as error:
            return Outcome(Fate.UNKNOWN, str(error))
        return Outcome(Fate.SENT)


class SmtpLine:
    """One SMTP connection, opened when it is first needed and again when the server has closed it."""

    def __init__(self, backend: EmailBackend):
        self.backend = backend
        self.carried = 0

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._close()

    def send(self, address: str, begin: Begin) -> Outcome:
        """Hand one message to the server. Raises ``Unreachable`` when nothing can be handed over to it at all."""
        used = self.carried > 0
        outcome = self._try(address, begin)
        if outcome is None and used:
            # Servers close a connection that has carried many messages: that is no fault of this one.
            outcome = self._try(address, begin)
        return outcome or Outcome(Fate.LATER, _("The server closed the connection before the text was sent."))

    def _open(self) -> smtplib.SMTP:
        try:
            if self.backend.open():
                self.carried = 0
                self._say_hello(self.backend.connection)
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            raise Unreachable(str(error)) from error
        return self.backend.connection

    @staticmethod
    def _say_hello(connection: smtplib.SMTP) -> None:
        """Greet the server (RFC 5321, 4.1.4: first of all, and anew after STARTTLS); signing in alone would do so too."""
        connection.ehlo_or_helo_if_needed()

    def _close(self) -> None:
        with suppress(OSError, smtplib.SMTPException):
            self.backend.close()
        self.backend.connection = None
        self.carried = 0

    def _try(self, address: str, begin: Begin) -> Outcome | None:
        """One attempt; ``None`` where the connection was lost before the text was handed over."""
        connection = self._open()
        try:
            refusal = self._envelope(connection, address)
        except (OSError, smtplib.SMTPServerDisconnected):
            self._close()
            return None
        if refusal is not None:
            self._reset(connection)
            return refusal
        try:
            message = begin()
        except BaseException:
            self._close()
            raise
        if message is None:
            self._reset(connection)
            return Outcome(Fate.NOT_BEGUN)
        return self._text(connection, message)

    @staticmethod
    def _envelope(connection: smtplib.SMTP, address: str) -> Outcome | None:
        """Say who writes to whom; gives the refusal, if there is one."""
        connection.sock.settimeout(TIMEOUT)
        code, words = connection.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
        if code >= 500:
            raise Unreachable(_said(code, words))
        if code >= 400:
            return Outcome(Fate.LATER, _said(code, words))
        code, words = connection.rcpt(address)
        return _refusal(code, words)

    def _text(self, connection: smtplib.SMTP, message: EmailMessage) -> Outcome:
        """Hand the text over. From its first byte on, a lost connection leaves its fate unknown."""
        payload = re.sub(rb"(?m)^\.", b"..", message.message().as_bytes(linesep="\r\n"))
        handed_over = False
        try:
            connection.putcmd("data")
            code, words = connection.getreply()
            if code != 354:
                self._reset(connection)
                return _refusal(code, words) or Outcome(Fate.LATER, _said(code, words))
            connection.sock.settimeout(LAST_TIMEOUT)
            handed_over = True
            connection.send(payload + (b"" if payload.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, words = connection.getreply()
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self._close()
            return Outcome(Fate.UNKNOWN if handed_over else Fate.LATER, str(error))
        self.carried += 1
        if code == 421:
            self._close()
        return _refusal(code, words) or Outcome(Fate.SENT, _said(code, words))

    def _reset(self, connection: smtplib.SMTP) -> None:
        """Ready for the next message; a server that does not even answer that is left."""
        try:
            code, _words = connection.rset()
        except (OSError, smtplib.SMTPServerDisconnected):
            code = 0
        if code != 250:
            self._close()


def _refusal(code: int, words: bytes) -> Outcome | None:
    said = _said(code, words)
    if code >= 500:
        detail = words.decode("utf-8", "replace")
        return Outcome(Fate.REFUSED, said, no_such_address=code in MAILBOX_CODES and not _POLICY.match(detail))
    return None if 200 <= code < 400 else Outcome(Fate.LATER, said)


def _said(code: int, words: bytes) -> str:
    return f"{code} {words.decode('utf-8', 'replace')}".replace("\n", " ").replace("\x00", "")
