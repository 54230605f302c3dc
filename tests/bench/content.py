"""Fills the database of ``DATABASE_URL`` for a run: ``python -m tests.bench.content TIMES`` prints what is asked, as JSON.

All content counts as real, so that the data files and sitemaps hold it.
"""

from __future__ import annotations

import json
import logging
import sys
from importlib import import_module
from typing import Any

import django

FORMS = ("news.PressRelease", "caps.CAP", "cluster.Institution", "partners.Partner", "news.Article", "cluster.Page")
"""Records whose form is opened and saved."""


def fill(times: int) -> dict[str, Any]:
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.urls import reverse

    from publishing import languages, renditions
    from tests.bench import rows
    from tests.growth import count_as_real

    logging.disable(logging.INFO)
    renditions.KINDS["avif"]["speed"] = 10
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_demo", times=times, verbosity=0, stdout=sys.stderr)
    count_as_real()
    session = _signed_in(User.objects.create_superuser("bench"))
    forms = {}
    for label in FORMS:
        model = django.apps.apps.get_model(label)
        first = model._default_manager.public(languages.main()).order_by("pk")[0]
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        forms[model._meta.model_name] = [reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[first.pk])]
    return {"session": session, "paths": rows.paths(_answers), "forms": forms}


def _answers(path: str) -> bool:
    from django.conf import settings
    from django.test import Client

    response = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0]).get(path, secure=True)
    for close in response._resource_closers:
        close()
    return response.status_code == 200


def _signed_in(user: Any) -> str:
    """The key of a session of the account, as signing in makes one."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(fill(int(sys.argv[1]))))
