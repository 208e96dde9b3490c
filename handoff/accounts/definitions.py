"""Time limits and constants of accounts."""

from datetime import timedelta
from enum import StrEnum

MAX_FAILURES = 5
FAILURE_WINDOW = timedelta(minutes=15)
"""After so many wrong passwords or codes within this time an account is locked (CJIS AC-7: 5 in 15 minutes)."""

MAX_SESSION_AGE = timedelta(hours=12)
"""After this a session ends, however busy it is (CJIS IA-5 j)."""

PENDING_SESSION = timedelta(minutes=15)
"""How long a right password waits for the second factor."""

RECENT_SIGN_IN = timedelta(minutes=5)
RECENT_SIGN_IN_FOR_FORMS = timedelta(minutes=30)
"""How old the last proof of who one is may be: to open a page marked fresh, and to send what was typed on it."""

LAST_SEEN_INTERVAL = timedelta(seconds=60)
"""How often a session notes that it is in use; idle time is counted from there, so never too long."""

CLOCK_SKEW = timedelta(minutes=1)
"""A session from further in the future than this was opened under a wrong clock, and ends."""

UNUSED_ACCOUNT = timedelta(days=90)
"""An account that nobody signed in to for so long is switched off (CJIS AC-2(3))."""

INVITATION_LIFETIME = timedelta(days=7)

DEMO_PASSWORD = "a long training password"  # noqa: S105
"""The password of every account in the training county, shown on its sign-in page."""

SITE = 0
"""The audit chain of the installation itself, where sign-ins are written."""

THEMES = ("day", "night")


class Factor(StrEnum):
    """The second factor that opened a session, beside the password."""

    NONE = ""
    CODE = "totp"
    RECOVERY = "recovery_codes"
    PASSKEY = "webauthn"
    AGENCY = "agency"
