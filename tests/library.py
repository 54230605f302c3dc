"""Pictures of the library for tests: with a file, and with all that it takes to be shown."""

from __future__ import annotations

import io
import itertools

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from publishing import languages
from publishing.library_pictures import LibraryPicture

_numbers = itertools.count(1)


def png(size: tuple[int, int] = (600, 400), colour: tuple[int, int, int] | None = None) -> bytes:
    """A picture that no other one is like, unless its colour is given."""
    number = next(_numbers)
    out = io.BytesIO()
    Image.new("RGB", size, colour or (number % 250, number // 250 % 250, 90)).save(out, "PNG")
    return out.getvalue()


def library_picture(word: str = "Amphi", *, content: bytes | None = None, **given: object) -> LibraryPicture:
    """A saved picture that may be shown."""
    texts = {languages.column(name, code): f"{word} {name} {code}" for name in ("alt", "credit") for code in languages.codes()}
    folder = f"{LibraryPicture._meta.label_lower}/token-{next(_numbers)}"
    name = default_storage.save(f"{folder}/{word.lower()}.png", ContentFile(content or png()))
    given = {"title": f"{word} {next(_numbers)}", "licence": "own", **texts, **given}
    return LibraryPicture.objects.create(image=name, **given)
