"""What every list's filters share: their state is in the address, and each shows what is chosen and how to undo it."""

from dataclasses import dataclass
from urllib.parse import urlencode

import django_filters


@dataclass(frozen=True)
class Chip:
    """A filter in force: its words, and the query string without it."""

    label: str
    without: str


class PublicFilterSet(django_filters.FilterSet):
    """A FilterSet over what is public in the active language."""

    @property
    def chosen(self) -> list[tuple[str, object]]:
        """The filters in force, in order."""
        if not self.is_bound or not self.form.is_valid():
            return [("", "")] if self.is_bound and any(self.data.values()) else []
        return [(name, value) for name, value in self.form.cleaned_data.items() if value not in (None, "", [])]

    @property
    def chips(self) -> list[Chip]:
        if not self.form.is_valid():
            return []
        found = []
        for name, value in self.chosen:
            many = isinstance(value, (list, tuple)) or hasattr(value, "model")
            for one in value if many else [value]:
                found.append(Chip(self._words(name, one), self._without(name, one if many else None)))
        return found

    def _words(self, name: str, value) -> str:
        choices = getattr(self.form.fields[name], "choices", None)
        key = str(getattr(value, "pk", value))
        if choices is not None and not hasattr(value, "pk"):
            return str(next((label for code, label in choices if str(code) == key), value))
        return str(value)

    def _without(self, name: str, value) -> str:
        left = []
        field = self.form.fields[name]
        gone = str(field.prepare_value(value)) if value is not None else None
        for key, values in self.data.lists():
            for one in values:
                if key == "page" or not one or (key == name and (gone is None or one == gone)):
                    continue
                left.append((key, one))
        return f"?{urlencode(left)}" if left else "?"
