from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.backup import restoring, saving, since, telling
from portal.backup.archive import BackupError
from publishing import languages, quarantine


class Command(BaseCommand):
    help = (
        "Brings a backup back into an empty database and an empty MEDIA_ROOT. All of it is read and compared first. The portal "
        "then stands in quarantine: “quarantine” says what happened since, “open_quarantine” opens it."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key-file", type=Path, default=settings.BACKUP_KEY_FILE, help="A file that holds the key.")
        parser.add_argument("--replace", action="store_true", help="Put aside what is there, under another name.")
        parser.add_argument("--language", choices=languages.codes(), default=languages.main(), help="Of what is told.")

    def handle(self, *args: Any, file: Path, key_file: Path | None, replace: bool, language: str, **options: Any) -> None:
        with override(language):
            if not file.is_file():
                raise CommandError(_("%(path)s is not there.") % {"path": file})
            try:
                done = restoring.restore(file, saving.read_key(key_file), replace=replace, tell=self.stdout.write)
            except BackupError as error:
                raise CommandError(str(error)) from error
            for place in done.aside:
                sentence = _("What was there is kept as %(place)s: delete it once you need it no more.")
                self.stdout.write(sentence % {"place": place})
            self.stdout.write(_("Files: %(number)s.") % {"number": done.files})
            row = quarantine.current()
            if row is None:
                raise CommandError(_("The portal is not in quarantine, which it must be: stop it."))
            for line in (*telling.quarantine_in_words(row), telling.what_cannot_come_back()):
                self.stdout.write(line)
            for line in telling.since_in_words(since.compare(row)):
                self.stdout.write(line)
            self.stdout.write(_("Next: “manage.py quarantine --apply”, then “manage.py open_quarantine”."))
