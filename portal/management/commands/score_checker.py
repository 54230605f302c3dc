"""Prints how well the check of releases does on the made-up ones."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from news.release_checks.knowledge import load
from portal.demo.load import Loader
from proofreading.scoring import score


class Command(BaseCommand):
    help = "Score the check of releases on the made-up ones of the tests, against the demo data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("half", nargs="?", choices=["developed", "held_out"], default="held_out")
        parser.add_argument("--details", action="store_true", help="name each fault missed and each false alarm")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            Loader().load()
            known = load()
            transaction.set_rollback(True)
        result = score(Path(settings.BASE_DIR) / "tests" / "checker_corpus" / options["half"], known)
        for line in [*result.table(), *(result.lines if options["details"] else [])]:
            self.stdout.write(line)
