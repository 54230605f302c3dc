"""The report holds everything; what is shown of it is another matter."""

import random
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

import pytest

from proofreading import engine, presentation, rules
from proofreading.files import reading_of
from proofreading.findings import ERROR, NOTE, WARNING, Place
from proofreading.knowledge import Knowledge
from proofreading.presentation import MOST, present
from proofreading.reading import Reading
from proofreading.report import FailedRule
from proofreading.rule import ONE_TEXT, PORTAL, TWO_LANGUAGES, Found, Rule, rule
from proofreading.sentences import say
from proofreading.spans import overlaps

FR, EN = "Le séminaire est le lundi 30 novembre 2026.", "The seminar is on Monday 1 December 2026."


def check(**texts):
    known = Knowledge()
    return engine.check({code: reading_of(code, "x.txt", text, known) for code, text in texts.items()}, known)


def raises(*_arguments):
    raise LookupError("no such thing")
    yield


def test_nothing_is_cut_from_a_report():
    report = check(fr="\n\n".join(f"Écrire à presse{number} @example.org." for number in range(60)))
    shown = present(report.findings, report.languages)
    assert sum(finding.code == "email-broken" for finding in report.findings) == 60
    assert sum(finding.code == "email-broken" for finding in shown.findings) == MOST
    assert shown.kept_back == {"email-broken": 60 - MOST}


def test_a_fault_that_two_rules_see_is_told_once_and_reported_twice():
    report = check(fr=FR, en=EN)
    assert sorted(finding.code for finding in report.findings) == ["date-differs", "weekday-wrong"]
    assert [one.code for one in present(report.findings, report.languages).findings] == ["weekday-wrong"]


def test_a_finding_put_aside_hides_none_that_stands():
    report = check(fr=FR, en=EN)
    standing = [finding for finding in report.findings if finding.code != "weekday-wrong"]
    assert [one.code for one in present(standing, report.languages).findings] == ["date-differs"]


@pytest.mark.parametrize("code", sorted(rules.RULES))
def test_a_rule_that_fails_is_reported_and_the_others_are_read(code, monkeypatch):
    monkeypatch.setitem(rules.RULES, code, replace(rules.RULES[code], run=raises))
    report = check(fr=FR, en=EN)
    reason = "LookupError: no such thing"
    if rules.RULES[code].family == TWO_LANGUAGES:
        assert report.failed == (FailedRule(code, ("fr", "en"), reason),)
    else:
        assert report.failed == (FailedRule(code, ("fr",), reason), FailedRule(code, ("en",), reason))
    assert {finding.code for finding in report.findings} == {"date-differs", "weekday-wrong"} - {code}


def test_what_a_rule_found_before_it_failed_is_kept(monkeypatch):
    def run(text, known):
        yield Found(text.blocks[0], 0, 2, say("no-such-date"))
        raise LookupError("later")

    monkeypatch.setitem(rules.RULES, "date-impossible", replace(rules.RULES["date-impossible"], run=run))
    report = check(fr="Le texte.")
    assert [finding.code for finding in report.findings] == ["date-impossible"]
    assert report.failed == (FailedRule("date-impossible", ("fr",), "LookupError: later"),)


@pytest.mark.parametrize("said", [say("no-such-key"), say("dated")])
def test_a_sentence_that_cannot_be_written_is_a_failed_rule(said, monkeypatch):
    def run(text, known):
        yield Found(text.blocks[0], 0, 2, said)

    monkeypatch.setitem(rules.RULES, "date-line", replace(rules.RULES["date-line"], run=run))
    report = check(fr="Le texte.")
    assert [failed.code for failed in report.failed] == ["date-line"]


def test_a_strict_check_lets_a_rule_raise(monkeypatch):
    monkeypatch.setitem(rules.RULES, "bracket", replace(rules.RULES["bracket"], run=raises))
    with engine.strict(), pytest.raises(LookupError):
        check(fr="Un texte.")
    assert [failed.code for failed in check(fr="Un texte.").failed] == ["bracket"]


def test_a_fingerprint_is_that_of_the_texts():
    texts = {"fr": FR, "en": EN}
    same = check(**texts).fingerprint
    assert check(**texts).fingerprint == same
    assert len({same, check(fr=FR).fingerprint, check(fr=FR, en=EN + " ").fingerprint, check(fr=EN, en=FR).fingerprint}) == 4


def test_the_table_of_rules_is_sound():
    every: list[str] = [made.code for module in rules.MODULES for made in vars(module).values() if is_rule_of(made, module)]
    subjects = {made.subject for made in rules.RULES.values()}
    assert sorted(every) == sorted(rules.RULES), "no two rules have one code"
    assert not subjects & rules.RULES.keys(), "no subject is called like a rule"
    unknown = {name for made in rules.RULES.values() for name in made.yields_to} - subjects - rules.RULES.keys()
    assert unknown == set()
    assert {made.severity for made in rules.RULES.values()} == {ERROR, WARNING, NOTE}
    assert {made.family for made in rules.RULES.values()} == {ONE_TEXT, TWO_LANGUAGES, PORTAL}


def is_rule_of(made: object, module: ModuleType) -> bool:
    return isinstance(made, Rule) and made.run.__module__ == module.__name__


def test_every_module_of_rules_is_in_the_table():
    from pathlib import Path

    folder = Path(rules.__file__).parent
    holds = {path for path in folder.rglob("*.py") if "@rule(" in path.read_text()}
    assert {Path(module.__file__ or "") for module in rules.MODULES} == holds


def test_a_rule_yields_to_a_rule_or_to_a_subject():
    def run(text: Reading, known: Knowledge) -> Iterator[Found]:
        yield from ()

    date = rule("some-date", ERROR, ONE_TEXT, subject="date")(run)
    word = rule("some-word", WARNING, ONE_TEXT, subject="word", yields_to=("date",))(run)
    name = rule("some-name", WARNING, ONE_TEXT, subject="name", yields_to=("some-word",))(run)
    assert word.sees_the_fault_of(date) and date.sees_the_fault_of(word)
    assert name.sees_the_fault_of(word)
    assert not name.sees_the_fault_of(date)


def test_places_know_what_they_came_from():
    """But two places are the same wherever the text was taken from."""
    first, second = check(fr=FR, en=EN).findings, check(fr=FR, en=EN).findings
    assert [finding.place for finding in first] == [finding.place for finding in second]


def test_telling_once_holds_no_finding_against_all_others(monkeypatch):
    """A line of a thousand letters is a thousand findings: held each against each they took minutes."""
    compared = []
    are_equal = Place.__eq__

    def counted(spans, start, end):
        compared.append(start)
        return overlaps(spans, start, end)

    def counted_as_equal(one, other):
        compared.append(one)
        return are_equal(one, other)

    monkeypatch.setattr(presentation, "overlaps", counted)
    monkeypatch.setattr(Place, "__eq__", counted_as_equal)
    numbers = []
    for letters in (100, 400):
        found = check(fr="Le " + "A " * letters).findings
        assert len(found) == letters - 1
        compared.clear()
        assert len(presentation.told_once(found)) == letters - 1
        numbers.append(len(compared))
    assert numbers[1] <= 8 * numbers[0] + 400, numbers


def one_by_one(findings):
    """The same by comparing each with each."""
    kept = []
    for finding in sorted(findings, key=presentation._weight):
        here = finding.place
        beside = [other for other in kept if same_paragraph(other.place, here)]
        if not any(is_same_fault(finding, other) for other in beside):
            kept.append(finding)
    return kept


def same_paragraph(one, other):
    return (one.language, one.field, one.paragraph) == (other.language, other.field, other.paragraph)


def is_same_fault(finding, other):
    if finding.code == other.code:
        return finding.place == other.place
    if not overlaps([(finding.place.start, finding.place.end)], other.place.start, other.place.end):
        return False
    known = {finding.code, other.code} <= rules.RULES.keys()
    return known and rules.RULES[finding.code].sees_the_fault_of(rules.RULES[other.code])


@pytest.mark.parametrize("seed", range(20))
def test_telling_once_tells_what_comparing_each_with_each_does(seed):
    drawn = random.Random(seed)
    (model, *_rest) = check(fr="Écrire à presse @example.org.").findings
    codes = [*drawn.sample(sorted(rules.RULES), 12), "unknown-rule"]
    findings = []
    for _number in range(200):
        start = drawn.randrange(300)
        place = replace(model.place, start=start, end=start + drawn.choice((0, 1, 3, 64, 200)), paragraph=drawn.randrange(1, 3))
        findings.append(replace(model, code=drawn.choice(codes), severity=drawn.choice((ERROR, WARNING, NOTE)), place=place))
    assert presentation.told_once(findings) == one_by_one(findings)
