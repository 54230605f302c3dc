from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from cluster.models import Person
from publishing import languages
from publishing.erasing import Erasure, Subject, erase
from publishing.mail_addresses import normalised


class Command(BaseCommand):
    help = (
        "Erases a person everywhere: record, roles, quotes, press contact, revisions, log, messages. Says what will be erased "
        "and what will still name them; with --erase it is done, for good. The log names who did it and why, not whom."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--person", type=int, help="The number of their record, as in its address in the back office.")
        parser.add_argument("--name", action="append", default=[], help="A way in which they are named; may be repeated.")
        parser.add_argument("--email", action="append", default=[], help="An address that is theirs; may be repeated.")
        parser.add_argument("--by", required=True, help="The administrator's account that answers for it.")
        parser.add_argument("--reason", required=True, help="Kept in the log: without their name.")
        parser.add_argument("--language", choices=languages.codes(), default=languages.main(), help="Of what is told.")
        parser.add_argument("--erase", action="store_true", help="Do it, rather than say what would be done.")

    def handle(self, *args: Any, by: str, reason: str, **options: Any) -> None:
        account = User.objects.filter(username=by, is_active=True).first()
        if account is None:
            raise CommandError(f"There is no active account {by}.")
        with override(options["language"]):
            try:
                done = erase(_subject(**options), account, reason, is_rehearsal=not options["erase"])
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            except PermissionDenied as error:
                raise CommandError(f"The account {by} has no right to erase a person.") from error
            self._tell(done, "Erased" if options["erase"] else "To be erased")

    def _tell(self, done: Erasure, heading: str) -> None:
        self.stdout.write(f"{heading}:")
        for kind, number in sorted(done.done.items()):
            self.stdout.write(f"  {kind}: {number}")
        for sentence in done.told:
            self.stdout.write(sentence)
        self.stdout.write("Still naming them:")
        for row in done.remaining:
            self.stdout.write(f"  {row.model._meta.label} {row.pk} ({', '.join(row.columns)}): {row.advice}")


def _subject(person: int | None, name: list[str], email: list[str], **options: Any) -> Subject:
    names = list(name)
    if person is not None:
        record = Person.objects.filter(pk=person).first()
        if record is None:
            raise CommandError(f"There is no person {person}: give --name alone.")
        names += [str(record), f"{record.family_name} {record.given_name}".strip()]
    if not names:
        raise CommandError("Give --person or --name.")
    return Subject(person, tuple(dict.fromkeys(names)), tuple(normalised(one) for one in email))
