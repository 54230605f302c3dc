"""What people are called where staff read of each other."""

from __future__ import annotations

from django.contrib.auth.models import User


def display_name(account: User) -> str:
    """How colleagues know somebody: by name, and by what they sign in with only where no name was given."""
    return account.get_full_name() or account.get_username()


def install() -> None:
    """The same wherever Django names an account by itself: beside a label, as what leads to a record, in a history."""
    User.__str__ = display_name  # type: ignore[method-assign, assignment]  # what Django reads an account as
