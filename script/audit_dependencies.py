"""What script/audit-dependencies does once pip-audit is there: ask about every locked package. Silence is no answer."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parent.parent
CLEAN, FOUND, UNKNOWN = 0, 1, 2
"""How the program ends."""

_PINNED = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_LOCKED = re.compile(r"[A-Za-z0-9]")


class CannotKnow(Exception):
    """Why nothing can be said about the packages: a sentence for whoever asked."""


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    try:
        pins = [pin for lock in options.locks for pin in pinned(lock)]
        answers = [answer for batch in without_doubles(pins) for answer in asked(batch, options.service, options.ignore)]
    except CannotKnow as reason:
        print(reason, file=sys.stderr)
        return UNKNOWN
    return told(answers)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/audit-dependencies")
    parser.add_argument(
        "locks", type=Path, nargs="*", default=[HOUSE / "requirements.txt"], help="lock files; requirements.txt unless given"
    )
    parser.add_argument("--service", help="another address that answers as OSV’s query does")
    parser.add_argument(
        "--ignore", action="append", default=[], metavar="ID", help="a weakness that was judged to do no harm here"
    )
    return parser.parse_args(arguments)


def pinned(lock: Path) -> list[tuple[str, str]]:
    """The packages and versions that a lock file names, those for other machines and Pythons included.

    Raises CannotKnow where there is no such file, where it names none, and where a line names a package without its version.
    """
    try:
        lines = lock.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise CannotKnow(f"{lock} cannot be read, so nothing is known about what it locks.") from None
    pins = []
    for line in lines:
        if found := _PINNED.match(line):
            pins.append((found[1], found[2]))
        elif _LOCKED.match(line):
            raise CannotKnow(f"{lock} has a line that locks no version, so nothing is known about it: {line.strip()}")
    if not pins:
        raise CannotKnow(f"{lock} locks no package, so there is nothing to ask about.")
    return pins


def without_doubles(pins: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """All that was locked, in batches that have each package once: pip-audit takes a package in two versions for a fault."""
    left = list(dict.fromkeys(pins))
    while left:
        batch = dict(reversed(left))
        yield sorted(batch.items())
        left = [pin for pin in left if pin not in batch.items()]


def asked(pins: list[tuple[str, str]], service: str | None, ignored: list[str]) -> list[dict[str, Any]]:
    """What the service knows about some packages, in pip-audit's words: name, version, vulns.

    Raises CannotKnow where it does not answer, answers nonsense, or leaves one of the packages out.
    """
    with tempfile.TemporaryDirectory() as directory:
        pins_file = Path(directory) / "pins.txt"
        pins_file.write_text("".join(f"{name}=={version}\n" for name, version in pins), encoding="utf-8")
        result = subprocess.run(  # noqa: S603  a program of its own environment
            [*_command(pins_file, service, ignored), "--cache-dir", directory],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    answers = _answers(result)
    if {(answer["name"], answer["version"]) for answer in answers} != {(_canonical(name), version) for name, version in pins}:
        raise CannotKnow("Nothing is known about the packages: the advisory service was not asked about every one of them.")
    return answers


def _command(pins_file: Path, service: str | None, ignored: list[str]) -> list[str]:
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(pins_file), "--no-deps", "--disable-pip", "--strict"]
    command += ["--vulnerability-service", "osv", "--format", "json", "--progress-spinner", "off"]
    if service:
        command += ["--osv-url", service]
    for identifier in ignored:
        command += ["--ignore-vuln", identifier]
    return command


def _answers(result: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The list that pip-audit printed. It exits alike where it found something and where it broke: only its list tells.

    It passes over an advisory that it cannot read, with a warning: that too is no answer.
    """
    try:
        answers: list[dict[str, Any]] = json.loads(result.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        raise CannotKnow(f"Nothing is known about the packages: {_reason(result.stderr)}.") from None
    if "pip_audit._service" in result.stderr:
        raise CannotKnow("Nothing is known about the packages: the advisory service gave an answer that cannot be read.")
    return answers


REASONS = {
    "JSONDecodeError": "the advisory service gave an answer that cannot be read",
    "ServiceError": "the advisory service answered with an error",
    "Timeout": "the advisory service does not answer in time",
    "ConnectionError": "the advisory service cannot be reached from here",
    "Could not connect": "the advisory service cannot be reached from here",
}
"""By what the last line of pip-audit names, first match first: what is said of it."""


def _reason(errors: str) -> str:
    lines = errors.strip().splitlines() or ["it gave no reason"]
    said = (words for name, words in REASONS.items() if any(name in line for line in lines[-2:]))
    return next(said, f"pip-audit failed ({lines[-1][:200]})")


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def told(answers: list[dict[str, Any]]) -> int:
    """Print what was found, and how the program ends for it."""
    weak = [answer for answer in answers if answer["vulns"]]
    for answer in weak:
        for vulnerability in answer["vulns"]:
            print(f"{answer['name']} {answer['version']}: {_named(vulnerability)}, {_mended(vulnerability)}")
            print(f"    {vulnerability.get('description', '')[:300]}")
    print(f"{len(answers)} locked packages: {len(weak) or 'none'} with a known weakness.")
    return FOUND if weak else CLEAN


def _named(vulnerability: dict[str, Any]) -> str:
    return " ".join([vulnerability["id"], *(f"({alias})" for alias in vulnerability.get("aliases", []))])


def _mended(vulnerability: dict[str, Any]) -> str:
    versions = vulnerability.get("fix_versions", [])
    return f"mended in {', '.join(versions)}" if versions else "mended in no version yet"


if __name__ == "__main__":
    sys.exit(main())
