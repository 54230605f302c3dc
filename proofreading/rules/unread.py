"""What the check itself did not read: a text must not pass by its bulk."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import ERROR
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say

_SAID = {
    "dates": say("dates-unread"),
    "figures": say("figures-unread"),
    "bodies": say("bodies-unread"),
    "names": say("names-unread"),
    "people": say("people-uncompared"),
}


@rule("read-in-part", ERROR, ONE_TEXT, subject="reading")
def read_in_part(text: Reading, known: Knowledge) -> Iterator[Found]:
    """As grave as the gravest fault that may stand in what was left out."""
    for rest in text.unread:
        yield Found(rest.block, rest.start, rest.end, _SAID[rest.kind].having(number=rest.most))
