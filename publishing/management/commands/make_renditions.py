from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from publishing import renditions


class Command(BaseCommand):
    help = (
        "Makes the narrower and lighter copies of uploaded pictures that are missing: after a restoration, after a process was "
        "killed while it made them, or after pictures came in by other ways than the admin. It may be run at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anew", action="store_true", help="Make those that exist again too.")

    def handle(self, *args: Any, anew: bool, **options: Any) -> None:
        if anew:
            for original in renditions.all_pictures():
                renditions.forget(original)
        self.stdout.write(f"Pictures that got their copies: {renditions.make_missing()}.")
