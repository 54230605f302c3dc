"""Checks texts without a portal: ``python -m proofreading --fr communique.txt --en release.txt``.

Any ``--<language>`` with a file is taken; the first one is the main language, and one of the files may be ``-``, standard
input. A file may be plain text, Markdown, HTML, a Word document, an OpenDocument text or a PDF (``files``).
Exit status 0: no error was found; 1: errors were found, or a rule could not be run; 2: wrong use, or a file that is none, or no
text.

``python -m proofreading guide --language fr`` prints the guide to the rules, and with ``--into FILE`` writes it between the two
marks of a document.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from . import engine, language_tools, listing
from .files import NotATextError, ReadFile, read_file, read_input, read_text
from .knowledge import Knowledge
from .mending import FixTrial
from .sentences import command

CLEAN, FOUND, USAGE = 0, 1, 2
STANDARD_INPUT = "-"
_LANGUAGE = re.compile(r"--([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)(?:=(.*))?", re.S)


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for, and return the exit status."""
    return _guide(arguments[1:]) if arguments[:1] == ["guide"] else _check(arguments)


def _guide(arguments: Sequence[str]) -> int:
    """Print the guide to the rules, or write it into a document. It is loaded here: a check does without it and its tables."""
    from . import guide

    parser = argparse.ArgumentParser("proofreading guide", description="Write the guide to the rules from their own data.")
    parser.add_argument("--language", metavar="CODE", default="en", help="the language of the guide")
    parser.add_argument("--into", metavar="FILE", help="a document that has the two marks")
    options = parser.parse_args(arguments)
    if options.into is None:
        print(*guide.as_markdown(options.language), sep="\n")
        return CLEAN
    try:
        written = guide.written_into(read_text(options.into, options.language), options.language)
    except NotATextError as error:
        print(error, file=sys.stderr)
        return USAGE
    except ValueError as marks:
        print(command("no-marks", options.language, name=options.into, marks=marks), file=sys.stderr)
        return USAGE
    Path(options.into).write_text(written, encoding="utf-8")
    return CLEAN


def _check(arguments: Sequence[str]) -> int:
    """Check the texts that the arguments name, and write what was found."""
    options, rest = _parser().parse_known_args(arguments)
    try:
        texts = {code: _read(name, options.language) for code, name in _files(rest, options.language).items()}
    except NotATextError as error:
        print(error, file=sys.stderr)
        return USAGE
    known = Knowledge(tools=language_tools.installed() if options.tools else {})
    readings = {code: read.reading(code, known) for code, read in texts.items()}
    for read in texts.values():
        for notice in read.notices:
            print(f"{read.name}: {notice.render(options.language)}", file=sys.stderr)
    report = FixTrial(readings, engine.check(readings, known), known).offered()
    for line in listing.failures(report, options.language):
        print(line, file=sys.stderr)
    if options.format == "json":
        print(listing.as_json(report, options.language))
    else:
        print(*listing.as_text(report, options.language), sep="\n")
    return CLEAN if listing.is_clean(report) else FOUND


def _read(name: str, reader: str) -> ReadFile:
    return read_input(reader) if name == STANDARD_INPUT else read_file(name, reader)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "proofreading",
        usage="%(prog)s --<language> FILE [--<language> FILE …] [--format text|json] [--language CODE] [--tools]",
        description="Check a communiqué against itself and against its other languages.",
        allow_abbrev=False,
    )
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--language", metavar="CODE", default="en", help="the language of the sentences")
    parser.add_argument("--tools", action="store_true", help="let the grammar checkers read along that are installed")
    return parser


def _files(rest: Sequence[str], reader: str) -> dict[str, str]:
    """The file of each language; raises ``NotATextError`` for anything else."""
    found: dict[str, str] = {}
    waiting = iter(rest)
    for argument in waiting:
        option = _LANGUAGE.fullmatch(argument)
        name = (option[2] if option[2] is not None else next(waiting, "")) if option else ""
        if option is None or not name:
            raise NotATextError(command("usage", reader))
        if name == STANDARD_INPUT and name in found.values():
            raise NotATextError(command("input-twice", reader))
        found[option[1]] = name
    if not found:
        raise NotATextError(command("usage", reader))
    return found


if __name__ == "__main__":
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
