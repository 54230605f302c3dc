from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.backup import archive, media_files, saving
from portal.backup.archive import BackupError
from portal.logs import COVER
from publishing import languages


class Command(BaseCommand):
    help = (
        "Saves database and files of one moment in one file, while the portal runs. Given a directory, the file is named by "
        "its moment. Sealed with the key in --key-file or BACKUP_KEY_FILE, if there is one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, nargs="?", help="A directory, or the file to be made.")
        parser.add_argument("--key-file", type=Path, default=settings.BACKUP_KEY_FILE, help="A file that holds the key.")
        parser.add_argument("--new-key", type=Path, help="Make a key at random, write it to this file, and end.")
        parser.add_argument("--verify", action="store_true", help="Read the backup again, whole, once it is written.")
        parser.add_argument("--keep", type=int, help="Of the backups in the directory keep so many; asks for --verify, too.")
        parser.add_argument("--without-media", action="store_true", help="Save the database alone.")
        parser.add_argument("--language", choices=languages.codes(), default=languages.main(), help="Of what is told.")

    def handle(self, *args: Any, language: str, new_key: Path | None, target: Path | None, **options: Any) -> None:
        with override(language):
            try:
                if new_key:
                    saving.new_key(new_key)
                    self.stdout.write(_("Keep this key apart from the backups: without it none of them opens."))
                    return
                if target is None:
                    raise CommandError(_("Say where the backup goes: a directory, or a file."))
                self._save(target, **options)
            except BackupError as error:
                raise CommandError(str(error)) from error

    def _save(
        self, target: Path, key_file: Path | None, verify: bool, keep: int | None, without_media: bool, **_rest: Any
    ) -> None:
        if keep is not None and (keep < 1 or not target.is_dir()):
            raise CommandError(_("--keep is a number of at least 1, and asks for a directory."))
        secret = saving.read_key(key_file)
        saved = saving.save(target, secret, with_media=not without_media)
        self.stdout.write(
            _("%(path)s: %(rows)s rows, %(files)s files.")
            % {"path": saved.path, "rows": sum(saved.manifest["counts"].values()), "files": len(saved.manifest["files"]) - 1}
        )
        if not secret:
            self.stdout.write(_("Not sealed: whoever reads the file reads everything. A key is given by BACKUP_KEY_FILE."))
        if saved.missing:
            # A file's name may tell of what is not public: it is for a terminal, not for a timer's log.
            names = ", ".join(saved.missing[:5]) if self.stdout.isatty() else COVER
            self.stdout.write(
                _("%(number)s files that records name are not there: %(names)s")
                % {"number": len(saved.missing), "names": names}
            )
        if not without_media and media_files.directory() is None:
            self.stdout.write(_("The files are in a bucket, whose own versions keep them: see docs/operators/backup.md."))
        if not settings.JOURNAL_DIR:
            self.stdout.write(_("No journal is kept (JOURNAL_DIR): a restore will not know what happened after this backup."))
        if verify or keep:
            archive.read(saved.path, secret)
            self.stdout.write(_("Read again: the backup is whole."))
        for old in saving.forget_old(target, keep, saved.path) if keep else ():
            self.stdout.write(_("Deleted: %(path)s") % {"path": old})
