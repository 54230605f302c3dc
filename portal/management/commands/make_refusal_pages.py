from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from publishing import languages, refusals


class Command(BaseCommand):
    help = (
        "Writes the pages that nginx shows where it refuses by itself or the portal does not answer, one for each kind and "
        "language. To be run at every update, after collectstatic: the pages name the style sheet that is in force."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--directory", type=Path, help="Where to write them; “refusals” in STATIC_ROOT unless given.")

    def handle(self, *args: Any, directory: Path | None, **options: Any) -> None:
        target = directory or Path(settings.STATIC_ROOT) / "refusals"
        target.mkdir(parents=True, exist_ok=True)
        for status in refusals.WORDS:
            for code in languages.codes():
                written = target / f".{status}.{code}.html"
                written.write_text(refusals.html(status, code), encoding="utf-8")
                written.chmod(0o644)
                written.replace(target / f"{status}.{code}.html")
        if options["verbosity"]:
            self.stdout.write(f"Pages for nginx: {len(refusals.WORDS) * len(languages.codes())}, in {target}.")
