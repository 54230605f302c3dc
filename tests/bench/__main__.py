"""``python -m tests.bench``: see ``script/bench``."""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from . import report
from .bounds import BEFORE, FRONT, LARGE, MEMORY, SMALL, START, Result, breaches
from .stack import HOUSE, Portal, Stack


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    results = run(options.times, options.rounds, options.only)
    if options.json:
        options.json.write_text(report.as_json(results, options.times) + "\n", encoding="utf-8")
    return told(results, options.times, write=options.write)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench")
    parser.add_argument(
        "--times", type=int, default=100, metavar="N", help="compare with N times the content (100 unless told)"
    )
    parser.add_argument("--rounds", type=int, default=7, metavar="N", help="answers of each row (7 unless told)")
    parser.add_argument("--only", default="", metavar="WORDS", help="only the rows whose name holds these words")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {report.DOCUMENT}")
    return parser.parse_args(arguments)


def told(results: list[Result], times: int, write: bool = False) -> int:
    """Print what was found; 1 where a bound is broken."""
    text = report.whole(results, times)
    print(text)
    if write:
        report.write(text, times, HOUSE / report.DOCUMENT)
    return 1 if any(breaches(results)) else 0


def run(times: int, rounds: int, only: str) -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as directory, contextlib.ExitStack() as kept:
        # PostgreSQL runs as somebody else.
        os.chmod(directory, 0o755)
        stack = Stack(Path(directory), kept)
        _prepare(stack)
        portals: dict[str, Portal] = {}
        for number, (content, size) in enumerate({SMALL: 1, LARGE: times}.items()):
            if size > 1 or content == SMALL:
                print(f"Loading {size} times the content …", file=sys.stderr, flush=True)
                portals[content] = stack.portal(f"portal_{size}", number, size)
        return measured(stack, portals, rounds, only)


def _prepare(stack: Stack) -> None:
    """Static files for all, and this process as one of the portal: it makes nginx's pages and reads forms."""
    environment = stack.environment("portal_1", 0)
    for command in (["compile_catalogues", "--verbosity", "0"], ["collectstatic", "--noinput", "--verbosity", "0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=HOUSE, env=environment, check=True)
    os.environ |= environment
    import django

    django.setup()


def measured(stack: Stack, portals: dict[str, Portal], rounds: int, only: str) -> list[Result]:
    from . import measuring, processes

    results = measuring.Rounds(portals, stack.database, only).run(rounds)
    small = portals[SMALL]
    if only in FRONT or only in BEFORE:
        results += processes.through_nginx(stack, small, rounds)
    if only in MEMORY:
        results.append(processes.memory(stack, portals))
    if only in START:
        results.append(processes.start(small, rounds))
    return results


if __name__ == "__main__":
    sys.exit(main())
