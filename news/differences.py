"""What two readings of a release say differently, part by part: for whoever decides what the public is to get."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from proofreading import words as vocabularies
from proofreading.html_tokens import Characters, html_tokens
from proofreading.spelling import has_dictionary, knows
from proofreading.text import fold
from publishing import languages
from publishing.admin_languages import label_of
from publishing.localized_text import LocalizedHTML, LocalizedText
from publishing.typography import quoted

from .models import PressRelease
from .reading import (
    AboutText,
    AttachedFile,
    ContactCard,
    CorrectionNote,
    NamedThing,
    PressPicture,
    ReleaseWords,
    SpokenQuote,
)

_TOKEN = re.compile(r"\w+(?:['’\-.@/:]\w+)*|[^\w\s]|\s+")
MOST_MENDED = 2
"""Letters by which a word that is respelt may differ."""


@dataclass(frozen=True)
class Difference:
    """A part that is said differently: its name, and what either reading says, in plain words."""

    part: str
    label: str
    old: str
    new: str
    language: str

    @property
    def old_marked(self) -> SafeString:
        return _marked(self.old, self.new, "delete", "del")

    @property
    def new_marked(self) -> SafeString:
        return _marked(self.old, self.new, "insert", "ins")


def differences(old: ReleaseWords, new: ReleaseWords) -> list[Difference]:
    """What ``new`` says otherwise than ``old``, in the order of the page. Notes of correction are no part of the text."""
    before, after = dict(_parts(old)), dict(_parts(new))
    found = []
    for key in dict.fromkeys([*before, *after]):
        old_text, new_text = before.get(key, ""), after.get(key, "")
        if old_text != new_text:
            found.append(Difference(key, _label(key, new.language), old_text, new_text, new.language))
    return found


def against_small_mend(old: ReleaseWords, new: ReleaseWords) -> list[str]:
    """Why a change is no small mend, a sentence each; empty where it is one.

    A small mend respells words, adds or drops signs and the small words that say nothing. It changes no figure, date, name,
    amount, link, contact or quotation: a word with a digit or a capital inside, a numeral, a name of the calendar may neither
    come nor go, and what is not running text stays as it was.
    """
    sentences = []
    for change in differences(old, new):
        if change.part.split("-")[0] not in _RUNNING or not change.old or not change.new:
            sentences.append(_("%(part)s: this is no small mend. Publish a correction.") % {"part": change.label})
        elif telling := list(_telling_changes(change.old, change.new, new.language)):
            words = {"part": change.label, "words": ", ".join(quoted(word, languages.current()) for word in telling[:5])}
            sentences.append(_("%(part)s: %(words)s may change what is said. Publish a correction.") % words)
    if _links(old.body) != _links(new.body) or [_links(about.body) for about in old.boilerplates] != [
        _links(about.body) for about in new.boilerplates
    ]:
        sentences.append(_("A link changes: this is no small mend. Publish a correction."))
    return sentences


_RUNNING = frozenset({"title", "subtitle", "lead", "body", "boilerplates", "alt", "caption"})
_HREF = re.compile(r'href="([^"]*)"')


def _links(html: LocalizedHTML) -> list[str]:
    return _HREF.findall(html.html)


def _telling_changes(old: str, new: str, language: str) -> Iterator[str]:
    """The words that come, go or become others, but for those that a small mend may touch."""
    vocabulary = vocabularies.of(language)
    fixed = vocabulary.numerals | vocabulary.months.keys() | vocabulary.weekdays.keys() | vocabulary.multipliers.keys()
    before, after = _words(old), _words(new)
    for tag, first, last, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = [w for w in before[first:last] if w[0].isalnum()], [w for w in after[start:end] if w[0].isalnum()]
        if len(gone) == len(come):
            yield from (new for old, new in zip(gone, come, strict=True) if not _is_respelt(old, new, fixed, language))
        else:
            yield from (word for word in (*gone, *come) if fold(word) not in _SMALL.get(language, frozenset()))


def _is_respelt(old: str, new: str, fixed: frozenset[str] | set[str], language: str) -> bool:
    """Whether a word that was none is put right. Of two words of the language (“hausse”, “baisse”) one is not the other."""
    if {fold(old), fold(new)} & fixed or any(sign.isdigit() for sign in old + new):
        return False
    if old[1:] == new[1:] and fold(old) == fold(new):
        return True
    if has_dictionary(language) and knows(language, old) and fold(old) not in _SMALL.get(language, frozenset()):
        return False
    if fold(old) == fold(new):
        return old.islower() == new.islower()
    capital = any(sign.isupper() for sign in old + new)
    return has_dictionary(language) and not capital and len(old) > 3 and _distance(fold(old), fold(new)) <= MOST_MENDED


def _distance(old: str, new: str) -> int:
    """How many letters must come, go or change (Levenshtein)."""
    row = list(range(len(new) + 1))
    for place, sign in enumerate(old, 1):
        row, last = [place], row
        for column, letter in enumerate(new, 1):
            row.append(min(last[column] + 1, row[-1] + 1, last[column - 1] + (sign != letter)))
    return row[-1]


_SMALL = {
    "fr": frozenset("le la les l un une des du de d au aux à a en et ou ce cet cette ces que qu qui".split()),
    "en": frozenset("the a an of to in on at for and or that which".split()),
}
"""Words that may come or go in a small mend. No negation is among them."""


def _words(text: str) -> list[str]:
    return [token for token in _TOKEN.findall(text) if not token.isspace()]


def _marked(old: str, new: str, kept: str, tag: str) -> SafeString:
    """One side of a change, with what only it says marked."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces = []
    for kind, first, last, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        text = "".join(before[first:last] if kept == "delete" else after[start:end])
        if text:
            pieces.append(format_html("<{}>{}</{}>", tag, text, tag) if kind != "equal" else format_html("{}", text))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _parts(words: ReleaseWords) -> Iterator[tuple[str, str]]:
    for name in ("title", "subtitle", "place", "lead", "body"):
        yield name, _plain(getattr(words, name))
    yield "dated", words.dated.isoformat()
    for name in ("quotes", "boilerplates", "contacts", "pictures", "attachments", "named"):
        for place, part in enumerate(getattr(words, name)):
            yield from ((f"{kind}-{place}", text) for kind, text in _of(part, name))


def _of(part: object, name: str) -> Iterable[tuple[str, str]]:
    match part:
        case SpokenQuote():
            return [(name, " – ".join(filter(None, (part.speaker, _plain(part.role), _plain(part.text)))))]
        case AboutText():
            return [(name, f"{_plain(part.title)} – {_plain(part.body)}")]
        case ContactCard():
            return [(name, ", ".join(filter(None, (part.name, _plain(part.role), part.phone, part.email))))]
        case PressPicture():
            owed = " – ".join((part.credit, part.licence, part.sha256[:12]))
            return [("alt", _plain(part.alt)), ("caption", _plain(part.caption)), (name, owed)]
        case AttachedFile():
            return [(name, f"{_plain(part.title)} – {part.sha256[:12]}")]
        case NamedThing():
            return [(name, part.label.words)]
        case CorrectionNote():
            return []
    raise TypeError(f"{type(part).__name__} is no part of a release.")


def _plain(text: LocalizedText | LocalizedHTML) -> str:
    if isinstance(text, LocalizedText):
        return text.words
    shown = [
        token.text if isinstance(token, Characters) else "\n" if token.is_closing or token.name == "br" else ""
        for token in html_tokens(text.html)
    ]
    return re.sub(r"\s*\n\s*", "\n", "".join(shown)).strip()


def _label(key: str, language: str) -> str:
    name, _dash, place = key.partition("-")
    if not place:
        known = {field.name for field in PressRelease._meta.get_fields()}
        column = languages.column(name, language)
        return label_of(PressRelease, column if column in known else name)
    words = {
        "quotes": _("Quote %(number)s"),
        "boilerplates": _("“About” text %(number)s"),
        "contacts": _("Press contact %(number)s"),
        "pictures": _("Picture %(number)s"),
        "alt": _("Alternative text of picture %(number)s"),
        "caption": _("Caption of picture %(number)s"),
        "attachments": _("Document %(number)s"),
        "named": _("Named in this release %(number)s"),
    }
    return words[name] % {"number": int(place) + 1}
