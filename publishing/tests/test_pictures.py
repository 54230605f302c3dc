"""Pictures as people have them: their colours and transparency unharmed, turned upright, of any size, with nothing hidden."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pillow_heif
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from publishing import pictures
from publishing.fields import PictureFormField
from publishing.pictures import PICTURE_FORMATS, clean_picture

pillow_heif.register_heif_opener()


def _profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    """A profile of ICC version 2, put together by hand: Pillow makes none but sRGB, XYZ and LAB."""
    tags = {b"wtpt": _xyz(0.9642, 1, 0.8249), b"desc": b"desc" + bytes(4) + struct.pack(">I", 2) + b"x\0" + bytes(78), **tags}
    place, table, body = 132 + 12 * len(tags), b"", b""
    for name, content in tags.items():
        table += name + struct.pack(">II", place + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    rest = struct.pack(">I", len(tags)) + table + body
    head = bytes(8) + struct.pack(">I", 0x02400000) + b"mntr" + space + b"XYZ " + bytes(12) + b"acsp" + bytes(28)
    head += struct.pack(">iii", 63190, 65536, 54061)
    return struct.pack(">I", 128 + len(rest)) + head[4:].ljust(124, b"\0") + rest


def _xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _gamma(value: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(value * 256)) + bytes(2)


LINEAR_GREY = _profile(b"GRAY", {b"kTRC": _gamma(1.0)})
"""Half the light, 128, is 188 in sRGB."""
RED, GREEN, BLUE = _xyz(0.4361, 0.2225, 0.0139), _xyz(0.3851, 0.7169, 0.0971), _xyz(0.1431, 0.0606, 0.7141)
SWAPPED = _profile(
    b"RGB ",
    {b"rXYZ": GREEN, b"gXYZ": RED, b"bXYZ": BLUE, b"rTRC": _gamma(2.2), b"gTRC": _gamma(2.2), b"bTRC": _gamma(2.2)},
)
"""What it calls red is green, so nobody overlooks that it was left out."""

R, G, B, A = 200, 40, 30, 102
PLAIN_RED, TURNED = (R, G, B), (G, R, B)
CLEAR = 0


def _png16(colour: int, samples: tuple[int, ...], clear: tuple[int, ...] = (), profile: bytes = b"") -> bytes:
    """A PNG of one pixel with 16 bits a sample, which Pillow does not write in every mode."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    row = b"\0" + b"".join(struct.pack(">H", value) for value in samples)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 16, colour, 0, 0, 0))
    data += chunk(b"iCCP", b"x\0\0" + zlib.compress(profile)) if profile else b""
    data += chunk(b"tRNS", b"".join(struct.pack(">H", value) for value in clear)) if clear else b""
    return data + chunk(b"IDAT", zlib.compress(row)) + chunk(b"IEND", b"")


def _written(mode: str, colour: object, kind: str = "PNG", profile: bytes = b"", **options) -> bytes:
    if mode in ("P", "PA"):
        drawn = Image.new("P", (8, 8), 1)
        drawn.putpalette([0, 0, 0, *colour])
        if mode == "PA":
            options["transparency"] = bytes([255, A])
    else:
        drawn = Image.new(mode, (8, 8), colour)
    out = io.BytesIO()
    drawn.save(out, kind, **options, **({"icc_profile": profile} if profile else {}))
    return out.getvalue()


def _low_grey(bits: int, clear: int) -> bytes:
    """A PNG of one pixel of grey with few bits, all of it 1 of its steps, and one step clear."""
    data = bytearray(_png16(0, (0,), (clear,)))
    data[24] = bits
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    place = data.index(b"IDAT") - 4
    content = zlib.compress(bytes([0, 1 << (8 - bits)]))
    chunk = struct.pack(">I", len(content)) + b"IDAT" + content + struct.pack(">I", zlib.crc32(b"IDAT" + content))
    return bytes(data[:place]) + chunk + bytes(data[-12:])


SIXTEEN = 0x8000, 0x2800, 0x1E00
OF_EACH_MODE = {
    "1": (_written("1", 1), "L", 255),
    "L": (_written("L", 128), "L", 128),
    "L, profile": (_written("L", 128, profile=LINEAR_GREY), "L", 188),
    "L, profile of colours": (_written("L", 128, profile=SWAPPED), "L", 128),
    "L, clear grey": (_written("L", 128, transparency=128), "LA", (128, CLEAR)),
    "L, another grey clear": (_written("L", 128, transparency=7, profile=LINEAR_GREY), "LA", (188, 255)),
    "L of 2 bits, clear": (_low_grey(2, 1), "LA", (85, CLEAR)),
    "L of 4 bits, clear": (_low_grey(4, 1), "LA", (17, CLEAR)),
    "LA": (_written("LA", (128, A)), "LA", (128, A)),
    "LA, profile": (_written("LA", (128, A), profile=LINEAR_GREY), "LA", (188, A)),
    "LA of 16 bits": (_png16(4, (0x8000, 0x6600)), "LA", (128, A)),
    "LA of 16 bits, profile": (_png16(4, (0x8000, 0x6600), profile=LINEAR_GREY), "LA", (188, A)),
    "P": (_written("P", PLAIN_RED), "RGB", PLAIN_RED),
    "P, profile": (_written("P", PLAIN_RED, profile=SWAPPED), "RGB", TURNED),
    "P, clear colour": (_written("P", PLAIN_RED, transparency=1), "RGBA", (*PLAIN_RED, CLEAR)),
    "PA": (_written("PA", PLAIN_RED), "RGBA", (*PLAIN_RED, A)),
    "PA, profile": (_written("PA", PLAIN_RED, profile=SWAPPED), "RGBA", (*TURNED, A)),
    "RGB": (_written("RGB", PLAIN_RED), "RGB", PLAIN_RED),
    "RGB, profile": (_written("RGB", PLAIN_RED, profile=SWAPPED), "RGB", TURNED),
    "RGB, profile of grey": (_written("RGB", PLAIN_RED, profile=LINEAR_GREY), "RGB", PLAIN_RED),
    "RGB, no profile": (_written("RGB", PLAIN_RED, profile=b"no profile"), "RGB", PLAIN_RED),
    "RGB, clear colour": (_written("RGB", PLAIN_RED, transparency=PLAIN_RED), "RGBA", (*PLAIN_RED, CLEAR)),
    "RGB of 16 bits": (_png16(2, SIXTEEN), "RGB", (128, 40, 30)),
    "RGB of 16 bits, clear": (_png16(2, SIXTEEN, SIXTEEN), "RGBA", (128, 40, 30, CLEAR)),
    "RGBA": (_written("RGBA", (*PLAIN_RED, A)), "RGBA", (*PLAIN_RED, A)),
    "RGBA, profile": (_written("RGBA", (*PLAIN_RED, A), profile=SWAPPED), "RGBA", (*TURNED, A)),
    "RGBA of 16 bits, profile": (_png16(6, (0xC800, 0x2800, 0x1E00, 0x6600), profile=SWAPPED), "RGBA", (*TURNED, A)),
    "I;16": (_png16(0, (0x8000,)), "L", 128),
    "I;16, profile": (_png16(0, (0x8000,), profile=LINEAR_GREY), "L", 188),
    "I;16, clear grey": (_png16(0, (0x8000,), (0x8000,)), "LA", (128, CLEAR)),
    "I;16, a grey beside it clear": (_png16(0, (0x8000,), (0x8001,), LINEAR_GREY), "LA", (188, 255)),
    "JPEG, L": (_written("L", 128, "JPEG", LINEAR_GREY), "L", 188),
    "JPEG, YCbCr": (_written("RGB", PLAIN_RED, "JPEG"), "RGB", PLAIN_RED),
    "JPEG, YCbCr, profile": (_written("RGB", PLAIN_RED, "JPEG", SWAPPED), "RGB", TURNED),
    "JPEG, CMYK": (_written("CMYK", (55, 215, 225, 0), "JPEG", quality=100), "RGB", PLAIN_RED),
    "JPEG, CMYK, profile of colours": (_written("CMYK", (55, 215, 225, 0), "JPEG", SWAPPED, quality=100), "RGB", PLAIN_RED),
    "WebP, RGB, profile": (_written("RGB", PLAIN_RED, "WEBP", SWAPPED, lossless=True), "RGB", TURNED),
    "WebP, RGBA, profile": (_written("RGBA", (*PLAIN_RED, A), "WEBP", SWAPPED, lossless=True), "RGBA", (*TURNED, A)),
    "GIF": (_written("P", PLAIN_RED, "GIF"), "RGB", PLAIN_RED),
    "GIF, clear colour": (_written("P", PLAIN_RED, "GIF", transparency=1), "RGBA", (*PLAIN_RED, CLEAR)),
    "TIFF, RGB, profile": (_written("RGB", PLAIN_RED, "TIFF", SWAPPED), "RGB", TURNED),
    "TIFF, RGBA": (_written("RGBA", (*PLAIN_RED, A), "TIFF"), "RGBA", (*PLAIN_RED, A)),
    "TIFF, CMYK": (_written("CMYK", (55, 215, 225, 0), "TIFF"), "RGB", PLAIN_RED),
    "TIFF, I;16": (_written("I;16", 0x8000, "TIFF"), "L", 128),
    "TIFF, 1": (_written("1", 1, "TIFF"), "L", 255),
    "AVIF, RGB, profile": (_written("RGB", PLAIN_RED, "AVIF", SWAPPED, quality=100), "RGB", TURNED),
    "AVIF, RGBA": (_written("RGBA", (*PLAIN_RED, A), "AVIF", quality=100), "RGBA", (*PLAIN_RED, A)),
    "HEIC, RGB": (_written("RGB", PLAIN_RED, "HEIF"), "RGB", PLAIN_RED),
    "HEIC, RGB, profile": (_written("RGB", PLAIN_RED, "HEIF", SWAPPED), "RGB", TURNED),
    "HEIC, RGBA": (_written("RGBA", (*PLAIN_RED, A), "HEIF"), "RGBA", (*PLAIN_RED, A)),
}


@pytest.mark.parametrize(("data", "mode", "looks"), OF_EACH_MODE.values(), ids=OF_EACH_MODE)
def test_colours_and_transparency_stay_as_they_look_in_every_way_of_writing_them(data, mode, looks):
    clean = _opened(clean_picture(data).content)
    assert (clean.mode, "icc_profile" in clean.info, "transparency" in clean.info) == (mode, False, False)
    found, wanted = (one if isinstance(one, tuple) else (one,) for one in (clean.getpixel((0, 0)), looks))
    clear = mode.endswith("A") and wanted[-1] == CLEAR
    assert found[-1] == wanted[-1] if mode.endswith("A") else True
    # JPEG, HEIC and AVIF are not exact; what is wholly clear has no colour that shows.
    assert clear or max(abs(one - other) for one, other in zip(found, wanted, strict=True)) <= 6


def _picture(kind="JPEG", size=(40, 30), mode="RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, None if mode != "RGB" else "#c3281b").save(out, kind, **options)
    return out.getvalue()


def _moving(kind: str) -> bytes:
    return _picture(kind, save_all=True, append_images=[Image.new("RGB", (40, 30), "#1c4e8c")], duration=100)


def _says_it_is(width: int, height: int) -> bytes:
    """A small PNG whose head promises another size."""
    data = bytearray(_picture("PNG"))
    data[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)


def _jpeg_that_says_it_is(width: int, height: int) -> bytes:
    data = bytearray(_picture())
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return bytes(data)


def _archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("page.html", "<script>alert(1)</script>")
    return out.getvalue()


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_position_and_what_is_said_in_words_are_taken_off_a_picture():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (48.0, 50.0, 48.0)}
    exif[0x010E] = "secret"
    for kind, said in (
        ("JPEG", {"exif": exif.tobytes(), "comment": b"secret", "xmp": b"<x>secret</x>"}),
        ("PNG", {"exif": exif, "pnginfo": _words()}),
        ("WEBP", {"exif": exif.tobytes(), "xmp": b"<x>secret</x>"}),
        ("AVIF", {"exif": exif.tobytes(), "xmp": b"<x>secret</x>"}),
        ("HEIF", {"exif": exif.tobytes(), "xmp": b"<x>secret</x>"}),
        ("TIFF", {"description": "secret"}),
    ):
        dirty = _picture(kind, **said)
        assert b"secret" in dirty
        picture = clean_picture(dirty)
        clean = picture.content
        assert picture.extension == PICTURE_FORMATS.get(kind, ".jpg")
        assert b"secret" not in clean
        assert dict(_opened(clean).getexif()) == {}
        assert set(_opened(clean).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background"}


def _words() -> PngInfo:
    words = PngInfo()
    words.add_text("Comment", "secret")
    return words


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("second", [b"<html><script>alert(1)</script></html>", _archive()], ids=["page", "archive"])
def test_a_second_file_behind_a_picture_is_left_behind(kind, second):
    clean = clean_picture(_picture(kind) + second).content
    assert second not in clean
    assert b"script" not in clean
    assert not zipfile.is_zipfile(io.BytesIO(clean))


def test_a_page_inside_a_comment_is_left_behind():
    dirty = _picture(comment=b"*/=1;alert(1)/*<script>alert(1)</script>")
    assert b"script" in dirty
    assert b"script" not in clean_picture(dirty).content


@pytest.mark.parametrize("profile", [b"no profile", _profile(b"XYZ ", {}), SWAPPED[:200]])
def test_a_profile_that_cannot_be_used_is_left_out(profile):
    clean = _opened(clean_picture(_picture("PNG", icc_profile=profile)).content)
    assert (clean.getpixel((0, 0)), "icc_profile" in clean.info) == ((0xC3, 0x28, 0x1B), False)


def _landscape(kind: str, orientation: int) -> bytes:
    """A picture lying on its side: red on the left, blue on the right."""
    drawn = Image.new("RGB", (64, 48), "#ff0000")
    drawn.paste("#0000ff", (32, 0, 64, 48))
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    drawn.save(
        out, kind, exif=exif if kind == "TIFF" else exif.tobytes(), **({} if kind in ("TIFF", "PNG") else {"quality": 95})
    )
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
@pytest.mark.parametrize(
    ("orientation", "size", "red"), [(6, (48, 64), (24, 10)), (8, (48, 64), (24, 54)), (3, (64, 48), (54, 24))]
)
def test_a_picture_lying_on_its_side_is_set_upright(kind, orientation, size, red):
    clean = _opened(clean_picture(_landscape(kind, orientation)).content)
    found = clean.getpixel(red)
    assert (clean.size, found[0] > 200, found[2] < 60) == (size, True, True)


def test_a_telephone_s_picture_of_two_gives_its_first():
    two = _picture("MPO", save_all=True, append_images=[Image.new("RGB", (40, 30), "#1c4e8c")])
    clean = clean_picture(two)
    opened = _opened(clean.content)
    assert (clean.extension, opened.format, getattr(opened, "n_frames", 1)) == (".jpg", "JPEG", 1)
    assert opened.getpixel((0, 0)) == _opened(clean_picture(_picture()).content).getpixel((0, 0))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_a_picture_of_more_pixels_than_are_kept_is_reduced(kind, monkeypatch):
    monkeypatch.setattr(pictures, "KEPT_PIXELS", 120_000)
    clean = clean_picture(_picture(kind, (1200, 400)))
    assert (clean.width, clean.height) == _opened(clean.content).size == (600, 200)
    monkeypatch.setattr(pictures, "KEPT_SIDE", 300)
    assert clean_picture(_picture(kind, (1200, 400))).width == 300
    assert clean_picture(_picture(kind, (300, 300))).width == 300


def test_a_jpeg_of_more_pixels_than_memory_should_hold_is_unpacked_at_a_part_of_its_size(monkeypatch):
    """The decoder never holds more than so many pixels; one written in passes is held whole, and so refused."""
    monkeypatch.setattr(pictures, "OPENED_PIXELS", 10_000)
    held = []
    load = pictures.JpegImagePlugin.JpegImageFile.load
    monkeypatch.setattr(
        pictures.JpegImagePlugin.JpegImageFile, "load", lambda picture: held.append(picture.size) or load(picture)
    )
    for mode in ("L", "RGB", "CMYK"):
        clean = clean_picture(_picture(size=(400, 300), mode=mode))
        assert (clean.width, clean.height) == (100, 75)
    assert set(held) == {(100, 75)}
    with pytest.raises(ValidationError) as refused:
        clean_picture(_picture(size=(400, 300), progressive=True))
    assert refused.value.messages == [str(pictures.TOO_MANY_PIXELS)]


def _in_passes(number: int, behind: bytes = b"") -> bytes:
    """A JPEG whose last pass is repeated: each costs what the whole picture does, and takes some bytes of the file."""
    data = _picture("JPEG", size=(64, 64), progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * (number - data.count(b"\xff\xda")) + data[-2:] + behind


def test_a_jpeg_of_more_passes_than_programs_write_is_refused():
    """What lies behind the picture counts for nothing: some telephones put a film there."""
    clean_picture(_in_passes(pictures.MOST_SCANS, behind=b"\xff\xda" * 1_000))
    with pytest.raises(ValidationError) as refused:
        clean_picture(_in_passes(pictures.MOST_SCANS + 1))
    assert refused.value.messages == [str(pictures.TOO_MANY_SCANS)]


def test_passes_are_not_counted_within_what_a_jpeg_says_of_itself():
    comment = b"\xff\xda" * 5_000
    data = _picture("JPEG")
    clean_picture(data[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + data[2:])


@pytest.mark.parametrize(("size", "small"), [((40, 30), True), ((199, 10), True), ((200, 20), False), ((20, 200), False)])
def test_a_small_picture_is_known_to_be_small(size, small):
    assert clean_picture(_picture(size=size)).is_small is small


def test_the_dialog_of_the_browser_offers_what_is_taken():
    offered = PictureFormField().widget.attrs["accept"].split(",")
    assert {"image/heic", ".heic", "image/jpeg", ".tif"} <= set(offered)


NO_PICTURE, DAMAGED, MOVES = pictures.NO_PICTURE, pictures.DAMAGED, pictures.MOVES
PIXELS = pictures.TOO_MANY_PIXELS


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("page.jpg", b"<html><script>alert(1)</script></html>", NO_PICTURE),
        ("page-first.jpg", b"<html>" + _picture(), NO_PICTURE),
        ("archive.png", _archive() + _picture("PNG"), NO_PICTURE),
        ("document.jpg", b"%PDF-1.7", pictures.DRAWING_FOR_PRINT),
        ("postscript.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n", pictures.DRAWING_FOR_PRINT),
        ("logo.eps", b"\xc5\xd0\xd3\xc6 %!PS", pictures.DRAWING_FOR_PRINT),
        ("empty.png", b"\x89PNG\r\n\x1a\n", NO_PICTURE),
        ("telephone.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", pictures.HEIC_UNREADABLE),
        ("half.jpg", _picture()[:200], DAMAGED),
        ("half.jpg", _picture(size=(600, 400), quality=100)[:-900], DAMAGED),
        ("half.png", _picture("PNG", (600, 400))[:-300], DAMAGED),
        ("half.webp", _picture("WEBP", (600, 400))[:-20], DAMAGED),
        ("half.tif", _picture("TIFF", (600, 400))[:-300], DAMAGED),
        ("moving.gif", _moving("GIF"), MOVES),
        ("moving.png", _moving("PNG"), MOVES),
        ("moving.webp", _moving("WEBP"), MOVES),
        ("moving.avif", _moving("AVIF"), MOVES),
        ("large.png", _says_it_is(9_000, 9_000), PIXELS),
        ("larger.png", _says_it_is(11_000, 11_000), PIXELS),
        ("bomb.png", _says_it_is(30_000, 30_000), PIXELS),
        ("bomb.jpg", _jpeg_that_says_it_is(30_000, 30_000), PIXELS),
        ("heavy.jpg", _picture() + b"x" * 30 * 1024 * 1024, pictures.TOO_HEAVY),
    ],
)
def test_what_is_no_safe_picture_is_refused_in_words_that_say_what_to_do(name, content, said):
    with pytest.raises(ValidationError) as refused:
        PictureFormField().clean(SimpleUploadedFile(name, content))
    assert refused.value.messages == [str(said)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_picture_takes_the_extension_of_what_it_is_kept_as(kind):
    kept = PictureFormField().clean(SimpleUploadedFile("holiday.html", _picture(kind)))
    assert kept.name == f"holiday{PICTURE_FORMATS.get(kind, '.jpg')}"
