from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from publishing import translations


class Command(BaseCommand):
    help = (
        "Looks at every translation, and forgets those of records that are gone. Needed only after texts came in without being "
        "saved one by one; what was not followed before counts as a good translation as it stands."
    )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        number = translations.follow_all()
        self.stdout.write(f"{number} translations are followed.")
