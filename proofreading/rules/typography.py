"""Typography, offered as a fix and never more than a note: what the portal sets right by itself is not told of a release."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..findings import NOTE
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import Said, say
from ..source import ALT, Block
from .spans import Span, addresses_in, named_in, overlaps, spans_of

NARROW, WIDE = "\u202f", "\u00a0"


@dataclass(frozen=True)
class Convention:
    """What is not written in a language, what is written instead, and what is said of it.

    ``set_later`` is what the portal sets right by itself when it shows a text; ``nests`` what stands within guillemets too.
    """

    pattern: re.Pattern[str]
    written: Callable[[re.Match[str]], str]
    message: Said
    set_later: bool = False
    nests: bool = False


_CURLY = Convention(re.compile(r"(?<=\w)'(?=\w)"), lambda match: "’", say("apostrophe"), set_later=True)
_FRENCH = (
    Convention(re.compile(r"(?<=[\wÀ-ÿ»)])[ \u00a0\u202f]?[;!?](?!\w)"), lambda match: NARROW + match.group()[-1], say("narrow-before"), set_later=True),
    Convention(re.compile(r"(?<=[A-Za-zÀ-ÿ»)])[ \u00a0\u202f]?:(?=\s)"), lambda match: f"{WIDE}:", say("before-colon"), set_later=True),
    Convention(re.compile(r"«[ \u00a0\u202f]?(?=\S)|(?<=\S)[ \u00a0\u202f]?»"), lambda match: f"«{WIDE}" if "«" in match.group() else f"{WIDE}»", say("inside-guillemets"), set_later=True),
    _CURLY,
    Convention(re.compile(r'"(?=\S)([^"\n]{1,300})"|“(?=\S)([^”\n]{1,300})”'), lambda match: f"«{WIDE}{match[1] or match[2]}{WIDE}»", say("french-quotation-marks"), nests=True),
    Convention(re.compile(r"€[ \u00a0]?\d+(?:[.,]\d+)*"), lambda match: f"{match.group()[1:].strip()}{WIDE}€", say("currency-behind")),
    Convention(re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])"), lambda match: match.group().replace(",", NARROW), say("thousands-space")),
    Convention(re.compile(r"(?<=\d)%"), lambda match: f"{WIDE}%", say("space-before-percent")),
    Convention(
        re.compile(r"\b(?:Etat|Elysée|Ecole|Ecoles|Etats|Etudes|Etablissement|Etablissements|Education|Economie|Equipe|Eric|Emilie|Elodie|Etienne)\b|(?<![^\s«“(])A(?= propos\b| l[’']| partir\b)"),
        lambda match: ("É" if match.group()[0] == "E" else "À") + match.group()[1:],
        say("accents-of-capitals"),
    ),
)  # fmt: skip
_ENGLISH = (
    Convention(re.compile(r"(?<=\w)[ \u00a0\u202f]+[;!?:](?=\s|$)"), lambda match: match.group()[-1], say("no-space-before-sign")),
    Convention(re.compile(r"«[ \u00a0\u202f]?([^»\n]{1,300}?)[ \u00a0\u202f]?»"), lambda match: f"“{match[1]}”", say("english-quotation-marks")),
    _CURLY,
    Convention(re.compile(r"\b\d+(?:[.,]\d+)*[ \u00a0\u202f]?€"), lambda match: "€" + match.group()[:-1].strip(" \u00a0\u202f"), say("currency-before")),
    Convention(re.compile(r"(?<=\d)[ \u00a0]%"), lambda match: "%", say("no-space-before-percent")),
    Convention(re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d])"), lambda match: re.sub(r"[ \u00a0\u202f]", ",", match.group()), say("thousands-comma")),
)  # fmt: skip
_OF_EVERY_LANGUAGE = (
    Convention(re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)"), lambda match: " ", say("two-spaces")),
    Convention(re.compile(r"(?<=\w)\.\.\.(?!\.)"), lambda match: "…", say("ellipsis"), set_later=True),
    Convention(re.compile(r"(?<=[^\W\d_]{2})[,;](?=[^\W\d_]{2})|(?<=[a-zà-ÿ]{2})[.!?](?=[A-ZÀ-Þ][a-zà-ÿ])"), lambda match: match.group() + " ", say("space-missing")),
    Convention(re.compile(r"(?<=\w) ,(?=\s)"), lambda match: ",", say("no-space-before-comma")),
)  # fmt: skip
CONVENTIONS = {"fr": _FRENCH, "en": _ENGLISH}


@rule("typography", NOTE, ONE_TEXT, subject="sign")
def typography(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Each kind once, at its first place: it is a habit of the whole text, and a note holds nothing up."""
    for convention in (*CONVENTIONS.get(text.language, ()), *_OF_EVERY_LANGUAGE):
        if not (convention.set_later and text.typeset_later):
            yield from _first_breach(text, convention)


def _first_breach(text: Reading, convention: Convention) -> Iterator[Found]:
    for block in text.blocks:
        for match in convention.pattern.finditer(block.text) if block.kind != ALT else ():
            better = convention.written(match)
            if _is_the_same(better, match.group()) or overlaps(_as_they_are(text, block), *match.span()):
                continue
            if not (convention.nests and _is_within_guillemets(block, match)):
                yield Found(block, *match.span(), convention.message, better)
                return


def _as_they_are(text: Reading, block: Block) -> list[Span]:
    """What is written as it is: addresses, numbers, names, passages of another language."""
    foreign = [(start, end) for start, end, _code in block.foreign]
    return [*addresses_in(text, block), *spans_of(text.phones_in(block)), *named_in(text, block), *foreign]


def _is_the_same(better: str, shown: str) -> bool:
    """Whether nothing differs but the width of a space, which no two typographers agree on."""
    return better.replace(NARROW, WIDE) == shown.replace(NARROW, WIDE)


def _is_within_guillemets(block: Block, match: re.Match[str]) -> bool:
    return "«" in block.text[: match.start()] and "»" in block.text[match.end() :]
