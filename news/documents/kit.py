"""The press kit: the release as PDF and as text, its pictures with their credits, and the documents that go with it."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from django.core.files.storage import default_storage
from django.utils.translation import gettext, override

from publishing.slugs import slug_of

from ..reading import PressPicture, ReleaseReading
from . import pdf, plaintext, written
from .store import kept

FORMAT = b"1"
"""To be changed with the kit's make-up, so that kits are made anew."""
CHUNK = 1 << 16
ALREADY_SMALL = {".jpg", ".png", ".webp", ".pdf", ".docx", ".xlsx", ".odt", ".ods"}


def digest(release: ReleaseReading) -> str:
    """What tells one kit from another. A stored file never changes under its name, so its name stands for it."""
    parts = [FORMAT, pdf.digest(release).encode(), plaintext.make(release).encode()]
    parts += [picture.file.encode() for picture in release.words.pictures]
    parts += [attachment.file.encode() for attachment in release.words.attachments]
    parts += [attachment.title.words.encode() for attachment in release.words.attachments]
    return hashlib.sha256(b"\x00".join(parts)).hexdigest()


def open_kit(release: ReleaseReading, folder: str) -> IO[bytes]:
    """The release's kit, open to be read: made at its first reading, kept for the others."""
    return kept(folder, f"{digest(release)}.zip", lambda file: write(release, folder, file))


def write(release: ReleaseReading, folder: str, target: IO[bytes]) -> None:
    """Write the kit. The same content gives the same bytes."""
    stem = file_stem(release)
    with zipfile.ZipFile(target, "w") as archive:
        with pdf.open_pdf(release, folder) as file:
            _put(archive, f"{stem}/{stem}.pdf", file)
        _put_text(archive, f"{stem}/{stem}.txt", plaintext.make(release))
        if mark := _notice(release):
            _put_text(archive, f"{stem}/embargo.txt", mark)
        credited = [(name, one) for name, one in _pictures(release) if _put_stored(archive, f"{stem}/{name}", one.file)]
        if credited:
            _put_text(archive, f"{stem}/credits.txt", credits_of(release, credited))
        for number, one in enumerate(release.words.attachments, start=1):
            _put_stored(archive, f"{stem}/documents/{_safe_name(number, one.file, one.title.words)}", one.file)


def _notice(release: ReleaseReading) -> str:
    """What a kit under embargo says beside its pictures and documents, which bear no mark themselves."""
    with override(release.language):
        mark = written.embargo(release.embargo)
        return f"{mark}\n{gettext('Please publish, quote and pass on nothing of it before.')}\n" if mark else ""


def file_stem(release: ReleaseReading) -> str:
    """The name of the release's files: its address in its language, which holds no sign that a system refuses.

    That of a release under embargo says so, for whoever finds the file on a disk.
    """
    stem = slug_of(release.life.slug) or "release"
    return f"{stem}-embargo" if release.embargo else stem


def credits_of(release: ReleaseReading, pictures: list[tuple[str, PressPicture]]) -> str:
    """What must be printed with each picture."""
    with override(release.language):
        head = [mark] if (mark := written.embargo(release.embargo)) else []
        head.append(gettext("Print each picture with its credit, under its licence."))
        return "\n\n".join([*head, *(f"{name}\n{plaintext.picture_lines(one)}" for name, one in pictures)]) + "\n"


def _pictures(release: ReleaseReading) -> Iterator[tuple[str, PressPicture]]:
    for number, one in enumerate(release.words.pictures, start=1):
        yield f"pictures/{_safe_name(number, one.file, one.label.words)}", one


def _safe_name(number: int, stored: str, words: str) -> str:
    """A name of ASCII letters, numbered so that no two are alike."""
    suffix = re.sub(r"[^a-z0-9.]", "", PurePosixPath(stored).suffix.lower())[:6]
    return f"{number:02d}-{slug_of(words, 60) or 'file'}{suffix}"


def _put_stored(archive: zipfile.ZipFile, name: str, stored: str) -> bool:
    """Put in a file from the storage. One that was lost is left out: the others are still worth having."""
    try:
        with default_storage.open(stored) as file:
            _put(archive, name, file)
    except FileNotFoundError:
        return False
    return True


def _put_text(archive: zipfile.ZipFile, name: str, text: str) -> None:
    archive.writestr(_entry(name), text.encode())


def _put(archive: zipfile.ZipFile, name: str, file: IO[bytes]) -> None:
    with archive.open(_entry(name), "w") as entry:
        for chunk in iter(lambda: file.read(CHUNK), b""):
            entry.write(chunk)


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry with the same date everywhere: what was packed when must not tell two like kits apart."""
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    small = PurePosixPath(name).suffix in ALREADY_SMALL
    entry.compress_type = zipfile.ZIP_STORED if small else zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
