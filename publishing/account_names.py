"""What people are called where staff read of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def display_name(account: User) -> str:
    """How colleagues know somebody: by name, and by what they sign in with only where no name was given."""
    return account.get_full_name() or account.get_username()
