from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal import upgrades


class Command(BaseCommand):
    help = (
        "Says which tables this version would still change, and ends with 1 where the version in service would not go on "
        "working beside those changes. Changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        pending = upgrades.pending(connection)
        for name in upgrades.unknown(connection):
            self.stdout.write(f"The database has {name}, which a newer version made; this version works without it.")
        if not pending:
            self.stdout.write("No table changes.")
            return
        for migration in pending:
            self.stdout.write(f"To be made: {migration.app_label}.{migration.name}")
        if steps := list(upgrades.in_the_way(pending)):
            lines = "\n".join(f"  {step.migration}: {step.what}" for step in steps)
            raise CommandError(f"The version in service would stumble over these steps:\n{lines}", returncode=1)
        self.stdout.write("The version in service goes on working beside all of them.")
