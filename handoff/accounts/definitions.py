"""Time limits and constants of accounts."""

from datetime import timedelta
from enum import StrEnum

MAX_FAILURES = 5
FAILURE_WINDOW = timedelta(minutes=15)
"""So many wrong passwords or codes within this time lock an account (CJIS AC-7: 5 in 15 minutes)."""

MAX_SESSION_AGE = timedelta(hours=12)
"""A session ends after this time, even in use (CJIS IA-5 j)."""

PENDING_SESSION = timedelta(minutes=15)
"""How long a user may take from the password to the second factor."""

RECENT_SIGN_IN = timedelta(minutes=5)
RECENT_SIGN_IN_FOR_FORMS = timedelta(minutes=30)
"""How old a sign-in may be for a page that `requires_recent_sign_in`, and for a form that was opened on it."""

LAST_SEEN_INTERVAL = timedelta(seconds=60)
"""How often the last use of a session is stored; idle time counts from there, so it is never too long."""

CLOCK_SKEW = timedelta(minutes=1)
"""A session from further in the future than this was opened under a wrong clock, and ends."""

UNUSED_ACCOUNT = timedelta(days=90)
"""An account that no one signed in to for so long is disabled (CJIS AC-2(3))."""

SOLE_MANAGER_WAIT = timedelta(days=3)
"""How long a role that opens people's records waits where no second manager can confirm it."""

INVITATION_LIFETIME = timedelta(days=7)

TYPED_LIFETIME = timedelta(hours=24)
"""How long what was typed and never saved is kept for its author (D7)."""

MAX_TYPED_CHARACTERS = 200_000
"""The most that is kept of one page; no form of ours is longer."""

SESSION_WARNING = timedelta(minutes=2)
"""How long before a session ends its user is warned (WCAG 2.2.1 asks for 20 seconds at least)."""

DEMO_PASSWORD = "a long training password"  # noqa: S105
"""The password of every account in the training county, shown on its sign-in page."""

THEMES = ("day", "night")


class Factor(StrEnum):
    """The second factor that opened a session, beside the password."""

    NONE = ""
    CODE = "totp"
    RECOVERY = "recovery_codes"
    PASSKEY = "webauthn"
    AGENCY = "agency"
