"""Numbers and words that accounts stand on."""

from datetime import timedelta

FAILURES_ALLOWED = 5
FAILURES_WITHIN = timedelta(minutes=15)
"""After so many wrong passwords within this time a user name waits (CJIS 5.9.5: 5 in 15 minutes)."""

DEMO_PASSWORD = "a long training password"  # noqa: S105
"""The password of every account in the training county, shown on its sign-in page."""

SITE = 0
"""The audit chain of the installation itself, where sign-ins are written."""

THEMES = ("day", "night")
