"""What a run that takes turns asks, and what it leaves to the run of everything."""

from dataclasses import dataclass
from types import SimpleNamespace

from tests.turns import CASES, left_to_all_examples


@dataclass(frozen=True)
class Item:
    nodeid: str
    marks: tuple[tuple[str, tuple[int, ...]], ...] = ()

    def get_closest_marker(self, name: str) -> SimpleNamespace | None:
        return next((SimpleNamespace(args=args) for known, args in self.marks if known == name), None)


def items(name: str, count: int, *marks: tuple[str, tuple[int, ...]]) -> list[Item]:
    return [Item(f"{name}[{number}-é]", marks) for number in range(count)]


def test_every_test_has_its_turn_but_those_in_full():
    alone, few = [Item("a.py::test_alone")], items("a.py::test_few", CASES)
    many, more, one = (
        items("a.py::test_many", 40),
        items("a.py::test_more", 40, ("cases", (12,))),
        items("b.py::test_many", 9, ("cases", (1,))),
    )
    full = items("b.py::test_full", 2, ("in_full", ()))
    every = [*alone, *few, *many, *more, *one, *full]
    left = left_to_all_examples(every)
    assert {*full} <= left and not left & {*alone, *few}
    assert [len(left & {*cases}) for cases in (many, more, one)] == [40 - CASES, 40 - 12, 8]
    assert left == left_to_all_examples(every), "two workers leave the same"
