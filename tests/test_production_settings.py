"""Production refuses to start on a missing or unsafe value, and says which in one sentence."""

import ast
import os
import re
import secrets
import subprocess
import sys

import pytest
from django.conf import settings

from tests import programs

RIGHT = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "DATABASE_URL": "postgres://portal:word@127.0.0.1/portal",
    "CACHE_URL": "rediscache://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://portal:word@mail.example.org:587",
    "MAIL_FROM": '"PostGenAI@Paris" <presse@example.org>',
    "MEDIA_ROOT": "/srv/portal/media",
    "STATIC_ROOT": "/srv/portal/static",
    "SECURITY_CONTACT": "mailto:security@example.org",
    "SITE_URL": "https://portal.example.org",
    "PUBLISHER_NAME": "Éditeur d’exemple",
    "PUBLISHER_ADDRESS": "1 rue de l’Exemple, 75000 Paris",
    "PUBLISHER_PHONE": "+33 1 99 00 00 01",
    "PUBLICATION_DIRECTOR": "Claire Exemple",
    "HOST_NAME": "Hébergeur d’exemple",
    "HOST_ADDRESS": "2 rue de l’Exemple, 75000 Paris",
    "HOST_PHONE": "+33 1 99 00 00 02",
    "CONTACT_EMAIL": "contact@example.org",
    "ACCESSIBILITY_EMAIL": "accessibilite@example.org",
    "DPO_EMAIL": "dpo@example.org",
    "DPO_ADDRESS": "1 rue de l’Exemple, 75000 Paris",
    "LOG_DAYS": "30",
}


def start(program: str = "from django.conf import settings; settings.DEBUG", without: str = "", **changes: str):
    """How a program ends that has these values in its environment and no others."""
    return programs.run(program, settings.BASE_DIR, environment(without, changes))


def manage(*arguments: str, without: str = "", **changes: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment(without, changes),
        capture_output=True,
        text=True,
    )


def environment(without: str, changes: dict[str, str]) -> dict[str, str]:
    values = {name: value for name, value in (RIGHT | changes).items() if name != without}
    return {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "DJANGO_SETTINGS_MODULE": "portal.settings", **values}


def test_production_starts_with_every_value_right():
    done = start()
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "name",
    [
        "SECRET_KEY",
        "DATABASE_URL",
        "CACHE_URL",
        "EMAIL_URL",
        "MAIL_FROM",
        "MEDIA_ROOT",
        "SECURITY_CONTACT",
        "SITE_URL",
    ],
)
def test_production_refuses_a_missing_value(name):
    for done in (start(without=name), start(**{name: "  "})):
        assert done.returncode != 0
        assert done.stderr.strip().splitlines()[-1].startswith(f"django.core.exceptions.ImproperlyConfigured: {name} ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 80),
        ("SECRET_KEY", "django-insecure-" + secrets.token_urlsafe(64)),
        ("DEBUG", "1"),
        ("DEBUG", "true"),
        ("SITE_URL", "http://portal.example.org"),
        ("SITE_URL", "portal.example.org"),
        ("SITE_URL", "https://"),
        ("SITE_URL", "https://portal.example.org/portal"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "portal.example.org, *"),
        ("ALLOWED_HOSTS", ".example.org"),
        ("DATABASE_URL", "nonsense"),
        ("CACHE_URL", "locmemcache://"),
        ("CACHE_URL", "dummycache://"),
        ("EMAIL_URL", "consolemail://"),
        ("EMAIL_URL", "dummymail://"),
        ("EMAIL_URL", "nonsense"),
        ("EMAIL_URL", "smtp://portal:word@mail.example.org:25"),
        ("CACHE_URL", "nonsense"),
        ("MAIL_FROM", "PostGenAI@Paris"),
        ("MAIL_FROM", "PostGenAI@Paris presse@example.org"),
        ("MAIL_FROM", "a@example.org, b@example.org"),
        ("BOUNCE_ADDRESS", "Retours <retours@example.org>"),
        ("BOUNCE_ADDRESS", "retours"),
        ("BOUNCE_MAILBOX", "imap://name:word@mail.example.org/INBOX"),
        ("BOUNCE_MAILBOX", "maildir://var/mail"),
        ("SITE_URL", "https://école.example.org"),
        ("SECURITY_CONTACT", "security@example.org"),
        ("MEDIA_ROOT", "media"),
        ("MEDIA_BUCKET", "My_Bucket"),
        ("STATIC_ROOT", "static"),
        ("CONN_MAX_AGE", "soon"),
        ("LOG_LEVEL", "LOUD"),
        ("PORTAL_ENV", "staging"),
        ("OIDC_SERVER_URL", "http://idp.example.org"),
        ("OIDC_CLIENT_ID", "portal"),
        ("OIDC_CLIENT_SECRET", "secret"),
        ("CONTACT_EMAIL", "contact"),
        ("DPO_EMAIL", "The officer <dpo@example.org>"),
        ("ACCESSIBILITY_EMAIL", "https://example.org/"),
        ("LOG_DAYS", "a year"),
        ("ACCESSIBILITY_AUDIT", "05/12/2026"),
        ("ACCESSIBILITY_STATE", "conforme"),
        ("ACCESSIBILITY_STATE", "full"),
    ],
)
def test_production_refuses_an_unsafe_value(name, value):
    done = start(**{name: value})
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(f"django.core.exceptions.ImproperlyConfigured: {name} "), last


BUCKET = {"MEDIA_BUCKET": "media", "MEDIA_ENDPOINT": "https://s3.example.org", "MEDIA_KEY": "key", "MEDIA_SECRET": "secret"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MEDIA_ENDPOINT", "http://s3.example.org"),
        ("MEDIA_ENDPOINT", "http://127.0.0.1:9000"),
        ("MEDIA_ENDPOINT", ""),
        ("MEDIA_KEY", ""),
        ("MEDIA_SECRET", " "),
        ("MEDIA_ACCEL", "/_media/"),
    ],
)
def test_a_bucket_needs_all_that_leads_to_it_and_nothing_beside_it(name, value):
    done = start(**{**BUCKET, name: value})
    assert done.returncode != 0
    assert done.stderr.strip().splitlines()[-1].startswith(f"django.core.exceptions.ImproperlyConfigured: {name} ")


def test_with_a_bucket_no_directory_of_uploads_is_needed():
    program = "from django.conf import settings; print(settings.STORAGES['default']['BACKEND'])"
    done = start(program, without="MEDIA_ROOT", **BUCKET)
    assert (done.stdout, done.stderr) == ("publishing.bucket_storage.BucketStorage\n", "")


def test_the_refusal_shows_no_secret():
    """A refusal goes to logs that more people read than may know the secret."""
    key = "abcdefghij0123456789"
    assert key not in start(SECRET_KEY=key).stderr
    assert "hush-hush" not in start(DATABASE_URL="nonsense://portal:hush-hush@host/db").stderr


def test_the_web_server_starts_in_production_unless_told_otherwise():
    done = start("import portal.wsgi", without="PORTAL_ENV", SECRET_KEY="")
    assert done.stderr.strip().splitlines()[-1].startswith("django.core.exceptions.ImproperlyConfigured: SECRET_KEY ")


def test_the_hosts_are_the_sites_own():
    done = start("from django.conf import settings; print(settings.ALLOWED_HOSTS)")
    assert done.stdout == "['portal.example.org']\n"
    done = start("from django.conf import settings; print(settings.ALLOWED_HOSTS)", ALLOWED_HOSTS="a.org, b.org ,")
    assert done.stdout == "['a.org', 'b.org']\n"


@pytest.mark.parametrize(
    ("given", "header"),
    [
        ("PostGenAI@Paris <presse@example.org>", '"PostGenAI@Paris" <presse@example.org>'),
        ('"PostGenAI@Paris" <presse@example.org>', '"PostGenAI@Paris" <presse@example.org>'),
        ("presse@example.org", "presse@example.org"),
        ("École, presse <presse@example.org>", '"École, presse" <presse@example.org>'),
    ],
)
def test_the_sender_is_quoted_where_a_header_must_quote_it(given, header):
    program = "from django.conf import settings; print(settings.DEFAULT_FROM_EMAIL, settings.SERVER_EMAIL, sep='\\n')"
    done = start(program, MAIL_FROM=given)
    assert (done.stdout.splitlines(), done.stderr) == ([header, header], "")


@pytest.mark.slow
@pytest.mark.one_database
def test_djangos_own_checks_have_nothing_to_say():
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), done.stderr


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MAIL_FROM", "PostGenAI@Paris <presse@example.org>", "Write MAIL_FROM='\"PostGenAI@Paris\" <presse@example.org>'."),
        ("MAIL_FROM", "Dupont, presse <presse@example.org>", "Write MAIL_FROM='\"Dupont, presse\" <presse@example.org>'."),
        ("EMAIL_URL", "smtp+ssl://portal:word@mail.example.org:587", "Write EMAIL_URL=smtp+tls://…@mail.example.org:587"),
        ("EMAIL_URL", "smtp+tls://portal:word@mail.example.org:465", "Write EMAIL_URL=smtp+ssl://…@mail.example.org:465"),
        ("EMAIL_URL", "smtp://portal@mail.example.org:25", "Write both, or neither"),
        ("EMAIL_URL", "smtp://mail_server.example.org:25", "“mail_server.example.org” is not the name of a host"),
        ("EMAIL_URL", "smtp://:25", "“” is not the name of a host"),
    ],
)
def test_the_checks_read_the_settings_of_mail_as_a_strict_server_does(name, value, said):
    done = manage("check", "--deploy", "--fail-level", "WARNING", **{name: value})
    assert done.returncode != 0
    assert said in done.stderr
    assert "portal:word" not in done.stderr


@pytest.mark.slow
@pytest.mark.one_database
def test_a_relay_without_password_has_nothing_against_it():
    done = manage("check", "--deploy", "--fail-level", "WARNING", EMAIL_URL="smtp://relay.example.org:25")
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.one_database
def test_prepare_never_touches_a_production_database():
    done = manage("prepare")
    assert done.returncode != 0
    assert "for a local portal only" in done.stderr


def read_by_the_settings() -> set[str]:
    """The names of the variables that settings.py asks the environment for."""
    found = set()
    for node in ast.walk(ast.parse((settings.BASE_DIR / "portal" / "settings.py").read_text())):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func)
            if called == "env" or called.startswith("env.") or called == "_required":
                found.add(node.args[0].value)
    return found


def test_the_operators_table_lists_every_variable():
    table = (settings.BASE_DIR / "docs" / "operators" / "configuration.md").read_text()
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)) == read_by_the_settings()


OIDC = {
    "OIDC_SERVER_URL": "https://idp.example.org/realms/staff/",
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "a secret",
}


@pytest.mark.parametrize("name", [name for name in OIDC if name != "OIDC_SERVER_URL"])
def test_an_identity_provider_is_given_whole(name):
    done = start(**{key: value for key, value in OIDC.items() if key != name})
    assert done.returncode != 0
    assert done.stderr.strip().splitlines()[-1].startswith(f"django.core.exceptions.ImproperlyConfigured: {name} ")


def test_an_identity_provider_is_read_from_the_environment():
    told = "from django.conf import settings as s; print(s.OIDC_NAME, s.OIDC_SECOND_FACTOR, s.SOCIALACCOUNT_PROVIDERS)"
    done = start(told, **OIDC)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("idp.example.org False ")
    assert "'server_url': 'https://idp.example.org/realms/staff'" in done.stdout
    named = start(told, **OIDC, OIDC_NAME="Sorbonne Université", OIDC_SECOND_FACTOR="true")
    assert named.stdout.startswith("Sorbonne Université True ") and "refeds.org/profile/mfa" in named.stdout
