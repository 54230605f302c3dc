"""Settings. Everything that differs between machines is an environment variable; docs/operators lists them all.

``PORTAL_ENV`` is ``local`` (script/server: SQLite, mails as files, a secret made on first use) or ``production``, where a
missing or unsafe value stops the start with a plain sentence.
"""

import ipaddress
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import html_tags
from js_asset import static_lazy

from publishing.mail_addresses import fault_of_header, mailbox
from publishing.rich_text_languages import allow_passages
from publishing.rich_text_links import clean_links

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

PORTAL_ENV = env("PORTAL_ENV", default="local")
if PORTAL_ENV not in {"local", "production"}:
    raise ImproperlyConfigured("PORTAL_ENV must be “local” or “production”.")
PRODUCTION = PORTAL_ENV == "production"

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))


def _required(name: str, local: str) -> str:
    """The variable, or on a local portal its stand-in."""
    value = env(name, default="").strip()
    if value or not PRODUCTION:
        return value or local
    raise ImproperlyConfigured(f"{name} is not set. Production needs it; see docs/operators/configuration.md.")


def _refuse(name: str, must: str) -> ImproperlyConfigured:
    """What to raise for a value that cannot stand. It never shows the value: that may be a secret, and logs are read."""
    return ImproperlyConfigured(f"{name} must {must}.")


def _understood(name: str, parse: Callable[[str], dict], value: str, key: str) -> dict:
    """What an address like ``DATABASE_URL`` stands for; ``key`` is what it must at least tell."""
    try:
        found = parse(value)
    except (ImproperlyConfigured, KeyError, ValueError):
        found = {}
    if not found.get(key):
        raise _refuse(name, "be an address of a kind that is known; see docs/operators/configuration.md")
    return found


def _directory(name: str, value: str) -> Path:
    path = Path(value)
    if PRODUCTION and not path.is_absolute():
        raise _refuse(name, "be a whole path that begins with /")
    return path


def bucket_bounds() -> object:
    """How long a process waits for a bucket: a page shows what it can without. Loaded where there is one alone."""
    from botocore.config import Config

    bounds = {"connect_timeout": 1, "read_timeout": 5, "retries": {"total_max_attempts": 2, "mode": "standard"}}
    return Config(signature_version="s3v4", s3={"addressing_style": "path"}, **bounds)


def _local_secret() -> str:
    """A secret of this machine's own, made once and kept outside the repository."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = _required("SECRET_KEY", "") or _local_secret()
SITE_URL = _required("SITE_URL", f"http://127.0.0.1:{env('PORT', default='8000')}").rstrip("/")
_site = urlsplit(SITE_URL)
if not SITE_URL.isascii():
    raise _refuse("SITE_URL", "be in ASCII, a host with accents in its xn-- form: header fields of mails hold nothing else")
if PRODUCTION:
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith("django-insecure-"):
        raise _refuse("SECRET_KEY", "hold at least 50 random characters, 10 of them different")
    if DEBUG:
        raise _refuse("DEBUG", "not be set in production: it shows the code and the data to visitors")
    if _site.scheme != "https" or not _site.hostname or _site.path:
        raise _refuse("SITE_URL", "be the portal's https address without a path, such as https://portal.example.org")
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=[]) if host.strip()] or [
    _site.hostname,
    *([] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"]),
]
if PRODUCTION and any(host.startswith((".", "*")) for host in ALLOWED_HOSTS):
    raise _refuse("ALLOWED_HOSTS", "name the portal's hosts one by one, without a star or a leading dot")

INSTALLED_APPS = [
    "modeltranslation",
    "publishing.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "django_countries",
    "django_prose_editor",
    "reversion",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "publishing",
    "search",
    "cluster",
    "caps",
    "partners",
    "news",
    "mailing",
    "portal",
]

MIDDLEWARE = [
    "portal.request_log.RequestLogMiddleware",
    "publishing.answer_headers.AnswerHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "publishing.answer_cache.KeptAnswersMiddleware",
    "csp.middleware.CSPMiddleware",
    "publishing.static_files.StaticFilesMiddleware",
    "publishing.refusals.RefusalPageMiddleware",
    "publishing.middleware.PlainRequestMiddleware",
    "publishing.quarantine_middleware.QuarantineMiddleware",
    "publishing.quarantine_middleware.JournalMiddleware",
    "publishing.unavailable.UnavailableMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.section_paths.SectionPathMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "publishing.edit_links.StaffMarkMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.signin.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "publishing.template_loader.TightLoader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site",
            ],
        },
    },
]
FORM_RENDERER = "publishing.form_renderer.DirectRenderer"
INSTALLED_APPS.append("django.forms")

# Languages are data: one more line here, one makemigrations and one catalogue make a third.
# The first is the one that is always written first and to which prose may fall back.
LANGUAGES = [
    ("fr", _("French")),
    ("en", _("English")),
]
LANGUAGE_CODE = LANGUAGES[0][0]
MODELTRANSLATION_DEFAULT_LANGUAGE = LANGUAGE_CODE
MODELTRANSLATION_FALLBACK_LANGUAGES = (LANGUAGE_CODE,)
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = PRODUCTION
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

_database = _understood(
    "DATABASE_URL", env.db_url_config, _required("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"), "ENGINE"
)
DATABASES = {"default": _database}
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction that will write takes its lock first, so two editors queue instead of failing half-way.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;",
    }
    # Kept: the first connection to a file makes what lies beside it, and on a full disk there is no room for that.
    _database["CONN_MAX_AGE"] = None
else:
    _database["ENGINE"] = "publishing.postgresql"
    _age = env("CONN_MAX_AGE", default="600").strip()
    if not _age.isdecimal():
        raise _refuse("CONN_MAX_AGE", "be a number of seconds")
    _database["CONN_MAX_AGE"] = int(_age)
    _database["CONN_HEALTH_CHECKS"] = True
KEEP_PLANS = env.bool("KEEP_PLANS", default=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_cache = _understood("CACHE_URL", env.cache_url_config, _required("CACHE_URL", "locmemcache://"), "BACKEND")
if PRODUCTION and _cache["BACKEND"].endswith(("LocMemCache", "DummyCache")):
    raise _refuse("CACHE_URL", "name a cache that every process shares, such as rediscache://127.0.0.1:6379/0")
if _cache["BACKEND"].endswith("RedisCache"):
    _cache["BACKEND"] = "publishing.shared_cache.SharedCache"
CACHES = {"default": _cache}
KEEP_ANSWERS = True
"""Whether answers to visitors are kept (``publishing/answer_cache.py``). Off in most tests, which look at what is made."""
NGINX_COPIES = env("NGINX_COPIES", default="").strip()
if NGINX_COPIES and not (NGINX_COPIES.startswith("/") or NGINX_COPIES.isdecimal()):
    raise _refuse("NGINX_COPIES", "be the whole path of a directory, or a number of seconds")

_email = _understood(
    "EMAIL_URL", env.email_url_config, _required("EMAIL_URL", f"filemail://{VAR_DIR / 'mails'}"), "EMAIL_BACKEND"
)
if PRODUCTION:
    if not _email["EMAIL_BACKEND"].endswith(".smtp.EmailBackend"):
        raise _refuse("EMAIL_URL", "name a mail server, such as smtp+tls://name:password@mail.example.org:587")
    if _email["EMAIL_HOST_PASSWORD"] and not (_email.get("EMAIL_USE_TLS") or _email.get("EMAIL_USE_SSL")):
        raise _refuse("EMAIL_URL", "begin with smtp+tls:// or smtp+ssl:// where it holds a password")
vars().update(_email)
if not PRODUCTION and _email["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
    EMAIL_FILE_PATH = str(VAR_DIR / "mails")
MAIL_FROM = _required("MAIL_FROM", '"PostGenAI@Paris" <presse@example.org>')
try:
    # Quoted where a header must quote it: Django sends nothing from an unquoted PostGenAI@Paris.
    DEFAULT_FROM_EMAIL = SERVER_EMAIL = str(mailbox(MAIL_FROM))
except ValueError:
    raise _refuse("MAIL_FROM", 'name one mailbox, such as "PostGenAI@Paris" <presse@example.org>') from None

# Where messages come back to (mailing/bounces.py): the address of the envelope, and the mailbox behind it.
BOUNCE_ADDRESS = env("BOUNCE_ADDRESS", default="").strip()
if BOUNCE_ADDRESS and ("<" in BOUNCE_ADDRESS or fault_of_header(BOUNCE_ADDRESS)):
    raise _refuse("BOUNCE_ADDRESS", "be an e-mail address alone, such as retours@example.org")
BOUNCE_MAILBOX = env("BOUNCE_MAILBOX", default="").strip()
if BOUNCE_MAILBOX and not BOUNCE_MAILBOX.startswith(("imaps://", "imap+tls://", "maildir:///")):
    raise _refuse("BOUNCE_MAILBOX", "begin with imaps://, imap+tls:// or maildir:///")

STATIC_URL = "/static/"
STATIC_ROOT = _directory("STATIC_ROOT", env("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_BUCKET = env("MEDIA_BUCKET", default="").strip()
MEDIA_ROOT = _directory(
    "MEDIA_ROOT", str(VAR_DIR / "media") if MEDIA_BUCKET else _required("MEDIA_ROOT", str(VAR_DIR / "media"))
)
CLOCK_ASKED_EVERY: float | None = 15
"""Seconds between two questions to the database about its time; ``None``: never, for tests that travel in time."""
QUARANTINE_ASKED_EVERY: float | None = 1
"""Seconds between two questions whether a restored portal is still in quarantine; ``None``: never, for tests without one."""
# Where the journal of what no backup may undo is kept (publishing/journal.py), and the key of backups (portal/backup).
_journal = env("JOURNAL_DIR", default="" if PRODUCTION else str(VAR_DIR / "journal")).strip()
JOURNAL_DIR: Path | None = _directory("JOURNAL_DIR", _journal) if _journal else None
_key_file = env("BACKUP_KEY_FILE", default="").strip()
BACKUP_KEY_FILE: Path | None = _directory("BACKUP_KEY_FILE", _key_file) if _key_file else None
CHILD_ENVIRONMENT = dict(env.ENVIRON)
"""What programs that the portal starts are given: PostgreSQL's own, and commands on another database."""
MOVE_TO = env("MOVE_TO", default="").strip()
"""Where ``manage.py move_to`` moves the database to, for that command alone."""
MEDIA_URL = "/media/"
MEDIA_ACCEL = env("MEDIA_ACCEL", default="").strip()
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "publishing.stored_files.UploadStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if MEDIA_BUCKET:
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", MEDIA_BUCKET):
        raise _refuse("MEDIA_BUCKET", "be the name of a bucket: small letters, digits, hyphens and full stops")
    if MEDIA_ACCEL:
        raise _refuse("MEDIA_ACCEL", "be empty where MEDIA_BUCKET is set: nginx has no files to hand out then")
    _endpoint = env("MEDIA_ENDPOINT", default="").strip()
    if not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", _endpoint) or (
        PRODUCTION and not _endpoint.startswith("https://")
    ):
        raise _refuse("MEDIA_ENDPOINT", "be the https address of what keeps the bucket")
    _keys = {"access_key": env("MEDIA_KEY", default="").strip(), "secret_key": env("MEDIA_SECRET", default="").strip()}
    for _name, _key in (("MEDIA_KEY", "access_key"), ("MEDIA_SECRET", "secret_key")):
        # Without them the library would look for some elsewhere on the machine.
        if not _keys[_key]:
            raise _refuse(_name, "be set where MEDIA_BUCKET is")
    STORAGES["default"] = {
        "BACKEND": "publishing.bucket_storage.BucketStorage",
        "OPTIONS": {
            "bucket_name": MEDIA_BUCKET,
            "endpoint_url": _endpoint,
            "region_name": env("MEDIA_REGION", default="").strip() or "us-east-1",
            **_keys,
            # Private, whatever the bucket says of what is put into it: the portal alone hands files out.
            "default_acl": "private",
            "file_overwrite": False,
            "max_memory_size": 5 * 1024 * 1024,
            "client_config": bucket_bounds(),
        },
    }
WHITENOISE_MAX_AGE = 60 * 60
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_LOGOUT_REDIRECT_URL = "root"
ACCOUNT_ADAPTER = "portal.signin.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "portal.signin_forms.SignInForm",
    "reauthenticate": "portal.signin_forms.PasswordAgainForm",
    "change_password": "portal.signin_forms.ChangeForm",
    "set_password": "portal.signin_forms.FirstPasswordForm",
    "reset_password": "portal.signin_forms.ForgottenForm",
    "reset_password_from_key": "portal.signin_forms.NewPasswordForm",
}
# The password a network tries on an account, and the tries of one network on all accounts. Nobody is locked out by failures
# from elsewhere. Messages of a forgotten password are held back by the form itself, for the same reason.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key", "reset_password": "20/m/ip"}
MFA_ADAPTER = "portal.signin.EncryptedFactors"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "portal.signin_forms.CodeForm",
    "reauthenticate": "portal.signin_forms.CodeAgainForm",
    "authenticate_webauthn": "portal.signin_forms.PasskeyForm",
    "login_webauthn": "portal.signin_forms.PasskeyAloneForm",
    "reauthenticate_webauthn": "portal.signin_forms.PasskeyAgainForm",
    "activate_totp": "portal.signin_forms.NewAppForm",
    "deactivate_totp": "portal.signin_forms.WithoutAppForm",
    "add_webauthn": "portal.signin_forms.NewPasskeyForm",
    "edit_webauthn": "portal.signin_forms.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey is two factors in one: the device, and the finger, face or code that opens it.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "PostGenAI@Paris"
MFA_RECOVERY_CODES_SHOW_ONCE = True
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=PRODUCTION)
PASSWORD_RESET_TIMEOUT = 2 * 3600

# An institution's own identity provider, where its address is given. Accounts are never made by it.
OIDC_SERVER_URL = env("OIDC_SERVER_URL", default="").strip().rstrip("/")
OIDC_NAME = (env("OIDC_NAME", default="").strip() or urlsplit(OIDC_SERVER_URL).hostname or "") if OIDC_SERVER_URL else ""
OIDC_SECOND_FACTOR = env.bool("OIDC_SECOND_FACTOR", default=False)
_oidc = {"client_id": env("OIDC_CLIENT_ID", default="").strip(), "secret": env("OIDC_CLIENT_SECRET", default="").strip()}
if OIDC_SERVER_URL and PRODUCTION and not OIDC_SERVER_URL.startswith("https://"):
    raise _refuse("OIDC_SERVER_URL", "be an https address")
for _name, _key in (("OIDC_CLIENT_ID", "client_id"), ("OIDC_CLIENT_SECRET", "secret")):
    if bool(OIDC_SERVER_URL) != bool(_oidc[_key]):
        raise _refuse(_name, "be set with OIDC_SERVER_URL, and only then")
SOCIALACCOUNT_ADAPTER = "portal.identity_provider.InvitedOnlyAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        # Research federations' word for two factors.
        "AUTH_PARAMS": {"acr_values": "https://refeds.org/profile/mfa"} if OIDC_SECOND_FACTOR else {},
        "APPS": [
            {
                "provider_id": "institution",
                "name": OIDC_NAME,
                "settings": {"server_url": OIDC_SERVER_URL, "oauth_pkce_enabled": True},
                **_oidc,
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}

# The editor's link, held to the portal's rule of where links may lead; the language of a passage; what is pasted.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy("publishing/rich_text_links.js")], "extensions": {"Link": clean_links}},
    {"js": [static_lazy("publishing/rich_text_language.js")], "extensions": {"PassageLanguage": allow_passages}},
    {"js": [static_lazy("publishing/rich_text_paste.js")], "extensions": {"CleanPaste": html_tags([])}},
]

# The route that proposes public pages for words (JSON): the link's dialog asks it.
PAGE_SUGGESTIONS = "search-suggestions"

# default-src 'none': whatever is not named is refused, on the admin's pages too. The one hash is the style element
# that the rich-text editor inserts; a browser test tells when it changes.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$"]
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"


# What the portal says of itself. One place, so that a change of name or grant is one line.
PORTAL_NAME = "PostGenAI@Paris"
GRANT_REFERENCE = "ANR-23-IACL-0007"
# HAL’s search interface (caps/hal). For a trial: another port of this machine, never another host.
HAL_API_URL = env("HAL_API_URL", default="").strip() or "https://api.archives-ouvertes.fr/search/"
if not HAL_API_URL.startswith("https://api.archives-ouvertes.fr/") and (
    PRODUCTION or not re.match(r"http://(127\.0\.0\.1|localhost)[:/]", HAL_API_URL)
):
    raise _refuse("HAL_API_URL", "be the address of HAL’s search interface, https://api.archives-ouvertes.fr/search/")
SECURITY_CONTACT = _required("SECURITY_CONTACT", "mailto:securite@example.org")
if not SECURITY_CONTACT.startswith(("mailto:", "https://")):
    raise _refuse("SECURITY_CONTACT", "begin with mailto: or https://")

# What the law has a public site say of itself (publishing/legal_facts.py). Staff name these facts in their texts. Production
# does not start without them; elsewhere the pages leave out what would state one that is empty.
FACTS = {
    "publisher_name": env("PUBLISHER_NAME", default="").strip(),
    "publisher_address": env("PUBLISHER_ADDRESS", default="").strip(),
    "publisher_phone": env("PUBLISHER_PHONE", default="").strip(),
    "publication_director": env("PUBLICATION_DIRECTOR", default="").strip(),
    "host_name": env("HOST_NAME", default="").strip(),
    "host_address": env("HOST_ADDRESS", default="").strip(),
    "host_phone": env("HOST_PHONE", default="").strip(),
    "contact_email": env("CONTACT_EMAIL", default="").strip(),
    "accessibility_email": env("ACCESSIBILITY_EMAIL", default="").strip(),
    "dpo_email": env("DPO_EMAIL", default="").strip(),
    "dpo_address": env("DPO_ADDRESS", default="").strip(),
    "log_days": env("LOG_DAYS", default="").strip(),
    "accessibility_audit": env("ACCESSIBILITY_AUDIT", default="").strip(),
}
_lacking = [_name.upper() for _name, _fact in FACTS.items() if not _fact and _name != "accessibility_audit"]
if PRODUCTION and _lacking:
    raise ImproperlyConfigured(
        f"Not set: {', '.join(_lacking)}. The law has a public site state these facts; see docs/operators/configuration.md."
    )
for _name in ("contact_email", "accessibility_email", "dpo_email"):
    if FACTS[_name] and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", FACTS[_name]):
        raise _refuse(_name.upper(), "be an e-mail address alone, such as contact@example.org")
if FACTS["accessibility_audit"] and not re.fullmatch(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", FACTS["accessibility_audit"]
):
    raise _refuse("ACCESSIBILITY_AUDIT", "be a day, such as 2026-12-05")
if FACTS["log_days"] and not FACTS["log_days"].isdecimal():
    raise _refuse("LOG_DAYS", "be a number of days")
ACCESSIBILITY_STATE = env("ACCESSIBILITY_STATE", default="").strip() or "none"
if ACCESSIBILITY_STATE not in {"none", "partial", "full"}:
    raise _refuse("ACCESSIBILITY_STATE", "be none, partial or full")
if ACCESSIBILITY_STATE != "none" and not FACTS["accessibility_audit"]:
    raise _refuse("ACCESSIBILITY_STATE", "be none as long as ACCESSIBILITY_AUDIT names no audit")

# How often a minute one network may ask for what costs work (publishing/limits.py).
_limits = {
    "SEARCHES_A_MINUTE": env("SEARCHES_A_MINUTE", default="").strip() or "120",
    "SUGGESTIONS_A_MINUTE": env("SUGGESTIONS_A_MINUTE", default="").strip() or "600",
    "DOCUMENTS_A_MINUTE": env("DOCUMENTS_A_MINUTE", default="").strip() or "120",
}
for _name, _number in _limits.items():
    if not re.fullmatch(r"[1-9][0-9]{0,6}", _number):
        raise _refuse(_name, "be a whole number of at least 1")
LIMITS_A_MINUTE = {_name.removesuffix("_A_MINUTE").lower(): int(_number) for _name, _number in _limits.items()}

# Who may read /metrics and /readyz (portal/watching.py): these networks, or who knows the token. To others both are unknown.
WATCHED_FROM = [one.strip() for one in env.list("WATCHED_FROM", default=["127.0.0.0/8", "::1/128"]) if one.strip()]
try:
    [ipaddress.ip_network(_one) for _one in WATCHED_FROM]
except ValueError:
    raise _refuse("WATCHED_FROM", "be networks such as 192.0.2.0/24, separated by commas") from None
WATCH_TOKEN = env("WATCH_TOKEN", default="").strip()
if WATCH_TOKEN and (len(WATCH_TOKEN) < 32 or len(set(WATCH_TOKEN)) < 10):
    raise _refuse("WATCH_TOKEN", "hold at least 32 random characters, 10 of them different")
# Where the processes of this machine count what /metrics tells, a file each; without it each tells of itself alone.
METRICS_DIR = env("METRICS_DIR", default="" if PRODUCTION else str(VAR_DIR / "metrics")).strip()

# Whether a release is approved by somebody else than its author.
PRESS_TWO_PERSONS = env.bool("PRESS_TWO_PERSONS", default=False)

LOG_LEVEL = env("LOG_LEVEL", default="WARNING").strip().upper()
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
    raise _refuse("LOG_LEVEL", "be DEBUG, INFO, WARNING, ERROR or CRITICAL")
LOG_FORMAT = env("LOG_FORMAT", default="").strip() or ("json" if PRODUCTION else "line")
if LOG_FORMAT not in {"json", "line"}:
    raise _refuse("LOG_FORMAT", "be json or line")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "portal.logs.CoveredLines"},
    },
    "filters": {"without_keys": {"()": "portal.logs.WithoutKeys"}, "refusals_aside": {"()": "portal.logs.RefusalsAside"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            # The lines of JSON cover more by themselves, and would have each record's words put together already.
            "filters": ["without_keys"] if LOG_FORMAT == "line" else ["refusals_aside"],
        },
        "counted": {"class": "portal.counting.CountedRecords", "level": "WARNING"},
    },
    "root": {"handlers": ["console", "counted"], "level": LOG_LEVEL},
    "loggers": {
        # gunicorn warns at each HEAD request that it leaves out the body, as it should.
        "gunicorn.http.wsgi": {"level": "ERROR"},
        # Django warns of each unknown address, with the address: it may name what is not public yet, and logs are read.
        "django.request": {"level": "ERROR"},
        # A line for each request, in production.
        "portal.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
    },
}
