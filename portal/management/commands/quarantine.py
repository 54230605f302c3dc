from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _
from django.utils.translation import override

from mailing.worker import hold_after_restore
from portal.backup import since, telling
from publishing import languages, quarantine
from publishing.journal_tables import Quarantine
from publishing.quarantine_middleware import carry


class Command(BaseCommand):
    help = (
        "Says whether the portal is in quarantine, and what the journal knows that the restored database does not. With "
        "--apply what was withdrawn, erased, closed, taken back or delivered since the backup is so again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--apply", action="store_true", help="Apply again what the list marks with [ ].")
        parser.add_argument("--begin", action="store_true", help="Close the portal, after a restore by other means.")
        parser.add_argument("--made-at", help="With --begin: when the copy was made, such as 2026-11-30T18:00:00Z.")
        parser.add_argument("--language", choices=languages.codes(), default=languages.main(), help="Of what is told.")

    def handle(self, *args: Any, language: str, begin: bool, made_at: str | None, apply: bool, **options: Any) -> None:
        with override(language):
            if begin:
                self._begin(made_at)
            row = quarantine.current()
            if row is None:
                self.stdout.write(_("The portal is not in quarantine."))
                return
            for line in telling.quarantine_in_words(row):
                self.stdout.write(line)
            if apply:
                self._apply(row)
            carry()
            for line in telling.since_in_words(since.compare(row)):
                self.stdout.write(line)

    @staticmethod
    def _begin(made_at: str | None) -> None:
        moment = parse_datetime(made_at) if made_at else None
        if made_at and (moment is None or is_naive(moment)):
            raise CommandError(_("--made-at is a moment with its offset, such as 2026-11-30T18:00:00Z."))
        quarantine.begin(_("restored by other means"), moment)
        hold_after_restore()

    def _apply(self, row: Quarantine) -> None:
        applied = 0
        for difference, left in since.apply(since.compare(row)):
            applied += 1
            self.stdout.write(f"  [x] {difference.sentence}" + (f" {left}" if left else ""))
        hold_after_restore()
        self.stdout.write(_("Applied again: %(number)s.") % {"number": applied})
