from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import override

from portal.demo.load import Loader
from portal.demo.synthetic import multiply
from publishing import renditions
from publishing.languages import main
from publishing.signals import one_change


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("N must be a whole number from 1 on.")
    return int(text)


class Command(BaseCommand):
    help = (
        "Loads the demo data: the facts of the cluster, and examples marked as such. It may be run again at any time: it makes "
        "what is missing, and leaves what staff wrote or changed in the admin."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--times",
            type=_positive,
            default=1,
            metavar="N",
            help="for load tests: add synthetic examples until the portal holds about N times the content",
        )
        parser.add_argument("--real-only", action="store_true", help="load no example at all")

    def handle(self, *args: Any, times: int, real_only: bool, **options: Any) -> None:
        if real_only and times > 1:
            raise CommandError("--times multiplies examples and --real-only loads none: choose one of them.")
        with override(main()), transaction.atomic():
            with one_change():
                writer = Loader(real_only=real_only).load()
            added = multiply(times)
        renditions.make_missing()
        self.stdout.write(f"Demo data: {writer.made} records made, {writer.mended} put right, the rest was already there.")
        if added:
            self.stdout.write(f"For load tests: {added} synthetic examples added.")
        for name in writer.kept:
            self.stdout.write(f"Left as it is, because it was changed in the admin: {name}.")
