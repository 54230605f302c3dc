"""The release as a PDF that everyone can read: PDF/UA-1 (ISO 14289-1), tagged, with its language and its title."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import IO, Any, Final

from django.core.files.storage import default_storage
from PIL import Image

from ..reading import ReleaseReading
from .store import kept
from .typeset import data_of, texts_of, with_texts
from .typesetter import NotSetError, means, typeset

TEMPLATE = Path(__file__).with_name("release.typ")
STANDARD: Final = "ua-1"
PICTURE_WIDTH = 1600  # pixels; 124 mm at 300 dots an inch are 1465
TALLEST = 0.85  # of the width of the text, so that a picture never takes a whole page


def digest(release: ReleaseReading) -> str:
    """What tells one PDF from another: all that is shown, and all that shows it."""
    shown = json.dumps(data_of(release), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{_setter()}\n{shown}".encode()).hexdigest()


def open_pdf(release: ReleaseReading, folder: str) -> IO[bytes]:
    """The release's PDF, open to be read: made at its first reading, kept for the others."""
    return kept(folder, f"{digest(release)}.pdf", lambda file: file.write(make(release)))


def make(release: ReleaseReading) -> bytes:
    """Set the release. The compiler sees a directory of its own with the words, the pictures and nothing else."""
    data = _drawn(data_of(release))
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        data["pictures"] = [
            one | {"file": name, "width": width}
            for number, one in enumerate(data["pictures"])
            for name, width in _fetch(one["file"], root, number)
        ]
        (root / "release.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return _set(TEMPLATE.read_bytes(), root)


def _set(source: bytes, root: Path) -> bytes:
    return typeset(source, root, format="pdf", pdf_standards=[STANDARD])


@cache
def _setter() -> str:
    """What all PDFs are set with: a change of it makes them anew."""
    return hashlib.sha256(b"\n".join([STANDARD.encode(), TEMPLATE.read_bytes(), *means()])).hexdigest()


def _fetch(name: str, root: Path, number: int) -> Iterable[tuple[str, float]]:
    """Put a picture, made small enough, beside the words; its name and its share of the width. A lost file gives nothing."""
    try:
        with default_storage.open(name) as file, Image.open(io.BytesIO(file.read())) as picture:
            picture.thumbnail((PICTURE_WIDTH, PICTURE_WIDTH))
            opaque = picture.mode in ("RGB", "L")
            kept_as = f"picture-{number}.{'jpg' if opaque and picture.format != 'PNG' else 'png'}"
            (picture if opaque else picture.convert("RGBA")).save(root / kept_as, quality=88)
            yield kept_as, min(1.0, TALLEST * picture.width / picture.height)
    except FileNotFoundError:
        return


ORDINARY = frozenset(map(chr, [0x0A, *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2030), 0x20AC, 0x202F]))
UNDRAWN = "\ufffd"


def _drawn(data: dict[str, Any]) -> dict[str, Any]:
    """The data with a replacement sign for each sign that no font here draws: PDF/UA forbids one that shows nothing."""
    unknown = {sign for text in texts_of(data) for sign in text} - ORDINARY
    missing = _undrawn("".join(sorted(unknown)))
    return with_texts(data, lambda text: text.translate(missing)) if missing else data


def _undrawn(signs: str) -> dict[int, str]:
    """Of the signs those that cannot be set, found by halving."""
    if not signs or _can_set(signs):
        return {}
    if len(signs) == 1:
        return {ord(signs): UNDRAWN}
    half = len(signs) // 2
    return _undrawn(signs[:half]) | _undrawn(signs[half:])


def _can_set(signs: str) -> bool:
    with tempfile.TemporaryDirectory() as directory:
        (Path(directory) / "signs.json").write_text(json.dumps(list(signs)), encoding="utf-8")
        source = b'#set document(title: "signs")\n#set text(lang: "en")\n#for sign in json("signs.json") [#sign\\ ]'
        try:
            _set(source, Path(directory))
        except NotSetError:
            return False
    return True
