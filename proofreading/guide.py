"""The guide to the rules, written from their own data: ``python -m proofreading guide --language fr``.

A table in Markdown for each family: what a rule is called, how grave what it finds is, why it is there, an example in which it
speaks and the same made right. ``written_into`` puts it into a document, between two marks that the document has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import rules
from .bench import measuring
from .bench.judgements import TRUE
from .rule import FAMILIES, Rule
from .sentences import About, Example, about, command, guide, language_name, show

BEGIN, END = "<!-- rules -->", "<!-- end of rules -->"
COLUMNS = ("rule", "severity", "why", "wrong", "right", "measured")


def as_markdown(reader: str) -> Iterator[str]:
    """The lines of the guide in the language of a reader."""
    for family in FAMILIES:
        yield from ("", f"### {guide(family.replace(' ', '-'), reader)}", "")
        yield _row(guide(column, reader) for column in COLUMNS)
        yield _row("---" for _column in COLUMNS)
        yield from (_row(_cells(rule, reader)) for rule in rules.RULES.values() if rule.family == family)


def written_into(document: str, reader: str) -> str:
    """A document with what stands between its two marks written anew; raises ``ValueError`` where it lacks one."""
    before, begins, rest = document.partition(BEGIN)
    _old, ends, after = rest.partition(END)
    if not (begins and ends):
        raise ValueError(f"{BEGIN} … {END}")
    return f"{before}{BEGIN}\n" + "\n".join(as_markdown(reader)).lstrip("\n") + f"\n\n{END}{after}"


def _cells(rule: Rule, reader: str) -> tuple[str, ...]:
    told = about(rule.code, reader)
    why = " ".join([told.why, *_given(told, reader)])
    examples = _shown(told.wrong, reader), _shown(told.right, reader)
    return told.name, command(rule.severity, reader), why, *examples, _measured(rule.code, reader)


def _measured(code: str, reader: str) -> str:
    """How often a rule was right on the texts of the bench; a dash where it spoke on none of them."""
    counts = [count for (told, _severity), count in measuring.kept().rows.items() if told == code]
    every = sum(count.total() for count in counts)
    right = sum(count[TRUE] for count in counts)
    return guide("right-of", reader, right=right, every=every) if every else "–"


def _given(told: About, reader: str) -> Iterator[str]:
    """What has to be known to judge the examples: what the records have, the date of the release."""
    if told.known:
        yield guide("known", reader, known=told.known)
    if told.day is not None:
        yield guide("day", reader, day=show(told.day, reader))


def _shown(example: Example, reader: str) -> str:
    """An example to the letter; of several languages each behind its name."""
    if len(example.texts) == 1:
        return _literal(*example.texts.values())
    texts = ((language_name(code, reader), _literal(text)) for code, text in example.texts.items())
    return "<br>".join(guide("in-language", reader, language=language, text=text) for language, text in texts)


def _literal(text: str) -> str:
    return "<br>".join(f"`{line}`" for line in re.split(r"\n+", text))


def _row(cells: Iterator[str] | tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
