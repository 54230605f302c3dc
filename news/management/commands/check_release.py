"""Checks a communiqué of the portal, or texts from elsewhere."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from news.models import PressRelease
from news.release_checks.examination import examine
from news.release_checks.knowledge import load
from proofreading import engine
from proofreading.files import MOST_BYTES, decoded, reading_of
from proofreading.findings import ERROR, SEVERITIES, Finding
from proofreading.presentation import present
from proofreading.report import Report
from proofreading.sentences import name_of
from publishing import languages
from publishing.languages import column

USAGE = 2


class Command(BaseCommand):
    help = "Check a press release by its slug, or texts in files, one option a language. Exit status 1 where errors are found."

    def add_arguments(self, parser):
        parser.add_argument("slug", nargs="?", help="the address of a release, in any language")
        for code in languages.codes():
            parser.add_argument(f"--{code}", metavar="FILE", help=f"a text in this language ({code}); - is the standard input")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument(
            "--language", choices=languages.codes(), default=languages.main(), help="the language of the sentences"
        )

    def handle(self, *args, **options):
        files = {code: options[code] for code in languages.codes() if options[code]}
        if bool(options["slug"]) == bool(files):
            raise CommandError("Give the slug of a release, or a file for one language or more.", returncode=USAGE)
        with translation.override(options["language"]):
            report = self._of_files(files) if files else self._of_release(options["slug"])
            findings = list(present(report.findings, report.languages).findings)
            write = self._json if options["format"] == "json" else self._text
            write(findings)
            for rule in report.failed:
                words = {"name": name_of(rule.code, languages.current()), "code": rule.code}
                self.stderr.write(_("The rule “%(name)s” (%(code)s) could not be run on this text.") % words)
        if report.failed or any(finding.severity == ERROR for finding in findings):
            sys.exit(1)

    def _of_release(self, slug: str) -> Report:
        for code in languages.codes():
            release = PressRelease.objects.filter(**{column("slug", code): slug}).first()
            if release is not None:
                return examine(release).report
        raise CommandError(f"No press release has the address “{slug}”.", returncode=USAGE)

    def _of_files(self, files: dict[str, str]) -> Report:
        known = load()
        readings = {}
        for code, name in files.items():
            text, encoding = decoded(self._bytes(name))
            if encoding != "utf-8":
                self.stderr.write(
                    _("%(name)s is not in UTF-8; it was read as %(encoding)s.") % {"name": name, "encoding": encoding}
                )
            if not text.strip():
                self.stderr.write(_("%(name)s says nothing.") % {"name": name})
            readings[code] = reading_of(code, name, text, known)
        return engine.check(readings, known)

    def _bytes(self, name: str) -> bytes:
        try:
            data = sys.stdin.buffer.read(MOST_BYTES + 1) if name == "-" else Path(name).read_bytes()
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}", returncode=USAGE) from None
        if len(data) > MOST_BYTES:
            raise CommandError(f"{name}: this is larger than any communiqué.", returncode=USAGE)
        return data

    def _json(self, findings: list[Finding]) -> None:
        text = json.dumps([finding.as_json(languages.current()) for finding in findings], ensure_ascii=False, indent=2)
        self.stdout.write(text.encode("utf-8", "replace").decode("utf-8"))

    def _text(self, findings: list[Finding]) -> None:
        words = {"error": _("error"), "warning": _("warning"), "note": _("note")}
        for one in findings:
            place, message = one.place, one.message.render(languages.current())
            self.stdout.write(
                f"{one.language} {place.field}:{place.line}:{place.column} {words[one.severity]} [{one.code}] {message}"
            )
            self.stdout.write(f"    {' '.join(place.shown.split())}")
            if one.fix is not None:
                self.stdout.write(f"    → {one.fix.text}")
            if one.other is not None:
                self.stdout.write(
                    f"    {one.other.language} {one.other.line}:{one.other.column} {' '.join(one.other.shown.split())}"
                )
        counts = [sum(finding.severity == severity for finding in findings) for severity in SEVERITIES]
        self.stdout.write(
            _("%(errors)s errors, %(warnings)s warnings, %(notes)s notes.")
            % dict(zip(("errors", "warnings", "notes"), counts, strict=True))
        )
