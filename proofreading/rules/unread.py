"""What the check itself did not read: a text must not pass by its bulk."""

from __future__ import annotations

from collections.abc import Iterator

from ..annotations import Unread
from ..findings import ERROR
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import Said, say


@rule("read-in-part", ERROR, ONE_TEXT, subject="reading")
def read_in_part(text: Reading, known: Knowledge) -> Iterator[Found]:
    """As grave as the gravest fault that may stand in what was left out."""
    for rest in text.unread:
        yield Found(rest.block, rest.start, rest.end, _told(rest))


def _told(rest: Unread) -> Said:
    match rest.kind:
        case "dates":
            return say("dates-unread", number=rest.most)
        case "figures":
            return say("figures-unread", number=rest.most)
        case "bodies":
            return say("bodies-unread", number=rest.most)
        case "sentence":
            return say("sentence-in-pieces", number=rest.most)
        case "names":
            return say("names-unread", number=rest.most)
        case _:
            return say("people-uncompared", number=rest.most)
