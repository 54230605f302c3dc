"""Questions without their mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import WARNING
from ..knowledge import Knowledge
from ..reading import Reading, Sentence
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import ALT, HEADING

# Verbs that only a question turns round before “vous” and “nous”: those of an order (“Rendez-vous”) are left out.
_ASKED = (
    "Avez|Êtes|Etes|Pouvez|Voulez|Souhaitez|Connaissez|Savez|Devez|Aimez|Aimeriez|Pourriez|Voudriez|Seriez|Auriez|Disposez|Utilisez"
    "|Travaillez|Pensez|Croyez|Vivez|Cherchez|Désirez|Comptez|Étiez|Aviez|Avons|Sommes|Pouvons|Devons|Voulons|Allons|Allez"
)
_INVERTED = r"-(?:t-)?(?:ils?|elles?|on)\b"
_WHAT = "Pourquoi|Comment|Combien|Quand|Où|Qui|Que|Quel(?:le)?s?|À qui|À quoi|De quoi|En quoi|Depuis quand|D’où"
_SOMEBODY = "you|we|they|I|he|she|it|there|this|these|that|those|the|an?|our|your|their|its|my|any|anyone"
_QUESTIONS = {
    "fr": re.compile(
        rf"(?:{_ASKED})-(?:vous|nous)\b|[A-ZÀ-Þ][a-zà-ÿ]+(?<!Peut){_INVERTED}|(?:N[’'])?[Ee]st-ce (?:que|qu[’'])|Y a-t-il\b"
        rf"|(?:{_WHAT}) (?:[^.,;:!?]{{1,60}})?[a-zà-ÿ]+(?:-(?:vous|nous)\b|{_INVERTED})|Quel(?:le)?s? (?:est|sont|sera|seront) "
        r"|Qu[’']est-ce que\b"
    ),
    "en": re.compile(
        rf"(?:Are|Is|Was|Can|Could|Will|Would|Does|Did|Has) (?:{_SOMEBODY})\b|(?:Do|Have) (?:you|we|they|I)\b"
        r"|Aren[’']t (?:you|we|they)\b"
        rf"|(?:What|Who|Where|When|Why|How|Which [a-z]+|How (?:many|much|long|far|often)(?: [a-z]+)?)"
        r" (?:is|are|was|were|do|does|did|can|could|will|would|should|has)"
        rf" (?:{_SOMEBODY})\b"
    ),
}
# Where one of these stands behind, what began like a question goes on: “Which is the reason why”, “What it is is”.
_GOES_ON = re.compile(r"(?:, | is | are | – )(?:is|are|was|because|that is|so)\b")


@rule("question-mark", WARNING, ONE_TEXT, subject="sign")
def question_mark(text: Reading, known: Knowledge) -> Iterator[Found]:
    """A sentence that asks, by the order of its words, and ends in a full stop; of a heading, one that ends in nothing."""
    pattern = _QUESTIONS.get(text.language.split("-")[0])
    for sentence in (one for sentences in text.sentences for one in sentences) if pattern else ():
        if (
            pattern
            and sentence.block.kind != ALT
            and _ends_flat(sentence)
            and pattern.match(sentence.text.lstrip('«“" \u00a0-–'))
        ):
            if not _GOES_ON.search(sentence.text):
                end = sentence.start + len(sentence.text.rstrip('»”" \u00a0'))
                yield Found(sentence.block, end - 1, end, say("asks"))


def _ends_flat(sentence: Sentence) -> bool:
    shown = sentence.text.rstrip('»”" \u00a0')
    if "?" in shown:
        return False
    return shown.endswith(".") and not shown.endswith("..") or (sentence.block.kind == HEADING and shown[-1:].isalnum())
