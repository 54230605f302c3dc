"""What may stand in the log as it is.

A log is read by more people than may see what the portal holds. So its formatter covers every text that comes into a line while
the portal runs: names, addresses, titles, what a mail server answered. What says nothing of anybody, the name of a model or the
kind of an error, is marked here by who writes it.
"""

from __future__ import annotations


class PlainWords(str):
    """A text that says nothing of anybody, nor of what is not public."""

    __slots__ = ()


def kind_of(error: BaseException) -> PlainWords:
    """What went wrong, without what it was about: the words of an error may hold anything."""
    return PlainWords(type(error).__name__)
