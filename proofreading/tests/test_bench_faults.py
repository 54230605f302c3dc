"""Faults planted in the texts of the bench: how each comes out, and that half of them are never shown."""

import pytest
import yaml

from proofreading.bench import faults
from proofreading.bench.faults import EVEN, ODD, PlantedFault

TEXTS = {
    "fr": "Une nouvelle halle ouvre\n\nElle accueille 40 équipes.\n\nÉcrire à maud@halle.example.org.",
    "en": "A new hall opens\n\nIt hosts 40 teams.\n\nWrite to maud@halle.example.org.",
}


def fault(name=1, language="en", find="40", replace="14", **more):
    return PlantedFault.of(
        {"id": name, "pair": "made-1", "kind": "figure", "language": language, "find": find, "replace": replace} | more
    )


@pytest.mark.parametrize(
    ("planted", "outcome"),
    [
        (fault(), "error"),
        (fault(find="halle.example", replace="halle.exmaple"), "warning"),
        (fault(find="hosts", replace="welcomes"), "missed"),
        (fault(find="opens", replace="opens  now"), "note"),
        (fault(edits=[dict(language="fr", find="40", replace="41"), dict(language="en", find="40", replace="14")]), "error"),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_place_or_missed(planted, outcome):
    assert faults.outcome_of(TEXTS, planted)[0] == outcome


def test_what_was_told_before_is_no_find():
    texts = TEXTS | {"en": TEXTS["en"].replace("40", "14")}
    assert faults.outcome_of(texts, fault(find="hosts", replace="welcomes")) == ("missed", [])


def test_what_was_changed_is_what_differs_of_the_two_wordings():
    planted = fault(language="fr", find="nouvelle halle ouvre", replace="nouvelle halle ouvre)")
    assert planted.planted_in(TEXTS)[1] == [("fr", (24, 24), (24, 25))]


def test_words_that_stand_nowhere_cannot_be_planted():
    with pytest.raises(faults.UnplantableError):
        faults.outcome_of(TEXTS, fault(find="nowhere"))


def test_the_half_of_even_numbers_is_counted_and_never_shown(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(faults.BenchRelease, "is_held", property(lambda release: release.name == "made-2"))
    for code, text in TEXTS.items():
        for number in (1, 2):
            (tmp_path / f"made-{number}.{code}.txt").write_text(text)
    said = [
        {"id": 1, "pair": "made-1", "kind": "figure", "language": "en", "find": "40", "replace": "14"},
        {"id": 2, "pair": "made-1", "kind": "word", "language": "en", "find": "hosts", "replace": "welcomes"},
        {"id": 3, "pair": "made-2", "kind": "word", "language": "en", "find": "hosts", "replace": "welcomes"},
    ]
    file = tmp_path / "faults.yaml"
    file.write_text(yaml.safe_dump(said))
    assert faults.main([str(file), "--texts", str(tmp_path), "--half", EVEN, "--details"]) == faults.DONE
    shown = capsys.readouterr().out
    assert "made-1" not in shown and "0 of 1 (0 %)" in shown
    # A release that is held back is not opened: its fault cannot be planted.
    assert faults.main([str(file), "--texts", str(tmp_path), "--half", ODD, "--details"]) == faults.BROKEN
    out, err = capsys.readouterr()
    assert "1 made-1 [figure] error" in out and "1 of 1 (100 %)" in out and err == "1 cannot be planted: 3\n"
