import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandParser

from portal import invitations


class Command(BaseCommand):
    help = (
        "Makes an administrator's account with a random password and, where a second factor is needed, the link by which "
        "it is set up; both are printed this once. Does nothing where the account exists, unless something new is asked for."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", default="admin")
        parser.add_argument("--new-password", action="store_true", help="Give an existing account a new password.")
        parser.add_argument(
            "--new-invitation",
            action="store_true",
            help="Take an account's second factors away, and print a new link.",
        )

    def handle(self, *args: Any, name: str, new_password: bool, new_invitation: bool, **options: Any) -> None:
        users = get_user_model().objects
        user = users.filter(username=name).first()
        is_new = user is None
        password = secrets.token_urlsafe(15)
        if user is None:
            user = users.create_superuser(name, password=password)
        elif new_password:
            user.set_password(password)
            user.save(update_fields=["password"])
        if is_new or new_password:
            self.stdout.write(f"Staff account “{name}”, password “{password}”. It is shown this once: please keep it.")
        if new_invitation or (is_new and settings.SECOND_FACTOR):
            link = invitations.invite(user) if is_new else invitations.free(user)
            self.stdout.write(f"Its second factor is set up here, once and within {invitations.HOLDS.days} days: {link}")
