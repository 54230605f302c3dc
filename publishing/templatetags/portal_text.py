"""How text reaches a page: in its own language, marked when it is not the page's, with its typography right."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from html import unescape
from itertools import count
from typing import Protocol

from django import template
from django.db import models
from django.utils.dates import MONTHS
from django.utils.html import escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from publishing import alternates as alternates_of
from publishing import dates_in_words, languages, legal_facts, switched_queries
from publishing.fields import sanitize
from publishing.kept_texts import kept_by_text
from publishing.localized_text import LocalizedHTML, LocalizedText, localized_text
from publishing.models import Addressed, Published
from publishing.phone_fields import phone_uri, written_in
from publishing.place_names import place_name
from publishing.portal_links import FollowedLinks, SettledLinks
from publishing.slugs import slug_of
from publishing.typography import quoted, typeset, typeset_html

register = template.Library()
register.filter("phone_uri", phone_uri)
register.filter("place_name", place_name)

NO_BREAK = ("PostGenAI@Paris", "IA-Cluster", "AI-Cluster", "AP-HP", "ANR-23-IACL-0007", "DATAIA-Cluster", "AI-MADE")


def in_some_language(thing: models.Model, field: str) -> LocalizedText:
    """A translated text in the active language, or in the main one where that is empty."""
    return localized_text(thing, field, languages.current())


def _marked(tag: str, content: str, code: str) -> SafeString:
    if code == languages.current():
        return mark_safe(content)  # noqa: S308  escaped or sanitised by the caller
    return format_html('<{} lang="{}">{}</{}>', tag, code, mark_safe(content), tag)  # noqa: S308


_NAMES = rf"(?<![\w-])(?:{'|'.join(map(re.escape, NO_BREAK))})(?![\w-])"
_FIRST = re.compile(r"(?<![\w/-])1er(?=\s)")
"""The first of a month in running text."""
_PARTS = re.compile(r"[^@./?&=_-]*[@./?&=_-]*")
"""A word of an address with the signs behind it."""
_WEB_ADDRESS = re.compile(r"(https?://\S+)")
SMALL_LANGUAGE_NAMES = ("fr", "es", "it", "pt")


@cache
def _whole() -> re.Pattern[str]:
    """A tag, or else what does not break: a name, or a day with its month and year in any language of the portal."""
    months: set[str] = set()
    for code in languages.codes():
        with override(code):
            months |= {re.escape(str(name)) for name in MONTHS.values()}
    day = rf"(?<![\w/-])(?:1er|[12]?[0-9]|3[01])\s(?:{'|'.join(sorted(months))})\s[0-9]{{4}}(?![\w-])"
    return re.compile(rf"(?P<tag><[^>]*>)|{_NAMES}|{day}")


def _keep_together(html: str) -> str:
    """HTML in which names and dates do not break over lines, and a French “1er” is written as its language does.

    What stands within a tag is an address or a title, and stays as it is.
    """
    whole = _whole().sub(lambda found: found[0] if found["tag"] else f'<span class="nb">{found[0]}</span>', html)
    return _FIRST.sub("1<sup>er</sup>", whole)


@kept_by_text
def _written(words: str, code: str) -> str:
    """Plain words as HTML."""
    return _keep_together(escape(typeset(words, code)))


@register.simple_tag
def words(text: LocalizedText) -> SafeString:
    """A plain text, escaped; in a ``lang`` of its own where it is not in the page's language."""
    return _marked("span", _written(text.words, text.language), text.language)


@register.simple_tag
def plain_words(text: LocalizedText) -> str:
    """The same without any mark-up, for titles and attributes."""
    return typeset(text.words, text.language)


@register.simple_tag
def quoted_words(text: LocalizedText) -> SafeString:
    """Somebody's words between the quotation marks of their language."""
    return _marked("span", _keep_together(escape(quoted(text.words, text.language))), text.language)


@register.simple_tag
def prose_words(text: LocalizedHTML, links: FollowedLinks | SettledLinks) -> SafeString:
    """A formatted text, sanitised once more on its way out; ``links`` are those of all texts that it stands among."""
    return _marked("div", _keep_together(_set_html(text.html, text.language, links)), text.language)


@register.simple_tag
def text(thing: models.Model, field: str) -> SafeString:
    """A translated plain text, escaped; in a ``lang`` of its own where it falls back."""
    value = in_some_language(thing, field)
    if _names_facts(thing, field):
        return _marked("span", _with_facts(escape(typeset(value.words, value.language)), value.language), value.language)
    return words(value)


@register.simple_tag
def hours(*, start: datetime, end: datetime) -> str:
    """From one moment to another: the hours where both are of one day, else each with its day."""
    return dates_in_words.time_in_words(start, end)


@register.simple_tag
def plain(thing: models.Model, field: str) -> str:
    """The same without any mark-up, for titles and attributes."""
    value = in_some_language(thing, field)
    shown = plain_words(value)
    return legal_facts.fill(shown, value.language) if _names_facts(thing, field) else shown


@register.simple_tag
def prose(
    thing: models.Model, field: str, *, anchors: bool = False, links: FollowedLinks | SettledLinks | None = None
) -> SafeString:
    """A translated formatted text, sanitised once more on its way out; ``anchors`` names its headings as ``outline`` does.

    ``links`` are those of all texts of a list, looked up together.
    """
    value = in_some_language(thing, field)
    html = _set(thing, field, value, links) if value else ""
    return _marked("div", _anchored(html) if anchors else html, value.language)


def links_in(thing: models.Model, *fields: str) -> SettledLinks:
    """Where the links of formatted texts of a thing lead today, for pieces in which ``prose`` writes them."""
    texts = (in_some_language(thing, field).words for field in fields)
    return FollowedLinks(sanitize(text) for text in texts if "href=" in text).settled


@register.simple_tag
def outline(thing: models.Model, field: str) -> list[tuple[str, SafeString]]:
    """The headings of a long text, each with its name in the page, for a table of contents; none where there are few."""
    value = in_some_language(thing, field)
    found = _HEADING.findall(_set(thing, field, value, FollowedLinks())) if value else []
    if len(found) <= 2:
        return []
    return [(anchor, _marked("span", words, value.language)) for anchor, words in zip(_anchors(found), found, strict=True)]


def _set(thing: models.Model, field: str, value: LocalizedText, links: FollowedLinks | SettledLinks | None) -> str:
    """A formatted text as the page shows it."""
    html = _set_html(value.words, value.language, links)
    return _with_facts(html, value.language) if _names_facts(thing, field) else _keep_together(html)


def _set_html(html: str, code: str, links: FollowedLinks | SettledLinks | None) -> str:
    clean = sanitize(html)
    return typeset_html((links or FollowedLinks([clean])).follow(clean), code)


_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)


def _anchors(headings: list[str]) -> list[str]:
    """The headings' names in their page: each its own, made of its words, and never one that the page itself uses.

    Where words come again, all but the first get a number that no other heading's words make.
    """
    anchors: list[str] = []
    made_of_words = [f"t-{slug_of(unescape(strip_tags(words)))}" for words in headings]
    for anchor in made_of_words:
        if anchor in anchors:
            numbered = (f"{anchor}-{number}" for number in count(2))
            anchor = next(name for name in numbered if name not in anchors and name not in made_of_words)
        anchors.append(anchor)
    return anchors


def _anchored(html: str) -> str:
    anchors = iter(_anchors(_HEADING.findall(html)))
    return _HEADING.sub(lambda heading: f'<h2 id="{next(anchors)}">{heading[1]}</h2>', html)


def _names_facts(thing: models.Model, field: str) -> bool:
    return field in getattr(thing, "texts_with_facts", ())


def _with_facts(html: str, code: str) -> SafeString:
    return legal_facts.fill_html(html, code, _keep_together)


@register.simple_tag
def accessibility_mention() -> SafeString:
    """The words that the law fixes for every page: French in every language, and marked so."""
    return _marked("span", escape(legal_facts.mention()), legal_facts.LAW)


@register.filter
def together(value: object) -> SafeString:
    """A plain text whose names never break over two lines."""
    return mark_safe(_written(str(value), languages.current()))  # noqa: S308  escaped there


@register.filter
def time_tag(value: date | datetime | str | None) -> SafeString:
    return dates_in_words.time_tag(value) if value else SafeString()


@register.filter
def public_moment(thing: Published, code: str) -> datetime | None:
    """The moment from which a language of a thing is public, be that past or to come."""
    return thing.public_from(code)


@register.simple_tag
def days(*, first: date, last: date) -> SafeString:
    """From a day to another, each marked up."""
    return dates_in_words.days_tag(first, last)


@register.simple_tag
def colon() -> str:
    """The colon behind a word, with the space that the language puts before it and no other sign."""
    return _("%(label)s: %(text)s").removeprefix("%(label)s").removesuffix(" %(text)s")


@register.filter
def phone_here(number: str) -> str:
    """A telephone number as the language of the page writes it."""
    return written_in(number, languages.current())


@register.filter
def breakable(written: str) -> SafeString:
    """An address of mail or of a page, to be read: where a line is too short for it, it breaks behind a sign and in no word."""
    return mark_safe("<wbr>".join(map(escape, filter(None, _PARTS.findall(written)))))  # noqa: S308  each part is escaped


@register.filter
def kept_whole(text: str) -> SafeString:
    """A text that is typeset already, in whatever language: its names and references do not break over lines.

    An address within it does, behind its signs.
    """
    parts = _WEB_ADDRESS.split(text)
    written = (breakable(part) if place % 2 else _keep_together(escape(part)) for place, part in enumerate(parts))
    return mark_safe("".join(written))  # noqa: S308  escaped here


@register.filter
def ordinal(words: str) -> SafeString:
    """A date in plain words as a page writes it."""
    return mark_safe(_keep_together(escape(words)))  # noqa: S308  escaped here


@register.filter
def set_in(words: str, code: str) -> str:
    """A text that is in one language alone, set as that language is, whatever the page’s."""
    return typeset(words, code)


@register.filter
def iso_words(value: str) -> str:
    return dates_in_words.iso_in_words(value) if value else ""


class Dated(Protocol):
    """What has the ISO dates of a beginning and an end; the end may be empty."""

    date: str
    date_end: str


@register.filter
def period(thing: Dated) -> str:
    """The ISO dates ``date`` and ``date_end`` of a thing, in words."""
    return dates_in_words.period_in_words(thing.date, thing.date_end)


@register.simple_tag
def years(*, first: date, last: date | None) -> str:
    """The years from a day to another: ``2024–2029``."""
    return dates_in_words.period_in_words(str(first.year), str(last.year) if last else "")


@register.filter
def moment_words(value: datetime | None) -> str:
    return dates_in_words.moment_in_words(value) if value else ""


@register.simple_tag(takes_context=True)
def alternates(context: template.Context) -> list[alternates_of.Alternate]:
    """This page in every language."""
    request = context.get("request")
    if context.get("error"):
        return alternates_of.of_home()
    thing = None if context.get("preview") else context.get("object")
    return alternates_of.of_page(request, thing, str(context.get("beside") or "")) if request else []


@register.simple_tag(takes_context=True)
def switched_query(context: template.Context, code: str) -> str:
    """What is chosen on this page, for its address in another language."""
    request = context.get("request")
    if request is None or not request.GET or context.get("error"):
        return ""
    names = switched_queries.known_names(context.get("filter"), context.get("form"))
    return switched_queries.switched(request.GET, names, languages.current(), code)


@register.simple_tag(takes_context=True)
def here(context: template.Context, **changes: object) -> str:
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
def address(thing: Addressed, code: str) -> str:
    """A thing's address in a given language."""
    return thing.get_absolute_url(code)


@register.filter
def languages_here(codes: Iterable[str]) -> str:
    """Several of them: “français, anglais”."""
    return ", ".join(map(language_here, codes))


@register.filter(expects_localtime=True)
def day_words(day: date) -> str:
    """A day in words; of a moment, its day in Paris."""
    return dates_in_words.day_in_words(day)


@register.filter
def versions(thing: Addressed) -> list[alternates_of.Alternate]:
    """A thing's page in every language, and which of them are public."""
    return alternates_of.of_thing(thing)


@register.simple_tag
def language_versions(*, versions: Iterable[alternates_of.Alternate], language: str) -> SafeString:
    """The languages of a page in words: its own, links to the other public ones, and which it is not available in."""
    return format_html_join(", ", "{}", ((_version(version, language),) for version in versions))


def _version(version: alternates_of.Alternate, language: str) -> SafeString | str:
    code = version.language
    if code == language:
        return language_name(code)
    if version.public:
        return format_html('<a href="{0}" lang="{1}" hreflang="{1}">{2}</a>', version.path, code, language_name(code))
    return _("not available in %(name)s") % {"name": language_here(code)}


@register.filter
def comma(forloop: dict[str, object]) -> str:
    """A comma behind each thing of a loop but the last: ``{{ one.name }}{{ forloop|comma }}``, then a line's end.

    A condition would do, but the formatter of templates breaks the line between two tags, which puts a space there.
    """
    return "" if forloop["last"] else ","


@register.simple_tag
def slug_here(thing: Addressed) -> str | None:
    """A thing's slug in the active language, as filters name it."""
    return thing.slug(languages.current())
