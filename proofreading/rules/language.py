"""Text in the wrong language, headings included."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import ERROR, NOTE
from ..knowledge import Knowledge
from ..language_identification import UNKNOWN, LanguageIdentifier
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import Localized, Phrase, say
from ..source import ALT, HEADING, Block
from .talks import is_talk

# An alternative text of fewer words is a label, and often a name.
FEWEST_WORDS_OF_ALT = 4
# A place and a contact are names.
NAMES_ONLY = ("place", "contact")


@rule("wrong-language", ERROR, ONE_TEXT, subject="language")
def wrong_language(text: Reading, known: Knowledge) -> Iterator[Found]:
    """A whole text of another language is told once, at its first block; the title of a talk is no fault, and a note."""
    identifier = LanguageIdentifier(text)
    if identifier.is_foreign_text():
        block = text.blocks[0]
        other, own = _name(identifier.of_text(), known), _name(text.language, known)
        yield Found(block, 0, len(block.text), say("whole-text", other=other, language=own))
        return
    for block in text.blocks:
        if _is_name(block) or any(line.kind in ("place", "access") for line in text.practical_in(block)):
            continue
        if identifier.is_foreign(block):
            language = _name(identifier.of_block(block), known)
            message = say("heading", language=language) if block.kind == HEADING else say("passage", language=language)
            yield Found(block, 0, len(block.text), message, severity=NOTE if is_talk(text, block) else "")
        else:
            yield from _foreign_sentences(text, known, block, identifier)


def _is_name(block: Block) -> bool:
    return block.part.role in NAMES_ONLY or (block.kind == ALT and len(block.text.split()) < FEWEST_WORDS_OF_ALT)


def _foreign_sentences(text: Reading, known: Knowledge, block: Block, identifier: LanguageIdentifier) -> Iterator[Found]:
    """Single sentences of a paragraph; one of unknown words alone may be a list of names."""
    sentences = text.sentences[block.index]
    for sentence in sentences if len(sentences) > 1 and not is_talk(text, block) else ():
        other = identifier.of_stretch(block, sentence.start, sentence.end)
        is_place = any(one.kind == "place" and sentence.start <= one.start < sentence.end for one in text.practical_in(block))
        if other not in ("", UNKNOWN, text.language) and not is_place:
            yield Found(block, sentence.start, sentence.end, say("sentence", language=_name(other, known)))


def _name(code: str, known: Knowledge) -> Localized | Phrase:
    return Phrase("another-language") if code == UNKNOWN else Localized(known.languages.get(code) or {"": code})
