"""``script/bench`` covers every public route, and ends with 1 where a bound is broken. No test measures."""

from __future__ import annotations

import json

import pytest

from tests.bench import __main__ as bench
from tests.bench import report, rows
from tests.bench.bounds import BOUNDS, FRONT, GROWTH, HELD, KEPT, LARGE, MADE, PROCESSES, SMALL, Result
from tests.test_walk import routes


def results(made: float = 3.9, growth: float = 1.2, front: float = 0.8) -> list[Result]:
    figures = {MADE: {SMALL: made, LARGE: 3.0}, KEPT: {SMALL: 0.3}, HELD: {SMALL: 0.2}, GROWTH: {"": growth}}
    return [Result("cap-list", rows.PAGE, figures), Result(FRONT, PROCESSES, {FRONT: {"": front}})]


def test_every_public_route_has_a_row():
    assert set(rows.ROUTES) == set(routes())
    assert all(name.partition(",")[0] in {*rows.ROUTES, "nowhere", "suggestions"} for name in rows.MORE)
    assert set(rows.MANY) <= set(rows.MORE)


def test_every_kind_of_row_has_a_bound_that_says_why():
    kinds = {row.kind for row in rows.measured().values()}
    assert kinds <= {kind for kind, _figure in BOUNDS}
    assert all(bound.reason and (bound.most is None) != (bound.least is None) for bound in BOUNDS.values())


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({}, ""),
        ({"made": 4.1}, "cap-list, made (1×): 4.10, at most 4"),
        ({"growth": 1.4}, "cap-list, growth: 1.40, at most 1.3"),
        ({"front": 0.6}, "through nginx, through nginx: 0.60, at least 0.7"),
    ],
)
def test_a_broken_bound_is_named_and_ends_with_1(broken, said, monkeypatch, capsys):
    monkeypatch.setattr(bench, "run", lambda *options: results(**broken))
    assert bench.main(["--times", "100"]) == (1 if broken else 0)
    told = capsys.readouterr().out
    assert (said in told) if broken else told.rstrip().endswith("Nothing is over its bound.")


def test_the_tables_go_into_the_documentation_and_into_a_file(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(bench, "run", lambda *options: results(made=5))
    monkeypatch.setattr(bench, "HOUSE", tmp_path)
    document, file = tmp_path / report.DOCUMENT, tmp_path / "bench.json"
    document.parent.mkdir(parents=True)
    document.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n")
    for _again in range(2):
        assert bench.main(["--write", "--json", str(file)]) == 1
    written = document.read_text()
    assert written.startswith("before\n") and written.endswith("\nafter\n") and "old" not in written
    assert "| cap-list | **5.00** | 3.00 | 1.20 | 0.30 | 0.20 |" in written
    assert [one["row"] for one in json.loads(file.read_text())["breaches"]] == ["cap-list"]
    document.write_text("nothing")
    with pytest.raises(ValueError, match="no place"):
        report.write("text", 100, document)


def test_the_documentation_has_a_place_for_the_tables():
    text = (bench.HOUSE / report.DOCUMENT).read_text()
    assert text.index(report.BEGIN) < text.index(report.END)
