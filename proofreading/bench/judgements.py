"""What was judged of findings by reading: each under a hash of its sentence, which tells nothing of the text."""

from __future__ import annotations

import hashlib
from pathlib import Path

import yaml

from ..findings import Finding
from ..text import fold

FILE = Path(__file__).parent / "judgements.yaml"
TRUE, HARMLESS, FALSE = "true", "harmless", "false"
VERDICTS = (TRUE, HARMLESS, FALSE)
"""Right; right, but nobody would mend it; wrong."""

_HEAD = """\
# What was found on the texts of the bench, judged by reading: for each rule, the hash of the sentence and the place in it, and
# the verdict. script/bench-check writes it; sources.yaml says where the texts stand.
"""


class Judgements:
    """The verdicts of a file, by rule and hash."""

    def __init__(self, file: Path = FILE) -> None:
        self.file = file
        said = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else None
        self.verdicts: dict[str, dict[str, str]] = said or {}

    def of(self, finding: Finding) -> str:
        """The verdict on a finding; empty where none was given yet."""
        return self.verdicts.get(finding.code, {}).get(hash_of(finding), "")

    def judge(self, finding: Finding, verdict: str) -> None:
        """Keep a verdict; raises ``ValueError`` for what is none."""
        if verdict not in VERDICTS:
            raise ValueError(verdict)
        self.verdicts.setdefault(finding.code, {})[hash_of(finding)] = verdict

    def save(self) -> None:
        verdicts = {code: dict(sorted(found.items())) for code, found in sorted(self.verdicts.items())}
        self.file.write_text(_HEAD + yaml.safe_dump(verdicts, default_style=None, sort_keys=False), encoding="utf-8")


def hash_of(finding: Finding) -> str:
    """Of the language, the sentence and the stretch that was found: whatever else changes, the verdict stands."""
    said = "\x1f".join([finding.language, fold(finding.sentence), fold(finding.place.shown)])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:20]
