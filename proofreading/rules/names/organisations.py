"""Names of bodies and people that the records have, written as they are not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...findings import ERROR, NOTE, WARNING
from ...knowledge import TERM, Knowledge, KnownContact, KnownOrganisation, KnownPerson
from ...name_index import EXACT, REORDERED
from ...nearness import NearMiss, is_near, skeleton
from ...reading import Mention, Reading
from ...rule import ONE_TEXT, PORTAL, Found, rule
from ...sentences import say
from ...source import ITEM, Block
from ...spelling import knows
from ...text import fold
from ...tokens import Token, folded_words
from ..spans import Span, holds, is_within, named_in, overlaps, spans_of

Named = KnownOrganisation | KnownPerson | KnownContact

# A block of fewer words is a label, unless it is an item of a list; a variant of a shorter name is another name.
FEWEST_WORDS, FEWEST_WORDS_OF_VARIANT = 2, 3
# In a name of two words a word that a dictionary has is another word, and in one of three another form of it.
TWO_WORDS, THREE_WORDS = 2, 3
# Of fewer letters than these, too many other words look like a name.
SHORTEST_LOOKALIKE, SHORTEST_MISSPELT = 3, 5
# A word of a name may be another word of the records, unless it is as short as an article.
LONGEST_ARTICLE = 3
# A name in another case than its record, all capitals or none, is known by so many letters.
SURE_IN_ANY_CASE = 6
# A run that is so much longer than the name holds something else.
LONGER = 1.5
# Two forms of a word begin with as many same letters, and one has at most so many more than the other: “study”, “studies”.
SAME_ROOT, LONGEST_ENDING = 4, 4
_ENDS_A_NAME = ".;:!?«»“”()"
_MAY_END_A_NAME = ".;:!?()"
_ENDS_PATTERN = re.compile(r"[.;:!?«»“”()]")
_LETTERS_OR_FIGURES = re.compile(r"[^\W_]{3,30}")
# A word right behind or before one of these is an account or a piece of an address.
_BEFORE_ADDRESS, _BEHIND_ADDRESS = ("@", ".", "/", "#"), ("@", "/")


@rule("forbidden-name", ERROR, ONE_TEXT, subject="name")
def forbidden_name(text: Reading, known: Knowledge) -> Iterator[Found]:
    longest = max(map(len, known.names.lookalikes), default=0)
    for block in text.blocks:
        words = text.tokens[block.index]
        for place, token in enumerate(words):
            if token.text in known.names.lookalike_starts:
                yield from _longest_forbidden(text, known, block, words[place : place + longest])


def _longest_forbidden(text: Reading, known: Knowledge, block: Block, words: list[Token]) -> Iterator[Found]:
    """The longest forbidden form that some words begin with, if any."""
    for length in range(len(words), 0, -1):
        run = words[:length]
        body, wrong = known.names.lookalikes.get(tuple(word.text for word in run), (None, ""))
        if body is not None and _is_the_form(text, known, block, run, wrong):
            right = body.official(text.language)
            fix = right if _share_a_word(wrong, right) else None
            message = say("forbidden", wrong=wrong, right=right)
            yield Found(block, run[0].start, run[-1].end, message, fix, body.record)
            return


def _is_the_form(text: Reading, known: Knowledge, block: Block, run: list[Token], wrong: str) -> bool:
    """Whether a run is no part of a longer name and, of one word, is written as the record forbids and no name is."""
    start, end = run[0].start, run[-1].end
    if any(_is_longer(mention, start, end) for mention in text.mentions[block.index]):
        return False
    shown = block.text[start:end]
    return len(run) > 1 or (shown == wrong and known.names.exact.get((run[0].text,), (None, ""))[1] != shown)


def _is_longer(mention: Mention, start: int, end: int) -> bool:
    return mention.start <= start and end <= mention.end and mention.end - mention.start > end - start


def _share_a_word(wrong: str, right: str) -> bool:
    return bool(set(fold(wrong).split()) & set(fold(right).split()))


@rule("look-alike-letters", ERROR, ONE_TEXT, subject="name", yields_to=("own-name",))
def look_alike_letters(text: Reading, known: Knowledge) -> Iterator[Found]:
    forms = _short_forms(known)
    by_skeleton = {skeleton(form): form for form in forms if len(form) >= SHORTEST_LOOKALIKE}
    plain = {fold(form) for form in forms}
    if known.ours is not None:
        by_skeleton.pop(skeleton(known.ours.official("")), None)
    for block in text.blocks:
        for match in _LETTERS_OR_FIGURES.finditer(block.text):
            shown = match.group()
            form = by_skeleton.get(skeleton(shown))
            if form is None or fold(shown) in plain or _is_in_address(block, *match.span()):
                continue
            if not _is_another_word(text, shown):
                yield Found(block, *match.span(), say("looks-alike", wrong=shown, name=form), form)


def _short_forms(known: Knowledge) -> list[str]:
    """Names and acronyms of one word."""
    forms = {form for form in known.names.forms if " " not in form}
    return sorted(forms | {body.acronym for body in known.bodies if body.acronym})


def _is_another_word(text: Reading, shown: str) -> bool:
    return shown.isdigit() or (shown.islower() and knows(text.language, shown))


def _is_in_address(block: Block, start: int, end: int) -> bool:
    return block.text[start - 1 : start] in _BEFORE_ADDRESS or block.text[end : end + 1] in _BEHIND_ADDRESS


@rule("misspelt-name", ERROR, PORTAL, subject="name", yields_to=("own-name", "look-alike-letters"))
def misspelt_name(text: Reading, known: Knowledge) -> Iterator[Found]:
    single_words = _single_words(known)
    for block in text.blocks:
        words = text.tokens[block.index]
        if len(words) < FEWEST_WORDS and block.kind != ITEM:
            continue
        taken = named_in(text, block)
        near = _misspelt_in(text, known, block)
        for miss in near:
            right = _as_the_name_has_it(miss.name, miss.right)
            message = say("misspelt", right=miss.name, wrong=_shown(block, miss.wrong))
            yield Found(block, miss.wrong.start, miss.wrong.end, message, right, miss.named.record)
        taken += [(words[miss.first].start, words[miss.last].end) for miss in near]
        yield from _misspelt_words(text, known, block, single_words, taken)


def _misspelt_in(text: Reading, known: Knowledge, block: Block) -> list[NearMiss[Named]]:
    """The names of several words that a block has but for one word; none within a name that is right, or over another."""
    words, exact = text.tokens[block.index], named_in(text, block)
    near: list[NearMiss[Named]] = []
    done: list[Span] = []
    for miss in known.near_names.find(words):
        start, end = words[miss.first].start, words[miss.last].end
        if overlaps(done, start, end) or is_within(exact, start, end) or not block.text[start].isupper():
            continue
        if not _has_other_signs(block.text[start:end], miss.name) and not _is_another_name(text, known, block, miss):
            near.append(miss)
            done.append((start, end))
    return near


def _has_other_signs(shown: str, name: str) -> bool:
    """Whether a sign ends something within a run of words, as none does in the name."""
    return any(sign in _ENDS_A_NAME for sign in shown) and not any(sign in _MAY_END_A_NAME for sign in name)


def _is_another_name(text: Reading, known: Knowledge, block: Block, miss: NearMiss[Named]) -> bool:
    """Whether the word that differs is one of its own: it says something else, and misspells nothing."""
    if _shown(block, miss.wrong)[:1].isupper():
        return _is_another_of_the_records(known, miss)
    length = miss.last - miss.first + 1
    return (
        _is_another_of_the_records(known, miss)
        or isinstance(miss.named, KnownPerson)
        or (length == TWO_WORDS and knows(text.language, _shown(block, miss.wrong)))
        or (length <= THREE_WORDS and miss.wrong.text.rstrip("sex") == miss.right.rstrip("sex"))
    )


def _is_another_of_the_records(known: Knowledge, miss: NearMiss[Named]) -> bool:
    wrong = miss.wrong.text
    return wrong in known.vocabulary and len(wrong) > LONGEST_ARTICLE and wrong.rstrip("se") != miss.right.rstrip("se")


def _as_the_name_has_it(name: str, folded_word: str) -> str:
    """A word of a name in the letters in which the name has it."""
    words = (match.group() for match in re.finditer(r"[^\W_]+", name))
    return next((word for word in words if fold(word) == folded_word), folded_word)


def _single_words(known: Knowledge) -> dict[str, str]:
    """The names of one word, folded."""
    forms = (form for form in sorted(known.names.forms) if " " not in form and "-" not in form)
    return {fold(form): form for form in forms if len(form) >= SHORTEST_MISSPELT}


def _misspelt_words(
    text: Reading, known: Knowledge, block: Block, single_words: dict[str, str], taken: list[Span]
) -> Iterator[Found]:
    """Names of one word with a letter wrong: capitalised words that no dictionary has."""
    for token in text.tokens[block.index]:
        if holds(taken, token.start) or not _may_be_a_misspelt_name(text, known, block, token):
            continue
        right = _nearest(token.text, single_words)
        shown = _shown(block, token)
        if right and _is_in_its_case(shown, right) and not holds(spans_of(text.people_in(block)), token.start):
            record = known.names.exact[(fold(right),)][0].record
            yield Found(block, token.start, token.end, say("misspelt", right=right, wrong=shown), right, record)


def _may_be_a_misspelt_name(text: Reading, known: Knowledge, block: Block, token: Token) -> bool:
    shown = _shown(block, token)
    if len(token.text) < SHORTEST_MISSPELT or not shown[:1].isupper() or token.text in known.vocabulary:
        return False
    return not knows(text.language, shown) and not knows(text.language, shown.lower())


def _nearest(folded: str, single_words: dict[str, str]) -> str | None:
    same_initial = (key for key in single_words if key[0] == folded[0] and len(key) >= SHORTEST_MISSPELT)
    return next((single_words[key] for key in same_initial if is_near(folded, key)), None)


def _is_in_its_case(shown: str, right: str) -> bool:
    return shown.isupper() == right.isupper() or len(right) >= SURE_IN_ANY_CASE


def _shown(block: Block, token: Token) -> str:
    return block.text[token.start : token.end]


@rule("name-order", WARNING, PORTAL, subject="name", yields_to=("misspelt-name",))
def name_order(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Where only the small words between differ it is a note."""
    for block, mention in _official_mentions(text, REORDERED):
        if mention.body.kind == TERM:
            continue
        shown = block.text[mention.start : mention.end]
        same = _content(shown, known) == _content(mention.name, known)
        yield _official_name(block, mention, mention.end, NOTE if same else WARNING)


def _official_mentions(text: Reading, how: str) -> Iterator[tuple[Block, Mention]]:
    for block in text.blocks:
        for mention in text.mentions[block.index]:
            if mention.how == how:
                yield block, mention


def _content(name: str, known: Knowledge) -> list[str]:
    return [word for word in folded_words(name) if word not in known.names.stops]


def _official_name(block: Block, mention: Mention, end: int, severity: str = "") -> Found:
    message = say("official-name", name=mention.name)
    return Found(block, mention.start, end, message, mention.name, mention.body.record, severity=severity)


@rule("name-accents", WARNING, PORTAL, subject="name", yields_to=("misspelt-name", "name-order"))
def name_accents(text: Reading, known: Knowledge) -> Iterator[Found]:
    for block, mention in _official_mentions(text, EXACT):
        shown = block.text[mention.start : mention.end].partition(" (")[0]
        names = (mention.name, *(name.text for name in mention.body.names))
        if not shown.isupper() and _same_but_for_accents(shown, mention.name) and not _is_written_as_one_of(shown, names):
            yield _official_name(block, mention, mention.start + len(shown))


def _same_but_for_accents(shown: str, name: str) -> bool:
    return folded_words(shown) == folded_words(name)


def _is_written_as_one_of(shown: str, names: Iterable[str]) -> bool:
    return any(words_of(shown) == words_of(name) for name in names)


def words_of(name: str) -> list[str]:
    """The words of a name in small letters, with their accents."""
    return [word.casefold() for word in re.findall(r"[^\W_]+", name)]


@rule("name-variant", WARNING, PORTAL, subject="name", yields_to=("misspelt-name", "name-order", "name-accents"))
def name_variant(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Names of three words and more, small ones not counted; what is one letter away is misspelt instead."""
    stops = known.names.stops
    for block in text.blocks:
        words = [token for token in text.tokens[block.index] if token.text not in stops]
        for miss in known.near_names_but_small_words.find(words, _have_one_root):
            start, end = words[miss.first].start, words[miss.last].end
            if _is_variant(block.text[start:end], miss) and not overlaps(named_in(text, block), start, end):
                yield Found(block, start, end, say("official-name", name=miss.name), miss.name, miss.named.record)


def _is_variant(shown: str, miss: NearMiss[KnownOrganisation]) -> bool:
    if miss.last - miss.first + 1 < FEWEST_WORDS_OF_VARIANT or is_near(miss.wrong.text, miss.right):
        return False
    return _is_one_name(shown, miss.name)


def _is_one_name(shown: str, name: str) -> bool:
    """Whether a run of words may be the name and no more: a capital, no sign between, no comma too many."""
    if not shown[0].isupper() or _ENDS_PATTERN.search(shown):
        return False
    return shown.count(",") <= name.count(",") and len(shown) <= LONGER * len(name)


def _have_one_root(word: str, other: str) -> bool:
    lengths = len(word), len(other)
    return word[:SAME_ROOT] == other[:SAME_ROOT] and min(lengths) >= SAME_ROOT and max(lengths) - min(lengths) <= LONGEST_ENDING
