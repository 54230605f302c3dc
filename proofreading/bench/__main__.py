"""``python -m proofreading.bench var/bench``: the table of the bench; on a terminal it asks for what nobody has judged yet.

``--held`` takes the releases that are held back instead, which are read once; ``--write`` keeps the table, and ``--into FILE``
writes it between the two marks of a document; ``--tools`` counts with the grammar checkers that are installed, and keeps
nothing: no bar rests on them. Exit status 0: all was judged; 1: something waits to be; 2: wrong use.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .. import language_tools
from ..findings import Finding
from .judgements import VERDICTS, Judgements
from .measuring import as_markdown, measure, write

BEGIN, END = "<!-- bench -->", "<!-- end of bench -->"
READER = "en"
DONE, WAITING, USAGE = 0, 1, 2


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    if not options.folder.is_dir():
        print(f"{options.folder} is no folder.", file=sys.stderr)
        return USAGE
    judgements = Judgements()
    tools = language_tools.installed() if options.tools else {}
    measured, waiting = measure(options.folder, judgements, held=options.held, tools=tools)
    if waiting and sys.stdin.isatty():
        _ask(waiting, judgements)
        measured, waiting = measure(options.folder, judgements, held=options.held, tools=tools)
    elif waiting:
        print(*(_shown(name, finding) for name, finding in waiting), sep="\n", file=sys.stderr)
    table = list(as_markdown(measured))
    print(*table, sep="\n")
    for code in measured.failed:
        print(f"The rule {code} failed.", file=sys.stderr)
    if options.write and not tools:
        write(measured)
    if options.into and not tools:
        options.into.write_text(_written_into(options.into.read_text(encoding="utf-8"), table), encoding="utf-8")
    return WAITING if waiting or measured.failed else DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bench-check", description="Count how often the check is right on real releases.")
    parser.add_argument("folder", type=Path, help="the texts: <source>-<number>.<language>.txt")
    parser.add_argument("--held", action="store_true", help="the releases that are held back, instead of the others")
    parser.add_argument("--tools", action="store_true", help="with the grammar checkers that are installed; never kept")
    parser.add_argument("--write", action="store_true", help="keep the table for the guide and the documentation")
    parser.add_argument("--into", type=Path, metavar="FILE", help="a document that has the two marks")
    return parser


def _shown(name: str, finding: Finding) -> str:
    head = f"{name}.{finding.language}:{finding.place.line} {finding.severity} [{finding.code}] {finding.place.shown[:80]!r}"
    return f"{head}: {finding.message.render(READER)}\n    {finding.sentence}"


def _ask(waiting: list[tuple[str, Finding]], judgements: Judgements) -> None:
    """Ask for a verdict on each finding by its first letter; an empty answer leaves it, and the rest is kept."""
    for name, finding in waiting:
        print(_shown(name, finding))
        answer = input(f"{' / '.join(VERDICTS)}? ").strip().lower()
        verdict = next((one for one in VERDICTS if answer and one.startswith(answer)), "")
        if verdict:
            judgements.judge(finding, verdict)
            judgements.save()


def _written_into(document: str, table: list[str]) -> str:
    before, begins, rest = document.partition(BEGIN)
    _old, ends, after = rest.partition(END)
    if not (begins and ends):
        raise ValueError(f"{BEGIN} … {END}")
    return f"{before}{BEGIN}\n" + "\n".join(table) + f"\n{END}{after}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
