"""Where previews of what is typed lie, for as long as somebody looks at them.

Beside the uploads, under names that no record has, so that no address leads to them but the account's own:
``<account>/<token>`` is a window, ``<version>`` within it what was made of the form last. They are erased when their owner
signs out, and once half an hour has passed since a window was last written to. An account keeps so many windows, all together
so many bytes.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_logged_out
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils._os import safe_join

from .account_keys import account_key
from .working_folders import WorkingPath, erase, move, working_folder

FOLDER = "typed-previews"
MINUTES = 30
MOST_WINDOWS = 6
"""Windows of one account: the oldest gives way."""
ROOM = 400 * 1024 * 1024
"""Bytes of all previews of all accounts."""
TOKEN = re.compile(r"[0-9a-f]{32}")
VERSION = re.compile(r"[0-9]{1,20}")
LANGUAGE = re.compile(r"[a-z][a-z0-9-]{1,9}")
_STATE = "state.json"


@dataclass(frozen=True)
class ShownFault:
    words: str
    label: str = ""


@dataclass(frozen=True)
class PreviewState:
    """What a window shows: which version, made when, of what, and what is wrong with it."""

    version: str
    made_at: float
    label: str
    form: str
    name: str
    kind: str
    content_type: str
    titles: dict[str, str] = field(default_factory=dict)
    """The languages that can be shown, each with what stands above it."""
    faults: tuple[ShownFault, ...] = ()


class PreviewWindow:
    """One window of one account."""

    def __init__(self, user: User | AnonymousUser, token: str) -> None:
        self.token = token
        self.folder = _of(user) / token

    @classmethod
    def open(cls, user: User, token: str = "") -> PreviewWindow:
        """The window of a token, or a new one where there is none, the oldest ones given way to it."""
        sweep()
        if TOKEN.fullmatch(token) and (found := cls(user, token)).folder.is_dir():
            return found
        windows = sorted(_of(user).glob("*"), key=_written_at, reverse=True)
        for old in windows[MOST_WINDOWS - 1 :]:
            erase(old)
        made = cls(user, secrets.token_hex(16))
        made.folder.mkdir(parents=True, mode=0o700)
        return made

    def new_version(self) -> str:
        """A place for what is made now; what was made before it stays for the frames that still read it."""
        version = str(time.time_ns())
        self.files(version).mkdir(parents=True, mode=0o700)
        return version

    def files(self, version: str) -> WorkingPath:
        """Where the files lie that were chosen in the form."""
        return self.folder / version / "files"

    def keep(self, state: PreviewState, pages: dict[str, bytes]) -> None:
        """Show this from now on."""
        for language, content in pages.items():
            (self.folder / state.version / language).write_bytes(content)
        written = self.folder / f"{_STATE}.{state.version}"
        written.write_text(json.dumps(asdict(state)))
        move(written, self.folder / _STATE)
        versions = sorted((path for path in self.folder.iterdir() if VERSION.fullmatch(path.name)), key=lambda path: path.name)
        for old in versions[:-2]:
            erase(old)

    def state(self) -> PreviewState | None:
        """What the window shows; nothing once its time has passed."""
        if not TOKEN.fullmatch(self.token) or _is_over(self.folder):
            return None
        try:
            data: dict[str, Any] = json.loads((self.folder / _STATE).read_text())
            return PreviewState(**{**data, "faults": tuple(ShownFault(**fault) for fault in data["faults"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def page(self, version: str, language: str) -> bytes | None:
        if self.state() is None or not VERSION.fullmatch(version) or not LANGUAGE.fullmatch(language):
            return None
        try:
            return (self.folder / version / language).read_bytes()
        except OSError:
            return None

    def file(self, version: str, name: str) -> WorkingPath | None:
        """A file that was chosen in the form, by the name that the page has for it."""
        if self.state() is None or not VERSION.fullmatch(version) or "\x00" in name:
            return None
        try:
            inside = PurePosixPath(safe_join("/", name)).relative_to("/")
            path = self.files(version) / str(inside)
            return path if path.is_file() else None
        except (OSError, SuspiciousFileOperation, ValueError):
            return None

    # Files that were sent once, so that a browser need not send them at every word

    def put_upload(self, upload: File) -> str:
        """Keep a file that was sent with the form; a word for it, good in this window."""
        kept = secrets.token_hex(16)
        folder = self.folder / "sent" / kept
        folder.mkdir(parents=True, mode=0o700)
        upload.seek(0)
        (folder / "content").write_bytes(upload.read())
        (folder / "name").write_text(upload.name or "file")
        upload.seek(0)
        return kept

    def upload(self, kept: str) -> UploadedFile | None:
        if not TOKEN.fullmatch(kept):
            return None
        folder = self.folder / "sent" / kept
        try:
            return SimpleUploadedFile((folder / "name").read_text(), (folder / "content").read_bytes(), content_type="")
        except OSError:
            return None

    def keep_uploads(self, kept: Iterable[str]) -> None:
        """Let go of the files that the form does not hold any more."""
        wanted = set(kept)
        for folder in (self.folder / "sent").glob("*"):
            if folder.name not in wanted:
                erase(folder)


def _root() -> WorkingPath:
    return working_folder(FOLDER)


def _of(user: User | AnonymousUser) -> WorkingPath:
    return _root() / (account_key(user) or "nobody")


def _written_at(folder: WorkingPath) -> float:
    """When a window was last written to: a version made, or shown."""
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0


def _is_over(folder: WorkingPath) -> bool:
    return _written_at(folder) < time.time() - MINUTES * 60


def has_room() -> bool:
    """Whether another preview can be kept."""
    return sum(path.stat().st_size for path in _root().rglob("*") if path.is_file()) < ROOM


def forget(user: User | AnonymousUser) -> None:
    """Erase all that an account was looking at."""
    if account_key(user):
        erase(_of(user))


def sweep_all() -> None:
    """Erase every preview."""
    erase(_root())


def sweep() -> None:
    """Erase what nobody has written to for half an hour."""
    for folder in _root().glob("*/*"):
        if _is_over(folder):
            erase(folder)
    for account in _root().glob("*"):
        with suppress(OSError):  # somebody is looking at something
            account.rmdir()


def _signed_out(user: User | None, **_signal: object) -> None:
    if user is not None:
        forget(user)


def connect() -> None:
    user_logged_out.connect(_signed_out, dispatch_uid="previews of what is typed")
