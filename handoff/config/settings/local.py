"""A laptop: the demo, and a developer's own machine. The key is made on the first run and kept in the data folder."""

from handoff.config.secret import local_secret_key
from handoff.config.settings.base import *
from handoff.config.settings.base import DATA_FOLDER, SECRET_KEY, env

SECRET_KEY = SECRET_KEY or local_secret_key(DATA_FOLDER)
DEBUG = env.bool("DEBUG", False)
# A laptop serves http://127.0.0.1: HSTS, the redirect to HTTPS and secure cookies are for a server.
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
EMAIL_BACKEND = env.str("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = DATA_FOLDER / "mail"
