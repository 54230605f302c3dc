"""Typography, offered as a fix and never more than a note: what the portal sets right by itself is not told of a release."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ..findings import NOTE
from ..knowledge import Knowledge
from ..reading import Reading
from ..registry import ONE_TEXT, Found, rule
from ..source import ALT

NARROW, WIDE = "\u202f", "\u00a0"
# Per language: code, what is wrong, what to write, the sentence, and whether the portal does it by itself when it shows the text.
_TABLE = {
    "fr": [
        (re.compile(r"(?<=[\wÀ-ÿ»)])[ \u00a0\u202f]?[;!?](?!\w)"), lambda m: NARROW + m.group()[-1], _("A narrow no-break space stands before ; ! and ?."), "spaced"),
        (re.compile(r"(?<=[A-Za-zÀ-ÿ»)])[ \u00a0\u202f]?:(?=\s)"), lambda m: WIDE + ":", _("A no-break space stands before a colon."), "spaced"),
        (re.compile(r"«[ \u00a0\u202f]?(?=\S)|(?<=\S)[ \u00a0\u202f]?»"), lambda m: f"«{WIDE}" if "«" in m.group() else f"{WIDE}»", _("A no-break space stands inside « »."), "spaced"),
        (re.compile(r"(?<=\w)'(?=\w)"), lambda m: "’", _("The apostrophe is curved: ’."), "quiet"),
        (re.compile(r'"(?=\S)([^"\n]{1,300})"|“(?=\S)([^”\n]{1,300})”'), lambda m: f"«{WIDE}{m[1] or m[2]}{WIDE}»", _("French quotation marks are « »."), "nested"),
        (re.compile(r"€[ \u00a0]?\d+(?:[.,]\d+)*"), lambda m: m.group()[1:].strip() + f"{WIDE}€", _("In French the currency stands behind the number."), ""),
        (re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])"), lambda m: m.group().replace(",", NARROW), _("In French, thousands are parted by a space."), ""),
        (re.compile(r"(?<=\d)%"), lambda m: f"{WIDE}%", _("A no-break space stands before the percent sign."), ""),
        (re.compile(r"\b(?:Etat|Elysée|Ecole|Ecoles|Etats|Etudes|Etablissement|Etablissements|Education|Economie|Equipe|Eric|Emilie|Elodie|Etienne)\b|(?<![^\s«“(])A(?= propos\b| l[’']| partir\b)"),
         lambda m: ("É" if m.group()[0] == "E" else "À") + m.group()[1:], _("Capitals keep their accents."), ""),
    ],
    "en": [
        (re.compile(r"(?<=\w)[ \u00a0\u202f]+[;!?:](?=\s|$)"), lambda m: m.group()[-1], _("No space stands before this sign in English."), ""),
        (re.compile(r"«[ \u00a0\u202f]?([^»\n]{1,300}?)[ \u00a0\u202f]?»"), lambda m: f"“{m[1]}”", _("English quotation marks are “ ”."), ""),
        (re.compile(r"(?<=\w)'(?=\w)"), lambda m: "’", _("The apostrophe is curved: ’."), "quiet"),
        (re.compile(r"\b\d+(?:[.,]\d+)*[ \u00a0\u202f]?€"), lambda m: "€" + m.group()[:-1].strip(" \u00a0\u202f"), _("In English the currency stands before the number."), ""),
        (re.compile(r"(?<=\d)[ \u00a0]%"), lambda m: "%", _("No space stands before the percent sign in English."), ""),
        (re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d])"), lambda m: re.sub(r"[ \u00a0\u202f]", ",", m.group()), _("In English, thousands are parted by a comma."), ""),
    ],
}  # fmt: skip
_EVERY = [
    (re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)"), lambda m: " ", _("There are two spaces here."), ""),
    (re.compile(r"(?<=\w)\.\.\.(?!\.)"), lambda m: "…", _("The ellipsis is one sign: …."), "quiet"),
    (re.compile(r"(?<=[^\W\d_]{2})[,;](?=[^\W\d_]{2})|(?<=[a-zà-ÿ]{2})[.!?](?=[A-ZÀ-Þ][a-zà-ÿ])"), lambda m: m.group() + " ", _("A space is missing here."), "addressed"),
    (re.compile(r"(?<=\w) ,(?=\s)"), lambda m: ",", _("No space stands before a comma."), ""),
]  # fmt: skip


@rule("typography", NOTE, ONE_TEXT)
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
