"""The examples of the data files: the wrong one makes its rule speak, the right one makes no rule speak."""

import pytest

from proofreading import engine, sentences
from proofreading.findings import NOTE, Finding
from proofreading.presentation import present
from proofreading.reading import Reading
from proofreading.rules import RULES
from proofreading.sentences import About, Example
from proofreading.source import HTML, MARKDOWN, PLAIN, TextPart
from proofreading.tests.made_up import records

LANGUAGES = ("en", "fr")
TOLD = [(code, language) for code in RULES for language in LANGUAGES]
FORMS = {"": PLAIN, "markdown": MARKDOWN, "html": HTML}


def findings(about: About, example: Example) -> tuple[Finding, ...]:
    """What is shown of an example, as a release of its own."""
    known = records()
    readings = {
        language: Reading(language, [TextPart("text", language, text, FORMS[about.form])], known, about.day)
        for language, text in example.texts.items()
    }
    with engine.strict():
        report = engine.check(readings, known)
    return present(report.findings, report.languages).findings


@pytest.mark.parametrize(("code", "language"), TOLD)
def test_a_wrong_example_makes_its_rule_speak(code, language):
    about = sentences.about(code, language)
    assert code in {finding.code for finding in findings(about, about.wrong)}


@pytest.mark.parametrize(("code", "language"), TOLD)
def test_a_right_example_makes_no_rule_speak(code, language):
    """None at all, but for notes of another: who follows the guide is not told of the next fault."""
    about = sentences.about(code, language)
    said = [(finding.code, finding.severity) for finding in findings(about, about.right)]
    assert [code_of for code_of, severity in said if severity != NOTE or code_of == code] == []


@pytest.mark.parametrize(("code", "language"), TOLD)
def test_an_example_is_in_the_language_of_its_reader_first(code, language):
    about = sentences.about(code, language)
    assert [next(iter(example.texts)) for example in (about.wrong, about.right)] == [language, language]
