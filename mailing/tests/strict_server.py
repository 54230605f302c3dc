"""A mail server on the loopback that takes the standards at their word: aiosmtpd, which refuses MAIL before EHLO, and here HELO
and whoever does not name itself whole; addresses that are none, and on top of it headers that RFC 5322 does not allow.

It speaks in the clear, after STARTTLS or over TLS from the first byte, with a certificate of its own, and asks for a
password where it has one. It takes no text above its size, refuses at a step (or one recipient: ``rcpt a@example.org``) what a
test has it refuse, and may be slow.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from publishing.mail_addresses import is_mail_domain

HOST = "127.0.0.1"
USER, PASSWORD = "portal", "word"
ADDRESS_HEADERS = ("From", "Sender", "To", "Cc", "Reply-To")
PATTERNS = {
    "Message-ID": r"<[!-;=?A-~]+@[!-;=?A-~]+>",
    "List-Unsubscribe": r"<https?://[!-;=?A-~]+>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


@dataclass(frozen=True)
class Accepted:
    """A message that the server took: its envelope and itself."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage
    is_encrypted: bool


@dataclass(frozen=True)
class Certificate:
    """A certificate for ``HOST`` and its key, in one file."""

    path: Path

    @classmethod
    def make(cls, directory: Path) -> Certificate:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail server of the tests")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(key, hashes.SHA256())
        )
        path = directory / "mail-server.pem"
        private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
        return cls(path)

    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path)
        return context


class StrictServer(Controller):
    """The server, as a context manager; ``accepted`` holds what it took, ``refused`` what it said no to in a text."""

    def __init__(
        self,
        certificate: Certificate | None = None,
        starttls: bool = False,
        password: bool = False,
        size: int | None = None,
        refusals: dict[str, str] | None = None,
        delays: dict[str, float] | None = None,
    ):
        self.refusals, self.delays = refusals or {}, delays or {}
        self.accepted: list[Accepted] = []
        self.refused: list[list[str]] = []
        self._asks_for_password = password
        self._is_encrypted = certificate is not None
        self._socket = socket.create_server((HOST, 0))
        context = certificate.context() if certificate else None
        super().__init__(
            self,
            hostname=HOST,
            port=self._socket.getsockname()[1],
            ssl_context=None if starttls else context,
            tls_context=context if starttls else None,
            require_starttls=starttls,
            auth_require_tls=False,
            authenticator=self._authenticate,
            server_hostname="mail.example.org",
            decode_data=False,
            data_size_limit=size,
        )

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self._socket, ssl=self.ssl_context)

    def __enter__(self) -> StrictServer:
        self.start()
        return self

    def __exit__(self, *exception) -> None:
        self.stop()

    @staticmethod
    def _authenticate(server, session, envelope, mechanism, data) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=right)

    async def handle_EHLO(self, server, session, envelope, hostname, responses) -> list[str]:
        """Whoever greets names itself whole: a domain of several labels, or its address between brackets."""
        if not is_mail_domain(hostname) or ("." not in hostname and not hostname.startswith("[")):
            return ["504 5.5.2 EHLO rejected: need a fully-qualified hostname"]
        session.host_name = hostname
        return responses

    async def handle_HELO(self, server, session, envelope, hostname) -> str:
        return "502 5.5.1 EHLO is wanted, not HELO"

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:
        await asyncio.sleep(self.delays.get("mail", 0))
        if self._asks_for_password and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if "mail" in self.refusals:
            return self.refusals["mail"]
        envelope.mail_from = address
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        await asyncio.sleep(self.delays.get("rcpt", 0))
        if refusal := self.refusals.get(f"rcpt {address}") or self.refusals.get("rcpt"):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        await asyncio.sleep(self.delays.get("text", 0))
        if "text" in self.refusals:
            return self.refusals["text"]
        message = message_from_bytes(envelope.content, policy=policy.SMTP)
        faults = list(faults_of(envelope.content, message, envelope.mail_from, envelope.rcpt_tos))
        if faults:
            self.refused.append(faults)
            return "550 5.6.0 " + "; ".join(faults)
        self.accepted.append(Accepted(envelope.mail_from, tuple(envelope.rcpt_tos), message, self._is_encrypted))
        return "250 2.0.0 kept"


def faults_of(content: bytes, message: EmailMessage, sender: str, recipients: list[str]) -> Iterator[str]:
    """What is wrong with a message and its header fields."""
    yield from _faults_of_addresses(message, sender, recipients)
    if not content.partition(b"\r\n\r\n")[0].isascii():
        yield "a header field is not in ASCII"
    for name, pattern in PATTERNS.items():
        if name in message and not re.fullmatch(pattern, message[name].strip()):
            yield f"{name}: {message[name]!r} is not well formed"
    if "Message-ID" not in message:
        yield "Message-ID is missing"
    try:
        parsedate_to_datetime(message["Date"])
    except (TypeError, ValueError):
        yield f"Date: {message['Date']!r} is no date"


def _faults_of_addresses(message: EmailMessage, sender: str, recipients: list[str]) -> Iterator[str]:
    for name in ADDRESS_HEADERS:
        for header in message.get_all(name, []):
            if header.defects or not header.addresses:
                yield f"{name}: {header!r} is no list of addresses"
    if addresses(message, "From") != [sender]:
        yield f"From: {message['From']!r} is not the sender {sender}"
    if addresses(message, "To") != recipients:
        yield f"To: {message['To']!r} is not the recipient"


def addresses(message: EmailMessage, name: str) -> list[str]:
    return [address.addr_spec for header in message.get_all(name, []) for address in header.addresses]
