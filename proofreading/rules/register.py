"""One reader called “tu” and “vous” in one text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import WARNING
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import ALT, Block
from ..spans import quoted_spans
from .spans import overlaps

# A text that calls its reader so, this often at least, means it; the other way stands so often at most.
OFTEN, RARE = 3, 3
_FORMAL = re.compile(r"(?<![\w’'-])(?:vous|votre|vos|veuillez)(?![\w’'])", re.I)
_FAMILIAR = re.compile(r"(?<![\w’'-])(?:tu|toi|tes|t[’'](?=(?:as|es|en|y|[a-zà-ÿ]{4,})\b))(?![\w])", re.I)
Place = tuple[Block, int, int]


@rule("register-mixed", WARNING, ONE_TEXT, subject="word", yields_to=("misspelt-word",))
def register_mixed(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Quotations, names and titles in quotation marks speak for themselves."""
    if text.language.split("-")[0] != "fr":
        return
    familiar, formal = (list(_places(text, pattern)) for pattern in (_FAMILIAR, _FORMAL))
    if len(formal) >= OFTEN and len(familiar) <= RARE:
        for place in familiar:
            yield Found(*place, say("familiar"), other=formal[0])


def _places(text: Reading, pattern: re.Pattern[str]) -> Iterator[Place]:
    for block in text.blocks:
        taken = [*quoted_spans(block.text), *((start, end) for start, end, _code in block.foreign)]
        for match in pattern.finditer(block.text) if block.kind != ALT else ():
            if not overlaps(taken, *match.span()):
                yield block, *match.span()
