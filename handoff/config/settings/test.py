"""The tests: quick password hashing, mail in memory, plain static files; the databases are the real ones."""

import atexit
import os
import shutil
import tempfile

if "HANDOFF_DATA_FOLDER" not in os.environ:
    os.environ["HANDOFF_DATA_FOLDER"] = tempfile.mkdtemp(prefix="handoff-test-")
    atexit.register(shutil.rmtree, os.environ["HANDOFF_DATA_FOLDER"], ignore_errors=True)

from handoff.config.settings.base import *
from handoff.config.settings.base import DATABASES

SECRET_KEY = "only-for-tests-" + "x" * 50
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
DEMO = False
TESTING = True
# Playwright needs DJANGO_ALLOW_ASYNC_UNSAFE (conftest.py), which no server has.
SILENCED_SYSTEM_CHECKS = ["async.E001"]

if DATABASES["default"]["ENGINE"] == "handoff.config.postgresql":
    # The tests own the tables and are superusers; requests and commands are lowered to a role that is neither.
    ROW_SECURITY_ROLE = "handoff_restricted"
