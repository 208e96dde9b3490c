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


STARTING_AGREEMENT = """I work with {program}, or for one of its partners. Through it I learn private things \
about people.

I keep what I learn confidential, during my work here and after it ends. That someone is in the program is \
confidential too.

I open a record only when my work requires it. I share only what the person's signed release of information (ROI) \
allows or the law requires. If I'm not sure, I ask the program manager before I share anything.

I know that federal law (42 CFR Part 2) gives substance use treatment records special protection.

I use my own account only, tell no one my password, and lock my screen when I step away. I don't copy or photograph \
records onto my own devices.

I know that every time I open a record, it's logged. If I think something was shared or lost by mistake, I tell the \
program manager the same day."""
STARTING_AGREEMENT_ES = """Trabajo con {program}, o para uno de sus socios. Por medio del programa conozco asuntos \
privados de las personas.

Guardo en confidencia lo que llego a saber, mientras trabajo aquí y también después. Que una persona esté en el \
programa también es confidencial.

Abro un expediente solamente cuando mi trabajo lo pide. Comparto solamente lo que permite el permiso para \
compartir información (ROI) que la persona firmó, o lo que exige la ley. Si tengo dudas, pregunto a la dirección del \
programa antes de compartir.

Sé que la ley federal (42 CFR Parte 2) da protección especial a los expedientes de tratamiento por uso de \
sustancias.

Uso solamente mi propia cuenta, no le digo mi contraseña a nadie y bloqueo mi pantalla cuando me alejo. No copio ni \
fotografío expedientes en mis propios dispositivos.

Sé que cada vez que abro un expediente queda registrado. Si creo que algo se compartió o se perdió por error, se lo \
digo a la dirección del programa el mismo día."""
"""What the agreement's form offers until a program publishes its own (handbook 4a, 7c). Confirm with an attorney."""
