from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.management.commands import makemessages

from portal import catalogues
from publishing import languages


class Extraction(makemessages.Command):
    """Django's own extraction, which also knows the house's second name for ``gettext``: ``_now``, translated at once."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_now"]


class Command(BaseCommand):
    help = "Reads the messages out of the code and the templates into every language's catalogue. Needs gettext's tools."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if Path.cwd() != settings.BASE_DIR:
            raise CommandError(f"Run this in {settings.BASE_DIR}.")
        for code in languages.codes():
            catalogues.path(code).parent.mkdir(parents=True, exist_ok=True)
        extraction = Extraction(stdout=self.stdout, stderr=self.stderr)  # type: ignore[arg-type]  # a command takes another’s
        extraction.run_from_argv(
            [
                "manage.py",
                "makemessages",
                *(f"--locale={code.replace('-', '_')}" for code in languages.codes()),
                "--add-location=file",
                "--no-obsolete",
                "--verbosity=0",
                *(f"--ignore={pattern}" for pattern in (".venv", "var", "tests", "*/tests/*", "docs")),
            ]
        )
        for code in languages.codes():
            catalogue = catalogues.tidy(code)
            self.stdout.write(f"{code}: {len(catalogue)} messages, {len(catalogue.untranslated_entries())} to translate.")
