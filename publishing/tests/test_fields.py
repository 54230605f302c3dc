"""Moments, pictures and formatted text: what is taken, what is refused and why."""

import io
import zipfile
import zlib
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from cluster.models import Institution
from publishing.fields import PICTURE_FORMATS, DayFormField, MomentFormField, PictureFormField, clean_picture, sanitize
from publishing.typography import typeset, typeset_html
from publishing.validators import validate_iso_date, validate_orcid, validate_ror, validate_siren, validate_slug
from tests.make import make


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-12-05 14:00", datetime(2026, 12, 5, 13, 0, tzinfo=UTC)),
        ("05/12/2026 14:00", datetime(2026, 12, 5, 13, 0, tzinfo=UTC)),
        ("5 décembre 2026 à 14h", datetime(2026, 12, 5, 13, 0, tzinfo=UTC)),
        ("5 December 2026 at 14:00", datetime(2026, 12, 5, 13, 0, tzinfo=UTC)),
        ("5.12.2026 9 h 30", datetime(2026, 12, 5, 8, 30, tzinfo=UTC)),
        ("2026-06-02T14:00", datetime(2026, 6, 2, 12, 0, tzinfo=UTC)),
        (" 2026-06-02 14:00:30 ", datetime(2026, 6, 2, 12, 0, 30, tzinfo=UTC)),
        ("2026-03-29 01:59", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        ("2026-03-29 03:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("2026-10-25 03:00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_moment_means_the_same_in_every_admin_language(typed, moment):
    for code in ("fr", "en"):
        with override(code):
            assert MomentFormField().clean(typed) == moment


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("05/12/26 14:00", "short_year"),
        ("5 décembre 2026", "no_time"),
        ("05/12/2026", "no_time"),
        ("2026-12-05", "no_time"),
        ("2026-12-05 2:00 PM", "invalid"),
        ("2026-12-05 25:00", "invalid"),
        ("2026-02-30 14:00", "no_such_day"),
        ("2026-03-29 02:30", "skipped"),
        ("2026-10-25 02:30", "repeated"),
    ],
)
def test_moment_that_could_mean_two_or_none_is_refused(typed, code):
    for language in ("fr", "en"):
        with override(language), pytest.raises(ValidationError) as refused:
            MomentFormField().clean(typed)
        assert refused.value.code == code


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-05",
        "05/12/2026",
        "5/12/2026",
        "5.12.2026",
        "05-12-2026",
        "5 décembre 2026",
        "5 Decembre 2026",
        " 5\u00a0DÉC. 2026 ",
        "5 December 2026",
        "5th Dec 2026",
        "December 5, 2026",
    ],
)
def test_day_means_the_same_however_it_is_typed(typed):
    for language in ("fr", "en"):
        with override(language):
            assert DayFormField().clean(typed) == date(2026, 12, 5)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("05/12/26", "short_year"),
        ("5 jui 2026", "invalid"),  # juin and juillet
        ("5 ma 2026", "invalid"),
        ("12/2026", "invalid"),
        ("demain", "invalid"),
        ("31/02/2026", "no_such_day"),
        ("12/25/2026", "no_such_day"),
        ("2026-13-01", "no_such_day"),
    ],
)
def test_day_that_is_not_surely_one_is_refused_with_its_reason(typed, code):
    for language in ("fr", "en"):
        with override(language), pytest.raises(ValidationError) as refused:
            DayFormField().clean(typed)
        assert refused.value.code == code


VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<iframe src='https://example.org'></iframe>",
    "<p onclick=alert(1)>x</p>",
    "<math><mi xlink:href='javascript:alert(1)'>",
    "<form action='https://example.org'><input></form>",
    "<style>*{}</style>",
    "<h1>trop grand</h1>",
    "<object data=x></object>",
    "<base href='https://example.org/'>",
    "<p><!--[if IE]><script>alert(1)</script><![endif]-->x</p>",
]


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.django_db
def test_formatted_text_is_cleaned_however_it_is_written(client, vector):
    one = make(Institution, description_fr=f"<p>avant</p>{vector}")
    Institution.objects.filter(pk=one.pk).update(description_en=f"<p>before</p>{vector}")
    one.refresh_from_db()
    for stored in (one.description_fr, one.description_en, sanitize(vector)):
        for trace in (
            "script",
            "onerror",
            "onload",
            "onclick",
            "javascript",
            "style",
            "iframe",
            "<form",
            "<h1",
            "<base",
            "data:",
        ):
            assert trace not in stored.lower()
    assert "<p>avant</p>" in client.get(one.get_absolute_url("fr")).content.decode()


PUT_RIGHT_AT_THE_SECOND_PASS = (
    "<h2>Dehors<span><h2>Dedans</h2></span></h2>",
    "<h3>Un<table><h3>Deux</h3></table></h3>",
    "<span>\ufeff\ufeff</span>Une marque d’ordre",
    "<b>\ufeff<i></i></b>",
)


@pytest.mark.parametrize("vector", [*VECTORS, *PUT_RIGHT_AT_THE_SECOND_PASS])
@pytest.mark.django_db
def test_cleaning_what_is_stored_changes_no_letter_of_it(vector):
    """A page cleans once more, and the check counts places in what it is shown: both must read what is stored."""
    one = make(Institution, description_fr=vector)
    one.refresh_from_db()
    assert sanitize(one.description_fr) == one.description_fr


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
    ):
        dirty = _picture(kind, **said)
        assert b"secret" in dirty
        clean, extension = clean_picture(dirty)
        assert extension == PICTURE_FORMATS[kind]
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
    clean, _extension = clean_picture(_picture(kind) + second)
    assert second not in clean
    assert b"script" not in clean
    assert not zipfile.is_zipfile(io.BytesIO(clean))


def test_a_page_inside_a_comment_is_left_behind():
    dirty = _picture(comment=b"*/=1;alert(1)/*<script>alert(1)</script>")
    assert b"script" in dirty
    assert b"script" not in clean_picture(dirty)[0]


def test_a_picture_lying_on_its_side_is_set_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert _opened(clean_picture(_picture(size=(40, 30), exif=exif.tobytes()))[0]).size == (30, 40)


@pytest.mark.parametrize(
    ("kind", "mode", "becomes"),
    [
        ("JPEG", "CMYK", "RGB"),
        ("JPEG", "L", "L"),
        ("PNG", "1", "RGB"),
        ("PNG", "I;16", "L"),
        ("PNG", "RGBA", "RGBA"),
        ("PNG", "LA", "LA"),
        ("PNG", "P", "RGB"),
        ("WEBP", "RGBA", "RGBA"),
    ],
)
def test_every_way_of_writing_colours_becomes_one_that_browsers_show_alike(kind, mode, becomes):
    assert _opened(clean_picture(_picture(kind, mode=mode))[0]).mode == becomes


def test_sixteen_bits_of_grey_keep_their_light_and_their_dark():
    steep = Image.new("I;16", (3, 1))
    for place, grey in enumerate((0, 0x8000, 0xFFFF)):
        steep.putpixel((place, 0), grey)
    out = io.BytesIO()
    steep.save(out, "PNG")
    assert list(_opened(clean_picture(out.getvalue())[0]).tobytes()) == [0, 128, 255]


def test_a_transparent_colour_of_a_palette_stays_transparent():
    drawing = Image.new("P", (2, 1))
    drawing.putpalette([255, 0, 0, 0, 0, 255])
    drawing.putpixel((1, 0), 1)
    out = io.BytesIO()
    drawing.save(out, "PNG", transparency=0)
    clean = _opened(clean_picture(out.getvalue())[0])
    assert [clean.getpixel((place, 0))[3] for place in (0, 1)] == [0, 255]


def test_colours_of_another_profile_keep_their_look():
    """The same numbers with a profile are another colour: drawn anew, the colour stays and the profile goes."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    clean = _opened(clean_picture(_picture("PNG", icc_profile=lab))[0])
    assert "icc_profile" not in clean.info
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert _opened(clean_picture(_picture("PNG", icc_profile=srgb))[0]).getpixel((0, 0)) == (0xC3, 0x28, 0x1B)
    assert _opened(clean_picture(_picture("PNG", icc_profile=b"no profile"))[0]).getpixel((0, 0)) == (0xC3, 0x28, 0x1B)


def test_a_telephone_s_picture_of_two_gives_its_first():
    two = _picture("MPO", save_all=True, append_images=[Image.new("RGB", (40, 30), "#1c4e8c")])
    clean, extension = clean_picture(two)
    assert (extension, _opened(clean).format, getattr(_opened(clean), "n_frames", 1)) == (".jpg", "JPEG", 1)


NO_PICTURE, MOVES, PIXELS, SIDE = "not a JPEG, PNG or WebP", "moves", "40 million pixels", "12,000 pixels wide"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", NO_PICTURE),
        ("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", NO_PICTURE),
        ("page.jpg", b"<html><script>alert(1)</script></html>", NO_PICTURE),
        ("page-first.jpg", b"<html>" + _picture(), NO_PICTURE),
        ("archive.png", _archive() + _picture("PNG"), NO_PICTURE),
        ("document.jpg", b"%PDF-1.7", NO_PICTURE),
        ("postscript.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n", NO_PICTURE),
        ("empty.png", b"\x89PNG\r\n\x1a\n", NO_PICTURE),
        ("half.jpg", _picture()[:200], NO_PICTURE),
        ("half.jpg", _picture(size=(600, 400), quality=100)[:-900], NO_PICTURE),
        ("half.png", _picture("PNG", (600, 400))[:-300], NO_PICTURE),
        ("half.webp", _picture("WEBP", (600, 400))[:-20], NO_PICTURE),
        ("tiff.jpg", _picture("TIFF"), NO_PICTURE),
        ("moving.gif", _picture("GIF"), NO_PICTURE),
        ("moving.png", _moving("PNG"), MOVES),
        ("moving.webp", _moving("WEBP"), MOVES),
        ("wide.png", _says_it_is(30_000, 1000), SIDE),
        ("high.png", _says_it_is(100, 30_000), SIDE),
        ("large.png", _says_it_is(9_000, 9_000), PIXELS),
        ("larger.png", _says_it_is(11_000, 11_000), PIXELS),
        ("bomb.png", _says_it_is(30_000, 30_000), PIXELS),
        ("heavy.jpg", _picture() + b"x" * 15 * 1024 * 1024, "15 MB"),
    ],
)
def test_what_is_no_safe_picture_is_refused_in_words(name, content, said):
    with override("en"):
        with pytest.raises(ValidationError) as refused:
            PictureFormField().clean(SimpleUploadedFile(name, content))
        assert said in refused.value.messages[0].replace("\u00a0", " ")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_takes_the_extension_of_what_it_is(kind):
    kept = PictureFormField().clean(SimpleUploadedFile("holiday.html", _picture(kind)))
    assert kept.name == f"holiday{PICTURE_FORMATS[kind]}"


def test_path_in_a_name_stays_a_name():
    from publishing.fields import private_path

    for name in ("../../etc/passwd.png", "..\\..\\x.png", "/etc/x.png", "é à/ü.png"):
        label, token, kept = private_path(Institution(), name).split("/")
        assert (label, kept.rpartition(".")[2]) == ("cluster.institution", "png")
        assert len(token) == 24
        assert ".." not in kept


@pytest.mark.parametrize(
    ("validate", "right", "wrong"),
    [
        (validate_ror, "https://ror.org/02en5vm52", ["https://ror.org/02en5vm53", "02en5vm52", "https://ror.org/02en5vl52"]),
        (validate_siren, "732829320", ["732829321", "73282932", "73282932a", "٧٣٢٨٢٩٣٢٠"]),
        (validate_orcid, "0000-0002-1825-0097", ["0000-0002-1825-0098", "0000000218250097", "0000-0002-1825-009X"]),
        (validate_iso_date, "2024-05", ["2024-13", "24", "2024-5", "2024-02-30", "05/2024", ""]),
        (validate_slug, "open-science-2026", ["Open", "a b", "été", "-a", "a-", "a--b", "a_b"]),
    ],
)
def test_validators(validate, right, wrong):
    validate(right)
    for value in wrong:
        with pytest.raises(ValidationError):
            validate(value)


def test_every_ror_of_the_facts_holds():
    for known in ("04y5kwa70", "03wkt5x30", "00ghzk478", "02feahw73", "02kvxyf05", "02vjkv261", "05q3vnk25", "00pg5jh14"):
        validate_ror(f"https://ror.org/{known}")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Quoi ?", "Quoi\u202f?"),
        ("a : b ; c !", "a\u00a0: b\u202f; c\u202f!"),
        ("« mot »", "«\u00a0mot\u00a0»"),
        ("«mot»", "«\u00a0mot\u00a0»"),
        ("55 000 m²", "55\u202f000\u00a0m²"),
        ("35 M€ et 20 %", "35\u00a0M€ et 20\u00a0%"),
        ("l'IA d'aujourd'hui", "l’IA d’aujourd’hui"),
        ("https://example.org/?a=1", "https://example.org/?a=1"),
        ("14:00", "14:00"),
        ("32 M€ ; 10 €!", "32\u00a0M€\u202f; 10\u00a0€!"),
        ("en 2026 300 personnes", "en 2026 300 personnes"),
        ("2026 300 000 personnes", "2026 300\u202f000 personnes"),
        ("1 234 567", "1\u202f234\u202f567"),
    ],
)
def test_french_typography(typed, shown):
    assert typeset(typed, "fr") == shown
    assert typeset(shown, "fr") == shown


def test_typography_never_touches_a_tag():
    assert typeset_html('<a href="/?q=a : b">l\'IA !</a>', "fr") == '<a href="/?q=a : b">l’IA\u202f!</a>'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<b>mot</b> ; suite", "<b>mot</b>\u202f; suite"),
        ("<p>« <em>mot</em> »</p>", "<p>«\u00a0<em>mot</em>\u00a0»</p>"),
        ('«<a href="/fr/">mot</a>»', '«\u00a0<a href="/fr/">mot</a>\u00a0»'),
        ("«<em> mot </em>»", "«\u00a0<em>mot</em>\u00a0»"),
        ("«&nbsp;mot&nbsp;»&nbsp;;", "«\u00a0mot\u00a0»\u202f;"),
        ("d'<em>IA</em>, <b>l</b>'IA", "d’<em>IA</em>, <b>l</b>’IA"),
        ("10 <b>000</b> <i>€</i>", "10\u202f<b>000</b>\u00a0<i>€</i>"),
        ("<b>2026</b> 300", "<b>2026</b> 300"),
        ("<p>2</p><p> 300</p>un<br> ; deux", "<p>2</p><p> 300</p>un<br>\u202f; deux"),
        ('« <span lang="en-GB">what ? it\'s</span> »', '«\u00a0<span lang="en-GB">what ? it’s</span>\u00a0»'),
        ('<span lang="de">was <em>« so »</em> ?</span> ?', '<span lang="de">was <em>« so »</em> ?</span>\u202f?'),
        ("<b>a &amp; b</b> ;", "<b>a &amp; b</b>\u202f;"),
    ],
)
def test_typography_reads_a_line_over_its_tags_and_each_passage_in_its_language(typed, shown):
    assert typeset_html(typed, "fr") == shown
    assert typeset_html(shown, "fr") == shown
