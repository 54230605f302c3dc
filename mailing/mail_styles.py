"""How mails look. Many mail programs read no style sheet, so each element carries its own style; dark colours and narrow
screens, which only a style sheet can tell, stand in one at the head."""

from __future__ import annotations

import re

from django.utils.safestring import SafeString, mark_safe

SERIF = "Georgia,'Times New Roman',serif"
SANS = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
PAPER, INK, QUIET, RUBRIC, LINK, HAIR, BOARD = "#fdfdfb", "#15171c", "#535861", "#c3281b", "#1c4e8c", "#d6d8d2", "#f1f2ee"

_CELL = f"padding:6px 8px;border:1px solid {HAIR};text-align:left;vertical-align:top"

STYLES = {
    "body.paper": f"margin:0;padding:0;background:{PAPER};color:{INK}",
    "div.preheader": "display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;color:transparent",
    "table.page": f"background:{PAPER}",
    "td.sheet": f"padding:28px 24px;font:400 16px/1.55 {SANS};color:{INK}",
    "div.column": "max-width:640px;margin:0 auto;text-align:left",
    "div.head": f"margin:0 0 24px;padding:0 0 12px;border-bottom:1px solid {HAIR}",
    "h1": f"margin:0 0 12px;font:400 28px/1.2 {SERIF};color:{INK}",
    "h2": f"margin:28px 0 8px;font:400 20px/1.25 {SERIF};color:{INK}",
    "h3": f"margin:20px 0 6px;font:700 16px/1.3 {SANS};color:{INK}",
    "p": "margin:0 0 14px",
    "p.mark": f"margin:0;font:400 22px/1.2 {SERIF};color:{INK}",
    "p.kind": f"margin:0 0 8px;font:700 13px/1.4 {SANS};letter-spacing:.04em;text-transform:uppercase;color:{RUBRIC}",
    "p.subtitle": f"margin:0 0 16px;font:400 18px/1.4 {SANS};color:{QUIET}",
    "p.lead": f"margin:0 0 18px;font:400 19px/1.5 {SERIF};color:{INK}",
    "p.by": f"margin:6px 0 0;font:400 15px/1.45 {SANS};color:{QUIET}",
    "p.small": f"margin:0 0 8px;font:400 14px/1.45 {SANS};color:{QUIET}",
    "p.button": "margin:22px 0",
    "span.at": f"color:{RUBRIC}",
    "span.nb": "white-space:nowrap",
    "a": f"color:{LINK};text-decoration:underline",
    "a.button": f"display:inline-block;padding:13px 22px;background:{LINK};color:#fdfdfb;text-decoration:none;font-weight:700",
    "ul": "margin:0 0 14px;padding:0 0 0 22px",
    "ol": "margin:0 0 14px;padding:0 0 0 26px",
    "li": "margin:0 0 6px",
    "blockquote": f"margin:20px 0;padding:2px 0 2px 16px;border-left:3px solid {RUBRIC};font:400 18px/1.5 {SERIF};color:{INK}",
    "div.box": f"margin:0 0 22px;padding:14px 16px;background:{BOARD};border-left:3px solid {RUBRIC}",
    "div.about": f"margin:28px 0 0;padding:18px 0 0;border-top:1px solid {HAIR};font:400 15px/1.5 {SANS};color:{QUIET}",
    "table": "border-collapse:collapse;margin:0 0 16px",
    "th": f"{_CELL};font-weight:700",
    "td": _CELL,
    "hr": f"margin:28px 0 16px;border:0;border-top:1px solid {HAIR}",
}
"""The style of an element, or of one with a class."""

STYLE_SHEET = """\
:root { color-scheme: light dark; }
@media (max-width: 480px) {
  .sheet { padding: 20px 16px !important; }
  h1 { font-size: 24px !important; }
}
@media (prefers-color-scheme: dark) {
  .paper, .page, .sheet { background: #121417 !important; color: #ecebe6 !important; }
  h1, h2, h3, p, li, td, th, blockquote { color: #ecebe6 !important; }
  .subtitle, .by, .small, .about, .about p { color: #a9adb5 !important; }
  .kind, .at { color: #ff8b76 !important; }
  a { color: #93b9f2 !important; }
  a.button { background: #2b5c98 !important; color: #f7f6f1 !important; }
  .box { background: #1c1f24 !important; }
  .box, blockquote { border-color: #ff8b76 !important; }
  td, th, hr, .about, .head { border-color: #353940 !important; }
}
"""
"""What no element can carry: the colours of dark screens, those of the portal's own pages, and less space on narrow ones."""

_START = re.compile(r'<(?P<tag>[a-z][a-z0-9]*)(?P<attributes>(?:\s+[a-z-]+(?:="[^"]*")?)*)(?P<end>\s*/?>)')
_CLASS = re.compile(r'\sclass="([^"\s]*)')


def with_inline_styles(html: str) -> SafeString:
    """HTML of a mail with the style of each element in the element itself; one that has its own keeps it."""
    return mark_safe(_START.sub(_styled, html.replace("<li><p>", '<li><p style="margin:0">')))  # noqa: S308  it adds nothing but the styles above


def _styled(start: re.Match[str]) -> str:
    tag, attributes, end = start["tag"], start["attributes"], start["end"]
    named = _CLASS.search(attributes)
    style = STYLES.get(f"{tag}.{named[1]}" if named else tag) or STYLES.get(tag)
    if style is None or " style=" in attributes:
        return start[0]
    return f'<{tag}{attributes} style="{style}"{end}'
