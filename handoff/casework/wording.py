"""Words of casework that several of its subjects share."""

from django.utils.translation import gettext as _


def neutral_reminder(phone: str, when: str, ask: str) -> str:
    """A text in the active language that says neither what it is for nor where: someone else may read that phone."""
    return " ".join(
        [
            _("A reminder from %(phone)s.") % {"phone": phone},
            _("You have an appointment: %(when)s.") % {"when": when},
            ask,
            _("Reply STOP for no more texts."),
        ]
    )


def ask_where() -> str:
    """What a reminder offers where day and time are known."""
    return _("Call me if you don't know where, or need a ride.")
