"""What a prepared query makes of the rows of its answer: records, each with those that came with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model
from django.db.models.sql.compiler import SQLCompiler

from .row_instances import from_row

Row = Sequence[Any]
Known = dict[int, dict[Any, Any]]
"""The records of an answer that hang on others, by the part of the row that they are and their key."""


class RowPart:
    """The columns of a row that are those of one record, and the records of the same row that hang on it."""

    def __init__(self, told: dict[str, Any], select: Sequence[Any]) -> None:
        places = told["select_fields"]
        if told.get("from_parent") or list(places) != list(range(places[0], places[-1] + 1)):
            raise TypeError(f"Rows of {told['model'].__name__} are spread over others.")
        self._model: type[Model] = told["model"]
        self._start, self._end = places[0], places[-1] + 1
        self._names = tuple(column[0].target.attname for column in select[self._start : self._end])
        self.key = self._start + self._names.index(self._model._meta.pk.attname)
        self._set_here: Callable[[Any, Any], None] = told.get("local_setter", _nothing)
        self._set_there: Callable[[Any, Any], None] = told.get("remote_setter", _nothing)
        self._hanging = {further["field"].name: RowPart(further, select) for further in told.get("related_klass_infos", ())}

    def place_of(self, name: str) -> int:
        """Where in a row a column of this record is."""
        return self._start + self._names.index(name)

    def hanging_by(self, name: str) -> RowPart:
        """The record that hangs on this one by a key of that name."""
        return self._hanging[name]

    def record(self, row: Row, db: str, known: Known) -> Any:
        names, values = self._names, row[self._start : self._end]
        made = from_row(self._model, db, names, values) or self._model.from_db(db, names, values)
        for part in self._hanging.values():
            part.hang_on(made, row, db, known)
        return made

    def hang_on(self, record: Any, row: Row, db: str, known: Known) -> None:
        """A record that hangs on several of an answer is made once, and is the same one for them all."""
        key, mine = row[self.key], known.setdefault(id(self), {})
        made = mine.get(key)
        if made is None and key is not None:
            made = mine[key] = self.record(row, db, known)
        self._set_here(record, made)
        if made is not None:
            self._set_there(made, record)


def _nothing(_one: object, _other: object) -> None:
    pass


class Records:
    """Makes the records of rows. ``compiler`` has written its query already, so that it knows which column is which."""

    def __init__(self, compiler: SQLCompiler) -> None:
        self.part = RowPart(compiler.klass_info, compiler.select)
        self._beside = tuple((compiler.annotation_col_map or {}).items())

    def of(self, rows: Iterable[Row], db: str) -> list[Any]:
        found = []
        known: Known = {}
        for row in rows:
            made = self.part.record(row, db, known)
            for name, place in self._beside:
                setattr(made, name, row[place])
            found.append(made)
        return found
