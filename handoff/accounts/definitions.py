"""Numbers and words that accounts stand on."""

from datetime import timedelta
from enum import StrEnum

FAILURES_ALLOWED = 5
FAILURES_WITHIN = timedelta(minutes=15)
"""After so many wrong passwords or codes within this time an account is locked (CJIS AC-7: 5 in 15 minutes)."""

LONGEST_SESSION = timedelta(hours=12)
"""After this a session ends, however busy it is (CJIS IA-5 j)."""

HALF_OPEN = timedelta(minutes=15)
"""How long a right password waits for the second factor."""

PROOF_IS_FRESH = timedelta(minutes=5)
PROOF_FOR_A_FORM = timedelta(minutes=30)
"""How old the last proof of who one is may be: to open a page marked fresh, and to send what was typed on it."""

SEEN_EVERY = timedelta(seconds=60)
"""How often a session notes that it is in use; idle time is counted from there, so never too long."""

CLOCKS_DIFFER = timedelta(minutes=1)
"""A session from further in the future than this was opened under a wrong clock, and ends."""

UNUSED = timedelta(days=90)
"""An account that nobody signed in to for so long is switched off (CJIS AC-2(3))."""

INVITATION_LASTS = timedelta(days=7)

DEMO_PASSWORD = "a long training password"  # noqa: S105
"""The password of every account in the training county, shown on its sign-in page."""

SITE = 0
"""The audit chain of the installation itself, where sign-ins are written."""

THEMES = ("day", "night")


class Factor(StrEnum):
    """With what a session was opened, beside the password."""

    NONE = ""
    CODE = "totp"
    RECOVERY = "recovery_codes"
    PASSKEY = "webauthn"
    AGENCY = "agency"
