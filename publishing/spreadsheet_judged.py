"""What came of judging the rows of a spreadsheet: how many are new or changed, what would change, what stands against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext as _

from .admin_forms import PortalForm

MOST_ERRORS = 50
"""Rows with errors that are told; whoever mends these finds the next ones at the next try."""
MOST_SHOWN = 200
"""Rows of a preview that are shown one by one."""

NEW, CHANGED, UNCHANGED, LEFT_OUT = "new", "changed", "unchanged", "left out"
WRITTEN = frozenset({NEW, CHANGED})


@dataclass(frozen=True)
class CellError:
    """What is wrong with a row: the column, by its name in the sheet (empty: the whole row), and a sentence."""

    column: str
    sentence: str


@dataclass(frozen=True)
class CellChange:
    """What a cell changes: the field by its label, its stored words and those of the cell."""

    label: str
    before: str
    after: str


@dataclass
class JudgedRow:
    """A row as it would be stored: by which form, what it changes, or what stands against it.

    ``stamp`` is that of the record that it means, as it stood before; ``reason`` says why a row stays out.
    """

    number: int
    name: str
    state: str = NEW
    form: PortalForm | None = None
    record: models.Model | None = None
    stamp: str = ""
    reason: str = ""
    differences: list[CellChange] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """What a preview shows of it, as JSON keeps it."""
        plain = {name: getattr(self, name) for name in ("number", "name", "state", "reason")}
        return plain | {"differences": [*map(asdict, self.differences)], "errors": [*map(asdict, self.errors)]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        row = cls(data["number"], data["name"], data["state"], reason=data["reason"])
        row.differences = [CellChange(**change) for change in data["differences"]]
        row.errors = [CellError(**error) for error in data["errors"]]
        return row


@dataclass
class Judged:
    """All rows of a sheet, judged. Of a long sheet some are kept to be shown, the others counted.

    ``columns`` are those of the file, empty where one is left out; ``strange`` names these. ``stamps`` has, of each row that
    would be stored, the number in the sheet, the key of its record and its stamp as it stood; a new one has neither.
    """

    columns: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    rows: list[JudgedRow] = field(default_factory=list)
    wrong: list[JudgedRow] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    wrong_count: int = 0
    stamps: dict[int, tuple[str, str]] = field(default_factory=dict)

    def take(self, row: JudgedRow) -> None:
        """Count a row; keep what is shown of it, and let go of its form."""
        row.form = None
        if row.errors:
            self.wrong_count += 1
            if len(self.wrong) < MOST_ERRORS:
                self.wrong.append(row)
        else:
            self.counts[row.state] += 1
            if row.state in WRITTEN:
                self.stamps[row.number] = (str(row.record.pk) if row.record is not None and row.stamp else "", row.stamp)
        if len(self.rows) < MOST_SHOWN:
            self.rows.append(row)

    def count(self, state: str) -> int:
        return self.counts[state]

    @property
    def total(self) -> int:
        return sum(self.counts.values()) + self.wrong_count

    @property
    def written(self) -> int:
        """How many rows are stored, or would be."""
        return sum(self.counts[state] for state in WRITTEN)

    @property
    def in_words(self) -> list[tuple[str, int]]:
        """How many rows are what, where any are."""
        words = [
            (_("new"), self.counts[NEW]),
            (_("changed"), self.counts[CHANGED]),
            (_("unchanged"), self.counts[UNCHANGED]),
            (_("left out"), self.counts[LEFT_OUT]),
            (_("not right"), self.wrong_count),
        ]
        return [(word, number) for word, number in words if number]

    def as_data(self) -> dict[str, Any]:
        """What a preview shows, as JSON keeps it; the stamps are kept apart."""
        return {
            "columns": self.columns,
            "strange": self.strange,
            "rows": [row.as_data() for row in self.rows],
            "wrong": [row.as_data() for row in self.wrong],
            "counts": dict(self.counts),
            "wrong_count": self.wrong_count,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        judged = cls(data["columns"], data["strange"], counts=Counter(data["counts"]), wrong_count=data["wrong_count"])
        judged.rows = [*map(JudgedRow.from_data, data["rows"])]
        judged.wrong = [*map(JudgedRow.from_data, data["wrong"])]
        return judged
