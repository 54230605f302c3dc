"""Settings. Everything that differs between machines is an environment variable; docs/operators lists them all.

``PORTAL_ENV`` is ``local`` (script/server: SQLite, mails as files, a secret made on first use) or ``production``, where a
missing or unsafe value stops the start with a plain sentence.
"""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

PORTAL_ENV = env("PORTAL_ENV", default="local")
if PORTAL_ENV not in {"local", "production"}:
    raise ImproperlyConfigured(f"PORTAL_ENV is {PORTAL_ENV!r}; it must be 'local' or 'production'.")
PRODUCTION = PORTAL_ENV == "production"

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))


def _required(name: str, local: str) -> str:
    """The variable, or on a local portal its stand-in."""
    value = env(name, default="").strip()
    if value or not PRODUCTION:
        return value or local
    raise ImproperlyConfigured(f"{name} is not set. Production needs it; see docs/operators/configuration.md.")


def _local_secret() -> str:
    """A secret of this machine's own, made once and kept outside the repository."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="") if PRODUCTION else env("SECRET_KEY", default="") or _local_secret()
SITE_URL = _required("SITE_URL", f"http://127.0.0.1:{env('PORT', default='8000')}").rstrip("/")
_site = urlsplit(SITE_URL)
if PRODUCTION:
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
        raise ImproperlyConfigured("SECRET_KEY must hold at least 50 characters, 10 of them different.")
    if DEBUG:
        raise ImproperlyConfigured("DEBUG must not be set in production: it shows the code and the data to visitors.")
    if _site.scheme != "https" or not _site.hostname:
        raise ImproperlyConfigured("SITE_URL must be the portal's https address, such as https://portal.example.org.")
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=[]) if host.strip()] or [
    _site.hostname,
    *([] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"]),
]
if PRODUCTION and any(host.startswith("*") for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the portal's hosts, without a star.")

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
    "import_export",
    "reversion",
    "csp",
    "publishing",
    "search",
    "cluster",
    "caps",
    "partners",
    "news",
    "portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "publishing.middleware.PlainRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
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

DATABASES = {"default": env.db_url_config(_required("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"))}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction that will write takes its lock first, so two editors queue instead of failing half-way.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    _database["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    _database["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url_config(_required("CACHE_URL", "locmemcache://"))}

_email = env.email_url_config(_required("EMAIL_URL", f"filemail://{VAR_DIR / 'mails'}"))
vars().update(_email)
if not PRODUCTION and _email["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
    EMAIL_FILE_PATH = str(VAR_DIR / "mails")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _required("MAIL_FROM", "PostGenAI@Paris <presse@example.org>")

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(_required("MEDIA_ROOT", str(VAR_DIR / "media")))
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

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
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
SILENCED_SYSTEM_CHECKS: list[str] = []

# What the portal says of itself. One place, so that a change of name, grant or level of accessibility is one line.
PORTAL_NAME = "PostGenAI@Paris"
GRANT_REFERENCE = "ANR-23-IACL-0007"
SECURITY_CONTACT = env("SECURITY_CONTACT", default="mailto:securite@example.org").strip()

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
    # gunicorn warns at each HEAD request that it leaves out the body, as it should.
    "loggers": {"gunicorn.http.wsgi": {"level": "ERROR"}},
}
