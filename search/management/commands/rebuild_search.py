from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from search import index, known_words, staff


class Command(BaseCommand):
    help = (
        "Brings the search index up to date: writes the rows that are missing or of an older form, and deletes those of things "
        "that are gone. Edits keep it up to date by themselves; run this after a deployment or a bulk load."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="write every row anew")

    def handle(self, *args: Any, **options: Any) -> None:
        written = gone = 0
        for kind in index.kinds():
            gone += index.forget_orphans(kind)
            things = kind.model._default_manager.order_by("pk") if options["all"] else index.outdated(kind)
            for thing in things.iterator(chunk_size=200):
                with transaction.atomic():
                    index.refresh(thing)
                written += 1
        unheld = known_words.forget_unheld()
        for_staff = staff.rebuild()
        if options["verbosity"]:
            self.stdout.write(
                f"Search index: {written} things written, {gone} rows of things that are gone deleted; "
                f"{unheld} words that nothing holds forgotten; "
                f"search of the back office: {for_staff} records written."
            )
