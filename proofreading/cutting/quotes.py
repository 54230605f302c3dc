"""Takes from a text the paragraphs that are somebody’s words and say whose, and nothing else."""

from __future__ import annotations

import re

from ..annotations import NamedPerson
from ..reading import Reading
from ..source import Block
from ..spans import Span, quoted_spans
from ..text import fold
from ..tokens import tokens
from .parts import CutQuote

# What is said has so many words; beside it, its name and its role stand so few: a word of saying and what binds them.
_LEAST_SAID, _MOST_BESIDE = 6, 7
_SIGNATURE = re.compile(r"\s*[-–—―]\s*")
_LONGEST_SIGNATURE = 30
_MARKS = '«»“”„"‹› \u00a0\u202f'
_ROLE = re.compile(r"\s?(?:,|\(|–|—|-|:)\s?([^«»“”\".!?\n]{2,200})")
_ENDS = (".", "!", "?", "…")


def quote_of(reading: Reading, block: Block, following: Block | None) -> tuple[CutQuote | None, bool]:
    """The quote that a paragraph is, if it is one; and whether the paragraph behind it is its signature."""
    spans = [span for span in quoted_spans(block.text) if _closes(block.text, span)]
    said = _together([block.text[start:end].strip(_MARKS) for start, end in spans])
    if not spans or len(said.split()) < _LEAST_SAID:
        return None, False
    beside = _outside(block.text, spans)
    if not beside.strip(" .,–—-:"):
        signed = _signed(reading, following) if following is not None else None
        if signed is not None:
            return CutQuote(_closed(said), *signed), True
        return _with_aside(reading, block, spans[0]) if len(spans) == 1 else (None, False)
    person = next((person for person in reading.people_in(block) if not _is_within(person.start, spans)), None)
    if person is None:
        return None, False
    role = _role_of(reading, block, person, spans)
    rest = len(tokens(beside)) - len(tokens(person.name)) - len(tokens(role))
    if rest > _MOST_BESIDE or reading.words.said.isdisjoint(token.text for token in tokens(fold(beside))) and rest > 3:
        return None, False
    return CutQuote(_closed(said), person.name, role), False


def _together(halves: list[str]) -> str:
    """What was said before and behind the words that say who: where a new sentence begins, the one before is closed."""
    said = halves[0] if halves else ""
    for half in halves[1:]:
        if half[:1].isupper() and not said.endswith(_ENDS):
            said = f"{said.rstrip(' ,;:')}."
        said = f"{said} {half}"
    return said


def _closes(text: str, span: Span) -> bool:
    """Whether a stretch has its second mark: one left open would take the rest of the paragraph along."""
    return span[1] - span[0] > 2 and text[span[1] - 1] in '»”"'


def _outside(text: str, spans: list[Span]) -> str:
    pieces, place = [], 0
    for start, end in spans:
        pieces.append(text[place:start])
        place = end
    return " ".join([*pieces, text[place:]])


def _is_within(place: int, spans: list[Span]) -> bool:
    return any(start <= place < end for start, end in spans)


def _role_of(reading: Reading, block: Block, person: NamedPerson, spans: list[Span]) -> str:
    """The role behind a name, as it is written, up to what is said or the end of the sentence; or the one before it."""
    end = min((start for start, _end in spans if start >= person.end), default=len(block.text))
    behind = _ROLE.match(block.text, person.end, end)
    if behind:
        return _bounded(reading, behind[1])
    return person.role.strip(" ,:") if person.role_class else ""


def _bounded(reading: Reading, text: str) -> str:
    """The role at the head of some words: up to a comma behind which no other one is told, or to a word of saying."""
    first, *more = re.split(r"(?<=[^\s]),\s|\s?[;:]\s", text)
    role = first
    for piece in more:
        if not (reading.roles_in(fold(piece)) or piece[:1].isupper()):
            break
        role = f"{role}, {piece}"
    for token in tokens(fold(role)):
        if token.text in reading.words.said and role[token.start - 1 : token.start] == " ":
            role = role[: token.start]
            break
    return role.strip(" ,:;)–—-\u00a0\u202f")


def _closed(said: str) -> str:
    """What was said, closed like a sentence where a comma led on to its speaker."""
    said = " ".join(re.sub(r"[,;:]\s*$", ".", said.strip()).split(" "))
    return said if said.endswith(_ENDS) else f"{said}."


def _signed(reading: Reading, block: Block) -> tuple[str, str] | None:
    """Who signs a quotation in the paragraph behind it: “— Maud Kervella, directrice”."""
    if len(block.text.split()) > _LONGEST_SIGNATURE:
        return None
    dash = _SIGNATURE.match(block.text)
    people = reading.people_in(block)
    start = dash.end() if dash else 0
    if people and (people[0].start <= start + 5 or _is_courtesy(reading, block.text[start : people[0].start])):
        return people[0].name, _role_of(reading, block, people[0], [])
    if dash is None:
        return None
    name, _comma, role = block.text[dash.end() :].partition(",")
    is_name = 1 < len(name.split()) <= 4 and all(word[:1].isupper() for word in name.split())
    return (name.strip(), role.strip(" .")) if is_name else None


def _is_courtesy(reading: Reading, text: str) -> bool:
    """Whether words before a name are titles alone: “Prof.”, “Professeure”."""
    return all(token.text in reading.words.honorifics for token in tokens(fold(text)))


def _with_aside(reading: Reading, block: Block, span: Span) -> tuple[CutQuote | None, bool]:
    """A quotation within whose marks its speaker is named: « Nous ouvrons, confie Maud Kervella, directrice. C’est prêt. »"""
    start, end = span
    for person in reading.people_in(block):
        before = [token for token in reading.tokens[block.index] if start <= token.start < person.start][-1:]
        if not before or before[0].text not in reading.words.said:
            continue
        comma = block.text.rfind(",", start, before[0].start)
        role = _ROLE.match(block.text, person.end, end)
        words = role[1].split(",")[0].strip() if role else ""
        behind = person.end + (role.end(1) - person.end - len(role[1]) + len(role[1].split(",")[0]) if role else 0)
        if comma < 0 or before[0].start - comma > 12:
            continue
        said = block.text[start:comma].strip(_MARKS) + block.text[behind:end].rstrip(_MARKS)
        return CutQuote(_closed(said), person.name, words), False
    return None, False
