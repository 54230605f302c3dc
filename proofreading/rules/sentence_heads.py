"""Sentences that begin with a small letter within their paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import WARNING
from ..knowledge import Knowledge
from ..reading import CONTACT, Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import PARAGRAPH
from ..spelling import has_dictionary, knows
from ..text import fold
from .spans import addresses_in, bounded, named_in, overlaps

# Before the full stop stands a word of so many letters: shorter ones may be abbreviated.
_HEAD = re.compile(r"(?P<before>[^\W\d_]{4,})[»”)]?[ \u00a0\u202f]?[.!?] (?P<word>[a-zà-öø-ÿœ]+)(?![\w@./’'-])")
# Behind a question or a cry a sentence may go on in small letters, but hardly with one of these.
_OPENERS = frozenset("il elle nous la le les un une cette ces the we it this these our they".split())


@rule("sentence-small-letter", WARNING, ONE_TEXT, subject="sign", yields_to=("wrong-language", "quotation-mark"))
def sentence_small_letter(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Behind a full stop that ends no abbreviation; not where the text has the word before abbreviated again and again."""
    if has_dictionary(text.language):
        yield from bounded(_small_heads(text))


def _small_heads(text: Reading) -> Iterator[Found]:
    for block in text.blocks:
        if block.kind != PARAGRAPH or text.section_of(block).kind == CONTACT:
            continue
        taken = [*addresses_in(text, block), *named_in(text, block)]
        for match in _HEAD.finditer(block.text):
            is_full_stop = block.text[match.start("word") - 2] == "." or match["word"] in _OPENERS
            is_word = knows(text.language, match["before"].lower()) and knows(text.language, match["word"])
            is_abbreviated = fold(match["before"]) in text.words.abbreviations
            if is_full_stop and is_word and not is_abbreviated and not overlaps(taken, *match.span()):
                yield Found(block, match.start("word") - 2, match.end("word"), say("small"))
