"""Settings that hold everywhere. Every variable is described in docs/reference/settings.md."""

import os
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from environs import Env, ValidationError, validate

from handoff.config.file_modes import protect_data_folder
from handoff.config.sqlite import connection_options

env = Env(prefix="HANDOFF_")

PACKAGE = Path(__file__).resolve().parents[2]
AT_LEAST_1 = validate.Range(min=1)


def origin_of(address: str) -> list[str]:
    """The scheme, host and port of an address; none of one that isn't an address, which `handoff check` names."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return []
    return [f"{parts.scheme}://{parts.netloc}"] if parts.scheme and parts.netloc else []


def default_data_folder() -> Path:
    """`var/` in a source checkout; the user's data folder for an installed package."""
    if (PACKAGE.parent / "pyproject.toml").is_file():
        return PACKAGE.parent / "var"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "handoff"


DATA_FOLDER = Path(env.str("DATA_FOLDER", str(default_data_folder())))
protect_data_folder(DATA_FOLDER)

PRODUCTION = False
DEMO = env.bool("DEMO", False)
TESTING = False
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", "")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
SITE_ADDRESS = env.str("SITE_ADDRESS", "http://127.0.0.1:8000")
# A proxy may pass the host name without the port; forms of the site's own address are the site's own all the same.
CSRF_TRUSTED_ORIGINS: list[str] = [
    *env.list("CSRF_TRUSTED_ORIGINS", []),
    *origin_of(SITE_ADDRESS),
]

INSTALLED_APPS = [
    "handoff.config",
    "handoff.demo",
    "handoff.desk",
    "handoff.records",
    "handoff.workbooks",
    "handoff.measures",
    "handoff.staffing",
    "handoff.casework",
    "handoff.enrollment",
    "handoff.opportunity",
    "handoff.referrals",
    "handoff.eligibility",
    "handoff.charges",
    "handoff.consent",
    "handoff.participants",
    "handoff.directory",
    "handoff.spreadsheets",
    "handoff.accounts",
    "handoff.programs",
    "handoff.documents",
    "handoff.notifications",
    "handoff.audit",
    "handoff.core",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
]

MIDDLEWARE = [
    "handoff.core.middleware.FramesMiddleware",
    "handoff.core.middleware.TenantMiddleware",
    "handoff.core.middleware.ProxyAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "handoff.core.middleware.TurnsMiddleware",
    "handoff.core.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "handoff.core.middleware.CompressedPagesMiddleware",
    "handoff.core.middleware.AllowedMethodsMiddleware",
    "handoff.core.middleware.NulMiddleware",
    "handoff.config.outages.LowDiskMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "handoff.core.middleware.AnonymousBodyLimitMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "handoff.accounts.middleware.access.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "handoff.audit.middleware.AuditMiddleware",
    "handoff.accounts.middleware.access.ProgramAccessMiddleware",
    "handoff.accounts.middleware.clock.ClockMiddleware",
    "handoff.participants.middleware.RecordGateMiddleware",
]

ROOT_URLCONF = "handoff.config.urls"
WSGI_APPLICATION = "handoff.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["handoff.core.loaders.PageLoader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "handoff.accounts.context_processors.page_context",
                "handoff.desk.launch.context_processors.guide_strip",
            ],
        },
    }
]
FORM_RENDERER = "handoff.core.renderers.FieldRenderer"


def check_database_address(address: str) -> None:
    """Raise `ValidationError` for the address of a database that Handoff doesn't use, or of none."""
    scheme, _colon, rest = address.partition("://")
    if address and (scheme not in {"sqlite", "postgres", "postgresql"} or "/" not in rest):
        raise ValidationError("Not a valid database URL.")


def database() -> dict[str, Any]:
    """Return the one database: SQLite in the data folder, or what HANDOFF_DATABASE_URL names.

    What only the tables' owner may do (`handoff migrate`) uses HANDOFF_OWNER_DATABASE_URL where there is one.
    """
    owned = env.bool("AS_OWNER", False) and env.str("OWNER_DATABASE_URL", "")
    name = "OWNER_DATABASE_URL" if owned else "DATABASE_URL"
    env.str(name, "", validate=check_database_address)
    config = dict(env.dj_db_url(name, f"sqlite:///{DATA_FOLDER / 'handoff.sqlite3'}"))
    if str(config["ENGINE"]).endswith("sqlite3"):
        config["ENGINE"] = "handoff.config.sqlite"
        config["OPTIONS"] = connection_options()
    else:
        config["ENGINE"] = "handoff.config.postgresql"
        config["DISABLE_SERVER_SIDE_CURSORS"] = True
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config


DATABASES = {"default": database()}
ROW_SECURITY_ROLE = ""
ROW_SECURITY_NEEDED = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "desk:start"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "handoff.accounts.validators.LocalWordsValidator"},
]
PASSWORD_WORDS: list[str] = env.list("PASSWORD_WORDS", [])
SIGN_IN_LOCK = env.str("SIGN_IN_LOCK", "until_released", validate=validate.OneOf(["until_released", "wait"]))
SIGN_IN_FAILURES_PER_ADDRESS = env.int("SIGN_IN_FAILURES_PER_ADDRESS", 30, validate=AT_LEAST_1)
IDLE_MINUTES = min(env.int("IDLE_MINUTES", 30, validate=AT_LEAST_1), 30)
IDLE_MINUTES_MOBILE = min(env.int("IDLE_MINUTES_MOBILE", 15, validate=AT_LEAST_1), 15, IDLE_MINUTES)
ADMINISTRATORS_NEED_PASSKEY = env.bool("ADMINISTRATORS_NEED_PASSKEY", False)
OIDC_ISSUER = env.str("OIDC_ISSUER", "")
OIDC_ID = env.str("OIDC_ID", "")
OIDC_SECRET = env.str("OIDC_SECRET", "")
OIDC_LABEL = env.str("OIDC_LABEL", "")
OIDC_EMAIL_DOMAINS: list[str] = env.list("OIDC_EMAIL_DOMAINS", [])
OIDC_MFA_CLAIM = env.str("OIDC_MFA_CLAIM", "amr")
OIDC_MFA_VALUES: list[str] = env.list("OIDC_MFA_VALUES", ["mfa"])

ACCOUNT_ADAPTER = "handoff.accounts.adapters.NoSignUpAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "handoff.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Handoff"
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TRUST_ENABLED = False
SOCIALACCOUNT_ADAPTER = "handoff.accounts.adapters.AgencyAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}

SESSION_ENGINE = "handoff.accounts.middleware.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
THEME_COOKIE_NAME = "theme"
CSRF_FAILURE_VIEW = "handoff.core.errors.csrf_failure"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["handoff.core.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = DATA_FOLDER / "static"
MEDIA_ROOT = DATA_FOLDER / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = True

BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
MAX_ANONYMOUS_BYTES = 256 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "handoff.core.uploads.MemoryOnlyUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MAX_SCAN_BYTES = 15 * 1024 * 1024
SCAN_COMMAND: list[str] = shlex.split(env.str("SCAN_COMMAND", ""))

EMAIL_BACKEND = env.str("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = env.str("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = env.int("EMAIL_PORT", 25, validate=validate.Range(min=1, max=65535))
# A mail server that takes the connection and says nothing would stop the scheduled jobs.
EMAIL_TIMEOUT = 20
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", "handoff@localhost")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

JOURNAL_FILE = env.str("JOURNAL_FILE", str(DATA_FOLDER / "journal" / "journal.jsonl"))
ANCHOR_FILE = env.str("ANCHOR_FILE", str(DATA_FOLDER / "anchors" / "anchors.jsonl"))
ANCHOR_MAIL: list[str] = list(filter(str.strip, env.list("ANCHOR_MAIL", [])))

FILE_KEYS: list[str] = env.list("FILE_KEYS", [])
FILE_KEYS_FILE = DATA_FOLDER / "file-keys"
BACKUP_KEY: list[str] = env.list("BACKUP_KEY", [])
BACKUP_KEY_FILE = DATA_FOLDER / "backup-key"
BACKUP_FOLDER = env.str("BACKUP_FOLDER", str(DATA_FOLDER / "backups"))
BACKUP_KEEP = env.int("BACKUP_KEEP", 48, validate=AT_LEAST_1)
BACKUP_MAX_HOURS = env.int("BACKUP_MAX_HOURS", 2, validate=AT_LEAST_1)
BACKUP_DATABASE: dict[str, Any] = {}
if env.str("BACKUP_DATABASE_URL", "") or env.str("OWNER_DATABASE_URL", ""):
    BACKUP_DATABASE = dict(env.dj_db_url("BACKUP_DATABASE_URL", env.str("OWNER_DATABASE_URL", "")))
BACKUP_NEEDED = False
RESERVE_MEGABYTES = env.int("RESERVE_MEGABYTES", 50, validate=validate.Range(min=0))

ELIGIBILITY_CHECKERS_PER_AGENCY = env.int("ELIGIBILITY_CHECKERS_PER_AGENCY", 3, validate=AT_LEAST_1)
PUBLIC_FORM_PER_HOUR = env.int("PUBLIC_FORM_PER_HOUR", 5, validate=AT_LEAST_1)
PUBLIC_FORM_PER_HOUR_IN_PROGRAM = env.int("PUBLIC_FORM_PER_HOUR_IN_PROGRAM", 30, validate=AT_LEAST_1)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "handoff.core.logs.PlainFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django's own handler would print the same lines once more, unmasked.
    "loggers": {"django": {"handlers": [], "level": "INFO"}},
}
