"""The pieces that patterns of French words are made of."""

from __future__ import annotations

import re
from collections.abc import Callable

from .slips import Slip, as_written

WORD = r"[a-zà-öø-ÿœ]+"
FREE, END = r"(?<![\w’'-])", r"(?![\w’'-])"
ELIDED = r"[’']"
HE = "[Ii]l|[Ee]lle|[Oo]n|[Qq]ui|[Cc]ela|[Cc]eci|[Çç]a"
THEY = "[Ii]ls|[Ee]lles"
COMPLETE = "er|ir|oir|re"


def slip(pattern: str, better: str, holds: Callable[[re.Match[str]], bool] = lambda match: True) -> Slip:
    """A slip whose words may open a sentence; what is written instead has a capital where the wrong word has one."""
    return Slip(re.compile(pattern), lambda match: as_written(match, better), holds)


def word_is(check: Callable[[str], bool]) -> Callable[[re.Match[str]], bool]:
    """Whether the group “word” is of a kind."""
    return lambda match: check(match["word"])


def follows(check: Callable[[str], bool], *but: str) -> Callable[[re.Match[str]], bool]:
    return lambda match: match["word"] not in but and check(match["word"])
