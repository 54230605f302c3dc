"""What the home page says of the cluster in one sentence: four figures, each real, public and with a page of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cluster.models import KeyFigure

GRANT, PLEDGE, PARTNERS, PROGRAMMES = "grant", "industrial_pledge", "industrial_partners", "caps"
TOLD = (GRANT, PLEDGE, PARTNERS, PROGRAMMES)
SHOWN = 4


@dataclass(frozen=True)
class HomeSentence:
    """The figures of the sentence. Without one of them it is not said, and ``figures`` stand one by one instead."""

    figures: tuple[KeyFigure, ...]

    @classmethod
    def of(cls, figures: Iterable[KeyFigure]) -> HomeSentence:
        """Of the public figures about the cluster, in their order; examples are left aside."""
        known = [one for one in figures if not one.is_example]
        by_key = {one.key: one for one in known}
        if all(key in by_key for key in TOLD):
            return cls(tuple(by_key[key] for key in TOLD))
        return cls(tuple(known[:SHOWN]))

    @property
    def by_key(self) -> dict[str, KeyFigure]:
        """Each figure of the sentence by its key; none where the sentence cannot be said."""
        found = {one.key: one for one in self.figures}
        return found if set(TOLD) <= set(found) else {}

    @property
    def sources(self) -> list[KeyFigure]:
        """The first figure of each source."""
        return list({(one.source, one.source_url): one for one in reversed(self.figures)}.values())[::-1]
