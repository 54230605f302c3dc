"""What the pages of the press list show."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from mailing.list_words import ListWords
from mailing.mail_styles import STYLE_SHEET, with_inline_styles
from mailing.server_replies import told

register = template.Library()


@register.filter
def server_words(reply: str) -> str:
    """What a mail server said: its meaning in the reader's language, and its own words."""
    return told(reply)


@register.filter(is_safe=True)
def inline_styles(html: str) -> SafeString:
    """The HTML of a mail with the house's styles in its elements."""
    return with_inline_styles(html)


@register.simple_tag
def mail_style_sheet() -> SafeString:
    """The style sheet at the head of a mail: no page of the portal has one in it."""
    return format_html("<style>{}</style>", mark_safe(STYLE_SHEET))  # noqa: S308  a constant


@register.simple_tag
def press_mark() -> SafeString:
    """The portal's name as it is set at the head of pages: text, so that nothing has to be fetched to see it."""
    before, at, after = settings.PORTAL_NAME.partition("@")
    return format_html('{}<span class="at">{}</span>{}', before, at, after) if at else format_html("{}", before)


@register.simple_tag
def list_promise(words: ListWords) -> str:
    """What becomes of an address that is handed over."""
    return str(words.promise) % {"name": settings.PORTAL_NAME}
