"""A small word of another language of the house in the middle of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import WARNING
from ..knowledge import Knowledge
from ..language_identification import LanguageIdentifier
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import Localized, say
from ..source import ALT, Block
from ..spelling import has_dictionary, knows
from .slips import as_they_are
from .spans import overlaps

# Words that the other language has no use for between two of its own.
_SMALL = {
    "en": ("fr", "et une les des dans avec est sont qui que nous vous aux cette ces leurs nos mais donc"),
    "fr": ("en", "the and of with is are we you to from by this that which their our has have was were will it its they at"),
}
_PATTERNS = {
    own: (
        code,
        re.compile(
            rf"(?<![^\s])(?P<before>[a-zà-öø-ÿœ]+) (?P<word>{'|'.join(words.split())}) (?P<behind>[a-zà-öø-ÿœ]+)(?![\w’'-])"
        ),
    )
    for own, (code, words) in _SMALL.items()
}


@rule(
    "word-of-another-language",
    WARNING,
    ONE_TEXT,
    subject="language",
    yields_to=("wrong-language", "misspelt-word", "words-scrambled"),
)
def word_of_another_language(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Between two words that the text’s own language has and the other has not, or hardly."""
    code, pattern = _PATTERNS.get(text.language.split("-")[0], ("", None))
    if pattern is None or not has_dictionary(text.language) or code not in known.languages:
        return
    identifier = LanguageIdentifier(text)
    for block in text.blocks:
        found = list(_small_words(text, block, pattern, code)) if block.kind != ALT else []
        if found and not identifier.is_foreign(block):
            name = Localized(known.languages.get(code) or {"": code})
            for match in found:
                yield Found(block, *match.span("word"), say("foreign", language=name))


def _small_words(text: Reading, block: Block, pattern: re.Pattern[str], code: str) -> Iterator[re.Match[str]]:
    taken = as_they_are(text, block)
    for match in pattern.finditer(block.text):
        beside = (match["before"], match["behind"])
        is_own = all(knows(text.language, word) for word in beside) and any(not knows(code, word) for word in beside)
        if is_own and not overlaps(taken, *match.span()):
            yield match
