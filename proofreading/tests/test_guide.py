"""The guide to the rules: written from their data, and the one of the editors as it is written."""

from pathlib import Path

import pytest

from proofreading import guide
from proofreading.__main__ import main
from proofreading.bench import measuring
from proofreading.rule import FAMILIES
from proofreading.rules import RULES
from proofreading.sentences import about, command

ROOT = Path(__file__).resolve().parents[2]
EDITORS = ROOT / "docs" / "editors" / "check.md"


def rows(reader):
    """The cells of each row of the tables but for their heads."""
    lines = [line for line in guide.as_markdown(reader) if line.startswith("| ")]
    heads = {lines[0], lines[1]}
    return [line.removeprefix("| ").removesuffix(" |").split(" | ") for line in lines if line not in heads]


def test_the_guide_of_the_editors_is_the_one_that_is_written():
    """It is written anew by ``python -m proofreading guide --language fr --into docs/editors/check.md``."""
    document = EDITORS.read_text(encoding="utf-8")
    assert guide.written_into(document, "fr") == document


@pytest.mark.parametrize("reader", ["fr", "en", "de"])
def test_it_tells_of_every_rule_once(reader):
    told = [
        (about(code, reader).name, command(rule.severity, reader))
        for family in FAMILIES
        for code, rule in RULES.items()
        if rule.family == family
    ]
    assert [(name, severity) for name, severity, *_rest in rows(reader)] == told


@pytest.mark.parametrize("reader", ["fr", "en"])
def test_no_two_rules_have_one_name(reader):
    names = [about(code, reader).name for code in RULES]
    assert sorted(names) == sorted(set(names))


def test_an_example_stands_to_the_letter():
    found = {row[0]: row[2:5] for row in rows("en")}
    assert found["Date line"] == [
        "The date line says another day than the release’s own date. For the example: *The release is dated 4 March 2026.*",
        "`Paris, 3 March 2026`",
        "`Paris, 4 March 2026`",
    ]
    assert found["Picture without alternative text"][1] == "`![](https://example.org/hall.jpg)`<br>`The hall is full.`"
    assert found["Speaker of a quotation"][1:] == [
        "English: `“We open our doors to all students,” says Étienne Sarrazin.`"
        "<br>French: `«\u00a0Nous ouvrons nos portes à tous les étudiants\u00a0», dit Maud Kervella.`",
        "English: `“We open our doors to all students,” says Maud Kervella.`"
        "<br>French: `«\u00a0Nous ouvrons nos portes à tous les étudiants\u00a0», dit Maud Kervella.`",
    ]


def test_a_rule_is_shown_with_how_often_it_was_right():
    """Of all that it said on the bench; with a dash where it said nothing."""
    kept = measuring.kept().rows
    said = {code: sum(count.total() for (told, _severity), count in kept.items() if told == code) for code in RULES}
    names = {about(code, "en").name: code for code in RULES}
    for row in rows("en"):
        every = said[names[row[0]]]
        assert (row[-1] == "–") == (every == 0) and row[-1].endswith(f" of {every}" if every else "–")


def test_it_is_written_between_the_marks_of_a_document(tmp_path):
    document = tmp_path / "guide.md"
    document.write_text(f"# A guide\n\n{guide.BEGIN}\nan older one\n{guide.END}\n\nAnd so on.\n")
    assert main(["guide", "--into", str(document)]) == 0
    before, _begin, rest = document.read_text().partition(guide.BEGIN)
    written, _end, after = rest.partition(guide.END)
    assert (before, after) == ("# A guide\n\n", "\n\nAnd so on.\n")
    assert written.strip().splitlines() == list(guide.as_markdown("en"))[1:]


@pytest.mark.parametrize("text", ["No mark.\n", f"{guide.BEGIN} alone\n", f"{guide.END} first {guide.BEGIN}\n"])
def test_a_document_without_its_marks_is_left_alone(tmp_path, capsys, text):
    document = tmp_path / "guide.md"
    document.write_text(text)
    assert main(["guide", "--into", str(document), "--language", "fr"]) == 2
    assert capsys.readouterr().err == f"{document} n’a pas de place pour le guide\u00a0: {guide.BEGIN} … {guide.END}.\n"
    assert document.read_text() == text


def test_no_document_is_made(tmp_path, capsys):
    assert main(["guide", "--into", str(tmp_path / "none.md")]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'none.md'}: there is no such file.\n"
    assert list(tmp_path.iterdir()) == []
