"""Renditions: an uploaded picture in the few widths and the kinds that browsers want, made outside the request.

They lie beside the picture, under its name: ``photo.jpg.800.avif``. Whoever may have the picture may have them, and nobody
else. Their table, ``photo.jpg.renditions``, is written last: where there is none, pages show the picture itself.
"""

from __future__ import annotations

import io
import json
import logging
import mimetypes
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.fields.files import ImageFieldFile
from PIL import Image

from . import content_version, drawings, rendition_jobs

WIDTHS = (400, 800, 1600)
"""In pixels: a phone, a phone with a fine screen or a column of text, the same on a fine screen."""
FALLBACK = 800
"""The width for browsers that know neither AVIF nor WebP."""
KINDS: dict[str, dict[str, object]] = {
    "avif": {"quality": 60, "speed": 6, "subsampling": "4:4:4"},
    "webp": {"quality": 80, "method": 5},
}
"""The kinds, the best first, each with how it is written."""
OWN_KIND: dict[str, object] = {"quality": 82, "optimize": True}
TABLE = "{}.renditions"
RENDITION = re.compile(
    r"(?P<original>.+?\.(?:jpg|jpeg|png|webp))(?:\.[a-z]{1,12}-[0-9]{1,3}-[0-9]{1,3}\.jpg)?"
    r"(?:\.[0-9]{1,5}\.(?:avif|jpg|jpeg|png|webp))?"
)
"""A picture, a cut of it (``picture_crops.py``), or a copy of either."""

# Not every Python knows them, and not every machine has a table of its own.
mimetypes.add_type("image/avif", ".avif")
mimetypes.add_type("image/webp", ".webp")
mimetypes.add_type("image/svg+xml", drawings.EXTENSION)
logger = logging.getLogger(__name__)
_making = threading.Lock()


@dataclass(frozen=True)
class RenditionTable:
    """What there is of a picture: its size, and the widths it has been made in."""

    width: int
    height: int
    widths: dict[str, list[int]]
    fallback: str
    """The kind of the picture itself, where there is a narrower one for browsers that know no other; or empty."""


@dataclass(frozen=True)
class Source:
    kind: str
    srcset: str


@dataclass(frozen=True)
class ShownPicture:
    """A picture for a page: where it is, how large, so that the page keeps its room free, and what is lighter."""

    url: str
    width: int
    height: int
    sources: list[Source]


def original_of(path: str) -> str:
    """The picture that a file is a rendition of, or the file itself."""
    match = RENDITION.fullmatch(path)
    return match["original"] if match else path


def table_of(original: str) -> RenditionTable | None:
    """The renditions of a picture, or nothing while they are not made: no page that says so is kept."""
    try:
        return _read(original)
    except (OSError, ValueError, KeyError, TypeError):
        content_version.is_unsettled()
        return None


@lru_cache(maxsize=4096)
def _read(original: str) -> RenditionTable:
    """A stored file never changes under its name, so what was read once holds; what is missing raises and is asked again."""
    with default_storage.open(TABLE.format(original)) as file:
        return RenditionTable(**json.load(file))


def shown(file: ImageFieldFile) -> ShownPicture | None:
    """What a page shows of an uploaded picture: the picture itself while its renditions are not made; nothing of a lost one."""
    return shown_stored(file.name, lambda: (file.width, file.height)) if file.name else None


def shown_stored(name: str, size: Callable[[], tuple[int | None, int | None]]) -> ShownPicture | None:
    """The same of a picture known by its name in the storage; ``size`` gives its width and height in pixels, if known."""
    table = table_of(name)
    if table is None:
        try:
            width, height = size()
        except (OSError, TypeError):
            return None
        if width is None or height is None:
            return None
        return ShownPicture(default_storage.url(name), width, height, [])
    sources = [
        Source(f"image/{kind}", ", ".join(f"{default_storage.url(_path(name, width, kind))} {width}w" for width in widths))
        for kind, widths in table.widths.items()
    ]
    url = default_storage.url(_path(name, FALLBACK, table.fallback) if table.fallback else name)
    return ShownPicture(url, table.width, table.height, sources)


def narrow(original: str) -> str:
    """The place of what every browser can show of a picture: the narrower copy where there is one, or the picture itself."""
    table = table_of(original)
    return _path(original, FALLBACK, table.fallback) if table is not None and table.fallback else original


def _path(original: str, width: int, kind: str) -> str:
    return f"{original}.{width}.{kind}"


def make(original: str) -> bool:
    """Make the renditions of a picture that has none. True where it did; a picture that cannot be read stays as it is."""
    with _making:
        if table_of(original) is not None:
            return False
        try:
            if original.endswith(drawings.EXTENSION):
                return _noted(original)
            with default_storage.open(original) as file, Image.open(file, formats=("JPEG", "PNG", "WEBP")) as picture:
                _write(original, picture)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            logger.warning("No renditions can be made of %s", original, exc_info=True)
            return False
        return True


def _noted(original: str) -> bool:
    """A drawing is sharp at any width, so that all it takes is its size."""
    with default_storage.open(original) as file:
        width, height = drawings.size_of(file.read())
    if width is None:
        raise ValueError("says no size")
    _put(TABLE.format(original), json.dumps({"width": width, "height": height, "widths": {}, "fallback": ""}).encode())
    return True


def _write(original: str, picture: Image.Image) -> None:
    """A kind whose widest copy weighs more than the picture itself helps nobody, and is left out: so do flat drawings."""
    size, own_kind, limit = picture.size, str(picture.format), default_storage.size(original)
    if picture.mode not in ("RGB", "RGBA", "L", "LA"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((WIDTHS[-1], size[1]), Image.Resampling.LANCZOS, reducing_gap=3.0)
    drawn = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    widths: dict[str, list[int]] = {}
    fallback = ""
    for kind in KINDS:
        copies = {width: _encoded(_at_width(drawn, width), kind.upper(), own_kind) for width in _widths(drawn)}
        if len(copies[max(copies)]) < limit:
            widths[kind] = sorted(copies)
            for width, content in copies.items():
                _put(_path(original, width, kind), content)
    narrow = _encoded(_at_width(drawn, FALLBACK), own_kind, own_kind) if drawn.width > FALLBACK else b""
    if narrow and len(narrow) < limit:
        fallback = original.rpartition(".")[2]
        _put(_path(original, FALLBACK, fallback), narrow)
    table = {"width": size[0], "height": size[1], "widths": widths, "fallback": fallback}
    _put(TABLE.format(original), json.dumps(table).encode())


def _widths(drawn: Image.Image) -> set[int]:
    return {min(width, drawn.width) for width in WIDTHS}


def _at_width(drawn: Image.Image, width: int) -> Image.Image:
    height = max(1, round(drawn.height * width / drawn.width))
    return drawn if width == drawn.width else drawn.resize((width, height), Image.Resampling.LANCZOS)


def _encoded(drawn: Image.Image, kind: str, own_kind: str) -> bytes:
    """The pixels and nothing else: no position, no date, no comment is handed on.

    What came as PNG may be a flat drawing, which WebP writes smaller without loss than with it: the lighter one is taken.
    """
    ways = [KINDS.get(kind.lower(), OWN_KIND)]
    if (kind, own_kind) == ("WEBP", "PNG"):
        ways.append({"lossless": True})
    drawn.info = {}
    return min((_saved(drawn, kind, options) for options in ways), key=len)


def _saved(drawn: Image.Image, kind: str, options: Mapping[str, object]) -> bytes:
    out = io.BytesIO()
    drawn.save(out, kind, **options)
    return out.getvalue()


def _put(path: str, content: bytes) -> None:
    """What another process has just made, or left half made, gives way: the content is the same."""
    default_storage.delete(path)
    default_storage.save(path, ContentFile(content))


def copy(original: str, target: str) -> None:
    """Give a copy of a picture the renditions of its original, so that they need not be made a second time."""
    table = table_of(original)
    if table is None:
        return
    beside = [_path(original, width, kind) for kind, widths in table.widths.items() for width in widths]
    beside += [_path(original, FALLBACK, table.fallback)] if table.fallback else []
    try:
        for path in [*beside, TABLE.format(original)]:
            with default_storage.open(path) as file:
                _put(target + path.removeprefix(original), file.read())
    except OSError:
        logger.warning("The renditions of %s are made anew", target, exc_info=True)


def forget(original: str) -> None:
    """Remove the renditions of a picture. The picture stays: a revision may bring back what it belonged to."""
    folder, _slash, name = original.rpartition("/")
    try:
        beside = default_storage.listdir(folder)[1]
    except OSError:
        return
    table = TABLE.format(name)
    for other in sorted(beside, key=lambda one: one != table):  # the table first: then no page names what is gone
        if other.startswith(f"{name}."):
            default_storage.delete(f"{folder}/{other}")
    _read.cache_clear()


def _forget_unless_held(original: str) -> None:
    """What was let go of and taken up again meanwhile keeps its copies, in whichever order workers come to it."""
    for model, field in _picture_fields():
        if model._default_manager.filter(**{field: original}).exists():
            return
    forget(original)


def follow(model: type[models.Model], field: models.Field) -> None:
    """Have the renditions of a model's pictures made, replaced and removed with them, by the worker, once it is committed."""
    was = f"_{field.name}_was"

    def noted(instance: models.Model, **_signal: object) -> None:
        setattr(instance, was, _name(instance, field))

    def saved(instance: models.Model, **_signal: object) -> None:
        before, now = getattr(instance, was, ""), _name(instance, field)
        setattr(instance, was, now)
        if before and before != now:
            rendition_jobs.ask("forget", before)
        if now and table_of(now) is None:
            rendition_jobs.ask("make", now)

    def deleted(instance: models.Model, **_signal: object) -> None:
        if name := _name(instance, field):
            rendition_jobs.ask("forget", name)

    for signal, receiver in (
        (models.signals.post_init, noted),
        (models.signals.post_save, saved),
        (models.signals.post_delete, deleted),
    ):
        signal.connect(receiver, sender=model, weak=False, dispatch_uid=f"renditions {field.name}")


def _name(instance: models.Model, field: models.Field) -> str:
    """The picture's place in the storage, without asking the database for it."""
    return str(instance.__dict__.get(field.attname) or "")


rendition_jobs.TASKS["make"] = lambda picture, _noted: make(picture)
rendition_jobs.TASKS["forget"] = lambda picture, _noted: _forget_unless_held(picture)
_also: list[Callable[[], int]] = []


def also_make(missing: Callable[[], int]) -> None:
    """Have something else made with the renditions that are missing; ``missing`` says of how many pictures it made it."""
    _also.append(missing)


def make_missing() -> int:
    """Make the renditions of each picture that a record holds and that has none. Gives how many pictures got them."""
    with rendition_jobs.done_meanwhile():
        return sum(make(original) for original in all_pictures()) + sum(missing() for missing in _also)


def all_pictures() -> Iterator[str]:
    """The place of each picture that a record holds."""
    for model, field in _picture_fields():
        names = model._default_manager.exclude(**{field: ""}).order_by("pk").values_list(field, flat=True)
        yield from names.iterator()


def _picture_fields() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if getattr(field, "has_renditions", False):
                yield model, field.name
