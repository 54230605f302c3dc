import sys
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from portal.backup import since, telling
from publishing import languages, quarantine
from publishing.journal_tables import Quarantine
from publishing.quarantine_middleware import carry


class Command(BaseCommand):
    help = "Opens a restored portal to the public, the mail worker and staff. Asks who does so, and for a word."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", help="Who opens it: an account, or a name. Asked for where it is missing.")
        parser.add_argument("--word", help="The word that opens it. Asked for where it is missing.")
        parser.add_argument("--note", default="", help="What was looked at; kept with who opened it.")
        parser.add_argument("--leave", action="store_true", help="Open it although not everything was applied again.")
        parser.add_argument("--without-journal", action="store_true", help="Open it although there is no journal to rely on.")
        parser.add_argument("--language", choices=languages.codes(), default=languages.main(), help="Of what is told.")

    def handle(self, *args: Any, language: str, by: str | None, word: str | None, note: str, **options: Any) -> None:
        with override(language):
            row = quarantine.current()
            if row is None:
                raise CommandError(_("The portal is not in quarantine."))
            self._require_looked_at(row, **options)
            by = by or self._asked(_("Who opens the portal? "))
            if not by.strip():
                raise CommandError(_("Say who opens the portal."))
            wanted = pgettext("word that opens", "open")
            word = word or self._asked(_("Type “%(word)s” to open it: ") % {"word": wanted})
            if word.strip().casefold() != wanted:
                raise CommandError(_("That is not the word: the portal stays closed."))
            self._open(by.strip(), note)
            self.stdout.write(_("The portal is open."))

    def _require_looked_at(self, row: Quarantine, leave: bool, without_journal: bool, **_rest: Any) -> None:
        found = since.compare(row)
        for line in telling.since_in_words(found):
            self.stdout.write(line)
        if found.fault and not without_journal:
            raise CommandError(_("There is no journal to rely on: compare by hand, then give --without-journal."))
        if found.to_apply and not leave:
            raise CommandError(_("Not all was applied again: “manage.py quarantine --apply” does so; --leave leaves it."))

    @staticmethod
    def _asked(question: str) -> str:
        return input(question) if sys.stdin.isatty() else ""

    @staticmethod
    @transaction.atomic
    def _open(by: str, note: str) -> None:
        quarantine.open_all(by, note)
        account = User.objects.filter(username=by).first()
        if account is not None:
            LogEntry.objects.create(
                user=account,
                content_type=ContentType.objects.get_for_model(Quarantine),
                object_repr="–",
                action_flag=CHANGE,
                change_message=_("Opened the portal after a restore."),
            )
        transaction.on_commit(carry)
