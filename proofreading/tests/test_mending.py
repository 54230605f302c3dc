"""A fix is offered only where the whole text is cleaner for it: no fix ever leaves more findings than before."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from proofreading import engine, mending, rules, sentences
from proofreading.files import reading_of
from proofreading.findings import SEVERITIES, Finding, Fix
from proofreading.knowledge import Knowledge, KnownContact
from proofreading.mending import MOST_TRIED, FixTrial, mended
from proofreading.presentation import told_once
from proofreading.reading import Reading
from proofreading.rules import RULES
from proofreading.scoring import release_of, tables_of
from proofreading.source import HTML, MARKDOWN, PLAIN, TextPart
from proofreading.tests.made_up import records

LANGUAGES = ("en", "fr")
FORMS = {"": PLAIN, "markdown": MARKDOWN, "html": HTML}
CORPUS = Path(__file__).parents[2] / "tests" / "checker_corpus" / "developed"
NEVER_OFFERED: set[str] = set()
"""Rules with a fix whose own example is not cleaner for it."""


def trial_of(readings: Mapping[str, Reading], known: Knowledge) -> FixTrial:
    with engine.strict():
        return FixTrial(readings, engine.check(readings, known), known)


def counted(findings: tuple[Finding, ...]) -> list[tuple[int, ...]]:
    """How many findings there are up to each severity: of all, and of those that are told once."""
    found = []
    for list_of in (findings, told_once(findings)):
        count = Counter(finding.severity for finding in list_of)
        found.append(tuple(sum(count[severity] for severity in SEVERITIES[: most + 1]) for most in range(len(SEVERITIES))))
    return found


def written(trial: FixTrial, finding: Finding, source: str) -> dict[str, Reading]:
    """The texts with another source for that of a finding."""
    return with_sources(trial, {(finding.language, finding.place.field): source})


def with_sources(trial: FixTrial, sources: Mapping[tuple[str, str], str]) -> dict[str, Reading]:
    """The texts with other sources: each that has one is read from the beginning, the others stay as they were."""
    readings = dict(trial.readings)
    for code in {code for code, _field in sources}:
        reading = readings[code]
        parts = [replace(part, source=sources.get((code, part.field), part.source)) for part in reading.parts]
        readings[code] = Reading(code, parts, trial.known, reading.day, reading.typeset_later)
    return readings


def assert_no_fix_leaves_more(trial: FixTrial) -> list[str]:
    """Make each fix that is offered, alone, and check the whole text anew; the rules whose fix is offered."""
    before, offered = counted(trial.report.findings), []
    for finding in trial.report.findings:
        source = trial.source_with(finding) if finding.fix else None
        if source is None:
            continue
        offered.append(finding.code)
        readings = written(trial, finding, source)
        after = counted(engine.check(readings, trial.known).findings)
        pairs = [(old, new) for olds, news in zip(before, after, strict=True) for old, new in zip(olds, news, strict=True)]
        assert all(new <= old for old, new in pairs), (finding.code, finding.place.shown, finding.fix, before, after)
        assert after[0] != before[0]
    return offered


def assert_those_of_a_kind_leave_no_more(trial: FixTrial) -> list[int]:
    """Make the fixes of each kind that are offered together, and check the whole text anew; how many of each were written."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in trial.worth_offering(trial.report.findings):
        kinds.setdefault((finding.language, finding.code), []).append(finding)
    before, made = counted(trial.report.findings), []
    for kind, findings in kinds.items():
        together = trial.together(findings)
        after = counted(engine.check(with_sources(trial, together.sources), trial.known).findings)
        pairs = [(old, new) for olds, news in zip(before, after, strict=True) for old, new in zip(olds, news, strict=True)]
        assert together.findings and all(new <= old for old, new in pairs), (kind, before, after)
        made.append(len(together.findings))
    return made


def of_example(code: str, language: str) -> FixTrial:
    about, known = sentences.about(code, language), records()
    form, texts = FORMS[about.form], about.wrong.texts
    readings = {of: Reading(of, [TextPart("text", of, text, form)], known, about.day) for of, text in texts.items()}
    return trial_of(readings, known)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", RULES)
def test_a_fix_of_an_example_leaves_no_more_than_before(code, language):
    trial = of_example(code, language)
    offered = assert_no_fix_leaves_more(trial)
    has_fix = {finding.code for finding in trial.report.findings if finding.fix}
    assert not (code in has_fix and code not in offered and code not in NEVER_OFFERED), "the example has a fix, and it helps"


LONG = ("agreement", "chaire", "imagerie")
"""Made-up releases with the most faults: asked before a change is taken in, and not as one works."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "table",
    [
        pytest.param(table, id=table.stem, marks=[pytest.mark.in_full] if table.stem in LONG else [])
        for table in tables_of(CORPUS)[::5]
    ],
)
def test_a_fix_of_a_made_up_release_leaves_no_more_than_before(table):
    """With everything wrong at once that its table plants one by one; every fifth one, since each fix costs two checks."""
    release = release_of(table)
    known, texts = records(), {code: text for code, (_name, text) in release.texts.items()}
    for change in release.changes:
        for code in texts if change["in"] == "both" else [change["in"]]:
            old, new = (words[code] if isinstance(words, dict) else words for words in (change["old"], change["new"]))
            texts[code] = texts[code].replace(old, new, 1)
    names = {code: name for code, (name, _text) in release.texts.items()}
    readings = {code: reading_of(code, names[code], text, known) for code, text in texts.items()}
    assert_no_fix_leaves_more(trial_of(readings, known))
    assert_those_of_a_kind_leave_no_more(trial_of(readings, known))


def test_all_of_a_kind_are_mended_together():
    trial = rich("<p>Il est ouvert à tous les les étudiants.</p><p>Le dîner est offert à à chacun de nous.</p>")
    doubled = [finding for finding in trial.report.findings if finding.code == "word-twice"]
    mended_texts = trial.together(doubled)
    assert mended_texts.sources == {
        ("fr", "body"): "<p>Il est ouvert à tous les étudiants.</p><p>Le dîner est offert à chacun de nous.</p>"
    }
    assert assert_those_of_a_kind_leave_no_more(trial) == [2]


def test_a_fix_that_would_spoil_the_others_is_left_out(monkeypatch):
    """Where all together are no cleaner each is asked for itself: here one of them makes a fault of its own."""
    trial = rich("<p>Il est ouvert à tous les les étudiants.</p><p>Le dîner est offert à à chacun de nous.</p>")
    first, second = (finding for finding in trial.report.findings if finding.code == "word-twice")
    spoilt = replace(second, fix=replace(second.fix, text="presse @example.org"))
    assert [finding.key for finding in trial.together([first, spoilt]).findings] == [first.key]


# Rich text


def rich(source: str, known: Knowledge | None = None, field: str = "body") -> FixTrial:
    known = known or Knowledge()
    return trial_of({"fr": Reading("fr", [TextPart(field, "fr", source, HTML, field)], known)}, known)


def mended_by(trial: FixTrial, code: str) -> list[str | None]:
    return [trial.source_with(finding) for finding in trial.report.findings if finding.code == code]


CONTACTS = Knowledge(contacts=[KnownContact("Jeanne de Val-Rémi", "jeanne.de-val-remi@example.org", "+33 1 99 00 12 34")])


def test_a_link_that_says_its_address_is_led_to_the_new_one():
    """Mended alone, the words would say one address and the link lead to another: an error that was none before."""
    link = '<a href="mailto:{0}">{0}</a>'
    source = "<h2>Contact presse</h2><p>Jeanne de Val-Rémi, {}</p>"
    wrong, right = link.format("val-remi@example.org"), link.format("jeanne.de-val-remi@example.org")
    trial = rich(source.format(wrong), CONTACTS)
    assert mended_by(trial, "contact-known") == [source.format(right)]
    assert_no_fix_leaves_more(trial)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('<a href="https://a.example">a.example</a>', '<a href="https://b.example">b.example</a>'),
        ('<a title="x" href=https://a.example>a.example</a>', '<a title="x" href=https://b.example>b.example</a>'),
        ('<a href="https://a.example/x">a.example</a>', '<a href="https://a.example/x">b.example</a>'),
        ('<a href="https://a.example">Voir a.example</a>', '<a href="https://a.example">Voir b.example</a>'),
        ('<a href="/">x</a> a.example', '<a href="/">x</a> b.example'),
        ('a.example <a href="https://a.example">x</a>', 'b.example <a href="https://a.example">x</a>'),
        ('<a href="mailto:a.example">a.example</a>', '<a href="mailto:b.example">b.example</a>'),
    ],
)
def test_only_a_link_that_says_no_more_than_its_address_is_led_anew(wrong, right):
    start = wrong.rindex("a.example") if ">a.example<" in wrong or "Voir" in wrong or wrong.endswith("a.example") else 0
    part = TextPart("body", "fr", wrong, HTML)
    assert mended(part, Fix("b.example", start, start + len("a.example"))) == right


def test_what_a_fix_writes_is_text_and_no_markup():
    part = TextPart("body", "fr", '<p><a href="mailto:a">a</a></p>', HTML)
    start = part.source.index(">a<") + 1
    assert mended(part, Fix('<b>"&', start, start + 1)) == '<p><a href="mailto:&lt;b&gt;&quot;&amp;">&lt;b&gt;"&amp;</a></p>'


def test_a_stretch_that_holds_a_tag_is_not_replaced():
    source = '<p>jeanne.de <a href="mailto:val-remi@example.org">val-remi@example.org</a></p>'
    assert mended(TextPart("body", "fr", source, HTML), Fix("x", 3, source.index("</a>"))) is None


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("**PRESS RELEASE**The cluster", "**PRESS RELEASE**", "PRESS RELEASE", None),
        ("The**PRESS**", "**PRESS**", "PRESS", None),
        ("**PRESS** The", "**PRESS**", "PRESS", "PRESS The"),
        ("a<br>b", "<br>", "", None),
        ("a <b>b</b> c", "<b>", "", "a b</b> c"),
        ("caf&eacute;s", "&eacute;", "é", "cafés"),
        ("les les uns", "les les", "les", "les uns"),
        ("mot , puis", " ,", ",", "mot, puis"),
        ("presse @example.org", "presse @example.org", "presse@example.org", "presse@example.org"),
    ],
)
def test_a_fix_makes_one_word_of_no_two(text, old, new, expected):
    start = text.index(old)
    assert mended(TextPart("title", "en", text), Fix(new, start, start + len(old))) == expected


def test_a_title_in_bold_is_not_glued_to_what_follows():
    known = Knowledge()
    title = TextPart("title", "en", "**PRESS RELEASE**The cluster opens", PLAIN, "title")
    trial = trial_of({"en": Reading("en", [title], known)}, known)
    assert [finding.code for finding in trial.report.findings if finding.fix] == ["markup-left"]
    assert [finding.fix for finding in trial.offered().findings] == [None]


# What counts


@pytest.fixture
def rule_found(monkeypatch):
    """A rule that finds a word wherever it stands, with a fix; its severity is given."""
    from proofreading.rule import ONE_TEXT, Found, Rule
    from proofreading.sentences import say

    def add(code, word, fix=None, severity="warning"):
        def run(text, known):
            for block in text.blocks:
                place = block.text.find(word)
                if place >= 0:
                    yield Found(block, place, place + len(word), say("twice"), fix)

        monkeypatch.setitem(rules.RULES, code, Rule(code, severity, ONE_TEXT, f"{code} only", run))
        told = sentences.load("en")["word-twice"]
        for language in LANGUAGES:
            monkeypatch.setitem(sentences.load(language), code, told)

    return add


def offered(text: str) -> list[str]:
    known = Knowledge()
    trial = trial_of({"en": Reading("en", [TextPart("text", "en", text)], known)}, known)
    return [finding.code for finding in trial.offered().findings if finding.fix]


@pytest.mark.parametrize(
    ("severities", "is_offered"),
    [
        (("error", "warning"), True),
        (("warning", "note"), True),
        (("warning", "warning"), False),
        (("note", "warning"), False),
        (("warning", "error"), False),
    ],
)
def test_a_fix_that_makes_another_fault_is_offered_only_where_that_is_milder(severities, is_offered, rule_found):
    rule_found("first-fault", "Abcd", "Efgh", severities[0])
    rule_found("other-fault", "Efgh", None, severities[1])
    assert ("first-fault" in offered("The house is Abcd here.")) is is_offered


def test_a_fix_that_makes_two_milder_faults_is_not_offered(rule_found):
    rule_found("first-fault", "Abcd", "Efgh Ijkl", "error")
    rule_found("second-fault", "Efgh", None, "note")
    rule_found("third-fault", "Ijkl", None, "note")
    assert offered("The house is Abcd here.") == []


def test_a_fix_on_which_a_rule_fails_is_not_offered(rule_found, monkeypatch):
    """What the rule would have found is not known."""
    rule_found("first-fault", "Abcd", "Efgh")
    assert offered("The house is Abcd here.") == ["first-fault"]

    def fails(text, known):
        if any("Efgh" in block.text for block in text.blocks):
            raise LookupError("Efgh")
        yield from ()

    monkeypatch.setitem(rules.RULES, "bracket", replace(rules.RULES["bracket"], run=fails))
    known = Knowledge()
    readings = {"en": Reading("en", [TextPart("text", "en", "The house is Abcd here.")], known)}
    assert [one.fix for one in FixTrial(readings, engine.check(readings, known), known).offered().findings] == [None]


@pytest.mark.slow
def test_of_many_fixes_the_first_are_tried():
    text = "\n\n".join(f"Écrire à presse{number} @example.org." for number in range(MOST_TRIED + 10))
    known = Knowledge()
    trial = trial_of({"fr": reading_of("fr", "x.txt", text, known)}, known)
    fixable = [finding for finding in trial.report.findings if finding.fix]
    assert len(fixable) == MOST_TRIED + 10
    assert trial.worth_offering(fixable) == fixable[:MOST_TRIED]


def test_of_a_long_text_fewer_fixes_are_tried(monkeypatch):
    monkeypatch.setattr(mending, "MOST_CHARACTERS", 300)
    known = Knowledge()
    text = "\n\n".join(f"Écrire à presse{number} @example.org." for number in range(4))
    assert trial_of({"fr": reading_of("fr", "x.txt", text, known)}, known).most == 2
