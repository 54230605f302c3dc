from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.backup import moving
from portal.backup.archive import BackupError
from publishing import languages


class Command(BaseCommand):
    help = (
        "Copies the SQLite database into an empty PostgreSQL database and compares every row. The address of the target is "
        "read from MOVE_TO in the environment, where no list of processes shows its password, or from the argument."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", nargs="?", help="postgres://name@host/database, where it needs no password.")
        parser.add_argument("--language", choices=languages.codes(), default=languages.main(), help="Of what is told.")

    def handle(self, *args: Any, url: str | None, language: str, **options: Any) -> None:
        with override(language):
            address = url or settings.MOVE_TO
            if not address:
                raise CommandError(_("Say where to: in MOVE_TO, or as the argument."))
            try:
                moved = moving.move(address, self.stdout.write)
            except BackupError as error:
                raise CommandError(str(error)) from error
            if moved.missing_files:
                names = ", ".join(moved.missing_files[:5])
                self.stdout.write(
                    _("%(number)s files that records name are not there: %(names)s")
                    % {"number": len(moved.missing_files), "names": names}
                )
            self.stdout.write(_("Now give the portal this address as DATABASE_URL, and start it. Keep the old file meanwhile."))
