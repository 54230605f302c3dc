from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mailing import retention
from publishing import kept_uploads, preview_store, sheet_jobs
from publishing.mail_addresses import normalised


class Command(BaseCommand):
    help = (
        "Lets go of addresses that were not confirmed within 7 days, and erases those that have been off the press list "
        "or the newsletter for 30 days; deletes messages of the outbox that were settled 30 days ago, visitors’ messages "
        "answered 90 days ago or received 180 days ago, files that waited for a day with a form that was not saved, and "
        "previews of what was typed; erases registrations 30 days after their event, and what people "
        "need to take part 2 days after it. Meant for a daily timer. "
        "With --email it erases one address at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", help="Erase this address, in every language; no import brings it back.")

    def handle(self, *args: Any, email: str | None, **options: Any) -> None:
        if email is None:
            kept_uploads.sweep()
            preview_store.sweep()
            sheet_jobs.sweep()
            done = retention.forget()
            self.stdout.write(
                f"Never confirmed and removed: {done.unconfirmed}. Off the list and erased: {done.gone}. "
                f"Settled messages deleted: {done.messages}. Visitors’ messages deleted: {done.contact_messages}. "
                f"Registrations for events erased: {done.registrations}."
            )
            return
        try:
            found = retention.erase_address(normalised(email))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Erased: {found}." if found else "This address was not on the list. No import will add it.")
