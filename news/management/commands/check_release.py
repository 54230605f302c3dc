"""Checks a communiqué of the portal, or texts from elsewhere."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from news.models import PressRelease
from news.release_checks.examination import examine
from news.release_checks.knowledge import load
from proofreading import engine, listing
from proofreading.files import NotATextError, read_file, read_input
from proofreading.mending import FixTrial
from proofreading.report import Report
from publishing import languages
from publishing.languages import column

USAGE = 2


class Command(BaseCommand):
    help = "Check a press release by its slug, or texts in files, one option a language. Exit status 1 where errors are found."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="the address of a release, in any language")
        for code in languages.codes():
            parser.add_argument(f"--{code}", metavar="FILE", help=f"a text in this language ({code}); - is the standard input")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument(
            "--language", choices=languages.codes(), default=languages.main(), help="the language of the sentences"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files = {code: options[code] for code in languages.codes() if options[code]}
        if bool(options["slug"]) == bool(files):
            raise CommandError("Give the slug of a release, or a file for one language or more.", returncode=USAGE)
        with translation.override(options["language"]):
            report = self._of_files(files) if files else self._of_release(options["slug"])
            self._write(report, options["format"])
        if not listing.is_clean(report):
            sys.exit(1)

    def _write(self, report: Report, form: str) -> None:
        reader = languages.current()
        for line in listing.failures(report, reader):
            self.stderr.write(line)
        for line in [listing.as_json(report, reader)] if form == "json" else listing.as_text(report, reader):
            self.stdout.write(line)

    def _of_release(self, slug: str) -> Report:
        for code in languages.codes():
            release = PressRelease.objects.filter(**{column("slug", code): slug}).first()
            if release is not None:
                return examine(release).fix_trial.offered()
        raise CommandError(f"No press release has the address “{slug}”.", returncode=USAGE)

    def _of_files(self, files: dict[str, str]) -> Report:
        known = load()
        readings = {}
        for code, name in files.items():
            reader = languages.current()
            try:
                read = read_input(reader) if name == "-" else read_file(name, reader)
            except NotATextError as error:
                raise CommandError(str(error), returncode=USAGE) from None
            for notice in read.notices:
                self.stderr.write(f"{name}: {notice.render(reader)}")
            readings[code] = read.reading(code, known)
        return FixTrial(readings, engine.check(readings, known), known).offered()
