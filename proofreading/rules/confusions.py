"""Words taken for others that are said or written alike, which no dictionary sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..findings import WARNING
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import Block
from ..spelling import has_dictionary
from . import confused_english, confused_french
from .spans import Span, bounded

_READERS: dict[str, Callable[[Reading], Iterator[tuple[Block, Span, str]]]] = {
    "en": confused_english.confused,
    "fr": confused_french.confused,
}


@rule(
    "word-confused",
    WARNING,
    ONE_TEXT,
    subject="word",
    yields_to=("agreement", "wrong-language", "misspelt-word", "word-twice", "words-scrambled"),
)
def word_confused(text: Reading, known: Knowledge) -> Iterator[Found]:
    read = _READERS.get(text.language.split("-")[0])
    if read is not None and has_dictionary(text.language):
        yield from bounded(Found(block, *span, say("meant", better=better), better) for block, span, better in read(text))
