"""Logos as SVG: what draws stays, whatever acts, loads or multiplies goes or is refused."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from cluster.models import Institution
from news.models import Logo
from publishing import drawings, renditions
from publishing.drawings import clean_drawing
from publishing.fields import PictureFormField
from publishing.tests.test_fields import VECTORS
from tests.make import make
from tests.responses import let_go

NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside: str = "", attributes: str = 'viewBox="0 0 60 30"') -> bytes:
    return f'<svg {NAMES} {attributes}>{inside}<path d="M0 0h9v9z" fill="#c3281b"/></svg>'.encode()


JS = "javascript:alert(1)"
ELSEWHERE = "https://example.org/x"
ACTS = [
    *VECTORS,
    f'<script href="{ELSEWHERE}"/>',
    f'<script xlink:href="{ELSEWHERE}"/>',
    "<x:script xmlns:x='http://www.w3.org/2000/svg'>alert(1)</x:script>",
    "<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>",
    "<SCRIPT>alert(1)</SCRIPT>",
    "<script><![CDATA[alert(1)]]></script>",
    "<handler type='application/javascript'>alert(1)</handler>",
    "<listener event='load' handler='#x'/>",
    *(f'<g {event}="alert(1)"/>' for event in ("onload", "onclick", "onbegin", "onfocusin", "onerror", "ONLOAD", "onrepeat")),
    '<g ev:event="load" xmlns:ev="http://www.w3.org/2001/xml-events"/>',
    f'<a href="{JS}"><text>x</text></a>',
    f'<a xlink:href="{JS}"><text>x</text></a>',
    '<a href="java&#10;script:alert(1)"><text>x</text></a>',
    f'<a href="{ELSEWHERE}"><text>x</text></a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4="><text>x</text></a>',
    f'<use href="{ELSEWHERE}#a"/>',
    f'<use xlink:href="{ELSEWHERE}#a"/>',
    '<use href="data:image/svg+xml;base64,PHN2Zz4=#a"/>',
    f'<image href="{ELSEWHERE}"/>',
    f'<image xlink:href="{ELSEWHERE}"/>',
    '<image href="//example.org/x.png"/>',
    '<image href="/media/x.png"/>',
    '<image href="data:image/svg+xml;base64,PHN2Zz4="/>',
    '<image href="data:text/html,&lt;script>alert(1)&lt;/script>"/>',
    f'<feImage href="{ELSEWHERE}"/>',
    f'<filter id="f"><feImage xlink:href="{ELSEWHERE}"/></filter>',
    '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></body></foreignObject>',
    '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://example.org"/></foreignObject>',
    '<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://example.org"/>',
    '<embed xmlns="http://www.w3.org/1999/xhtml" src="https://example.org"/>',
    f'<animate attributeName="href" values="{JS}"/>',
    f'<a><animate attributeName="href" to="{JS}"/><text>x</text></a>',
    '<set attributeName="onmouseover" to="alert(1)"/>',
    f'<animateTransform onbegin="alert(1)" href="{ELSEWHERE}"/>',
    f"<discard href='{ELSEWHERE}'/>",
    f"<style>@import url({ELSEWHERE});</style>",
    f'<style>@import "{ELSEWHERE}";</style>',
    f"<style>.a {{ fill: url({ELSEWHERE}) }}</style>",
    "<style>.a { fill: \\75rl(//example.org/x) }</style>",
    f"<style>@font-face {{ font-family: x; src: url({ELSEWHERE}) }}</style>",
    f'<style>.a {{ background: image-set("{ELSEWHERE}" 1x) }}</style>',
    "<style>.a { behavior: expression(alert(1)) }</style>",
    f"<style>/* */ @im/**/port url({ELSEWHERE});</style>",
    f'<rect style="fill: url({ELSEWHERE})"/>',
    f'<rect style="fill: u\\72l({ELSEWHERE})"/>',
    f'<rect fill="url({ELSEWHERE}#a)"/>',
    f"<rect filter=\"url( '{ELSEWHERE}#a')\"/>",
    '<rect mask="url(data:image/svg+xml,x)"/>',
    f'<text cursor="url({ELSEWHERE})">x</text>',
    '<g xml:base="https://example.org/"><use href="#a"/></g>',
    f"<?xml-stylesheet href='{ELSEWHERE}'?>",
    f'<video xmlns="http://www.w3.org/1999/xhtml" src="{ELSEWHERE}"/>',
    "<metadata>alert(1)</metadata>",
    '<unknown onclick="alert(1)"><script>alert(1)</script></unknown>',
]
TRACES = (
    "script",
    "alert",
    "example.org",
    "foreign",
    "iframe",
    "import",
    "expression",
    "animate",
    "data:",
    "/media",
    " on",
    "<?xml-",
)


def test_there_are_sixty_vectors_and_more():
    assert len(set(ACTS)) >= 60


@pytest.mark.parametrize("vector", ACTS)
def test_nothing_that_acts_or_loads_stays_in_a_drawing(vector):
    try:
        clean = clean_drawing(svg(vector))[0].decode()
    except ValidationError as refused:
        assert refused.messages[0]  # what is no XML, or cannot be taken out unharmed, is refused in words
        return
    assert not [trace for trace in TRACES if trace in clean.lower()]
    assert set(re.findall(r"<([a-zA-Z]\w*)", clean)) <= drawings.ELEMENTS
    assert 'd="M0 0h9v9z"' in clean, "what draws stays"


DRAWS = """<title>Logo</title><defs>
<linearGradient id="g" gradientTransform="rotate(45)"><stop offset="0" stop-color="red"/></linearGradient>
<clipPath id="c"><path d="M1 1z"/></clipPath><symbol id="s"><circle r="3"/></symbol></defs>
<style type="text/css"><![CDATA[ /* of Illustrator */ .st0{fill:#00f;stroke:url(#g)} @import url(https://example.org/a.css); ]]>
</style><a href="https://example.org"><g class="st0" transform="translate (3 4) scale(2)" clip-path="url(#c)">
<rect style="fill:url('#g')"/></g></a><use xlink:href="#s"/><text font-family="Arial">Société <tspan>&amp; fils</tspan> reste
</text><image href="data:image/png;base64,AAAA"/>"""


def test_what_drawing_programs_write_stays():
    head = '<?xml version="1.0" encoding="utf-8"?><!-- Generator --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">'
    content, width, height = clean_drawing(head.encode() + svg(DRAWS, 'width="20mm" height="10mm"'))
    assert (width, height) == (800, 400)
    clean = content.decode()
    for kept in (
        "<title>Logo</title>",
        'fill="#c3281b"',
        ".st0{fill:#00f;stroke:url(#g)}",
        'href="#s"',
        'clip-path="url(#c)"',
        "translate (3 4) scale(2)",
        "Société <tspan>&amp; fils</tspan> reste",
        "data:image/png;base64,AAAA",
        "fill:url('#g')",
    ):
        assert kept in clean
    assert "example.org" not in clean
    root = ElementTree.fromstring(content)
    assert (root.tag, root.get("viewBox"), root.get("width")) == (
        "{http://www.w3.org/2000/svg}svg",
        "0 0 75.5906 37.7953",
        "800",
    )
    assert clean_drawing(content)[0] == content, "what is clean stays as it is"


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + svg(),
        b'<?xml version="1.0" encoding="ISO-8859-1"?>' + svg("<text>\u00e9</text>").decode().encode("latin-1"),
        ("\ufeff" + svg().decode()).encode("utf-16-le"),
        b'<v:svg xmlns:v="http://www.w3.org/2000/svg" viewBox="0,0,60,30"><v:path d="M0 0h9v9z"/></v:svg>',
        b'<svg viewBox="0 0 60 30"><path d="M0 0h9v9z"/></svg>',
    ],
)
def test_a_drawing_is_read_however_it_is_written(data):
    assert drawings.is_drawing(data)
    content, *size = clean_drawing(data)
    assert (size, b'd="M0 0h9v9z"' in content) == ([800, 400], True)


BOMB = '<!DOCTYPE svg [<!ENTITY a "xxxx"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (BOMB.encode() + svg("<text>&b;</text>"), drawings.DECLARES),
        (b'<!DOCTYPE svg SYSTEM "file:///etc/passwd" [<!ENTITY % x "y">]>' + svg(), drawings.DECLARES),
        (b'<?xml version="1.0" encoding="cp037"?>' + svg(), drawings.UNREADABLE),
        (b'<?xml version="1.0" encoding="utf-7"?>' + svg(), drawings.UNREADABLE),
        (svg()[:-9], drawings.UNREADABLE),
        (svg("&undeclared;"), drawings.UNREADABLE),
        (svg(attributes=""), drawings.UNREADABLE),
        (svg(attributes='width="100%" height="100%"'), drawings.UNREADABLE),
        (svg(attributes='viewBox="0 0 0 30"'), drawings.UNREADABLE),
        (svg(attributes='viewBox="0 0 nan inf"'), drawings.UNREADABLE),
        (b"<html><body><svg ></svg></body></html>", drawings.UNREADABLE),
        (svg("<style>@media print{a{fill:red}}</style>"), drawings.LOADS),
        (svg("<g>" * 200 + "</g>" * 200), drawings.TOO_INTRICATE),
        (svg("<g/>" * 20_001), drawings.TOO_INTRICATE),
        (svg("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"), drawings.TOO_INTRICATE),
        (svg("x" * drawings.MAX_BYTES), drawings.TOO_HEAVY),
    ],
)
def test_what_cannot_be_shown_as_it_looks_is_refused_in_words(data, said):
    with pytest.raises(ValidationError) as refused:
        PictureFormField(drawings=True).clean(SimpleUploadedFile("logo.svg", data))
    assert refused.value.messages == [str(said)]


def test_only_logos_may_be_drawings():
    upload = SimpleUploadedFile("portrait.png", svg())
    with pytest.raises(ValidationError, match="JPEG"):
        PictureFormField().clean(upload)
    upload.seek(0)
    kept = PictureFormField(drawings=True).clean(upload)
    assert (kept.name, kept.pixels, kept.is_small) == ("portrait.svg", (800, 400), False)
    fields = {f"{field.model.__name__}.{field.name}": field.drawings for field in _picture_fields()}
    assert {name for name, taken in fields.items() if taken} == {"Institution.logo", "Partner.logo", "Logo.image"}


def _picture_fields():
    from django.apps import apps

    return [f for model in apps.get_models() for f in model._meta.get_fields() if getattr(f, "has_renditions", False)]


@pytest.mark.django_db
def test_a_drawing_stands_in_a_page_as_it_is_and_is_handed_out_as_a_download(client):
    institution = make(Institution, logo_alt_fr="Logo")
    institution.logo.save("logo.svg", ContentFile(clean_drawing(svg())[0]))
    assert renditions.make(institution.logo.name)
    assert not renditions.make(institution.logo.name)
    shown = renditions.shown(institution.logo)
    assert (shown.url, shown.width, shown.height, shown.sources) == (institution.logo.url, 800, 400, [])
    assert f'src="{shown.url}"' in client.get(institution.get_absolute_url("fr")).content.decode()
    answer = client.get(shown.url)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/svg+xml", "nosniff")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"].startswith("attachment")
    let_go(answer)
    logo = Logo(image=default_storage.save("news.logo/t/logo.svg", ContentFile(clean_drawing(svg())[0])))
    assert (logo.width, logo.height) == (800, 400) or (logo.image.width, logo.image.height) == (800, 400)
