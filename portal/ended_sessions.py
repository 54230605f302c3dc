"""An account that is disabled, or is no staff's any more, loses its sessions for good.

That nobody is let in by them is asked with each request (``publishing.staff``). But a session that only rests opens again with
its account: who stole it would wait. The rows of sessions name no account, so all are read; visitors have none.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models.signals import post_save


def end_sessions(account: User) -> int:
    """Delete every session of an account; gives how many there were."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    own = [row.session_key for row in Session.objects.iterator() if row.get_decoded().get(SESSION_KEY) == str(account.pk)]
    for key in own:
        store(key).delete()
    return len(own)


def _saved(sender: object, instance: User, created: bool, **kwargs: Any) -> None:
    if not created and not (instance.is_active and instance.is_staff):
        end_sessions(instance)


def connect() -> None:
    post_save.connect(_saved, sender=User, dispatch_uid="portal.ended_sessions")
