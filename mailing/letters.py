"""What many receive is written once: messages differ by address, Message-ID and their reader’s own links.

A text is kept for one batch of the worker and a second at most. Whether its message may leave at all is asked of the database
for each message, after that; what else stands in the text (a contact, a thing that it names, an item of a newsletter) is as it
was less than ``MOST_AGE`` ago: nothing that was taken back leaves later than that.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from email.message import Message
from functools import cached_property
from typing import Any, TypeVar

from django.core.mail import EmailMultiAlternatives

MOST_AGE = 1.0
"""Seconds for which a text is handed out once it was begun."""

READER_TOKEN = secrets.token_hex(32)
"""Stands for a reader’s own token in the links of what is written for many: as long as one, and in no text by chance."""


_READER, _ID = f"reader@{READER_TOKEN[:32]}.example", f"<{READER_TOKEN[32:]}@example>"
"""Stand for the address and the Message-ID while the form on the wire is made."""

_PLAIN = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,120}")
"""Addresses that stand in a header as they are."""


class ReadyMail(EmailMultiAlternatives):
    """One reader's message, whose form on the wire comes from that of its letter."""

    letter: Letter
    token: str

    @cached_property
    def on_the_wire(self) -> bytes:
        """The message as a mail server gets it, with CRLF at the end of lines; asked once it has its Message-ID."""
        (address,), identity = self.to, self.extra_headers["Message-ID"]
        as_written = self.extra_headers.keys() == self.letter.headers.keys() | {"Message-ID"}
        wire = self.letter.wire if as_written and _PLAIN.fullmatch(address) and identity.isascii() else None
        if wire is None:
            return on_the_wire(self.message())
        personal = ((READER_TOKEN, self.token), (_READER, address), (_ID, identity))
        for stand_in, own in personal:
            wire = wire.replace(stand_in.encode(), own.encode())
        return wire


def on_the_wire(message: Message) -> bytes:
    return message.as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own class of messages takes it


@dataclass(frozen=True)
class Letter:
    """A message to many, with ``READER_TOKEN`` in its links."""

    subject: str
    body: str
    html: str
    headers: dict[str, str]

    @classmethod
    def of(cls, message: EmailMultiAlternatives, headers: Mapping[str, str]) -> Letter:
        """``headers`` are added to those of the message; ``READER_TOKEN`` may stand in them, too."""
        html = next((str(content) for content, kind in message.alternatives if kind == "text/html"), "")
        return cls(str(message.subject), str(message.body), html, {**message.extra_headers, **headers})

    def to(self, address: str, token: str) -> ReadyMail:
        """The message to one reader, whose own links hold ``token``; who sends it gives it a Message-ID."""
        headers = {name: value.replace(READER_TOKEN, token) for name, value in self.headers.items()}
        body = self.body.replace(READER_TOKEN, token)
        message = ReadyMail(subject=self.subject, body=body, to=[address], headers=headers)
        if self.html:
            message.attach_alternative(self.html.replace(READER_TOKEN, token), "text/html")
        message.letter, message.token = self, token
        return message

    @cached_property
    def wire(self) -> bytes | None:
        """The form on the wire with its stand-ins, of which an encoding may have broken some: then there is none to share."""
        message = self.to(_READER, READER_TOKEN)
        message.extra_headers["Message-ID"] = _ID
        wire = on_the_wire(message.message())
        expected = sum(text.count(READER_TOKEN) for text in (self.body, self.html, *self.headers.values()))
        whole = wire.count(READER_TOKEN.encode()) == expected and wire.count(_READER.encode()) == wire.count(_ID.encode()) == 1
        return wire if whole else None


Kept = TypeVar("Kept")


class LetterBook:
    """What the messages of one batch of a worker share, by what it is made of."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[float, Any]] = {}

    def forget(self) -> None:
        """A batch begins: what the last one read is read anew."""
        self._kept.clear()

    def get(self, key: Hashable, write: Callable[[], Kept]) -> Kept:
        """What was written under a key, written if there is nothing that is younger than ``MOST_AGE``."""
        now, kept = time.monotonic(), self._kept.get(key)
        if kept is None or not 0 <= now - kept[0] < MOST_AGE:
            kept = self._kept[key] = now, write()
        found: Kept = kept[1]
        return found
