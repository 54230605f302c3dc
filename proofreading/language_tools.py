"""Grammar checkers that are installed beside the check: Grammalecte for French, Harper for English. Never needed, never loaded.

Each is run as a program of its own, and only by the command line and the bench where they are asked to (``--tools``): no web
process imports this module. What the tools say of style, spelling or typography is left out, since the check has its own rules.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from tempfile import NamedTemporaryFile
from typing import Any

from .knowledge import Remark

# No text of a communiqué keeps a tool busy for so many seconds.
LONGEST_RUN = 120
# What Grammalecte calls agreement within a group, of participles and verbs, infinitives, words taken for others.
_GRAMMALECTE_KINDS = frozenset("gn ppas infi conf conj sgpl imp mc".split())
# What Harper calls disagreement, grammar, and words taken for others by their sound.
_HARPER_KINDS = frozenset({"Agreement", "Grammar", "Malapropism", "Eggcorn", "BoundaryError"})

Remarks = list[list[Remark]]


@dataclass
class LanguageTool:
    """A program that reads a text in one language, paragraph by paragraph; what it said of a paragraph is asked once."""

    command: Sequence[str]
    remarks_of: Callable[[str, Sequence[str]], Remarks]
    said: dict[str, list[Remark]] = field(default_factory=dict)

    def read(self, paragraphs: Sequence[str]) -> Remarks:
        """What is to be said of each paragraph.

        Raises ``OSError``, ``ValueError`` or ``subprocess.TimeoutExpired`` where the program fails.
        """
        new = [one for one in dict.fromkeys(paragraphs) if one not in self.said]
        if new:
            lines = [" ".join(one.splitlines()) for one in new]
            self.said.update(zip(new, self.remarks_of(self._run("\n\n".join(lines)), lines), strict=True))
        return [self.said[one] for one in paragraphs]

    def _run(self, text: str) -> str:
        with NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            arguments = [*self.command, file.name]
            done = subprocess.run(arguments, capture_output=True, text=True, timeout=LONGEST_RUN, check=False)  # noqa: S603  a program of this machine
        if not done.stdout.strip():
            raise ValueError(f"{self.command[0]}: {done.stderr[-200:]}")
        return done.stdout


def installed() -> Mapping[str, LanguageTool]:
    """The tools that are found on this machine, by language."""
    found = {}
    if grammalecte := shutil.which("grammalecte-cli"):
        found["fr"] = LanguageTool([grammalecte, "-j", "-f"], _grammalecte)
    if harper := shutil.which("harper-cli") or shutil.which("harper"):
        found["en"] = LanguageTool([harper, "lint", "--no-color", "--format", "json"], _harper)
    return found


def _json(said: str, opens: str) -> Any:
    """What a program said as JSON, without the notes that it prints before and behind."""
    return json.JSONDecoder().raw_decode(said, max(said.find(opens), 0))[0]


def _grammalecte(said: str, lines: Sequence[str]) -> Remarks:
    found: Remarks = [[] for _line in lines]
    for paragraph in _json(said, "{")["data"]:
        for error in paragraph["lGrammarErrors"]:
            if error["sType"] in _GRAMMALECTE_KINDS:
                better = error["aSuggestions"][0] if error["aSuggestions"] else ""
                found[(paragraph["iParagraph"] - 1) // 2].append(Remark("Grammalecte", error["nStart"], error["nEnd"], better))
    return found


def _harper(said: str, lines: Sequence[str]) -> Remarks:
    found: Remarks = [[] for _line in lines]
    for file in _json(said, "["):
        for lint in file["lints"]:
            if lint["kind"] in _HARPER_KINDS:
                line, start = (lint["line"] - 1) // 2, lint["column"] - 1
                length = lint["span"]["char_end"] - lint["span"]["char_start"]
                found[line].append(Remark("Harper", start, start + length, _replacement(lint["suggestions"])))
    return found


def _replacement(suggestions: Sequence[str]) -> str:
    """The words of “Replace with: “there are””, where a suggestion is of that kind."""
    first = suggestions[0] if suggestions else ""
    return first.partition("“")[2].rpartition("”")[0] if first.startswith("Replace with: ") else ""
