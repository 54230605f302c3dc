"""A stream that only who holds the key can read, and that nobody can change, reorder or cut short unseen.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, “Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance”, 2015), as the age format uses it: chunks of 64 KiB, each under ChaCha20-Poly1305 (RFC 8439) with its number
and whether it is the last in its nonce. The key is drawn from the secret by scrypt (RFC 7914) under a salt of the file's own,
so that a sentence to remember serves as well as random bytes.
"""

from __future__ import annotations

import io
import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"portal sealed backup 1\n"
CHUNK = 64 * 1024
TAG = 16
SALT = 32


class SealError(Exception):
    """The key is another one, or the stream is not what was written."""


def _box(secret: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(secret))


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class SealedWriter(io.RawIOBase):
    """Write what is to be read by ``SealedReader`` under the same secret. Only ``finish`` makes it whole."""

    def __init__(self, target: BinaryIO, secret: bytes):
        salt = secrets.token_bytes(SALT)
        self._target, self._box, self._number, self._held = target, _box(secret, salt), 0, bytearray()
        target.write(MAGIC + salt)

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:  # type: ignore[no-untyped-def]  # whatever has bytes
        self._held += data
        while len(self._held) > CHUNK:
            self._put(bytes(self._held[:CHUNK]), is_last=False)
            del self._held[:CHUNK]
        return len(data)

    def _put(self, chunk: bytes, is_last: bool) -> None:
        self._target.write(self._box.encrypt(_nonce(self._number, is_last), chunk, MAGIC))
        self._number += 1

    def finish(self) -> None:
        self._put(bytes(self._held), is_last=True)
        self._held.clear()


class SealedReader(io.RawIOBase):
    """Read a sealed stream. Raises ``SealError`` as soon as a chunk is not the one that was written there."""

    def __init__(self, source: BinaryIO, secret: bytes):
        if source.read(len(MAGIC)) != MAGIC:
            raise SealError
        self._source, self._box, self._number = source, _box(secret, source.read(SALT)), 0
        self._next = source.read(CHUNK + TAG)
        self._held, self._ended = b"", False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]  # whatever takes bytes
        while not self._held and not self._ended:
            self._held = self._open()
        size = min(len(buffer), len(self._held))
        buffer[:size], self._held = self._held[:size], self._held[size:]
        return size

    def _open(self) -> bytes:
        chunk, self._next = self._next, self._source.read(CHUNK + TAG)
        self._ended = not self._next
        try:
            opened = self._box.decrypt(_nonce(self._number, self._ended), chunk, MAGIC)
        except InvalidTag as error:
            raise SealError from error
        self._number += 1
        return opened
