"""Logos as SVG: nothing stays in them but shapes, colours and words, written anew from a list of what is allowed.

A drawing is shown by ``<img>`` alone, where no browser runs or loads anything, and is handed out as a download; this makes it
harmless for whoever opens the file itself. Libraries that clean SVG keep animations, or addresses of other hosts as paths of
this one, or break the style sheets that drawing programs write: hence a list of our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
EXTENSION = ".svg"
MAX_BYTES = 2 * 1024 * 1024
MOST_ELEMENTS, MOST_LEVELS, MOST_USES = 20_000, 100, 1_000
SHOWN_SIDE = 800
"""The longer side of a drawing in pixels: it has no size of its own that would matter, only a shape."""

TOO_HEAVY = _("This SVG is larger than 2 MB. Please simplify it in a drawing program, or export it as PNG.")
UNREADABLE = _("This SVG cannot be read, or says no size. Please export it anew as plain SVG, or as PNG.")
DECLARES = _("This SVG declares entities of its own. Please export it anew as plain SVG, or as PNG.")
LOADS = _("The style sheet of this SVG loads something, or is not understood. Please export it with its styles as attributes.")
TOO_INTRICATE = _("This SVG is too intricate to be shown everywhere. Please simplify it, or export it as PNG.")

ELEMENTS = frozenset(
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc "
    "linearGradient radialGradient stop clipPath mask pattern marker image style filter feBlend feColorMatrix "
    "feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge "
    "feMergeNode feMorphology feOffset".split()
)
AS_GROUP = frozenset(("a", "switch"))
"""Their content is shown; that they lead elsewhere, or choose, is lost."""
ATTRIBUTES = frozenset(
    "id class style lang x y x1 x2 y1 y2 dx dy cx cy r rx ry fx fy fr d points width height viewBox "
    "preserveAspectRatio transform pathLength rotate textLength lengthAdjust startOffset fill fill-opacity fill-rule "
    "stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke- "
    "dashoffset opacity color display visibility overflow clip-path clip-rule mask mask-type filter flood-color "
    "flood-opacity color-interpolation color-interpolation-filters paint-order vector-effect shape-rendering text- "
    "rendering image-rendering stop-color stop-opacity offset gradientUnits gradientTransform spreadMethod "
    "patternUnits patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits filterUnits "
    "primitiveUnits marker-start marker-mid marker-end markerWidth markerHeight markerUnits refX refY orient font- "
    "family font-size font-style font-weight font-variant font-stretch letter-spacing word-spacing text-anchor text- "
    "decoration dominant-baseline alignment-baseline baseline-shift writing-mode direction isolation mix-blend-mode "
    "in in2 result mode type values tableValues slope intercept amplitude exponent operator k1 k2 k3 k4 radius "
    "stdDeviation".split()
)
FUNCTIONS = frozenset("url rgb rgba hsl hsla matrix translate scale rotate skewx skewy not calc".split())

_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[\]<>]*>", re.IGNORECASE)
_DECLARED = re.compile(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_ENCODING = re.compile(rb"\A\s*<\?xml[^>]*\sencoding\s*=\s*[\"']([\w.-]+)[\"']")
_CODECS = {"utf-8": "utf-8", "us-ascii": "ascii", "ascii": "ascii", "iso-8859-1": "cp1252", "windows-1252": "cp1252"}
_ROOT = re.compile(rb"<(?:[\w.-]{1,20}:)?svg[\s>/]")
_OWN_PICTURE = re.compile(r"data:image/(?:png|jpeg|webp);base64,[A-Za-z0-9+/=\s]+")
_PART = re.compile(r"#[\w.:-]+")
_NAME = re.compile(r"[\w-]*\Z")
_CSS_LOADS = re.compile(r"@import[^;{}]*;?|@charset[^;{}]*;?|@namespace[^;{}]*;?|@font-face\s*\{[^{}]*\}", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[+-]?[0-9]+)?)\s*(px|pt|pc|mm|cm|in|em|ex)?\s*", re.IGNORECASE)


def is_drawing(data: bytes) -> bool:
    """Whether a file gives itself out as SVG, in UTF-8 or a kin of it, or in UTF-16."""
    head = data[:65_536]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") and bool(_ROOT.search(head))


def clean_drawing(data: bytes) -> tuple[bytes, int, int]:
    """The drawing written anew, with the width and height in pixels that pages keep free for it.

    Raises ``ValidationError``, with what to do, for what cannot be shown as it looks without what is not allowed.
    """
    if len(data) > MAX_BYTES:
        raise ValidationError(TOO_HEAVY)
    root = _parsed(data)
    if root.tag not in (f"{{{SVG}}}svg", "svg"):
        raise ValidationError(UNREADABLE)
    _refuse_intricate(root)
    clean = _cleaned(root)
    width, height = _sized(clean)
    _refuse_nested_uses(clean)
    clean.set("xmlns", SVG)
    return ElementTree.tostring(clean, encoding="utf-8", xml_declaration=True), width, height


def _parsed(data: bytes) -> ElementTree.Element:
    """The elements of a file in an encoding whose signs are what they seem, and without declarations."""
    declared = _ENCODING.match(data)
    name = (declared[1].decode() if declared else "utf-8").lower()
    codec = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else _CODECS.get(name, "")
    try:
        text = _DOCTYPE.sub("", data.decode(codec).removeprefix("\ufeff"), count=1)
        if _DECLARED.search(text):
            raise ValidationError(DECLARES)
        return ElementTree.fromstring(text)  # noqa: S314  what makes it dangerous is refused above
    except (ElementTree.ParseError, ValueError, LookupError):
        raise ValidationError(UNREADABLE) from None


def _refuse_intricate(root: ElementTree.Element) -> None:
    level, count, levels = [root], 0, 0
    while level:
        count, levels = count + len(level), levels + 1
        if count > MOST_ELEMENTS or levels > MOST_LEVELS:
            raise ValidationError(TOO_INTRICATE)
        level = [child for element in level for child in element]


def _local(name: str) -> str:
    """The name without its namespace, or nothing where it belongs to another vocabulary than SVG."""
    namespace, closed, local = name.rpartition("}")
    return local if not closed or namespace == f"{{{SVG}" else ""


def _cleaned(element: ElementTree.Element) -> ElementTree.Element:
    name = _local(element.tag)
    clean = ElementTree.Element("g" if name in AS_GROUP else name, dict(_attributes(element)))
    clean.text, clean.tail = element.text, element.tail
    if name == "style":
        clean.text = _style_sheet("".join(element.itertext()))
        return clean
    for child in element:
        if _local(child.tag) in ELEMENTS | AS_GROUP:
            clean.append(_cleaned(child))
        elif child.tail and child.tail.strip():
            clean.append(ElementTree.Element("g"))
            clean[-1].tail = child.tail
    return clean


def _attributes(element: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for full, value in element.attrib.items():
        if full in ("href", f"{{{XLINK}}}href"):
            allowed = _OWN_PICTURE if _local(element.tag) == "image" else _PART
            if _local(element.tag) not in AS_GROUP and allowed.fullmatch(value.strip()):
                yield "href", value.strip()
        elif full in ATTRIBUTES and is_harmless(value):
            yield full, value


def is_harmless(css: str) -> bool:
    """Whether a value or style sheet says how something looks and no more: it calls nothing from outside, and hides nothing."""
    if "\\" in css or "//" in css or "@" in css or "<" in css or "javascript:" in css.lower():
        return False
    pieces = css.split("(")
    return all(_may_stand(before, inside) for before, inside in zip(pieces, pieces[1:], strict=False))


def _may_stand(before: str, inside: str) -> bool:
    """Whether a bracket is of a known function, and names a part of the drawing itself where it names something."""
    name = _NAME.search(before[-40:])
    function = name[0].lower() if name else ""
    return function in FUNCTIONS | {""} and (function != "url" or inside.lstrip(" \t\r\n\"'").startswith("#"))


def _style_sheet(css: str) -> str:
    """What a drawing loads by its style sheet is left out; where more than that is in it, the drawing would look otherwise."""
    first, *commented = css.split("/*")
    css = _CSS_LOADS.sub("", " ".join([first, *(part.partition("*/")[2] for part in commented)]))
    if not is_harmless(css):
        raise ValidationError(LOADS)
    return css


def size_of(drawing: bytes) -> tuple[int, int] | tuple[None, None]:
    """The size in pixels that a cleaned drawing says of itself."""
    try:
        root = _parsed(drawing)
        return int(root.get("width", "")), int(root.get("height", ""))
    except (ValidationError, ValueError):
        return None, None


def _sized(root: ElementTree.Element) -> tuple[int, int]:
    """The width and height of the drawing as it is shown, which its root says from now on."""
    figures = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        if len(figures) == 4:
            width, height = float(figures[2]), float(figures[3])
        else:
            width, height = _length(root.get("width", "")), _length(root.get("height", ""))
            root.set("viewBox", f"0 0 {width:g} {height:g}")
        factor = SHOWN_SIDE / max(width, height)
        if not (0 < width < 1e6 and 0 < height < 1e6):
            raise ValidationError(UNREADABLE)
    except (ValueError, ZeroDivisionError):
        raise ValidationError(UNREADABLE) from None
    shown = max(1, round(width * factor)), max(1, round(height * factor))
    root.set("width", str(shown[0]))
    root.set("height", str(shown[1]))
    return shown


def _length(said: str) -> float:
    match = _LENGTH.fullmatch(said)
    if match is None:
        raise ValueError(said)
    in_pixels = {"pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "em": 16, "ex": 8}
    return float(match[1]) * in_pixels.get((match[2] or "").lower(), 1)


def _refuse_nested_uses(root: ElementTree.Element) -> None:
    """Copies of copies of copies would fill the memory of whoever looks at them."""
    uses = [element for element in root.iter("use")]
    copied = {use.get("href", "").removeprefix("#") for use in uses}
    nested = any(next(element.iter("use"), None) is not None for element in root.iter() if element.get("id") in copied - {""})
    if len(uses) > MOST_USES or nested:
        raise ValidationError(TOO_INTRICATE)
