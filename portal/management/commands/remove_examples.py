from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import override

from portal.demo.remove import remove_examples
from publishing.languages import main


class Command(BaseCommand):
    help = (
        "Removes every example and keeps the real records. A real programme that is left without its two principal "
        "investigators goes back to draft."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with override(main()), transaction.atomic():
            done = list(remove_examples())
        for sentence in done or ["There was no example to remove."]:
            self.stdout.write(sentence)
