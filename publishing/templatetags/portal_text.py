"""How text reaches a page: in its own language, marked when it is not the page's, with its typography right."""

import re

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from publishing import alternates as alternates_of
from publishing import dates, languages
from publishing.fields import sanitize
from publishing.typography import typeset, typeset_html

register = template.Library()

NO_BREAK = ("PostGenAI@Paris", "IA-Cluster", "AI-Cluster", "AP-HP", "ANR-23-IACL-0007", "DATAIA-Cluster", "AI-MADE")


def in_some_language(thing, field: str) -> tuple[str, str]:
    """A translated text and the language it is in: the active one, or the main one where that is empty."""
    for code in (languages.current(), languages.main()):
        value = getattr(thing, languages.column(field, code))
        if value:
            return value, code
    return "", languages.current()


def _marked(tag: str, content: str, code: str) -> SafeString:
    if code == languages.current():
        return mark_safe(content)  # noqa: S308  escaped or sanitised by the caller
    return format_html('<{} lang="{}">{}</{}>', tag, code, mark_safe(content), tag)  # noqa: S308


_WHOLE = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, NO_BREAK))})(?![\w-])")
SMALL_LANGUAGE_NAMES = ("fr", "es", "it", "pt")


def _keep_together(html: str) -> str:
    return _WHOLE.sub(r'<span class="nb">\g<0></span>', html)


@register.simple_tag
def text(thing, field: str) -> SafeString:
    """A translated plain text, escaped; in a ``lang`` of its own where it falls back."""
    value, code = in_some_language(thing, field)
    return _marked("span", _keep_together(escape(typeset(value, code))), code)


@register.simple_tag
def plain(thing, field: str) -> str:
    """The same without any mark-up, for titles and attributes."""
    value, code = in_some_language(thing, field)
    return typeset(value, code)


@register.simple_tag
def prose(thing, field: str) -> SafeString:
    """A translated formatted text, sanitised once more on its way out."""
    value, code = in_some_language(thing, field)
    return _marked("div", _keep_together(typeset_html(sanitize(value), code)) if value else "", code)


@register.filter
def together(value: object) -> SafeString:
    """A plain text whose names never break over two lines."""
    return mark_safe(_keep_together(escape(typeset(str(value), languages.current()))))  # noqa: S308  escaped just here


@register.filter
def time_tag(value) -> SafeString:
    return dates.time_tag(value) if value else ""


@register.filter
def iso_words(value: str) -> str:
    return dates.iso_in_words(value) if value else ""


@register.filter
def period(thing) -> str:
    """The ISO dates ``date`` and ``date_end`` of a thing, in words."""
    return dates.period_in_words(thing.date, thing.date_end)


@register.filter
def moment_words(value) -> str:
    return dates.moment_in_words(value) if value else ""


@register.simple_tag(takes_context=True)
def alternates(context) -> list[alternates_of.Alternate]:
    """This page in every language."""
    request = context.get("request")
    if context.get("error"):
        return alternates_of.of_home()
    thing = None if context.get("preview") else context.get("object")
    return alternates_of.of_page(request, thing) if request else []


@register.simple_tag(takes_context=True)
def here(context, **changes) -> str:
    """The page's query string with some parameters changed (``None`` takes one away)."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.filter
def language_name(code: str) -> str:
    """A language's own name: ``Français``, ``English``."""
    from django.conf.locale import LANG_INFO

    return LANG_INFO[code]["name_local"].capitalize() if code in LANG_INFO else code


@register.filter
def two_digits(number: int | None) -> str:
    return f"{number:02d}" if number is not None else ""


@register.filter
def language_here(code: str) -> str:
    """A language's name in the reader's language: ``anglais``, ``French``."""
    from django.conf.locale import LANG_INFO
    from django.utils.translation import gettext

    name = gettext(LANG_INFO[code]["name"]) if code in LANG_INFO else code
    return name.lower() if languages.current() in SMALL_LANGUAGE_NAMES else name


@register.simple_tag
def address(thing, code: str) -> str:
    """A thing's address in a given language."""
    return thing.get_absolute_url(code)


@register.filter
def day_words(day) -> str:
    return dates.day_in_words(day)


def quoted(thing, field: str) -> tuple[str, str]:
    """Somebody's words between the quotation marks of their language, and that language."""
    value, code = in_some_language(thing, field)
    bare = value.strip().strip('«»“”"\u00a0\u202f ')
    marks = {"fr": "«\u00a0{}\u00a0»"}.get(code, "“{}”")
    return typeset(marks.format(bare), code), code


@register.simple_tag
def quotation(thing, field: str) -> SafeString:
    """``quoted`` for a page."""
    words, code = quoted(thing, field)
    return _marked("span", _keep_together(escape(words)), code)


@register.simple_tag
def slug_here(thing) -> str:
    """A thing's slug in the active language, as filters name it."""
    return thing.slug(languages.current())
