from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mailing import subscribers
from publishing import languages


class Command(BaseCommand):
    help = (
        "Puts the addresses of a CSV file on the press list: a column “email”, and a column “language” or --language. "
        "One wrong row, and nothing is taken in."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--origin", required=True, help="Where the list comes from, when, and who agreed to what.")
        parser.add_argument("--language", choices=languages.codes(), default="", help="For rows without one of their own.")
        parser.add_argument("--ask", action="store_true", help="Ask each address to confirm before it receives anything.")

    def handle(self, *args, file: Path, origin: str, language: str, ask: bool, **options):
        if not origin.strip() or len(origin) > 200:
            raise CommandError("--origin must say where the list comes from, in 1 to 200 characters.")
        try:
            text = file.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file}: this is not UTF-8. Save it again as “CSV UTF-8”.") from error
        done = subscribers.import_csv(text, origin=origin.strip(), language=language, ask_first=ask)
        if done.errors:
            raise CommandError("\n".join(["Nothing was taken in.", *done.errors]))
        for words in done.skipped:
            self.stdout.write(words)
        self.stdout.write(f"Added: {done.added}. Skipped: {len(done.skipped)}.")
