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
from .french_concord import AGREEMENT
from .french_neighbours import slips_of
from .french_qualifiers import QUALIFIERS
from .french_subjects import SUBJECTS
from .slips import slips_in

_SLIPS = {"fr": FRENCH, "en": ENGLISH}


@rule(
    "agreement",
    WARNING,
    ONE_TEXT,
    subject="word",
    yields_to=("wrong-language", "misspelt-word", "word-twice", "words-scrambled"),
)
def agreement(text: Reading, known: Knowledge) -> Iterator[Found]:
    language = text.language.split("-")[0]
    slips = _SLIPS.get(language, ()) if has_dictionary(text.language) else ()
    found = {(block.index, span): (block, better) for block, span, better in slips_in(text, slips)}
    told = {(index, end + 1) for index, (_start, end) in found}
    for block, span, better in slips_of(text, (*AGREEMENT, *QUALIFIERS, *SUBJECTS)) if language == "fr" else ():
        if (block.index, span[0]) not in told:
            found.setdefault((block.index, span), (block, better))
    for (_index, span), (block, better) in found.items():
        yield Found(block, *span, say("does-not-agree", better=better), better)
