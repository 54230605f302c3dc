"""Lists that name a body twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...findings import ERROR
from ...knowledge import TERM, Knowledge, KnownRecord
from ...reading import CONTACT, Mention, Reading
from ...rule import ONE_TEXT, Found, rule
from ...sentences import say
from ...source import ITEM, Block
from ...text import fold
from ...tokens import tokens
from ..spans import Span, holds, named_in

# Items of more words are paragraphs, and two with no more than a line between them belong to one list.
LONGEST_ITEM, FARTHEST_ITEM = 24, 2
# An enumeration within a sentence has three members at least, a list of items two.
FEWEST_MEMBERS, FEWEST_ITEMS = 3, 2
# A body that the records do not have is known by its words: two at least, and no more than a name has.
FEWEST_WORDS, MOST_WORDS = 2, 14
# Within a sentence it is a name with two capitals at least.
FEWEST_CAPITALS = 2
# The word before a member is looked for in as many characters: “et”, “ainsi que”.
WORD_BEFORE = 8
_ASIDE = re.compile(r"\([^()]*\)")
_AROUND = " \u00a0,;"


@dataclass(frozen=True)
class _Member:
    """What a member of a list names: the body of the records, or a bag of words."""

    key: str | frozenset[str]
    block: Block
    start: int
    end: int
    record: KnownRecord | None = None


@rule("listed-twice", ERROR, ONE_TEXT, subject="organisation", yields_to=("name-order",))
def listed_twice(text: Reading, known: Knowledge) -> Iterator[Found]:
    for items in _lists(text):
        if len(items) >= FEWEST_ITEMS:
            yield from _repeated(_items(text, items))
    for block in text.blocks:
        for enumeration in _enumerations(text, block):
            if len(enumeration) >= FEWEST_MEMBERS:
                yield from _repeated(_members(text, block, enumeration))


def _repeated(members: Iterator[_Member]) -> Iterator[Found]:
    first: dict[str | frozenset[str], _Member] = {}
    for member in members:
        named = first.setdefault(member.key, member)
        if named is not member:
            message = say("listed", first=named.block.text[named.start : named.end])
            other = (named.block, named.start, named.end)
            yield Found(member.block, member.start, member.end, message, record=member.record, other=other)


# Lists of items


def _lists(text: Reading) -> Iterator[list[Block]]:
    """Lists of short items; two with only a line between them are one."""
    items: list[Block] = []
    for block in text.blocks:
        if not _is_short_item(text, block):
            continue
        if items and block.index - items[-1].index > FARTHEST_ITEM:
            yield items
            items = []
        items.append(block)
    yield items


def _is_short_item(text: Reading, block: Block) -> bool:
    return block.kind == ITEM and len(block.text.split()) <= LONGEST_ITEM and text.section_of(block).kind != CONTACT


def _items(text: Reading, items: list[Block]) -> Iterator[_Member]:
    for block in items:
        whole = (0, len(block.text))
        mention = _first_mention(text, block, *whole)
        if mention is None:
            member = _by_its_words(text, block, *whole)
        else:
            member = _by_its_record(block, mention) if _item_names_only(text, block, mention) else None
        if member is not None:
            yield member


def _item_names_only(text: Reading, block: Block, mention: Mention) -> bool:
    """Whether nothing but small words stands before a body, and no colon behind it: what is said of it may be said again."""
    lead = tokens(block.folded[: mention.start])
    return text.words.stops.issuperset(token.text for token in lead) and not re.match(r"\s*:", block.text[mention.end :])


# Enumerations within a sentence


def _enumerations(text: Reading, block: Block) -> Iterator[list[Span]]:
    if block.text.count(",") + block.text.count(";") >= FEWEST_MEMBERS - 1 and not _is_apposition(text, block):
        for sentence in text.sentences[block.index]:
            yield _segments(text, block, sentence.start, sentence.end)


def _is_apposition(text: Reading, block: Block) -> bool:
    """An item that names one body only, by its acronym and in full: “Inria, the French National Institute for …”."""
    bodies = {mention.body.key for mention in text.mentions[block.index] if mention.body.kind != TERM}
    return block.kind == ITEM and len(bodies) == 1


def _segments(text: Reading, block: Block, start: int, end: int) -> list[Span]:
    """The members of an enumeration: cut at commas, dashes and “and”, but never inside a known name or brackets."""
    joiners = "|".join(map(re.escape, sorted(text.words.joiners | text.words.separators))) or "et"
    whole = [*named_in(text, block), *(match.span() for match in _ASIDE.finditer(block.text))]
    cuts = [start]
    for match in re.finditer(rf"[,;:]|\b(?:{joiners})\b|(?<=[ \u00a0])[–—](?= )", block.folded[start:end]):
        if not holds(whole, start + match.start()):
            cuts.extend((start + match.start(), start + match.end()))
    cuts.append(end)
    return list(zip(cuts[::2], cuts[1::2], strict=True))


def _members(text: Reading, block: Block, segments: list[Span]) -> Iterator[_Member]:
    for start, end in segments:
        mention = _first_mention(text, block, start, end)
        if mention is not None:
            member = _by_its_record(block, mention) if _segment_names_only(text, block, mention, start, end) else None
        else:
            member = _by_its_words(text, block, start, end) if _has_capitals(block.text[start:end]) else None
        if member is not None:
            yield member


def _segment_names_only(text: Reading, block: Block, mention: Mention, start: int, end: int) -> bool:
    """Whether a member is the body and not something of it: “the director of the CNRS” is no second CNRS."""
    rest = block.folded[mention.end : end]
    if _has_words_before(text, block.folded[start : mention.start], rest):
        return False
    return _is_last_member(text, block, start) or len(tokens(_ASIDE.sub("", rest))) <= 1


def _has_words_before(text: Reading, lead: str, rest: str) -> bool:
    """Whether more than small words stands before a body; a list may be opened there: “des membres tels que l’Inria”."""
    words = [token.text for token in tokens(lead)]
    if text.words.stops.issuperset(words):
        return False
    opens = not text.words.lists_open.isdisjoint(words)
    return words[-1] not in text.words.lists_open | text.words.stops or not opens or bool(rest.strip(" ,"))


def _is_last_member(text: Reading, block: Block, start: int) -> bool:
    """Whether a joiner stands before a member: the sentence goes on behind the last one."""
    before = tokens(block.folded[max(0, start - WORD_BEFORE) : start])
    return bool(before) and before[-1].text in text.words.joiners | text.words.separators


def _has_capitals(shown: str) -> bool:
    words = (match.group() for match in re.finditer(r"[^\W_]+", shown))
    return sum(word[0].isupper() for word in words) >= FEWEST_CAPITALS


# What a member names


def _first_mention(text: Reading, block: Block, start: int, end: int) -> Mention | None:
    mentions = (mention for mention in text.mentions[block.index] if mention.body.kind != TERM)
    return next((mention for mention in mentions if start <= mention.start and mention.end <= end), None)


def _by_its_record(block: Block, mention: Mention) -> _Member:
    return _Member(mention.body.key, block, mention.start, mention.end, mention.body.record)


def _by_its_words(text: Reading, block: Block, start: int, end: int) -> _Member | None:
    """A body that the records do not have: by its words in any order or, for an acronym of the text, by what it stands for."""
    shown = block.text[start:end]
    bag = text.acronym_bags.get(shown.strip(_AROUND + ".")) or _bag(text, shown)
    if not re.search(r"[A-ZÀ-Þ]", shown) or not bag:
        return None
    left = len(shown) - len(shown.lstrip(_AROUND))
    return _Member(bag, block, start + left, start + left + len(shown.strip(_AROUND)))


def _bag(text: Reading, shown: str) -> frozenset[str]:
    """The words of a name without what stands in brackets; empty for what is no name."""
    bare = _ASIDE.sub(" ", fold(shown))
    words = frozenset(token.text.rstrip("s") for token in tokens(bare) if token.text not in text.words.stops)
    return words if FEWEST_WORDS <= len(words) <= MOST_WORDS and not any(word.isdigit() for word in words) else frozenset()
