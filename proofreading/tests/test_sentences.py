"""What the check says: complete in its data files, and written in the language of whoever reads it."""

import ast
import re
import string
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from proofreading import sentences
from proofreading.rules import RULES
from proofreading.sentences import Amount, Localized, Message, Phrase, Weekday

FOLDER = Path(sentences.__file__).parent
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml"))
TABLES = {"languages", "formats", "phrases", "units", "command", "files", "guide"}
TOLD = ("name", "why", "wrong", "right")
ONLY_SOME = ("known", "day", "form")


def gaps(text):
    return sorted(name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name)


def test_every_language_says_the_same():
    """The same sentences with the same gaps for every rule, and for no other."""
    said = {
        code: {
            (rule, key): gaps(text)
            for rule, entry in sentences.load(code).items()
            if rule not in TABLES
            for key, text in entry["messages"].items()
        }
        for code in LANGUAGES
    }
    assert LANGUAGES == ["en", "fr"]
    assert said["fr"] == said["en"]
    assert {rule for rule, _key in said["en"]} == set(RULES)


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_language_has_the_same_words(table):
    keys = {code: {key: gaps(text) for key, text in sentences.load(code)[table].items()} for code in LANGUAGES}
    assert keys["fr"] == keys["en"]


def test_every_rule_is_told_of_in_every_language():
    lacking = {rule for rule in RULES for code in LANGUAGES if any(not sentences.load(code)[rule].get(name) for name in TOLD)}
    assert lacking == set()


def test_every_language_tells_of_an_example_as_much():
    """What the records have to know, the date and the form of an example: in every data file, or in none."""
    told = {
        code: {rule: [key for key in ONLY_SOME if key in sentences.load(code)[rule]] for rule in RULES} for code in LANGUAGES
    }
    assert told["fr"] == told["en"]


def test_no_sentence_is_left_over():
    """Each key of a data file stands in the code of a rule."""
    code = "\n".join(path.read_text() for path in (FOLDER.parent / "rules").rglob("*.py"))
    used = set(re.findall(r'say\(\s*"([\w-]+)"', code))
    keys = {key for rule in RULES for key in sentences.keys(rule)}
    assert keys == used


def test_every_gap_is_filled_where_a_rule_speaks():
    """Read from the source: what a ``say`` names fills each of its gaps."""
    texts = {key: gaps(text) for rule in RULES for key, text in sentences.load("en")[rule]["messages"].items()}
    wrong = []
    for path in sorted((FOLDER.parent / "rules").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                given = sorted(keyword.arg or "" for keyword in node.keywords)
                if given != texts[ast.literal_eval(node.args[0])]:
                    wrong.append(f"{path.name}:{node.lineno}")
    assert wrong == []


def french(table):
    """Every text of a data file that is in its own language and not wrong on purpose."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from french({"fr": value.get("fr", "")} if key == "right" else value if key != "wrong" else {})
        elif isinstance(value, str) and key != "wrong":
            yield value


def test_french_signs_stand_where_they_belong():
    told = [text for text in french(sentences.load("fr")) if re.search(r"« |[ \w]»|[\w»)] ?[;!?](?!\w)|[\w»)] :|\w'\w", text)]
    assert [text for text in told if not text.startswith(("A narrow", "d'er'"))] == []


PARAMS = [
    (date(2026, 11, 30), "30 November 2026", "30 novembre 2026"),
    (date(2026, 12, 1), "1 December 2026", "1er décembre 2026"),
    (Weekday(0), "Monday", "lundi"),
    (Localized({"fr": "un titre", "en": "a title"}), "a title", "un titre"),
    (Localized({"fr": "un titre"}), "un titre", "un titre"),
    (Phrase("another-language"), "another language", "langue étrangère"),
    (Amount(Decimal("60"), "more-than", "", Localized({"fr": "PAC"})), "more than 60 PAC", "plus de 60 PAC"),
    (Amount(Decimal("35.0"), "", "MEUR"), "35 million euros", "35 millions d’euros"),
    (Amount(Decimal("3"), "", "furlong"), "3", "3"),
    ("{brace}", "{brace}", "{brace}"),
    (2026, "2026", "2026"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "english", "french"), PARAMS)
def test_a_parameter_is_shown_in_the_readers_language(value, english, french):
    message = Message("date-line", "dated", {"day": value})
    assert message.render("en") == f"The release is dated {english}."
    assert message.render("fr") == f"Le communiqué est daté du {french}."


def test_a_language_without_a_file_is_told_in_english():
    assert Message("date-impossible", "no-such-date").render("pt-br") == "This date does not exist."
    assert sentences.about("dates-in-order", "de").name == "Span of dates"
    assert Message("date-line", "dated", {"day": date(2026, 3, 3)}).render("tlh") == "The release is dated 3 March 2026."


def test_what_is_stored_of_a_sentence_names_it_and_its_parameters():
    message = Message("weekday-wrong", "of-date", {"date": date(2026, 11, 30), "weekday": Weekday(0)})
    assert message.as_json() == {
        "rule": "weekday-wrong",
        "key": "of-date",
        "params": {"date": {"date": "2026-11-30"}, "weekday": {"weekday": 0}},
    }
