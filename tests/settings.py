"""The portal's settings for its tests: the same on every machine, but for the database that DATABASE_URL chooses.

Nothing else of the environment is read. Files and mails go to a directory of this run, which is gone when it ends.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path
from types import FrameType

_DIRECTORY = tempfile.mkdtemp(prefix="portal-tests-")
atexit.register(shutil.rmtree, _DIRECTORY, ignore_errors=True)
(Path(_DIRECTORY) / "static").mkdir()
for _name in (
    "ACCESSIBILITY_AUDIT",
    "ACCESSIBILITY_EMAIL",
    "ACCESSIBILITY_STATE",
    "ALLOWED_HOSTS",
    "BOUNCE_ADDRESS",
    "BOUNCE_MAILBOX",
    "CACHE_URL",
    "CONTACT_EMAIL",
    "DEBUG",
    "DOCUMENTS_A_MINUTE",
    "DPO_ADDRESS",
    "DPO_EMAIL",
    "EMAIL_URL",
    "HOST_ADDRESS",
    "HOST_NAME",
    "HOST_PHONE",
    "LOG_DAYS",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "MAIL_FROM",
    "MEDIA_ACCEL",
    "MEDIA_BUCKET",
    "KEEP_PLANS",
    "MEDIA_ENDPOINT",
    "MEDIA_KEY",
    "MEDIA_REGION",
    "MEDIA_ROOT",
    "NGINX_COPIES",
    "METRICS_DIR",
    "MEDIA_SECRET",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_NAME",
    "OIDC_SECOND_FACTOR",
    "OIDC_SERVER_URL",
    "PORT",
    "PUBLICATION_DIRECTOR",
    "PUBLISHER_ADDRESS",
    "PUBLISHER_NAME",
    "PUBLISHER_PHONE",
    "SEARCHES_A_MINUTE",
    "SECOND_FACTOR",
    "SITE_URL",
    "SUGGESTIONS_A_MINUTE",
    "WATCHED_FROM",
    "WATCH_TOKEN",
):
    os.environ.pop(_name, None)
os.environ |= {"PORTAL_ENV": "local", "VAR_DIR": _DIRECTORY, "SECRET_KEY": "a secret of the tests alone " * 3}
os.environ.pop("PRESS_TWO_PERSONS", None)

from django.template.base import Node  # noqa: E402

from portal.settings import *  # noqa: E402, F403
from portal.settings import BASE_DIR, DATABASES, LIMITS_A_MINUTE, STORAGES, TEMPLATES  # noqa: E402

# A thread's connection ends with its request: one kept open would keep the test database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Tests travel in time, and the database stays where it is.
CLOCK_ASKED_EVERY = None
# What tests look at is made anew; those of the cache of answers, and a walk, turn it on.
KEEP_ANSWERS = False
# A portal of the tests is in no quarantine and writes no journal, but where a test says so.
QUARANTINE_ASKED_EVERY = JOURNAL_DIR = BACKUP_KEY_FILE = None
# Tests ask more often than people; those of the limits set their own.
LIMITS_A_MINUTE = dict.fromkeys(LIMITS_A_MINUTE, 10**9)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


class UndefinedVariable(Exception):
    """A template of the house names a variable that its view does not give: a slip that Django would pass over."""


class _RefuseUndefined(str):
    """Stands where Django asks what to show for an undefined variable (``string_if_invalid``).

    Django asks whether it is empty, or holds “%s”, before it shows it, from the node that names the variable. For a
    library's template (the admin's rely on undefined variables) it is the empty string that it is everywhere else.
    """

    def __bool__(self) -> bool:
        _refuse_if_ours(sys._getframe(1))
        return False

    def __contains__(self, words: str) -> bool:
        _refuse_if_ours(sys._getframe(1))
        return False


def _refuse_if_ours(frame: FrameType | None) -> None:
    """Raise where the innermost template node that is being rendered stands in a template of the house."""
    variable = frame.f_locals.get("key", frame.f_locals.get("self"))
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            if _is_ours(Path(node.origin.name)):
                raise UndefinedVariable(f"“{variable}” in {node.origin.name}, line {node.token.lineno}")
            return
        frame = frame.f_back


def _is_ours(template: Path) -> bool:
    """Whether a template is written here, and is not a changed copy of a library's."""
    directory = BASE_DIR / "templates"
    if not template.is_relative_to(directory):
        return False
    return template.relative_to(directory).parts[0] not in {"admin", "django", "registration", "reversion"}


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = _RefuseUndefined()
