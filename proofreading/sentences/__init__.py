"""What the check says, in each language: one data file a language beside this module, keyed by the code of the rule.

A rule yields the key of a sentence with typed parameters (``say("of-date", date=…, weekday=…)``) and never a finished one:
the sentence is written when it is shown, in the language of whoever reads it. A language without a file, and a sentence that
a file does not have, are shown in English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Protocol

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, get_day_names

FALLBACK = "en"


@dataclass(frozen=True)
class Weekday:
    """A day of the week, 0 for Monday; shown by its name."""

    number: int


@dataclass(frozen=True)
class Localized:
    """Words that the records have in several languages; shown in the reader’s, or in the first that has them."""

    texts: Mapping[str, str]


@dataclass(frozen=True)
class Phrase:
    """A few words of the data file’s own, by their key in its table ``phrases``."""

    key: str


@dataclass(frozen=True)
class Amount:
    """A figure as the records have it: qualifier, value, unit, and what it counts."""

    value: Decimal
    qualifier: str = ""
    unit: str = ""
    label: Localized = field(default_factory=lambda: Localized({}))


Value = str | int | date | Weekday | Localized | Phrase | Amount


class Sayable(Protocol):
    """Something that can be said in any language of the interface."""

    def render(self, language: str) -> str:
        """The sentence in a language; never empty."""
        ...

    def as_json(self) -> dict[str, object]:
        """What is stored of it: enough to say it again in another language."""
        ...


@dataclass(frozen=True)
class Said:
    """What a rule says of a place: the key of one of its sentences, and what stands in its gaps."""

    key: str
    params: Mapping[str, Value]


def say(key: str, /, **params: Value) -> Said:
    return Said(key, params)


@dataclass(frozen=True)
class Message:
    """A sentence of a rule, with what stands in its gaps."""

    rule: str
    key: str
    params: Mapping[str, Value] = field(default_factory=dict)

    def render(self, language: str) -> str:
        """The sentence in a language; raises ``KeyError`` where no file has it, or a gap has no parameter."""
        shown = {name: show(value, language) for name, value in self.params.items()}
        return _either(language, self.rule, "messages", self.key).format_map(shown)

    def as_json(self) -> dict[str, object]:
        return {
            "rule": self.rule,
            "key": self.key,
            "params": {name: _stored(value) for name, value in self.params.items()},
        }


@dataclass(frozen=True)
class Example:
    """A text, or one in each language with the main language first, in which a rule speaks or is silent."""

    texts: Mapping[str, str]


@dataclass(frozen=True)
class About:
    """What is told of a rule as such: its name, why it is there, a text in which it speaks and the same made right.

    ``known`` says what the records have where the examples are held against them, ``day`` is the date of their release, and
    ``form`` is “markdown” or “html” where they are no plain text.
    """

    name: str
    why: str
    wrong: Example
    right: Example
    known: str = ""
    day: date | None = None
    form: str = ""


def about(rule: str, language: str) -> About:
    """What a data file tells of a rule; raises ``KeyError`` where neither it nor the English one has it."""
    entry = load(language).get(rule, {})
    told = language if "wrong" in entry else FALLBACK
    entry = {**load(FALLBACK)[rule], **entry}
    return About(
        name=entry["name"],
        why=entry["why"],
        wrong=_example(entry["wrong"], told),
        right=_example(entry["right"], told),
        known=entry.get("known", ""),
        day=entry.get("day"),
        form=entry.get("form", ""),
    )


def _example(text: str | Mapping[str, str], language: str) -> Example:
    """An example as a data file has it: one text in the file’s own language, or a table of languages."""
    return Example({language.split("-")[0]: text} if isinstance(text, str) else text)


def name_of(rule: str, language: str) -> str:
    """What a rule is called; its code where no data file names it."""
    return _at(language, rule, "name") or _at(FALLBACK, rule, "name") or rule


def keys(rule: str, language: str = FALLBACK) -> frozenset[str]:
    """The keys of a rule’s sentences in a data file."""
    return frozenset(load(language).get(rule, {}).get("messages", {}))


def language_names() -> dict[str, dict[str, str]]:
    """The languages that have a data file, each with its name in every one of them, in the order of their names in English."""
    codes = sorted(path.name.removesuffix(".toml") for path in _folder().iterdir() if path.name.endswith(".toml"))
    return {code: {reader: load(reader)["languages"].get(code, code) for reader in codes} for code in codes}


def language_name(code: str, reader: str) -> str:
    """What a language is called in that of a reader; its code where no data file names it."""
    return _at(reader, "languages", code) or _at(FALLBACK, "languages", code) or code


def show(value: Value, language: str) -> str:
    """A parameter as a reader of a language reads it."""
    match value:
        case Weekday():
            return str(get_day_names("wide", locale=_locale(language))[value.number])
        case date():
            return _day(value, language)
        case Localized():
            return _localized(value, language)
        case Phrase():
            return phrase(value.key, language)
        case Amount():
            return _amount(value, language)
    return str(value)


def phrase(key: str, language: str) -> str:
    """A few words by their key; empty for no key."""
    return _either(language, "phrases", key) if key else ""


def command(key: str, language: str, /, **params: object) -> str:
    """A sentence of the command line’s own."""
    return _either(language, "command", key).format_map(params)


def file_words(key: str, language: str, /, **params: object) -> str:
    """What is said of a file that was read, or why one is not."""
    return _either(language, "files", key).format_map(params)


def guide(key: str, language: str, /, **params: object) -> str:
    """Words of the guide to the rules."""
    return _either(language, "guide", key).format_map(params)


@cache
def load(language: str) -> dict[str, dict[str, Any]]:
    """The data file of a language; empty where it has none."""
    file = _folder() / f"{language.split('-')[0]}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _folder() -> Traversable:
    return resources.files(__name__)


def _either(language: str, *path: str) -> str:
    """A text by its path in the data file of a language, or in the English one; raises ``KeyError`` where neither has it."""
    text = _at(language, *path)
    text = _at(FALLBACK, *path) if text is None else text
    if text is None:
        raise KeyError(".".join(path))
    return text


def _at(language: str, *path: str) -> str | None:
    table: object = load(language)
    for key in path:
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, str) else None


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK)


def _day(day: date, language: str) -> str:
    """A date in words, by the pattern of the data file; the first of a month by one of its own."""
    pattern = _either(language, "formats", "first-of-month" if day.day == 1 else "date")
    return format_date(day, pattern, locale=_locale(language if load(language) else FALLBACK))


def _localized(value: Localized, language: str) -> str:
    return value.texts.get(language) or next(iter(value.texts.values()), "")


def _amount(amount: Amount, language: str) -> str:
    words = (
        phrase(amount.qualifier, language),
        f"{amount.value.normalize():f}",
        _unit(amount.unit, language),
        _localized(amount.label, language),
    )
    return " ".join(filter(None, words))


def _unit(unit: str, language: str) -> str:
    """The words for a unit; empty for one that the data files do not have, whose figure then stands alone."""
    return _at(language, "units", unit) or _at(FALLBACK, "units", unit) or ""


def _stored(value: Value) -> object:
    match value:
        case Weekday():
            return {"weekday": value.number}
        case date():
            return {"date": value.isoformat()}
        case Localized():
            return {"texts": dict(value.texts)}
        case Phrase():
            return {"phrase": value.key}
        case Amount():
            return {
                "value": str(value.value),
                "qualifier": value.qualifier,
                "unit": value.unit,
                "label": dict(value.label.texts),
            }
    return value
