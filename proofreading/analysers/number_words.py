"""Numbers in words, as the number library reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

# No number takes more words: a run of them that is no number as a whole is read in pieces of so many.
_MOST_WORDS = 12


def number_in_words(run: str, language: str) -> int | None:
    """The value of a number in words, or ``None`` where the words spell none."""
    try:
        return int(_library()(run.replace("-", " "), language.split("-")[0]))
    except (ValueError, TypeError):
        return None
    except BaseException as error:
        # The library panics on some inputs with an exception that is no ``Exception``.
        if type(error).__name__ != "PanicException":
            raise
        return None


def numbers_in_words(run: str, language: str) -> Iterator[tuple[int, int, int]]:
    """Where the numbers that a run of number words spells stand, and what they are: “two thirty” is two numbers."""
    whole = number_in_words(run, language)
    if whole is not None:
        yield 0, len(run), whole
        return
    words = [match.span() for match in re.finditer(r"[^ -]+", run)]
    place = 0
    while place < len(words):
        longest = _longest(run, words[place : place + _MOST_WORDS], language)
        if longest is not None:
            taken, start, end, value = longest
            yield start, end, value
            place += taken
        else:
            place += 1


def _longest(run: str, words: list[tuple[int, int]], language: str) -> tuple[int, int, int, int] | None:
    """The longest number at the first of some words: how many of them it takes, where it stands, and its value."""
    start = words[0][0]
    for taken in range(len(words), 0, -1):
        end = words[taken - 1][1]
        value = number_in_words(run[start:end], language)
        if value is not None:
            return taken, start, end, value
    return None


@cache
def _library() -> Callable[[str, str], float]:
    """Loaded where the first number in words is met, and never at start."""
    import text_to_num

    read: Callable[[str, str], float] = text_to_num.text2num
    return read
