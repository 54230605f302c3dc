"""An institution's identity provider, in a process of its own: accounts, a sign-in form and signed statements.

It is a Django of its own with the library's provider. ``PEOPLE`` says what it says of each.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PASSWORD = "le mot de passe de l’établissement"
CLIENT_ID, CLIENT_SECRET = "portal", "a secret between the two"
PEOPLE: dict[str, dict[str, object]] = {
    "claire": {"sub": "1001", "email": "Claire@example.org", "email_verified": True},
    "claire-mfa": {"sub": "1001", "email": "claire@example.org", "email_verified": True, "amr": ["pwd", "otp", "mfa"]},
    "claire-refeds": {
        "sub": "1001",
        "email": "claire@example.org",
        "email_verified": True,
        "acr": "https://refeds.org/profile/mfa",
    },
    "claire-moved": {"sub": "1001", "email": "claire.married@example.org", "email_verified": True},
    "successor": {"sub": "2002", "email": "claire@example.org", "email_verified": True},
    "unverified": {"sub": "3003", "email": "claire@example.org", "email_verified": False},
    "says-true": {"sub": "3003", "email": "claire@example.org", "email_verified": "true"},
    "silent": {"sub": "3003", "email": "claire@example.org"},
    "stranger": {"sub": "4004", "email": "stranger@example.org", "email_verified": True},
    "without": {"sub": "5005"},
}
OTHER_IN_USERINFO = "two-persons"
"""Its signed statement is of one person, what it tells on request of another."""


@contextlib.contextmanager
def running(callback: str) -> Iterator[str]:
    """The address of a provider that runs while the block does, for a portal with this callback address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as directory:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.identity_provider", str(port), callback, directory],
            cwd=Path(__file__).parent.parent,
            env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            end = time.monotonic() + 60
            while not _answers(port):
                assert process.poll() is None and time.monotonic() < end, process.stderr.read().decode()
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)
            process.stderr.close()


def _answers(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def _configure(port: str, directory: str) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    settings.configure(
        SECRET_KEY="of the provider alone " * 3,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="tests.identity_provider_urls",
        USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{directory}/provider.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        ACCOUNT_LOGIN_METHODS={"username"},
        ACCOUNT_SIGNUP_FIELDS=["username*", "password1*"],
        ACCOUNT_EMAIL_VERIFICATION="none",
        ACCOUNT_RATE_LIMITS=False,
        # Cookies know no ports: the portal's are beside these.
        SESSION_COOKIE_NAME="provider-session",
        CSRF_COOKIE_NAME="provider-csrf",
        LOGIN_URL="account_login",
        IDP_OIDC_ADAPTER="tests.identity_provider_urls.Claims",
        IDP_OIDC_PRIVATE_KEY=key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain).decode(),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )


def _fill(callback: str) -> None:
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for name in (*PEOPLE, OTHER_IN_USERINFO):
        User.objects.create_user(name, password=PASSWORD)
    Client.objects.create(
        id=CLIENT_ID,
        name="The portal",
        secret=make_password(CLIENT_SECRET),
        scopes="openid\nprofile\nemail",
        redirect_uris=callback,
        skip_consent=True,
    )


def main(port: str, callback: str, directory: str) -> None:
    import django

    _configure(port, directory)
    django.setup()
    _fill(callback)
    from socketserver import ThreadingMixIn
    from wsgiref.simple_server import WSGIServer, make_server

    from django.core.wsgi import get_wsgi_application

    class Server(ThreadingMixIn, WSGIServer):
        daemon_threads = True

    make_server("127.0.0.1", int(port), get_wsgi_application(), server_class=Server).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
