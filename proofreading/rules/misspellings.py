"""Words that no dictionary knows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from ..findings import WARNING
from ..inclusive_forms import inclusive_forms_in
from ..knowledge import Knowledge
from ..language_identification import LanguageIdentifier
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import Block
from ..spelling import has_dictionary, knows
from ..text import fold
from .spans import Span, addresses_in, named_in, overlaps

# A word that is used so often is a word of the trade.
OFTEN = 3
# Unknown words of a text that are held against the dictionary letter by letter, which takes a thousand questions a word. No
# communiqué has more; where one does, it is said, so that time grows with the text only and nothing is left unread in silence.
MOST_WORDS = 80
# Shorter words, and pieces of one, are abbreviations; of a short word every other is a letter away, so only two letters in
# each other’s place count.
SHORTEST, SHORTEST_TO_CHANGE = 3, 4
# What is left of a word without its prefix, and without its suffix, has so many letters at least.
SHORTEST_REST, SHORTEST_STEM = 4, 4
# Two words written as one, “toolchain”, have so many letters each at least.
SHORTEST_HALF = 4
SHORTEST_SMALL_WORD = 2
_PREFIXES = tuple(
    "post pre pré co multi neo néo proto inter intra micro nano bio neuro géo geo éco eco cyber auto sur sous ré re non anti"
    " hyper super méta meta trans over under"
    " un out up down mono poly pluri semi pseudo sub télé tele ultra vidéo video audio socio agro hydro photo électro"
    " electro thermo dé des dis mal".split()
)
_SUFFIXES = tuple(
    "er ers or ors ed ing ings able ably ability ness less ful al ally ical ically ic istic ise ised ises ising"
    " isation ization ized izing wise like ist ists"
    " ism ité ités abilité abilités ibilité ibilités iser isé isée isés isées isant isation isations eur eurs euse"
    " euses able ables ment ments iste istes isme"
    " ismes ique iques el elle els elles aire aires al ale ales aux age ages".split()
)
_OF_ADJECTIVES = ("ive", "ous", "ful", "less", "ing", "ish", "some")
# What a stem ends with before its suffix is added: “explicable”, “explicabilité”.
_ENDINGS = ("", "e", "er", "re", "y", "ie", "ique", "ic", "able", "ible", "ir", "ment", "tion")
_LETTERS = {"fr": "abcdefghijklmnopqrstuvwxyzàâçèéêëîïôùûœ", "en": "abcdefghijklmnopqrstuvwxyz"}
# Of a short word an accent alone is changed: “éte”, “apres”.
_ACCENTED = {"e": "éèê", "é": "e", "a": "à", "u": "ù"}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# “didn’t”, “they’ve”: English ties the rest of a contraction to its word, whose first part alone is none.
_CONTRACTION = re.compile(r"[’'](?:t|re|ve|ll|d|m)\b")
# French words with an apostrophe within.
_TIED = re.compile(r"(?:prud[’']hom[a-z]+|aujourd[’']hui|presqu[’']île|quelqu[’']une?s?)")
LONGEST_TIED = 16
# A word alone between quotation marks is spoken of, not used: a code name, a foreign word.
_OPENED, _CLOSED = re.compile(r"[«“\"‘][ \u00a0\u202f]?$"), re.compile(r"[ \u00a0\u202f]?[»”\"’]")
# A word beside one of these is a piece of an address, an account, a keyword or a number.
_BEFORE, _BEHIND = re.compile(r"[\d@#_/\\\]]"), re.compile(r"[\d@_/\\]")

# The last letters of a word that was cut short, or that ends in another sound, and what they were to be.
_CUT_ENDINGS = {
    "fr": (("me", "ment"), ("tio", "tion"), ("er", "é"), ("é", "er"), ("uer", "ué"), ("té", "ter")),
    "en": (("yth", "ything"), ("tio", "tion"), ("men", "ment"), ("i", "ing"), ("th", "thing")),
}

# The title of a talk or a book in a third language: a quotation with so many unknown words, and such a share of them.
_QUOTED = re.compile(r"[«“\"][^«»“”\"]{3,300}[»”\"]")
LEAST_UNKNOWN, UNKNOWN_SHARE = 2, 0.2
# “… ends. kervo and Zibro show it”: nobody begins a sentence with a small letter but with a nickname.
_OPENS = re.compile(r"(?:^|[.!?…][ \u00a0]+)$")
_BESIDE_A_NAME = re.compile(r" (?:et|and|&) [A-ZÀ-ÖØ-Þ]")

Place = tuple[Block, int, int]


@rule(
    "misspelt-word",
    WARNING,
    ONE_TEXT,
    subject="word",
    yields_to=(
        "wrong-language",
        "own-name",
        "look-alike-letters",
        "misspelt-name",
        "programme-misspelt",
        "surname-misspelt",
        "person-twice-spelt",
        "person-misspelt",
        "word-twice",
        "words-scrambled",
    ),
)
def misspelt_word(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Only words in small letters: with a capital, a name is as likely."""
    unknown = _unknown_words(text, known)
    for word, places in islice(unknown.items(), MOST_WORDS):
        if _is_slip(text.language, word) or _is_two_words(text, word):
            for place in places:
                yield Found(*place, say("unknown-word", word=word))
    for block, start, end in _first_words_run_together(text, known):
        yield Found(block, start, end, say("unknown-word", word=block.text[start:end]))
    for places in islice(unknown.values(), MOST_WORDS, MOST_WORDS + 1):
        yield Found(*places[0], say("not-compared", number=MOST_WORDS))


def _unknown_words(text: Reading, known: Knowledge) -> dict[str, list[Place]]:
    """The words that are in no dictionary and in none of the records, with their places; none where the text is foreign."""
    unknown: dict[str, list[Place]] = defaultdict(list)
    if not has_dictionary(text.language):
        return unknown
    identifier = LanguageIdentifier(text)
    for block in text.blocks:
        words = [place for place in _words(text, block) if _is_unknown(text, known, block.text[slice(*place)])]
        if words and not identifier.is_foreign(block):
            for start, end in _outside_foreign_titles(block, words):
                unknown[block.text[start:end]].append((block, start, end))
    if not unknown or identifier.is_foreign_text():
        return {}
    return {word: places for word, places in unknown.items() if len(places) < OFTEN and not _is_a_name(text, word, places)}


def _outside_foreign_titles(block: Block, unknown: list[Span]) -> list[Span]:
    """The unknown words of a block but those of a quotation with so many of them that it is another language’s."""
    quoted = [match.span() for match in _QUOTED.finditer(block.text)]
    foreign = [span for span in quoted if _is_full_of(unknown, block, span)]
    return [word for word in unknown if not overlaps(foreign, *word)]


def _is_full_of(unknown: list[Span], block: Block, quoted: Span) -> bool:
    inside = sum(quoted[0] < start < quoted[1] for start, _end in unknown)
    return inside >= LEAST_UNKNOWN and inside >= UNKNOWN_SHARE * len(block.text[slice(*quoted)].split())


def _is_a_name(text: Reading, word: str, places: list[Place]) -> bool:
    """Whether a word is written with a capital elsewhere, “a Quaython”, or opens a sentence small beside a name: a nickname."""
    if not {word, word.removesuffix("s")}.isdisjoint(text.names_written) and not knows(text.language, word.capitalize()):
        return True
    return any(
        _OPENS.search(block.text, 0, start) is not None and _BESIDE_A_NAME.match(block.text, end) is not None
        for block, start, end in places
    )


def _words(text: Reading, block: Block) -> Iterator[Span]:
    """The words in small letters that are no part of an address, a name or a passage of another language."""
    taken = [*addresses_in(text, block), *named_in(text, block)]
    taken += [(start, end) for start, end, code in block.foreign if code != text.language]
    taken += inclusive_forms_in(text.language, block)
    for match in _WORD.finditer(block.text):
        start, end = match.span()
        if len(match.group()) < SHORTEST or not match.group().islower() or overlaps(taken, start, end):
            continue
        if not _BEFORE.match(block.text[start - 1 : start]) and not _BEHIND.match(block.text, end):
            if not _is_contracted(text.language, block, end) and not _is_mentioned(block, start, end):
                yield start, end


def _is_contracted(language: str, block: Block, end: int) -> bool:
    """“didn” of “didn’t”, “prud” of “prud’hommes”: the whole is a word of its own."""
    if language.startswith("en"):
        return _CONTRACTION.match(block.text, end) is not None
    around = _TIED.search(block.text, max(0, end - LONGEST_TIED), end + LONGEST_TIED)
    return around is not None and around.start() < end < around.end() + 1


def _is_mentioned(block: Block, start: int, end: int) -> bool:
    """Whether a word stands alone between quotation marks."""
    return bool(_OPENED.search(block.text, max(0, start - 2), start)) and _CLOSED.match(block.text, end) is not None


def _is_unknown(text: Reading, known: Knowledge, word: str) -> bool:
    if fold(word) in known.vocabulary or _is_word(text.language, word, known):
        return False
    if "-" in word and any(piece in text.names_written for piece in word.split("-")):
        return False
    return not any(knows(code, word) and has_dictionary(code) for code in text.known.languages)


def _is_word(language: str, word: str, known: Knowledge) -> bool:
    """Whether a language has a word, or one that it is made of: compounds, derivations, plurals."""
    if knows(language, word):
        return True
    if word in _NEW or _TOGETHER.fullmatch(word) or language.startswith("fr") and _is_of_the_reform(word):
        return True
    if "-" in word:
        return knows(language, word.replace("-", "")) or all(_is_piece(language, piece, known) for piece in word.split("-"))
    return _is_derived(language, word) or _is_plural(language, word, known) or _is_compound(language, word)


# Words of these years that stand in no dictionary yet, the pronouns of both genders among them.
_NEW = frozenset(
    "covid cerfa hotspot hotspots podcast podcasts webinaire webinaires addon addons plugin plugins iel iels elleux celleux"
    " ceulles toustes touxtes adelphe adelphes".split()
)
# “hackathon”, “mapathons”: whatever is done together for a day or two.
_TOGETHER = re.compile(r"[a-zé]{3,}athons?")
# What the spelling of 1990 writes otherwise: “évènement”, “connaitre”, “cout”.
_OF_1990 = (("è", "é"), ("i", "î"), ("u", "û"))


def _is_of_the_reform(word: str) -> bool:
    """Whether a French word is spelt as in the dictionary but for an accent that the spelling of 1990 leaves out."""
    places = ((place, old) for new, old in _OF_1990 for place, letter in enumerate(word) if letter == new)
    return any(knows("fr", word[:place] + old + word[place + 1 :]) for place, old in places)


def _is_piece(language: str, piece: str, known: Knowledge) -> bool:
    return len(piece) < SHORTEST or piece in _PREFIXES or knows(language, piece) or fold(piece) in known.vocabulary


def _is_derived(language: str, word: str) -> bool:
    rests = (word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix))
    if any(len(rest) >= SHORTEST_REST and knows(language, rest) for rest in rests):
        return True
    if language.startswith("en") and _is_derived_in_english(word):
        return True
    suffixes = (suffix for suffix in _SUFFIXES if word.endswith(suffix))
    stems = ((word[: -len(suffix)], suffix) for suffix in suffixes if not _is_no_adverb(language, word, suffix))
    return any(
        knows(language, stem + ending)
        for stem, suffix in stems
        if len(stem) >= SHORTEST_STEM and not _is_doubled(stem, suffix)
        for ending in _ENDINGS
    )


def _is_derived_in_english(word: str) -> bool:
    """“natively”, “libelous”: an adverb of an adjective whose ending tells it, and the American form with a single “l”."""
    adjective = word.removesuffix("ly")
    if adjective != word and adjective.endswith(_OF_ADJECTIVES):
        return knows("en", adjective)
    return word.endswith("lous") and knows("en", word.removesuffix("ous"))


def _is_doubled(stem: str, suffix: str) -> bool:
    """“montreer”, “installser”: no suffix that begins with a vowel is added to a silent “e”, and none to a plural."""
    return (
        stem[-1] == "e"
        and suffix[0] == "e"
        or stem[-1] == "s"
        and stem[-2:-1] not in ("s", "i", "u", "a", "e")
        and suffix
        in (
            "er",
            "ers",
        )
    )


def _is_no_adverb(language: str, word: str, suffix: str) -> bool:
    """“exactment”: French makes its words in -ment of a form that ends in a vowel."""
    return language.startswith("fr") and suffix in ("ment", "ments") and word[-len(suffix) - 1] not in "aeiouéûî"


def _is_plural(language: str, word: str, known: Knowledge) -> bool:
    """A plural, or the feminine of a calling: “rapporteure”, “entrepreneures”."""
    singular = word.removesuffix("s")
    if language.startswith("fr") and singular.endswith(("au", "eu", "al")):
        return False
    if singular.endswith("eure") and knows(language, singular[:-1]):
        return True
    if language.startswith("en") and knows(language, singular):
        return knows(language, singular + "'s") or singular.endswith(("ing", "er", "or", "ist", "y"))
    return singular != word and (knows(language, singular) or fold(singular) in known.vocabulary)


def _is_compound(language: str, word: str) -> bool:
    """“skillset”: English writes two nouns as one, and no dictionary has all of these."""
    if not language.startswith("en"):
        return False
    halves = ((word[:place], word[place:]) for place in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1))
    return any(knows(language, first) and knows(language, second) for first, second in halves)


def _is_slip(language: str, word: str) -> bool:
    """Whether one letter more, fewer, other, or two in each other’s place make a word that the dictionary knows."""
    return any(knows(language, other) for other in _one_slip_away(language, word)) or any(
        word.endswith(wrong) and len(word) > len(wrong) + 2 and knows(language, word[: len(word) - len(wrong)] + right)
        for wrong, right in _CUT_ENDINGS.get(language.split("-")[0], ())
    )


def _is_two_words(text: Reading, word: str) -> bool:
    """“nosportes”: a small word of the language and another word, written as one."""
    halves = ((word[:place], word[place:]) for place in range(SHORTEST_SMALL_WORD, len(word) - SHORTEST_SMALL_WORD + 1))
    for first, second in halves:
        small, other = (first, second) if len(first) <= len(second) else (second, first)
        if (
            fold(small) in text.words.stops
            and len(other) >= SHORTEST_HALF
            and all(knows(text.language, half) for half in (first, second))
        ):
            return True
    return False


def _first_words_run_together(text: Reading, known: Knowledge) -> Iterator[Place]:
    """“Selonune enquête”: two words of which the first opens a sentence; a name is as likely where the text has it again."""
    for sentences in text.sentences if has_dictionary(text.language) else ():
        for sentence in sentences:
            first = _WORD.match(sentence.block.text, sentence.start)
            word = first.group().lower() if first and first.group()[1:].islower() else ""
            if first and word and word not in text.names_written and not knows(text.language, first.group()):
                if _is_unknown(text, known, word) and _is_two_words(text, word):
                    yield sentence.block, *first.span()


def _one_slip_away(language: str, word: str) -> Iterator[str]:
    letters = _LETTERS.get(language, _LETTERS["en"]) if len(word) >= SHORTEST_TO_CHANGE else ""
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        if tail and not letters and tail[0] in _ACCENTED:
            for letter in _ACCENTED[tail[0]]:
                yield head + letter + tail[1:]
        if tail and letters:
            yield head + tail[1:]
        for letter in letters:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
