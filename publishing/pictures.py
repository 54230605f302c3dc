"""Pictures as people have them, drawn anew as pages and the press use them: upright, in sRGB, with nothing else in the file."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, JpegImagePlugin, UnidentifiedImageError

MAX_BYTES = 30 * 1024 * 1024
"""Of an upload. The guide's web server lets 35 MB through, the other fields of the form included."""
OPENED_PIXELS = 60_000_000
"""More are never unpacked at once: this bounds the memory that a picture takes."""
OPENED_PIXELS_OF_JPEG = 210_000_000
"""A JPEG can be unpacked at a half, a quarter or an eighth of its size: those of every telephone are taken."""
KEPT_PIXELS = 24_000_000
KEPT_SIDE = 12_000
TIGHTLY_PACKED_PIXELS = 4_000_000
MOST_SCANS = 64
"""Passes in which a JPEG is written. Programs write a dozen; each may take ten bytes, and costs what the picture does."""
SMALL_SIDE = 200
"""In pixels. A picture whose longer side is shorter than this is blurred wherever it is shown."""

PICTURE_FORMATS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
"""What a picture is kept as, and how its name ends then."""
READ_FORMATS = (*PICTURE_FORMATS, "HEIF", "AVIF", "TIFF", "GIF")
"""What is read, by the names of Pillow. JPEG comes first: most are."""
ACCEPTED = (
    "image/jpeg,image/png,image/webp,image/avif,image/heic,image/heif,image/tiff,image/gif,"
    ".jpg,.jpeg,.png,.webp,.avif,.heic,.heif,.tif,.tiff,.gif"
)
"""What a browser offers to choose from. Some know no type for HEIC, so the endings are named too."""

TOO_HEAVY = _("This picture is larger than 30 MB. Please make it smaller, or save it as JPEG.")
TOO_MANY_PIXELS = _("This picture has more pixels than can be opened here. Please save it with 60 million at most.")
TOO_MANY_SCANS = _("This picture is saved in a way that takes too long to open. Please save it again as JPEG or PNG.")
MOVES = _("This picture moves. Please choose one that stands still.")
DAMAGED = _("This picture is damaged, or a part of it is missing. Please save or download it again.")
NO_PICTURE = _(
    "This file is no picture that can be read here. Please export it as JPEG or PNG; "
    "WebP, AVIF, HEIC, TIFF and still GIF are taken too."
)
HEIC_UNREADABLE = _(
    "This HEIC photograph cannot be read. Please export it as JPEG: on a Mac with “Preview › File › Export”; on an iPhone, "
    "“Settings › Camera › Formats › Most Compatible” makes new ones JPEG."
)
DRAWING_FOR_PRINT = _("This is a PDF or PostScript file. Please export the picture from it as PNG or JPEG.")

_HEIC = re.compile(rb"....ftyp(?:hei[cxms]|hev[cmsx]|mif1|msf1)", re.DOTALL)
_DRAWING_FOR_PRINT = re.compile(rb"\s*%(?:PDF-|!PS)|\xc5\xd0\xd3\xc6")

_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])", re.DOTALL)
_SCAN, _END = 0xDA, 0xD9

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What sets a picture upright, by its orientation in EXIF."""
_PROFILED_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
"""The mode of Pillow that a profile speaks of, by the colour space that it names."""


@dataclass(frozen=True)
class CleanPicture:
    content: bytes
    extension: str
    """With its dot."""
    width: int
    height: int

    @property
    def is_small(self) -> bool:
        return max(self.width, self.height) < SMALL_SIDE


def clean_picture(data: bytes) -> CleanPicture:
    """The picture drawn anew: no position, no comment, no second file hidden in it.

    Whatever it was, it becomes what every browser shows alike: 8 bits a colour, in sRGB, transparent where it was. One of more
    than 24 million pixels is reduced to as many. Raises ``ValidationError``, with what to do, for what is no still picture, or
    is too large to be opened safely.
    """
    if len(data) > MAX_BYTES:
        raise ValidationError(TOO_HEAVY)
    try:
        with _opened(data) as picture:
            kind = _kept_as(picture)
            drawn = _drawn_anew(picture, with_alpha=kind != "JPEG")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(TOO_MANY_PIXELS) from None
    except (OSError, SyntaxError, ValueError, EOFError, RuntimeError):
        raise ValidationError(DAMAGED) from None
    return CleanPicture(_encoded(drawn, kind), PICTURE_FORMATS[kind], *drawn.size)


def _encoded(drawn: Image.Image, kind: str) -> bytes:
    """The file. A large PNG is packed less tightly: the last few per cent would take a minute of the request."""
    if kind != "PNG":
        options = {"quality": 88, "optimize": True}
    else:
        options = {"optimize": True} if drawn.width * drawn.height <= TIGHTLY_PACKED_PIXELS else {"compress_level": 4}
    out = io.BytesIO()
    drawn.save(out, format=kind, **options)
    return out.getvalue()


def _opened(data: bytes) -> Image.Image:
    """The picture, judged by what its head says of it before a pixel is read."""
    if data.startswith(b"\xff\xd8\xff"):
        # A telephone's file may hold a second picture, for depth: read as a plain JPEG, it has the first alone.
        if _scans(data) > MOST_SCANS:
            raise ValidationError(TOO_MANY_SCANS)
        return _jpeg(JpegImagePlugin.JpegImageFile(io.BytesIO(data)))
    try:
        _learn_heif()
        picture = Image.open(io.BytesIO(data), formats=READ_FORMATS)
    except UnidentifiedImageError:
        raise ValidationError(_refusal(data)) from None
    if picture.width * picture.height > OPENED_PIXELS:
        raise ValidationError(TOO_MANY_PIXELS)
    # Several pictures in a TIFF are pages, in a HEIC a row of shots: the first, or the one that the telephone chose.
    if picture.format not in ("TIFF", "HEIF") and getattr(picture, "is_animated", False):
        raise ValidationError(MOVES)
    return picture


@cache
def _learn_heif() -> None:
    """From here on Pillow reads HEIC. What does it takes four megabytes, and comes with the first picture that is no JPEG."""
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def _scans(data: bytes) -> int:
    """In how many passes a JPEG is written, as its markers say (ISO/IEC 10918-1, annex B); what lies behind it is not read."""
    place = number = 0
    while number <= MOST_SCANS and (found := _MARKER.search(data, place)) and found[1][0] != _END:
        number += found[1][0] == _SCAN
        is_begin = found.end() == 2
        place = found.end() + (0 if is_begin else int.from_bytes(data[found.end() : found.end() + 2]))
    return number


def _jpeg(picture: Image.Image) -> Image.Image:
    """Set to be unpacked at a size that memory holds. One that is written in passes is held whole meanwhile."""
    pixels = picture.width * picture.height
    if pixels > (OPENED_PIXELS if "progressive" in picture.info else OPENED_PIXELS_OF_JPEG):
        raise ValidationError(TOO_MANY_PIXELS)
    scale = next(scale for scale in (1, 2, 4, 8) if pixels <= OPENED_PIXELS * scale**2)
    if scale > 1:
        picture.draft(picture.mode, (picture.width // scale, picture.height // scale))
    return picture


def _refusal(data: bytes) -> Any:
    """What to do about a file that is no picture, as its first bytes let one say."""
    if _HEIC.match(data):
        return HEIC_UNREADABLE
    return DRAWING_FOR_PRINT if _DRAWING_FOR_PRINT.match(data) else NO_PICTURE


def _kept_as(picture: Image.Image) -> str:
    """The format for the clean copy: its own where browsers know it; else JPEG, or PNG of what JPEG would harm."""
    if picture.format in PICTURE_FORMATS:
        return str(picture.format)
    return "PNG" if picture.mode in ("1", "P", "PA") or picture.has_transparency_data else "JPEG"


def _drawn_anew(picture: Image.Image, *, with_alpha: bool) -> Image.Image:
    """The pixels alone, upright, in sRGB, as L, LA, RGB or RGBA (or without the A), no larger than they are kept."""
    raw = next((str(tile.args) for tile in getattr(picture, "tile", ()) if picture.format == "PNG"), "")
    picture.load()
    upright = _UPRIGHT.get(picture.getexif().get(0x0112, 1))  # a PNG may say it behind its pixels, so they are read first
    profile = picture.info.get("icc_profile")
    drawn = _reduced(_plain(picture, raw))
    alpha = drawn.getchannel("A") if drawn.mode in ("LA", "RGBA") else None
    colours = _in_srgb(drawn.convert(drawn.mode[:-1]) if alpha else drawn, profile)
    if alpha and with_alpha:
        colours.putalpha(alpha)
    if upright is not None:
        colours = colours.transpose(upright)
    colours.info = {}
    return colours


def _plain(picture: Image.Image, raw: str) -> Image.Image:
    """The same in one of the modes L, LA, RGB, RGBA and CMYK: no palette, no 16 bits, no single transparent colour.

    ``raw`` is how a PNG writes its pixels, in the words of Pillow.
    """
    _scale_transparency(picture, raw)
    if raw == "LA;16B":
        return picture.convert("LA")
    if picture.mode.startswith("I"):
        return _from_sixteen_bits(picture)
    of_grey, clear = picture.mode in ("1", "L", "LA"), picture.has_transparency_data
    mode = "CMYK" if picture.mode == "CMYK" else ("L" if of_grey else "RGB") + ("A" if clear else "")
    return picture if picture.mode == mode else picture.convert(mode)


def _from_sixteen_bits(picture: Image.Image) -> Image.Image:
    """Grey of 16 bits, whose light ones Pillow would cut off instead of scaling them; clear where it is the clear grey."""
    clear, deep = picture.info.get("transparency"), picture.convert("I")
    grey = deep.point([value >> 8 for value in range(1 << 16)], "L")
    if isinstance(clear, int):
        grey.putalpha(deep.point([0 if value == clear else 255 for value in range(1 << 16)], "L"))
    return grey


def _scale_transparency(picture: Image.Image, raw: str) -> None:
    """The clear colour as the pixels are given out: a PNG names it in its own depth, of 2, 4 or 16 bits."""
    clear = picture.info.get("transparency")
    if isinstance(clear, tuple) and raw == "RGB;16B":
        picture.info["transparency"] = tuple(value >> 8 for value in clear)
    elif isinstance(clear, int) and raw in ("L;2", "L;4"):
        picture.info["transparency"] = clear * (85 if raw == "L;2" else 17)


def _reduced(drawn: Image.Image) -> Image.Image:
    width, height = drawn.size
    factor = min(1, (KEPT_PIXELS / (width * height)) ** 0.5, KEPT_SIDE / max(width, height))
    if factor == 1:
        return drawn
    size = max(1, int(width * factor)), max(1, int(height * factor))
    return drawn.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _in_srgb(colours: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as they look: a browser takes what bears no profile for sRGB. A profile that cannot be used is left out."""
    is_grey = colours.mode == "L"
    try:
        if profile:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = _PROFILED_MODES.get(source.profile.xcolor_space.strip(), colours.mode)
            of_profile = colours.convert(mode) if is_grey else colours
            target = ImageCms.createProfile("sRGB")
            colours = ImageCms.profileToProfile(of_profile, source, target, outputMode="RGB") or colours
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        pass
    kept = "L" if is_grey else "RGB"
    return colours if colours.mode == kept else colours.convert(kept)
