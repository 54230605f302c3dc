import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = (
        "Makes an administrator's account with a random password, printed this once. "
        "Does nothing where the account exists, unless a new password is asked for."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", default="admin")
        parser.add_argument("--new-password", action="store_true", help="Give an existing account a new password.")

    def handle(self, *args: Any, name: str, new_password: bool, **options: Any) -> None:
        users = get_user_model().objects
        user = users.filter(username=name).first()
        password = secrets.token_urlsafe(15)
        if user is None:
            users.create_superuser(name, password=password)
        elif new_password:
            user.set_password(password)
            user.save(update_fields=["password"])
        else:
            return
        self.stdout.write(f"Staff account “{name}”, password “{password}”. It is shown this once: please keep it.")
