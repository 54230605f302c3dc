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
from typing import Protocol, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.utils import DNS_NAME
from django.utils.translation import gettext_noop as _

from publishing.mail_addresses import is_address

from .letters import ReadyMail, on_the_wire

TIMEOUT = 60
"""Seconds to wait for each reply of the server but the last one."""

LAST_TIMEOUT = 300
"""Seconds to wait for the reply to the text itself: the server may read all of it first (RFC 5321, 4.5.3.2.6)."""

MAILBOX_CODES = {550, 551, 553, 556}
"""Refusals that concern the recipient's address (RFC 5321, 4.2.3), where no enhanced code says what they concern."""

NO_SUCH_ADDRESS = re.compile(r"5\.(?:1\.(?:1|2|3|6|10)|2\.1|4\.4)(?!\d)")
"""The enhanced codes that concern the recipient's address (RFC 3463; RFC 7505); the sender, the text and rules have others."""

_ENHANCED = re.compile(r"5\.\d{1,3}\.\d{1,3}")


class SendStatus(Enum):
    """What became of an attempt to send."""

    SENT = auto()
    LATER = auto()
    """Certainly not sent; it may be tried again."""

    REFUSED = auto()
    UNKNOWN = auto()
    """The text was handed over without an answer: only the server knows."""

    NOT_BEGUN = auto()
    """Called off before the text was handed over."""


@dataclass(frozen=True)
class SendResult:
    """What became of a message, and the server's reply; ``no_such_address`` when the refusal is about the address."""

    status: SendStatus
    reply: str = ""
    no_such_address: bool = False


class Unreachable(Exception):
    """The mail server does not answer, or takes nothing from us. Nothing was handed over."""


BeginHandover = Callable[[], EmailMessage | None]
"""Called when the server is ready for the text: writes down that it is handed over now, and gives it; ``None`` stops."""


class MailConnection(Protocol):
    """A way to hand over messages, one at a time, as a context manager."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exception: object) -> None: ...

    def send(self, address: str, begin: BeginHandover) -> SendResult:
        """Hand one message over. Raises ``Unreachable`` when nothing can be handed over at all."""
        ...


def mail_connection() -> MailConnection:
    """The way that EMAIL_URL chose, as a context manager that keeps one connection."""
    backend = get_connection(timeout=TIMEOUT)
    return SmtpConnection(backend) if isinstance(backend, EmailBackend) else BackendConnection()


class BackendConnection:
    """Files, the console, a test's memory: each message is handed over on its own, so that each becomes a file of its own."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        return None

    def send(self, address: str, begin: BeginHandover) -> SendResult:
        message = begin()
        if message is None:
            return SendResult(SendStatus.NOT_BEGUN)
        try:
            get_connection().send_messages([message])
        except OSError as error:
            return SendResult(SendStatus.UNKNOWN, str(error))
        return SendResult(SendStatus.SENT)


class SmtpConnection:
    """One SMTP connection, opened when it is first needed and again when the server has closed it."""

    def __init__(self, backend: EmailBackend):
        self.backend = backend
        self.carried = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._close()

    def send(self, address: str, begin: BeginHandover) -> SendResult:
        """Hand one message to the server. Raises ``Unreachable`` when nothing can be handed over to it at all."""
        used = self.carried > 0
        result = self._try(address, begin)
        if result is None and used:
            # Servers close a connection that has carried many messages: that is no fault of this one.
            result = self._try(address, begin)
        return result or SendResult(SendStatus.LATER, _("The server closed the connection before the text was sent."))

    def probe(self) -> str:
        """Ask the server whether it takes mail from the portal, without sending any: up to the sender (RFC 5321, 4.1.1.2).

        Gives what it said. Raises ``Unreachable`` where it takes nothing.
        """
        connection = self._open()
        try:
            code, reply = connection.mail(sender_address())
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self._close()
            raise Unreachable(reply_of(error)) from error
        said = _reply_text(code, reply)
        self._reset(connection)
        if code >= 400:
            raise Unreachable(said)
        return said

    def _open(self) -> smtplib.SMTP:
        try:
            is_new = self.backend.open()
            connection = self.backend.connection
            if connection is None:
                raise smtplib.SMTPServerDisconnected("no connection")
            if is_new:
                self.carried = 0
                self._say_hello(connection)
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            raise Unreachable(reply_of(error)) from error
        return connection

    @staticmethod
    def _say_hello(connection: smtplib.SMTP) -> None:
        """Greet the server (RFC 5321, 4.1.4: first of all, and anew after STARTTLS); signing in alone would do so too."""
        connection.ehlo_or_helo_if_needed()

    def _close(self) -> None:
        with suppress(OSError, smtplib.SMTPException):
            self.backend.close()
        self.backend.connection = None
        self.carried = 0

    def _try(self, address: str, begin: BeginHandover) -> SendResult | None:
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
            return SendResult(SendStatus.NOT_BEGUN)
        return self._text(connection, message)

    @staticmethod
    def _envelope(connection: smtplib.SMTP, address: str) -> SendResult | None:
        """Say who writes to whom; gives the refusal, if there is one."""
        _wait_at_most(connection, TIMEOUT)
        (code, reply), asked = _introduction(connection, address)
        if code >= 500:
            raise Unreachable(_reply_text(code, reply))
        if code >= 400:
            return SendResult(SendStatus.LATER, _reply_text(code, reply))
        return _refusal(*asked())

    def _text(self, connection: smtplib.SMTP, message: EmailMessage) -> SendResult:
        """Hand the text over. From its first byte on, a lost connection leaves its outcome unknown."""
        content = message.on_the_wire if isinstance(message, ReadyMail) else on_the_wire(message.message())
        payload = re.sub(rb"(?m)^\.", b"..", content)
        handed_over = False
        try:
            connection.putcmd("data")
            code, reply = connection.getreply()
            if code != 354:
                self._reset(connection)
                return _refusal(code, reply) or SendResult(SendStatus.LATER, _reply_text(code, reply))
            _wait_at_most(connection, LAST_TIMEOUT)
            handed_over = True
            connection.send(payload + (b"" if payload.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, reply = connection.getreply()
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self._close()
            return SendResult(SendStatus.UNKNOWN if handed_over else SendStatus.LATER, str(error))
        self.carried += 1
        if code == 421:
            self._close()
        return _refusal(code, reply) or SendResult(SendStatus.SENT, _reply_text(code, reply))

    def _reset(self, connection: smtplib.SMTP) -> None:
        """Ready for the next message; a server that does not even answer that is left."""
        try:
            code, _reply = connection.rset()
        except (OSError, smtplib.SMTPServerDisconnected):
            code = 0
        if code != 250:
            self._close()


Reply = tuple[int, bytes]


def _introduction(connection: smtplib.SMTP, address: str) -> tuple[Reply, Callable[[], Reply]]:
    """The reply to the sender's name, and what gives the one to the reader's.

    Both are said at once to a server that allows it (RFC 2920), so that a message waits once less for a server far away.
    """
    if not connection.has_extn("pipelining"):
        return connection.mail(sender_address()), lambda: connection.rcpt(address)
    lines = f"MAIL FROM:{smtplib.quoteaddr(sender_address())}", f"RCPT TO:{smtplib.quoteaddr(address)}"
    if any(sign in line for line in lines for sign in "\r\n"):
        raise ValueError("An address holds the end of a line.")
    connection.send("".join(f"{line}\r\n" for line in lines))
    first = connection.getreply()
    if first[0] < 400:
        return first, connection.getreply
    with suppress(OSError, smtplib.SMTPServerDisconnected):
        connection.getreply()
    return first, lambda: first


def introduce_as(host: str) -> None:
    """The name by which every mail of the portal greets a server, and its messages are known (RFC 5321, 4.1.1.1).

    Django takes the machine's, which is nobody's business, and which servers refuse where it is no whole name.
    """
    DNS_NAME._fqdn = f"[{host}]" if is_address(host) else host


def reply_of(error: OSError | smtplib.SMTPException) -> str:
    """What the server said, or the machine where no server spoke."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()))
        return _reply_text(code, reply)
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return _reply_text(error.smtp_code, said.encode() if isinstance(said, str) else said)
    return str(error)


def sender_address() -> str:
    """Whom the envelope names as the sender: where messages come back to, or the address of MAIL_FROM."""
    return settings.BOUNCE_ADDRESS or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _wait_at_most(connection: smtplib.SMTP, seconds: int) -> None:
    if connection.sock is None:
        raise smtplib.SMTPServerDisconnected("the connection is closed")
    connection.sock.settimeout(seconds)


def _refusal(code: int, reply: bytes) -> SendResult | None:
    text = _reply_text(code, reply)
    if code >= 500:
        detail = reply.decode("utf-8", "replace")
        about_address = NO_SUCH_ADDRESS.match(detail) if _ENHANCED.match(detail) else code in MAILBOX_CODES
        return SendResult(SendStatus.REFUSED, text, no_such_address=bool(about_address))
    return None if 200 <= code < 400 else SendResult(SendStatus.LATER, text)


def _reply_text(code: int, reply: bytes) -> str:
    return f"{code} {reply.decode('utf-8', 'replace')}".replace("\n", " ").replace("\x00", "")
