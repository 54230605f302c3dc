"""What the law has this installation say of itself (who publishes it, who hosts it, whom to write to), put into staff's texts.

The operator's settings hold the facts; a text names one in braces, ``{host_name}``, so that no page states a fact that has
changed. ``{fr: mentions légales}`` marks words of another language than the text's, which a screen reader then reads as such.
A public page leaves out what would state a fact that is not set (``known_facts.py``). Values are data, never mark-up: they are
escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from . import dates_in_words, known_facts
from .phone_fields import phone_uri
from .typography import typeset

LAW = "fr"
"""The language of the law: its words stay as they are in every other."""

STATES = {"none": "non conforme", "partial": "partiellement conforme", "full": "totalement conforme"}
"""The words for each state of conformity (décret n° 2019-768, article 4; RGAA 4.1)."""


class FactKind(Enum):
    """How a fact is shown: as it stands, as a link to write or to call, in the law's own words, or as a day in words."""

    WORDS = auto()
    ADDRESS = auto()
    EMAIL = auto()
    PHONE = auto()
    LEGAL = auto()
    DAY = auto()


@dataclass(frozen=True)
class Fact:
    label: Promise
    kind: FactKind = FactKind.WORDS


FACTS = {
    "publisher_name": Fact(gettext_lazy("the publisher’s legal name")),
    "publisher_address": Fact(gettext_lazy("the publisher’s address")),
    "publisher_phone": Fact(gettext_lazy("the publisher’s telephone number"), FactKind.PHONE),
    "publication_director": Fact(gettext_lazy("the director of publication")),
    "host_name": Fact(gettext_lazy("the host’s name")),
    "host_address": Fact(gettext_lazy("the host’s address")),
    "host_phone": Fact(gettext_lazy("the host’s telephone number"), FactKind.PHONE),
    "contact_email": Fact(gettext_lazy("the portal’s functional mailbox"), FactKind.EMAIL),
    "accessibility_email": Fact(gettext_lazy("where to report an obstacle to access"), FactKind.EMAIL),
    "dpo_email": Fact(gettext_lazy("the data protection officer’s mailbox"), FactKind.EMAIL),
    "dpo_address": Fact(gettext_lazy("the data protection officer’s postal address")),
    "log_days": Fact(gettext_lazy("for how many days the technical log is kept")),
    "accessibility_mention": Fact(gettext_lazy("the mention that the law wants on every page"), FactKind.LEGAL),
    "accessibility_state": Fact(gettext_lazy("the state of conformity, in the law’s words"), FactKind.LEGAL),
    "accessibility_audit": Fact(gettext_lazy("the day of the last accessibility audit"), FactKind.DAY),
    "site_url": Fact(gettext_lazy("the portal’s address"), FactKind.ADDRESS),
}
MAY_BE_EMPTY = {"accessibility_audit"}

_PLACE = re.compile(r"\{\s*(?P<name>\w+)\s*(?P<words>:[^{}]*)?\}")
_TAG = re.compile(r'(<(?:[^>"]|"[^"]*")*>)')


def value(name: str) -> str:
    """A fact as the settings have it; empty where it is not set."""
    if name == "accessibility_state":
        return STATES[settings.ACCESSIBILITY_STATE]
    if name == "accessibility_mention":
        return mention()
    if name == "site_url":
        return settings.SITE_URL
    return settings.FACTS[name]


def missing() -> list[str]:
    """The facts that a public portal must state and that are not set."""
    return [name for name in FACTS if name not in MAY_BE_EMPTY and not value(name)]


def in_words(name: str, language: str) -> str:
    """A fact as a text without mark-up; empty where it is not set."""
    fact = value(name)
    with override(language):
        if not fact:
            return _("none so far") if name in MAY_BE_EMPTY else ""
        return dates_in_words.iso_in_words(fact) if FACTS[name].kind is FactKind.DAY else fact


def _shown(name: str, language: str, *, linked: bool) -> SafeString:
    words, kind = in_words(name, language), FACTS[name].kind
    if kind is FactKind.LEGAL:
        return _in_language(escape(words), LAW, language)
    if not linked or not words:
        return escape(words)
    if kind is FactKind.EMAIL:
        return format_html('<a href="mailto:{}">{}</a>', words, words)
    if kind is FactKind.PHONE:
        return format_html('<a class="nb" href="{}">{}</a>', phone_uri(words), words)
    if kind is FactKind.ADDRESS:
        return format_html('<a href="{}/">{}</a>', words, words)
    if kind is FactKind.DAY and value(name):
        return format_html('<span class="nb">{}</span>', words)
    return escape(words)


def _in_language(html: str, code: str, around: str) -> SafeString:
    return mark_safe(html) if code == around else format_html('<span lang="{}">{}</span>', code, mark_safe(html))  # noqa: S308  escaped by the caller


def fill(text: str, language: str) -> str:
    """A plain text with its facts, without mark-up: for titles, descriptions and the search."""

    def put(place: re.Match) -> str:
        if place["words"]:
            return place["words"][1:].strip()
        return in_words(place["name"], language) if place["name"] in FACTS else place[0]

    return _PLACE.sub(put, text)


def fill_html(html: str, language: str, words: Callable[[str], str] = str) -> SafeString:
    """Escaped or sanitised HTML with its facts, put between tags only; ``words`` treats the text around them."""
    html = known_facts.without_holes(html, _states_what_is_missing)
    return mark_safe("".join(_filled(html, language, words)))  # noqa: S308  the text was safe, and what is put in is escaped


def _states_what_is_missing(html: str) -> bool:
    lacking = set(missing())
    return any(place["name"] in lacking and not place["words"] for place in _PLACE.finditer(_TAG.sub("", html)))


def _filled(html: str, language: str, words: Callable[[str], str]) -> Iterator[str]:
    in_link = False
    for part in _TAG.split(html):
        if part.startswith("<"):
            in_link = part.startswith("<a ") or (in_link and part != "</a>")
            yield part
            continue
        end = 0
        for place in _PLACE.finditer(part):
            yield words(part[end : place.start()])
            yield _put(place, language, linked=not in_link)
            end = place.end()
        yield words(part[end:])


def _put(place: re.Match, language: str, *, linked: bool) -> str:
    name, marked = place["name"], place["words"]
    if marked:
        return _in_language(typeset(marked[1:].strip(), name), name, language) if name in LANG_INFO else place[0]
    return _shown(name, language, linked=linked) if name in FACTS else place[0]


def faults(html: str) -> list[str]:
    """What is wrong with the braces of a text, in one sentence each."""
    return list(dict.fromkeys(_faults(html)))


def _faults(html: str) -> Iterable[str]:
    for part in _TAG.split(html):
        for place in _PLACE.finditer(part):
            if part.startswith("<"):
                yield _("“%(place)s” stands in the address of a link: write it in the text instead.") % {"place": place[0]}
            elif place["words"] and place["name"] not in LANG_INFO:
                yield _("“%(place)s”: “%(code)s” is not the code of a language, such as fr or en.") % {
                    "place": place[0],
                    "code": place["name"],
                }
            elif not place["words"] and place["name"] not in FACTS:
                yield _("“%(place)s” stands for nothing. You may write: %(names)s.") % {
                    "place": place[0],
                    "names": ", ".join(f"{{{name}}}" for name in FACTS),
                }


def mention() -> str:
    """The words that the law wants on every page (décret n° 2019-768, article 5)."""
    return typeset(f"Accessibilité : {STATES[settings.ACCESSIBILITY_STATE]}", LAW)
