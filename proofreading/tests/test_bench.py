"""The bench: its counting, its judgements, and that nothing of its texts stands in the code."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from proofreading.bench import __main__ as command
from proofreading.bench import judgements, measuring
from proofreading.bench.judgements import FALSE, HARMLESS, TRUE, VERDICTS, Judgements
from proofreading.findings import ERROR, WARNING
from proofreading.rules import RULES

HOUSE = Path(__file__).resolve().parents[2]
SOURCES = measuring.FILE.with_name("sources.yaml")
TEXT = "Une nouvelle halle ouvre.\n\nLe sémianire est ouvert à tous, et la salle est pleine."


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "made-1.fr.txt").write_text(TEXT)
    (tmp_path / "made-1.en.txt").write_text("A new hall opens.\n\nThe seminar is open to all, and the room is full.")
    (tmp_path / "made-2.fr.txt").write_text(TEXT)
    (tmp_path / "notes.md").write_text("No text of the bench.")
    return tmp_path


def test_a_release_is_the_texts_of_one_name(folder):
    assert [(one.name, sorted(one.files)) for one in measuring.releases_of(folder)] == [
        ("made-1", ["en", "fr"]),
        ("made-2", ["fr"]),
    ]


def test_each_release_is_worked_on_or_held_back(folder):
    halves = [measuring.measure(folder, Judgements(folder / "none.yaml"), held=held)[0] for held in (False, True)]
    assert sum(half.releases for half in halves) == 2
    assert sum(half.texts for half in halves) == 3


def test_a_verdict_is_kept_and_asked_for_once(folder, monkeypatch):
    monkeypatch.setattr(measuring.BenchRelease, "is_held", property(lambda release: release.name == "made-2"))
    kept = Judgements(folder / "judgements.yaml")
    measured, [(name, finding)] = measuring.measure(folder, kept, held=False)
    assert (name, finding.code, measured.rows) == ("made-1", "misspelt-word", {("misspelt-word", WARNING): Counter({"": 1})})
    kept.judge(finding, TRUE)
    kept.save()
    measured, waiting = measuring.measure(folder, Judgements(folder / "judgements.yaml"), held=True)
    assert (measured.rows, waiting) == ({("misspelt-word", WARNING): Counter({TRUE: 1})}, [])
    assert "sémianire" not in (folder / "judgements.yaml").read_text()


def test_what_is_no_verdict_is_refused(folder):
    _measured, waiting = measuring.measure(folder, Judgements(folder / "none.yaml"), held=False)
    with pytest.raises(ValueError, match="perhaps"):
        Judgements(folder / "none.yaml").judge(waiting[0][1] if waiting else None, "perhaps")


def test_a_measure_is_read_as_it_was_written(tmp_path):
    measured = measuring.Measured(2, 3, 40, {("misspelt-word", WARNING): Counter({TRUE: 3, HARMLESS: 1, FALSE: 2})})
    measuring.write(measured, tmp_path / "measured.toml")
    assert measuring.read(tmp_path / "measured.toml") == measured


def test_the_table_says_how_many_are_right():
    rows = {("misspelt-word", WARNING): Counter({TRUE: 3, FALSE: 1}), ("date-differs", ERROR): Counter({TRUE: 1})}
    table = list(measuring.as_markdown(measuring.Measured(2, 3, 2000, rows)))
    assert table[4:] == [
        "| `date-differs` | error | 1 | 0 | 0 | 100 % |",
        "| `misspelt-word` | warning | 3 | 0 | 1 | 75 % |",
        "| **all** | error | 1 | | | 100 % |",
        "| **all** | warning | 3 | | | 75 % |",
        "",
        "False warnings per 1,000 words: 0.50.",
    ]


def test_a_folder_that_is_none_is_said(tmp_path, capsys):
    assert command.main([str(tmp_path / "none")]) == command.USAGE
    assert capsys.readouterr().err == f"{tmp_path / 'none'} is no folder.\n"


# What is kept of the bench


def test_rules_earn_their_severity():
    """An error is right 95 times in 100, a warning 70."""
    kept = measuring.kept()
    for severity, share in ((ERROR, 0.95), (WARNING, 0.7)):
        right, every = kept.right(severity)
        assert right >= share * every
    assert not {code for code, _severity in kept.rows} - RULES.keys()


def test_the_documentation_has_the_measure_that_is_kept():
    document = (HOUSE / "docs" / "developers" / "proofreading.md").read_text(encoding="utf-8")
    _before, _begin, rest = document.partition(command.BEGIN + "\n")
    table, end, _after = rest.partition(command.END)
    assert end and table.splitlines() == list(measuring.as_markdown(measuring.kept()))


def test_verdicts_are_hashes_of_known_rules():
    kept = yaml.safe_load(judgements.FILE.read_text(encoding="utf-8"))
    assert not kept.keys() - RULES.keys()
    assert {verdict for found in kept.values() for verdict in found.values()} <= set(VERDICTS)
    assert all(re.fullmatch(r"[0-9a-f]{20}", key) for found in kept.values() for key in found)


def test_the_bench_is_large_and_of_many():
    """At least 60 texts and 20 pairs, not more than a third of one publisher."""
    names = list(yaml.safe_load(SOURCES.read_text(encoding="utf-8")))
    releases = Counter(name.rpartition(".")[0] for name in names)
    publishers = Counter(name.partition("-")[0] for name in names)
    assert len(names) >= 60 and sum(texts == 2 for texts in releases.values()) >= 20
    assert max(publishers.values()) * 3 <= len(names)


# Names that only a text of the bench or one of its publishers brings. Those of the house and of its tools are no such names.
NAMES = """
    debian debconf fsfe gerloff kirschner zacchiroli langasek steinlin bytemark filipozzi nussbaum kubuntu printfection
    dingledine baltacioglu samojlenko benay wernick warzone mahjoubi dinsic puigdemont squeeze wheezy novell piana malaja grote
    grml gentoo opensuse schmitz freitag lewman pfitzmann maricato tolorunlojo heidelberg nrcan rncan valmont karacioglu valconf
    rivard saulnier portail17 baltaci fosdem linaro safecast
""".split()


def test_no_proper_name_of_the_bench_stands_in_the_code():
    """A rule that knows a name of the texts that it is measured on is no rule; ``sources.yaml`` alone says where they stand."""
    files = [*HOUSE.glob("proofreading/**/*.py"), *HOUSE.glob("proofreading/**/*.toml")]
    pattern = re.compile(rf"\b(?:{'|'.join(NAMES)})\b", re.I)
    found = {
        (file.name, match.group())
        for file in files
        if file != Path(__file__)
        for match in pattern.finditer(file.read_text(encoding="utf-8"))
    }
    assert found == set()
