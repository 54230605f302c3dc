import imaplib
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mailing import bounce_mailboxes, bounces
from publishing.log_words import kind_of


class Command(BaseCommand):
    help = (
        "Reads the messages that came back from the mailbox of BOUNCE_MAILBOX: addresses that do not exist go off the press "
        "list, other reasons are counted. Meant for a timer. With --stdin it reads one mail from its input, for a mail "
        "server that hands each over to a program."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stdin", action="store_true", help="Read one mail from the standard input.")

    def handle(self, *args: Any, stdin: bool, **options: Any) -> None:
        if stdin:
            self.stdout.write(f"Reports on messages of the portal: {bounces.take(sys.stdin.buffer.read())}.")
            return
        if not settings.BOUNCE_MAILBOX:
            raise CommandError("BOUNCE_MAILBOX is not set; see docs/operators/press-list.md.")
        try:
            done, left = bounce_mailboxes.read(settings.BOUNCE_MAILBOX, bounces.take)
        except (OSError, imaplib.IMAP4.error) as error:
            # A server's own words may repeat whose mailbox it is: they are for a terminal, not for a timer's log.
            words = error if self.stderr.isatty() else kind_of(error)
            raise CommandError(f"The mailbox cannot be read: {words}") from error
        self.stdout.write(f"Acted on: {done}. Left in the mailbox for a person: {left}.")
