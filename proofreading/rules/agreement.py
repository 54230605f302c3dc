"""Words beside one another that do not agree: what needs no grammar to be told."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import WARNING
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..spelling import has_dictionary
from .agreement_english import ENGLISH
from .agreement_french import FRENCH
from .slips import slips_in

_SLIPS = {"fr": FRENCH, "en": ENGLISH}


@rule("agreement", WARNING, ONE_TEXT, subject="word", yields_to=("wrong-language", "misspelt-word", "word-twice"))
def agreement(text: Reading, known: Knowledge) -> Iterator[Found]:
    slips = _SLIPS.get(text.language.split("-")[0], ()) if has_dictionary(text.language) else ()
    for block, span, better in slips_in(text, slips):
        yield Found(block, *span, say("does-not-agree", better=better), better)
