"""Whether mail leaves this server, so that no page claims more."""

from django.conf import settings

UNDELIVERED = frozenset({"console", "dummy", "filebased"})
"""Django's backends that write a message down and deliver it to no one."""


def mail_is_delivered() -> bool:
    """True if mail goes to a mail server; False where it ends in a file or in the server's output."""
    return settings.EMAIL_BACKEND.split(".")[-2] not in UNDELIVERED
