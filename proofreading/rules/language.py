"""Text in the wrong language, headings included."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import words
from ..findings import ERROR
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import Localized, Phrase, Said, say
from ..source import ALT, HEADING, Block
from ..spelling import has_dictionary, knows

ENOUGH = 6
OTHER = "?"


@rule("wrong-language", ERROR, ONE_TEXT, subject="language")
def wrong_language(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A paragraph, a heading or a long sentence left in another language: it was forgotten in translation."""
    whole = text_reads_as(reading)
    if whole not in ("", reading.language):
        block = reading.blocks[0]
        message = say("whole-text")
        yield Found(
            block, 0, len(block.text), message.having(other=_name(whole, known), language=_name(reading.language, known))
        )
        return
    for block in reading.blocks:
        if block.kind == ALT and len(block.text.split()) < 4 or block.part.role in ("place", "contact"):
            continue
        other = reads_as(reading, block)
        if other not in ("", reading.language):
            yield Found(block, 0, len(block.text), _message(block, other, known))
            continue
        sentences = reading.sentences[block.index]
        if len(sentences) > 1:
            for sentence in sentences:
                other = _stretch_reads_as(reading, block, sentence.start, sentence.end)
                if other not in ("", OTHER, reading.language):
                    yield Found(
                        block,
                        sentence.start,
                        sentence.end,
                        say("sentence", language=_name(other, known)),
                    )


def _message(block: Block, other: str, known: Knowledge) -> Said:
    if block.kind == HEADING:
        return say("heading", language=_name(other, known))
    return say("passage", language=_name(other, known))


def _name(code: str, known: Knowledge) -> Localized | Phrase:
    return Phrase("another-language") if code == OTHER else Localized(known.languages.get(code) or {"": code})


def text_reads_as(reading: Reading) -> str:
    """The language of most of a text, or “?” where it is none of the portal’s."""
    cached = reading.__dict__.get("_reads_as")
    if cached is None:
        votes: dict[str, int] = {}
        for block in reading.blocks:
            code = reads_as(reading, block)
            votes[code] = votes.get(code, 0) + len(reading.tokens[block.index])
        foreign = {code: n for code, n in votes.items() if code not in ("", reading.language)}
        best = max(foreign, key=foreign.get) if foreign else ""
        cached = (
            best
            if best
            and foreign[best] > (3 if sum(votes.values()) > 60 else 99) * (sum(votes.values()) - foreign[best])
            and len(reading.blocks) > 1
            else ""
        )
        reading.__dict__["_reads_as"] = cached
    return cached


def reads_as(reading: Reading, block: Block) -> str:
    cache = reading.__dict__.setdefault("_blocks_read_as", {})
    if block.index not in cache:
        cache[block.index] = _stretch_reads_as(reading, block, 0, len(block.text))
    return cache[block.index]


# “Île-de-France”, “Boulogne-sur-Mer”: a name, whatever its words.
_COMPOUND = re.compile(r"[A-ZÀ-Þ][\w’']*(?:-[\w’']+)+")


def _stretch_reads_as(reading: Reading, block: Block, start: int, end: int) -> str:
    """The language of a stretch: words that only one of the portal’s languages has are counted for it.

    Names, addresses and marked passages count for none. Empty where too little tells; “?” where hardly a word is known.
    """
    covered = [
        (one.start, one.end)
        for one in (*reading.mentions[block.index], *reading.addresses_in(block), *reading.people_in(block))
    ]
    covered += [(a, b) for a, b, code in block.foreign if code != reading.language]
    covered += [match.span() for match in _COMPOUND.finditer(block.text, start, end)]
    free = bytearray(b"\1") * (len(block.text) + 1)
    for a, b in covered:
        free[a:b] = bytes(max(b - a, 0))
    codes = [code for code in reading.known.languages if has_dictionary(code)]
    if reading.language not in codes:
        return ""
    score = dict.fromkeys(codes, 0.0)
    known_somewhere = total = 0
    heading = end - start < 90
    for token in reading.tokens[block.index]:
        if not start <= token.start < end or not free[token.start]:
            continue
        shown = block.text[token.start : token.end]
        if not shown.isalpha() or len(shown) == 1 and token.text not in ("a", "l", "d"):
            continue
        small = shown.islower() or (heading and token.start == start)
        if not small and not block.text[start:end].isupper():
            continue
        word = shown.lower()
        total += 1
        have = [code for code in codes if token.text in words.of(code).telling or knows(code, word)]
        telling = [code for code in codes if token.text in words.of(code).telling]
        known_somewhere += bool(have)
        if len(telling) == 1:
            score[telling[0]] += 1.5
        elif len(have) == 1:
            score[have[0]] += 1.0
        if total > 400:
            break
    mine = score[reading.language]
    told = {
        code: sum(
            1 for token in reading.tokens[block.index] if start <= token.start < end and token.text in words.of(code).telling
        )
        for code in codes
    }
    best = max((code for code in codes if code != reading.language), key=score.get, default="")
    enough = 3.0 if total >= ENOUGH else 2.0
    clearly = score[best] > 3 * mine + (0 if total < ENOUGH else 0.5) if best else False
    if clearly and score[best] >= enough and (total > 2 or block.kind == HEADING):
        return best
    if total >= 12 and known_somewhere < 0.45 * total and mine < 0.25 * total:
        return OTHER
    if best and block.kind == HEADING and 2 <= total <= 5 and mine == 0 and told[best] and not told[reading.language]:
        return best
    if best and heading and total <= 3 and mine == 0 and score[best] >= 1 and _is_heading_word(reading, block, best):
        return best
    return reading.language if mine else ""


def _is_heading_word(reading: Reading, block: Block, other: str) -> bool:
    """A heading of one or two words is judged by a fixed list: “Gouvernance”, “Press contacts”."""
    if block.kind != HEADING:
        return False
    folded = block.folded.strip(" :")
    here, there = words.of(reading.language), words.of(other)
    return (
        (folded in there.headings or folded in there.contact_headings)
        and folded not in here.headings
        and folded not in here.contact_headings
    )
