"""Typography, offered as a fix and never more than a note: what the portal sets right by itself is not told of a release."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import NOTE
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import ALT

NARROW, WIDE = "\u202f", "\u00a0"
# Per language: code, what is wrong, what to write, the sentence, and whether the portal does it by itself when it shows the text.
_TABLE = {
    "fr": [
        (re.compile(r"(?<=[\wÀ-ÿ»)])[ \u00a0\u202f]?[;!?](?!\w)"), lambda m: NARROW + m.group()[-1], say("narrow-before"), "spaced"),
        (re.compile(r"(?<=[A-Za-zÀ-ÿ»)])[ \u00a0\u202f]?:(?=\s)"), lambda m: WIDE + ":", say("before-colon"), "spaced"),
        (re.compile(r"«[ \u00a0\u202f]?(?=\S)|(?<=\S)[ \u00a0\u202f]?»"), lambda m: f"«{WIDE}" if "«" in m.group() else f"{WIDE}»", say("inside-guillemets"), "spaced"),
        (re.compile(r"(?<=\w)'(?=\w)"), lambda m: "’", say("apostrophe"), "quiet"),
        (re.compile(r'"(?=\S)([^"\n]{1,300})"|“(?=\S)([^”\n]{1,300})”'), lambda m: f"«{WIDE}{m[1] or m[2]}{WIDE}»", say("french-quotation-marks"), "nested"),
        (re.compile(r"€[ \u00a0]?\d+(?:[.,]\d+)*"), lambda m: m.group()[1:].strip() + f"{WIDE}€", say("currency-behind"), ""),
        (re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])"), lambda m: m.group().replace(",", NARROW), say("thousands-space"), ""),
        (re.compile(r"(?<=\d)%"), lambda m: f"{WIDE}%", say("space-before-percent"), ""),
        (re.compile(r"\b(?:Etat|Elysée|Ecole|Ecoles|Etats|Etudes|Etablissement|Etablissements|Education|Economie|Equipe|Eric|Emilie|Elodie|Etienne)\b|(?<![^\s«“(])A(?= propos\b| l[’']| partir\b)"),
         lambda m: ("É" if m.group()[0] == "E" else "À") + m.group()[1:], say("accents-of-capitals"), ""),
    ],
    "en": [
        (re.compile(r"(?<=\w)[ \u00a0\u202f]+[;!?:](?=\s|$)"), lambda m: m.group()[-1], say("no-space-before-sign"), ""),
        (re.compile(r"«[ \u00a0\u202f]?([^»\n]{1,300}?)[ \u00a0\u202f]?»"), lambda m: f"“{m[1]}”", say("english-quotation-marks"), ""),
        (re.compile(r"(?<=\w)'(?=\w)"), lambda m: "’", say("apostrophe"), "quiet"),
        (re.compile(r"\b\d+(?:[.,]\d+)*[ \u00a0\u202f]?€"), lambda m: "€" + m.group()[:-1].strip(" \u00a0\u202f"), say("currency-before"), ""),
        (re.compile(r"(?<=\d)[ \u00a0]%"), lambda m: "%", say("no-space-before-percent"), ""),
        (re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d])"), lambda m: re.sub(r"[ \u00a0\u202f]", ",", m.group()), say("thousands-comma"), ""),
    ],
}  # fmt: skip
_EVERY = [
    (re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)"), lambda m: " ", say("two-spaces"), ""),
    (re.compile(r"(?<=\w)\.\.\.(?!\.)"), lambda m: "…", say("ellipsis"), "quiet"),
    (re.compile(r"(?<=[^\W\d_]{2})[,;](?=[^\W\d_]{2})|(?<=[a-zà-ÿ]{2})[.!?](?=[A-ZÀ-Þ][a-zà-ÿ])"), lambda m: m.group() + " ", say("space-missing"), "addressed"),
    (re.compile(r"(?<=\w) ,(?=\s)"), lambda m: ",", say("no-space-before-comma"), ""),
]  # fmt: skip


@rule("typography", NOTE, ONE_TEXT, subject="sign")
def typography(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """French and English typography: each kind once, at its first place, with its fix."""
    for pattern, write, sentence, how in (*_TABLE.get(reading.language, ()), *_EVERY):
        if how in ("quiet", "spaced") and reading.typeset_later:
            continue
        found = next(_matches(reading, pattern, write, how), None)
        if found is not None:
            block, match, better = found
            yield Found(block, match.start(), match.end(), sentence, better)


def _matches(reading: Reading, pattern: re.Pattern[str], write, how: str):
    for block in reading.blocks:
        if block.kind == ALT:
            continue
        for match in pattern.finditer(block.text):
            better = write(match)
            if better == match.group() or better.replace(NARROW, WIDE) == match.group().replace(NARROW, WIDE):
                continue
            taken = (*reading.addresses_in(block), *reading.phones_in(block))
            if any(one.start < match.end() and match.start() < one.end for one in (*taken, *reading.mentions[block.index])):
                continue
            if how == "nested" and "«" in block.text[: match.start()] and "»" in block.text[match.end() :]:
                continue
            if any(a < match.end() and match.start() < b for a, b, _code in block.foreign):
                continue
            yield block, match, better
