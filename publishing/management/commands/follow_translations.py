from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from publishing import translations


class Command(BaseCommand):
    help = (
        "Follows the translations of what came in without being saved: they count as good as they stand. With --all, every "
        "translation is looked at again, and those of records that are gone are forgotten."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="Look at everything, not only at what is not followed yet.")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        number = translations.follow_all() if options["all"] else translations.follow_unknown()
        if options["verbosity"]:
            self.stdout.write(f"Looked at the translations of {number} records and rows.")
