from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mailing.spreadsheets import import_list
from publishing import languages


class Command(BaseCommand):
    help = (
        "Puts the addresses of a CSV file, as any spreadsheet program writes it, on the press list: a column “email” (or "
        "“courriel”, “adresse e-mail” and the like), and a column “language” or --language. "
        "One wrong row, and nothing is taken in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--origin", required=True, help="Where the list comes from, when, and who agreed to what.")
        parser.add_argument("--language", choices=languages.codes(), default="", help="For rows without one of their own.")
        parser.add_argument("--ask", action="store_true", help="Ask each address to confirm before it receives anything.")

    def handle(self, *args: Any, file: Path, origin: str, language: str, ask: bool, **options: Any) -> None:
        if not origin.strip() or len(origin) > 200:
            raise CommandError("--origin must say where the list comes from, in 1 to 200 characters.")
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        done = import_list(content, origin=origin.strip(), language=language, ask_first=ask)
        if done.errors:
            raise CommandError("\n".join(["Nothing was taken in.", *done.errors]))
        for words in done.skipped:
            self.stdout.write(words)
        self.stdout.write(f"Added: {done.added}. Skipped: {len(done.skipped)}.")
