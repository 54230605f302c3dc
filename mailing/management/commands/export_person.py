import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from mailing import person_export
from publishing import languages
from publishing.mail_addresses import normalised


class Command(BaseCommand):
    help = "Writes what is kept about the owner of an address, as JSON or to be read. The log says that it was done."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True, help="The address, however it is written.")
        parser.add_argument("--form", choices=["json", "text"], default="json")
        parser.add_argument("--language", choices=languages.codes(), default=languages.main(), help="Of what is to be read.")

    def handle(self, *args: Any, email: str, form: str, language: str, **options: Any) -> None:
        try:
            address = normalised(email)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        person_export.write_down(address)
        with override(language):
            data = person_export.about(address)
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) if form == "json" else person_export.as_text(data))
