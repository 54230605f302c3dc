"""Paragraphs, sentences and “About” texts that only one language has, or that were never translated."""

from __future__ import annotations

from collections.abc import Iterator

from ...alignment import LONG_WORD, Pair
from ...findings import ERROR, WARNING
from ...knowledge import Knowledge
from ...reading import ABOUT, Reading, TextSection
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...source import ALT, HEADING, ITEM, PARAGRAPH, Block
from ...spelling import knows
from ...tokens import Token
from ...words.lexicon import LANGUAGES, lexicon
from ..paragraphs import open_end
from ..spans import holds, named_in, spans_of
from ..talks import is_talk
from .clauses import clauses_left_out, members_left_out
from .lost_sentences import lost_sentences, stands_elsewhere
from .places import is_contact, shown, whole
from .sentence_pairs import meanings_of

# A text of fewer words may well be the same in two languages; of them so many are small words, and no name or address,
# each of so many letters.
LEAST_WORDS_OF_A_TEXT, LEAST_SMALL_WORDS, SHORTEST_SMALL_WORD = 3, 2, 3
# A shorter paragraph, heading or item is not missed.
LEAST_WORDS_OF_A_PARAGRAPH, LEAST_WORDS_OF_A_HEADING, LEAST_WORDS_OF_AN_ITEM = 9, 4, 1
# A heading of so many words is missed where it stands between two paragraphs that answer those of the other language.
LEAST_WORDS_OF_A_LINE = 2
# A paragraph opens with a heading whose words stand among so many times as many; they are told by so many letters.
WORDS_OF_AN_OPENING, LEAST_BEGINNING = 2, 4
# A free translation is at most so many times as long.
LONGER_IN_A_FREE_TRANSLATION = 1.6
# What closes a sentence, and the marks that may stand behind it; before a quotation mark the stop may be of a name: “et al.”.
_STOPS, _MARKS = (".", "!", "?", "…"), " \u00a0*_"
# Fields of a release that have rules of their own.
ROLES_WITH_RULES = ("contact", "quote", "quote-role", "picture", "place")


@rule("not-translated", ERROR, TWO_LANGUAGES, subject="language", yields_to=("wrong-language", "misspelt-word"))
def not_translated(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Told of the language that has fewer of the words."""
    for a, b in pair.aligned:
        if a.folded != b.folded or _may_be_the_same(pair.left, a):
            continue
        left, right = (_strength(reading.language, reading.words.telling, pair.left, a) for reading in pair.readings)
        wrong, other = (a, b) if left < right else (b, a)
        yield Found(*whole(wrong), say("untranslated"), other=whole(other))


def _may_be_the_same(reading: Reading, block: Block) -> bool:
    """Whether a text may stand in two languages: names, addresses, a few words, the title of a talk."""
    if block.kind == ALT or is_contact(reading, block) or block.part.role in ("place", "contact") or is_talk(reading, block):
        return True
    return len(reading.tokens[block.index]) < LEAST_WORDS_OF_A_TEXT or len(_small_words(reading, block)) < LEAST_SMALL_WORDS


def _small_words(reading: Reading, block: Block) -> list[Token]:
    """The words without a capital that are no name, no address and not marked as another language’s."""
    taken = [*named_in(reading, block), *spans_of(reading.addresses_in(block), reading.people_in(block))]
    taken += [(start, end) for start, end, _code in block.foreign]
    return [
        token
        for token in reading.tokens[block.index]
        if block.text[token.start].islower() and len(token.text) >= SHORTEST_SMALL_WORD and not holds(taken, token.start)
    ]


def _strength(language: str, telling: frozenset[str], reading: Reading, block: Block) -> tuple[int, int]:
    """How much a text looks like a language: by words that no other has, then by words that its dictionary has."""
    small = [block.text[token.start : token.end] for token in _small_words(reading, block)]
    words = (token.text for token in reading.tokens[block.index])
    return sum(word in telling for word in words), sum(knows(language, word) for word in small)


@rule(
    "statement-missing",
    WARNING,
    TWO_LANGUAGES,
    subject="paragraph",
    yields_to=(
        "wrong-language",
        "date-differs",
        "name-order",
        "listed-twice",
        "paragraph-twice",
        "word-twice",
        "words-scrambled",
        "misspelt-word",
        "body-missing",
        "not-translated",
    ),
)
def statement_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """“About” texts, quotations, contacts and pictures have rules of their own."""
    for reading in pair.readings:
        abouts = {section.blocks[0].section for section in _lonely_abouts(pair, reading)}
        quoted = {quote.block.index for quote in reading.quotations}
        moved = _words_of_items_alone(pair, pair.beside(reading))
        for block in pair.alone(reading):
            has_its_own_rule = block.section in abouts or block.index in quoted or block.part.role in ROLES_WITH_RULES
            is_there = (reading.language, block.index) in pair.joined
            is_heading = _is_a_heading_left_out(pair, reading, block)
            is_told = is_heading or not is_there and _is_missed(reading, block)
            if has_its_own_rule or not is_told or stands_elsewhere(pair, reading, block) or _is_faced(pair, reading, block):
                continue
            if block.kind != ITEM or moved.isdisjoint(_long_words(reading, block)):
                yield Found(*whole(block), say("passage-once"))
    for sentence, paragraph in lost_sentences(pair):
        yield Found(sentence.block, sentence.start, sentence.end, say("sentence-once"), other=whole(paragraph))
    for place, beside in clauses_left_out(pair):
        yield Found(*place, say("clause-once"), other=beside)
    for place, beside in members_left_out(pair):
        yield Found(*place, say("member-once", member=shown(place)), other=beside)


def _is_faced(pair: Pair, reading: Reading, block: Block) -> bool:
    """Whether a passage of the other language, as lonely and as long, stands at the place of this one.

    Between two paragraphs that answer those around it, that is a free translation and no passage left out.
    """
    before, behind = (_partner_beside(pair, reading, block, step) for step in (-1, 1))
    if before is None or behind is None or behind != before + 2:
        return False
    other = pair.beside(reading)
    facing = other.blocks[before + 1]
    if {facing.kind, block.kind} - {HEADING, PARAGRAPH} or facing not in pair.alone(other):
        return False
    lengths = sorted(len(text.tokens[passage.index]) for text, passage in ((reading, block), (other, facing)))
    return lengths[1] <= lengths[0] * LONGER_IN_A_FREE_TRANSLATION


def _partner_beside(pair: Pair, reading: Reading, block: Block, step: int) -> int | None:
    """The place of what answers the paragraph before or behind; at the edge of the text, the place beyond the other’s edge."""
    place = block.index + step
    if place < 0:
        return -1
    if place == len(reading.blocks):
        return len(pair.beside(reading).blocks)
    partner = pair.partner_of(reading.blocks[place])
    return None if partner is None else partner.index


def _is_missed(reading: Reading, block: Block) -> bool:
    """Whether a paragraph is long enough to be missed."""
    least = LEAST_WORDS_OF_A_PARAGRAPH
    if block.kind == ITEM:
        least = LEAST_WORDS_OF_AN_ITEM
    elif block.kind == HEADING and block.level:
        least = LEAST_WORDS_OF_A_HEADING
    return block.kind != ALT and not is_contact(reading, block) and len(reading.tokens[block.index]) >= least


def _is_a_heading_left_out(pair: Pair, reading: Reading, block: Block) -> bool:
    """Whether a heading stands between two paragraphs whose answers stand side by side, where headings are answered."""
    if block.kind != HEADING or is_contact(reading, block) or len(reading.tokens[block.index]) < LEAST_WORDS_OF_A_LINE:
        return False
    if reading.section_of(block).kind == ABOUT or reading.practical_in(block):
        return False
    if not 0 < block.index < len(reading.blocks) - 1:
        return False
    before, behind = (pair.partner_of(reading.blocks[block.index + step]) for step in (-1, 1))
    if before is None or behind is None or behind.index != before.index + 1:
        return False
    if not any(HEADING in (a.kind, b.kind) for a, b in pair.aligned[1:]):
        return False
    return not _opens(pair.beside(reading), behind, reading, block)


def _opens(reading: Reading, block: Block, other: Reading, heading: Block) -> bool:
    """Whether a paragraph opens with what a heading of the other language says."""
    if not {reading.language, other.language} <= set(LANGUAGES):
        return True
    opening = reading.tokens[block.index][: WORDS_OF_AN_OPENING * len(other.tokens[heading.index])]
    meant = meanings_of(lexicon().read(reading.language, opening))
    beginnings = {token.text[:LEAST_BEGINNING] for token in opening}
    return all(
        word.meanings & meant or word.text[:LEAST_BEGINNING] in beginnings
        for word in lexicon().read(other.language, other.tokens[heading.index])
        if len(word.text) >= LEAST_BEGINNING
    )


def _words_of_items_alone(pair: Pair, reading: Reading) -> set[str]:
    """The long words of items without an answer: what shares one was only put in another place."""
    items = (block for block in pair.alone(reading) if block.kind == ITEM)
    return {word for block in items for word in _long_words(reading, block)}


def _long_words(reading: Reading, block: Block) -> set[str]:
    return {token.text for token in reading.tokens[block.index] if len(token.text) >= LONG_WORD}


@rule("stop-missing", WARNING, TWO_LANGUAGES, subject="paragraph", yields_to=("paragraph-cut", "statement-missing"))
def stop_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """One sentence without a stop may be a caption; where the other language closes it, the end of it is lost."""
    for a, b in pair.aligned:
        for block, other in ((a, b), (b, a)):
            span = open_end(pair.of(block), block) if block.kind == other.kind == PARAGRAPH else None
            if span is not None and other.text.rstrip(_MARKS).endswith(_STOPS):
                yield Found(block, *span, say("closed-there"), other=whole(other))


@rule("boilerplate-missing", WARNING, TWO_LANGUAGES, subject="boilerplate")
def boilerplate_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    for reading in pair.readings:
        for section in _lonely_abouts(pair, reading):
            if section.heading is not None:
                yield Found(*whole(section.heading), say("about-once"))


def _lonely_abouts(pair: Pair, reading: Reading) -> list[TextSection]:
    """The “About” texts of a language, each with its heading, that the other has not."""
    other = pair.beside(reading)
    mine, theirs = _abouts(reading), _abouts(other)
    found = []
    for section in mine:
        if section.heading is None or section.blocks[-1] is section.heading:
            continue
        if _stands_without_heading(pair, section):
            continue
        answer = _answer_of(pair, other, section)
        if answer is None or len(mine) > len(theirs) and _are_of_two_bodies(reading, section, other, answer):
            found.append(section)
    return found


def _stands_without_heading(pair: Pair, section: TextSection) -> bool:
    """Whether every paragraph of an “About” text has its answer, which no heading of that kind opens there."""
    body = [block for block in section.blocks if block is not section.heading]
    return bool(body) and pair.partner_of(section.blocks[0]) is None and all(pair.partner_of(block) for block in body)


def _abouts(reading: Reading) -> list[TextSection]:
    return [section for section in reading.sections if section.kind == ABOUT]


def _answer_of(pair: Pair, other: Reading, section: TextSection) -> TextSection | None:
    """The first “About” text of the other language that a paragraph of this one is aligned with."""
    partners = (pair.partner_of(block) for block in section.blocks)
    sections = (other.section_of(block) for block in partners if block is not None)
    return next((answer for answer in sections if answer.kind == ABOUT), None)


def _are_of_two_bodies(reading: Reading, section: TextSection, other: Reading, answer: TextSection) -> bool:
    subject, other_subject = _subject(reading, section), _subject(other, answer)
    return bool(subject and other_subject) and subject.isdisjoint(other_subject)


def _subject(reading: Reading, section: TextSection) -> set[str]:
    """The bodies that the heading names."""
    heading = section.heading
    return {mention.body.key for mention in reading.mentions[heading.index]} if heading is not None else set()
