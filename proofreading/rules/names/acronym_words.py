"""Names and the acronyms explained beside them, letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...nearness import distance
from ...reading import Reading
from ...source import Block
from ...text import fold
from ...words.lexicon import lexicon, stem

_WORD = r"[^\W\d_a-zà-öø-ÿ][\w’'-]*"
_SMALL = r"(?:(?:of|for|and|the|in|on|de|du|des|la|le|les|et|pour|en|d[’']|l[’']) ?){0,3}"
_BEFORE = re.compile(
    rf"(?<![\w’'-])(?P<name>{_WORD}(?: {_SMALL}{_WORD}){{1,7}})[”»\" \u00a0]{{0,3}}\((?P<acronym>[A-Z]{{3,8}})\)"
)
_BEHIND = re.compile(
    rf"(?<![\w’'-])(?P<acronym>[A-Z]{{3,8}}) \(«?[ \u00a0]?(?P<name>{_WORD}(?: {_SMALL}{_WORD}){{1,7}})[ \u00a0]?»?\)"
)
_ARTICLE = re.compile(r"^(?:(?:The|An?|Les?|La|Une?) |L[’'])")
# Of an acronym of fewer letters too much is left to chance; of so many all but one must be those of the name.
FEWEST = 3


class ExplainedAcronym(NamedTuple):
    """An acronym that a text explains, with the words of its name that have a capital."""

    block: Block
    acronym: str
    span: tuple[int, int]
    name: str
    words: tuple[str, ...]

    @property
    def letters(self) -> str:
        return "".join(fold(word[0]).upper() for word in self.words)


def explained_acronyms(text: Reading) -> Iterator[ExplainedAcronym]:
    """“Open Book Foundation (OBF)” and “OBF (Open Book Foundation)”."""
    for block in text.blocks:
        for pattern in (_BEFORE, _BEHIND) if not block.text.isupper() else ():
            for match in pattern.finditer(block.text):
                name = _ARTICLE.sub("", match["name"])
                yield ExplainedAcronym(block, match["acronym"], match.span("acronym"), name, tuple(re.findall(_WORD, name)))


def one_word_off(first: ExplainedAcronym) -> bool:
    """Whether all letters but one are those of the last words of a name, and that one stands nowhere in its word.

    “Open Book Agency (OBF)”: the word was another one. “Extensible Markup Language (XML)” has its X in its word.
    """
    words = first.words[-len(first.acronym) :]
    if len(first.acronym) < FEWEST or len(words) != len(first.acronym):
        return False
    wrong = [(letter, word) for letter, word in zip(first.acronym, words, strict=True) if fold(word[0]).upper() != letter]
    return len(wrong) == 1 and wrong[0][0].lower() not in fold(wrong[0][1]) and not _is_translated(*wrong[0])


def _is_translated(letter: str, word: str) -> bool:
    """Whether a word is said in another language by one that begins with a letter: “Young … (JEF)”, for “Jeunes”."""
    meant = lexicon()
    said = meant.words["en"].get((stem("en", fold(word)),), frozenset())
    return any(key[0].strip("=").startswith(letter.lower()) for key, meanings in meant.words["fr"].items() if meanings & said)


def cannot_be_spelt(first: ExplainedAcronym) -> bool:
    """Whether a name begins like its acronym, but has not its letters in their order: “KEX (Kermadec Evening Fair)”."""
    if len(first.words) < max(FEWEST, len(first.acronym) - 1):
        return False
    letters = iter(fold(first.name))
    is_spelt = all(letter in letters for letter in first.acronym.lower())
    return first.letters[:1] == first.acronym[:1] and not is_spelt


def meant_by_name(first: ExplainedAcronym, acronyms: dict[str, int]) -> str:
    """The acronym that the letters of a name spell and that the text uses elsewhere, a letter from the one explained."""
    if first.letters.endswith(first.acronym):
        return ""
    for count in range(FEWEST, len(first.words) + 1):
        letters = first.letters[-count:]
        if letters != first.acronym and letters in acronyms and distance(letters, first.acronym, 1) == 1:
            return letters
    return ""
