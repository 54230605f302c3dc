"""Where messages come back to: a mailbox that is read over IMAP, or a directory in the form of Maildir."""

from __future__ import annotations

import imaplib
import mailbox
import ssl
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

TIMEOUT = 60
"""Seconds to wait for each reply of the server."""

MOST = 1000
"""How many messages are read at a time: the rest waits for the next one."""

Taking = Callable[[bytes], int]
"""Acts on a mail, and gives how many reports on messages of the portal it held."""


def read(address: str, take: Taking) -> tuple[int, int]:
    """Read what is new in a mailbox. Gives how many mails were acted on, and how many are left to a person.

    What was acted on is deleted; all else stays there, marked as read. Raises ``OSError`` or ``imaplib.IMAP4.error`` where
    the mailbox cannot be read.
    """
    return _read_maildir(Path(urlsplit(address).path), take) if address.startswith("maildir:") else _read_imap(address, take)


def _read_maildir(path: Path, take: Taking) -> tuple[int, int]:
    if not path.is_dir():
        raise FileNotFoundError(f"There is no directory {path}")
    box = mailbox.Maildir(path, create=False)
    done = left = 0
    for key in [key for key in box.keys() if "S" not in box.get_message(key).get_flags()][:MOST]:
        if take(box.get_bytes(key)):
            box.remove(key)
            done += 1
        else:
            message = box.get_message(key)
            message.set_subdir("cur")
            message.add_flag("S")
            box[key] = message
            left += 1
    return done, left


def _read_imap(address: str, take: Taking) -> tuple[int, int]:
    parts = urlsplit(address)
    host, context = parts.hostname or "", ssl.create_default_context()
    connection: imaplib.IMAP4
    if parts.scheme == "imaps":
        connection = imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=context, timeout=TIMEOUT)
    else:
        connection = imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT)
    with connection:
        if parts.scheme == "imap+tls":
            connection.starttls(ssl_context=context)
        connection.login(unquote(parts.username or ""), unquote(parts.password or ""))
        _expect(connection.select(f'"{unquote(parts.path.strip("/")) or "INBOX"}"'))
        found = _expect(connection.uid("search", "UNSEEN"))
        done = left = 0
        for number in (found[0] or b"").split()[:MOST]:
            if take(_content(connection, number.decode())):
                connection.uid("store", number.decode(), "+FLAGS", r"(\Seen \Deleted)")
                done += 1
            else:
                connection.uid("store", number.decode(), "+FLAGS", r"(\Seen)")
                left += 1
        connection.expunge()
    return done, left


def _content(connection: imaplib.IMAP4, number: str) -> bytes:
    """A message, without marking it as read: that is done once it has been acted on."""
    answer = _expect(connection.uid("fetch", number, "(BODY.PEEK[])"))
    return next((part[1] for part in answer if isinstance(part, tuple)), b"")


def _expect(answer: tuple[str, list]) -> list:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(str(data))
    return data
