from typing import Any

from django.core.management.base import BaseCommand

from portal import catalogues


class Command(BaseCommand):
    help = "Compiles the interface's catalogues where they changed. Needs no gettext on the machine."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for written in catalogues.compile_all():
            self.stdout.write(f"Compiled {written}.")
