"""A county's server: HTTPS only, every secret from the environment."""

from handoff.config.settings.base import *
from handoff.config.settings.base import BEHIND_PROXY, SECRET_KEY, env

if not SECRET_KEY:
    raise SystemExit("HANDOFF_SECRET_KEY is not set. Make one with: handoff secret-key")

PRODUCTION = True
ROW_SECURITY_NEEDED = env.bool("ROW_SECURITY_NEEDED", True)
BACKUP_NEEDED = env.bool("BACKUP_NEEDED", True)
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_NAME = "__Host-language"
THEME_COOKIE_NAME = "__Host-theme"
