"""Paragraphs whose beginning or end is lost, or that stand in the text twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import NOTE, WARNING
from ..knowledge import Knowledge
from ..reading import CONTACT, Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import ALT, HEADING, ITEM, LINE, PARAGRAPH, Block
from ..spelling import has_dictionary, knows
from ..tokens import tokens
from .spans import Span

# What a sentence, or a line that is none, ends with.
CLOSED = ".!?…:;»”\")]’'›。"
# A paragraph of more words is a sentence, and closes like one.
LONGEST_LABEL = 9
# A heading of fewer words is a label, which may end in any word.
FEWEST_WORDS_OF_HEADING = 3
# A paragraph of fewer words that begins with a small letter is a label or a name.
FEWEST_WORDS_OF_PARAGRAPH = 4
# Where so much of the words begins with a capital, a line is a signature, an address or a title, which no full stop closes.
TITLE_CASE = 0.75
# A paragraph, or a sentence, of fewer words may be said again on purpose: a signature, a refrain.
FEWEST_WORDS_OF_REPEATED_PARAGRAPH, FEWEST_WORDS_OF_REPEATED_SENTENCE = 8, 10
# One right behind the other, a shorter one is no refrain either.
FEWEST_WORDS_ONE_BEHIND_THE_OTHER = 5
# An address so near the end, with what a space tore from it, ends a paragraph as well as a stop.
NEAR_THE_END = 12
# Who owns a picture, behind its caption.
_CREDIT = re.compile(r"©|\(c\)|(?:[Cc]rédits?|[Cc]redits?|[Pp]hotos?)\b")
# Words that end no sentence, but a heading or an item well: “une fois de plus”, “where to log in”.
MAY_END_A_LINE = ("plus", "si", "y", "comme", "that", "on", "in", "not", "so", "is", "are")
# Parts of a release that are no running text.
NO_PROSE = ("title", "subtitle", "place", "quote", "quote-role", "contact", "picture")
ONLY_NAMES = ("place", "contact", "picture")
_DASH = re.compile(r"[–—-]\s")
# An address or a name that is written with a small letter: “eLab”, “iPad”, “quaiOuvert”.
_SMALL_BY_NATURE = re.compile(r"[\w.-]*[@/]|https?:|www\.|[^\W\d_A-Z]+[A-Z]")
# “with the help of: Maud Kervella, Zoé Martin”: a list behind a colon, of so many members, closes like a list.
_LIST = re.compile(r":[ \u00a0](?P<members>[^:.!?]+)$")
LEAST_LISTED, WORDS_OF_A_MEMBER = 3, 4
# “See you soon,” has at most so many words, and what is signed below it.
WORDS_OF_A_GREETING, WORDS_OF_A_SIGNATURE = 5, 6
_FRAYED = " \u00a0*_"


@rule("paragraph-cut", WARNING, ONE_TEXT, subject="paragraph")
def paragraph_cut(text: Reading, known: Knowledge) -> Iterator[Found]:
    """A note where one sentence alone lacks nothing but its stop: it may be a caption or a heading."""
    for block in text.blocks:
        span = open_end(text, block)
        if span is not None:
            severity = "" if _leads_on(text, block) or _is_surely_cut(text, block) else NOTE
            yield Found(block, *span, say("cut-short"), severity=severity)


def open_end(text: Reading, block: Block) -> Span | None:
    """The last words of a block that has to end like a sentence and does not; nothing where it ends."""
    if not _may_be_cut(text, block) or _goes_on_in_a_list(text, block) or _is_title_case(block) or not _ends_open(text, block):
        return None
    if block.kind in (HEADING, ITEM, LINE) and not _ends_in_a_dangling_word(text, block):
        return None
    last = text.tokens[block.index][-1]
    return block.text.rfind(" ", 0, max(last.start - 1, 0)) + 1, len(block.text)


def _may_be_cut(text: Reading, block: Block) -> bool:
    """Whether a block is text of its own that has to end: no name, no contact, no label, no piece of a longer paragraph."""
    if block.kind == ALT or block.is_piece or block.part.role in ONLY_NAMES:
        return False
    if text.section_of(block).kind == CONTACT or text.emails_in(block):
        return False
    return block.kind != HEADING or len(block.text.split()) >= FEWEST_WORDS_OF_HEADING


def _goes_on_in_a_list(text: Reading, block: Block) -> bool:
    """Whether the comma or dash at the end of a block leads on to the next item or line."""
    end = block.text.rstrip()[-1:]
    if block.kind == PARAGRAPH:
        following = text.blocks[block.index + 1 : block.index + 2]
        return end == "," and bool(following) and following[0].kind in (ITEM, LINE)
    return end in {ITEM: ",;", LINE: ",;–—-"}.get(block.kind, ())


def _ends_open(text: Reading, block: Block) -> bool:
    """Whether a block stops where no sentence does: in a sign or a small word that leads on, or a long one without a stop."""
    shown, words = block.text.rstrip(_FRAYED), text.tokens[block.index]
    if not shown or shown[-1] in CLOSED or not words or _ends_in_an_address(text, block, len(shown) - 1):
        return False
    if _leads_on(text, block):
        return not _closes_a_letter(text, block)
    is_long = block.kind == PARAGRAPH and len(words) > LONGEST_LABEL and _is_prose(text, block)
    if not is_long or _ends_in_an_address(text, block, len(shown) - NEAR_THE_END):
        return False
    is_a_label = _ends_in_a_list(shown) or text.practical_in(block) or _CREDIT.match(text.sentences[block.index][-1].text)
    return not is_a_label


def _closes_a_letter(text: Reading, block: Block) -> bool:
    """Whether a block is the greeting before a signature: “See you soon,” and a name below it."""
    following = text.blocks[block.index + 1 : block.index + 2]
    return (
        block.text.rstrip(_FRAYED).endswith(",")
        and len(text.tokens[block.index]) <= WORDS_OF_A_GREETING
        and bool(following)
        and len(text.tokens[following[0].index]) <= WORDS_OF_A_SIGNATURE
        and following[0].text[:1].isupper()
    )


def _leads_on(text: Reading, block: Block) -> bool:
    """Whether the last sign or word of a block is one that no sentence ends with."""
    shown, words = block.text.rstrip(_FRAYED), text.tokens[block.index]
    return shown[-1] in ",–—-&/(" or (words[-1].text in text.words.dangling and shown[-1].isalnum())


def _is_surely_cut(text: Reading, block: Block) -> bool:
    """Whether a block is cut for sure: behind a word that hardly ends a sentence, or as the last sentence of running text."""
    if text.tokens[block.index][-1].text in text.words.seldom_last:
        return True
    sentences = text.sentences[block.index]
    return len(sentences) > 1 and len(tokens(sentences[-1].folded)) > LONGEST_LABEL


def _ends_in_a_list(shown: str) -> bool:
    """Whether a paragraph ends in a list of names behind a colon, which no stop closes."""
    match = _LIST.search(shown)
    members = match["members"].split(",") if match else []
    return len(members) >= LEAST_LISTED and all(len(member.split()) <= WORDS_OF_A_MEMBER for member in members)


def _ends_in_an_address(text: Reading, block: Block, end: int) -> bool:
    return any(url.end >= end for url in text.urls_in(block))


def _is_prose(text: Reading, block: Block) -> bool:
    """Whether a block is a paragraph of running text, which ends and begins like a sentence."""
    if block.kind not in (PARAGRAPH, LINE) or block.part.role in NO_PROSE or _DASH.match(block.text):
        return False
    return text.section_of(block).kind != CONTACT and not text.emails_in(block) and not text.phones_in(block)


def _is_title_case(block: Block) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", block.text)
    return bool(words) and sum(word[0].isupper() for word in words) >= TITLE_CASE * len(words)


def _ends_in_a_dangling_word(text: Reading, block: Block) -> bool:
    """Whether the last word of a line is a small one that nothing ends with; capitals make it a name or an acronym."""
    last = text.tokens[block.index][-1]
    if last.text not in text.words.dangling or last.text in MAY_END_A_LINE:
        return False
    return not block.text[last.start].isupper() and last.end >= len(block.text.rstrip())


@rule("paragraph-small-letter", WARNING, ONE_TEXT, subject="paragraph")
def paragraph_small_letter(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Not told again where the paragraph before is cut: what is lost is lost once."""
    for block in text.blocks:
        if _begins_small(text, block) and not _goes_on_from_before(text, block):
            word = text.tokens[block.index][0]
            shown = block.text[word.start : word.end]
            yield Found(block, word.start, word.end, say("small-letter"), shown.capitalize())


def _begins_small(text: Reading, block: Block) -> bool:
    is_heading = block.kind == HEADING and block.part.role != "place"
    if not (is_heading or _is_prose(text, block)) or block.is_piece or not block.text[0].islower():
        return False
    if len(block.text.split()) < FEWEST_WORDS_OF_PARAGRAPH or _SMALL_BY_NATURE.match(block.text):
        return False
    return not _is_a_small_name(text, block)


def _is_a_small_name(text: Reading, block: Block) -> bool:
    """Whether a block begins with a word that no dictionary has, and that the text writes small again: a name, “kervroam”."""
    first = text.tokens[block.index][0]
    word = block.text[first.start : first.end]
    if not has_dictionary(text.language) or any(knows(code, word) for code in text.known.languages):
        return False
    written = re.compile(rf"(?<![\w@./-]){re.escape(word)}(?!\w)")
    return sum(len(written.findall(other.text)) for other in text.blocks) > 1


def _goes_on_from_before(text: Reading, block: Block) -> bool:
    """Whether the block before leads on to this one, by its last sign, as a line of the same list, or being cut itself."""
    if not block.index:
        return False
    before = text.blocks[block.index - 1]
    end = before.text.rstrip(_FRAYED)[-1:]
    if before.group == block.group and (before.kind in (ITEM, LINE) or (block.kind == LINE and end not in ".!?")):
        return True
    return end in ":;," or _ends_open(text, before)


@rule("paragraph-twice", WARNING, ONE_TEXT, subject="paragraph", yields_to=("name-order", "listed-twice"))
def paragraph_twice(text: Reading, known: Knowledge) -> Iterator[Found]:
    """A heading may say what its paragraph says, and a long sentence alone counts as well."""
    seen: dict[str, tuple[Block, int, int]] = {}
    for block in text.blocks:
        words = text.tokens[block.index]
        if len(words) < FEWEST_WORDS_OF_REPEATED_PARAGRAPH or block.kind == ALT:
            continue
        said = " ".join(word.text for word in words)
        if said in seen and block.kind != HEADING:
            yield Found(block, 0, len(block.text), say("paragraph"), other=seen[said])
            continue
        yield from _repeated_sentences(text, block, said, seen)
        if block.kind != HEADING:
            seen.setdefault(said, (block, 0, len(block.text)))


def _repeated_sentences(
    text: Reading, block: Block, paragraph: str, seen: dict[str, tuple[Block, int, int]]
) -> Iterator[Found]:
    """Long sentences that stand in ``seen``, to which those of this block are added."""
    before = ""
    for sentence in text.sentences[block.index]:
        words = [word.text for word in tokens(sentence.folded)]
        here, said = (block, sentence.start, sentence.end), " ".join(words)
        if said == before and FEWEST_WORDS_ONE_BEHIND_THE_OTHER <= len(words) < FEWEST_WORDS_OF_REPEATED_SENTENCE:
            yield Found(*here, say("sentence-in-paragraph"), "")
        before = said
        if len(words) < FEWEST_WORDS_OF_REPEATED_SENTENCE:
            continue
        first = seen.setdefault(said, here)
        if first is not here and first[0] is block:
            yield Found(*here, say("sentence-in-paragraph"), "", other=first)
        elif first is not here and said != paragraph:
            yield Found(*here, say("sentence-in-text"), other=first)
