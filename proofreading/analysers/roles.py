"""Finds the role that is said beside somebody’s name."""

from __future__ import annotations

import re

from ..annotations import NamedPerson
from ..words import Vocabulary

_OPENS = re.compile(r"\s?(?:,|\(|–|—|-|:)\s|\s(?:est|is)\s(?=(?:le|la|l'|the|directeur|directrice|president|presidente)\b)")
_CLOSES = re.compile(r"[.;:()«»“”!?\n]|, (?=(?:et|and|a|est|is|has|qui|who)\b)")
_PARTS = re.compile(r"[.;:()«»“”!?]|,(?!\s*$)")
# A role behind a name is no longer, its first word is among the first of it, and one before a name begins so near.
_LONGEST, _FIRST_WORDS, _BEFORE = 120, 48, 80


class RoleReader:
    """Knows the words of roles of one language, with their kinds."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.kinds = vocabulary.roles
        roles = "|".join(map(re.escape, sorted(vocabulary.roles, key=len, reverse=True)))
        self.pattern = re.compile(rf"(?<![\w-])({roles})(?:e|s|es)?(?![\w])") if roles else None

    def kinds_in(self, folded: str) -> set[str]:
        """The kinds of all roles that a text names."""
        return {self.kinds[match[1]] for match in self._all(folded)}

    def read(self, person: NamedPerson) -> None:
        """Tell a person’s role: the one right behind the name, else the one right before it."""
        if not self._read_behind(person):
            self._read_before(person)

    def _read_behind(self, person: NamedPerson) -> bool:
        """“Claire Martin, directrice de recherche à Inria”: between commas or brackets, by its first word that is one."""
        block = person.block
        opened = _OPENS.match(block.folded, person.end)
        if not opened:
            return False
        start = opened.end()
        closed = _CLOSES.search(block.folded, start)
        end = min(closed.start() if closed else len(block.text), start + _LONGEST)
        match = next(iter(self._all(block.folded[start:end][:_FIRST_WORDS])), None)
        if match is None:
            return False
        person.role, person.role_class = block.text[start:end], self.kinds[match[1]]
        person.role_span, person.role_end = (start + match.start(1), start + match.end(1)), end
        return True

    def _read_before(self, person: NamedPerson) -> None:
        """“la compositrice Zoé Martin”, “the director of SCAI, Gérard Biau”."""
        block = person.block
        start = max(0, person.start - _BEFORE)
        before = block.folded[start : person.start]
        found = self._all(before)
        if not found:
            return
        last = found[-1]
        between = before[last.end() :]
        if _PARTS.search(between) or between.strip() and not between.rstrip().endswith(","):
            return
        person.role, person.role_class = block.text[start + last.start() : person.start], self.kinds[last[1]]
        person.role_span, person.role_end = (start + last.start(1), start + last.end(1)), person.start

    def _all(self, folded: str) -> list[re.Match[str]]:
        return list(self.pattern.finditer(folded)) if self.pattern else []
