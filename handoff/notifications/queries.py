"""Whether mail leaves this server, so that no page claims more, and who was notified."""

from django.conf import settings

from handoff.notifications.models import Notice

UNDELIVERED = frozenset({"console", "dummy", "filebased"})
"""Django's backends that write a message down and deliver it to no one."""


def mail_is_delivered() -> bool:
    """True if mail goes to a mail server; False where it ends in a file or the output, or the setting is misspelled."""
    module = settings.EMAIL_BACKEND.rpartition(".")[0]
    return bool(module) and module.rpartition(".")[2] not in UNDELIVERED


def notices_about(program_id: int, kind: str, key: str) -> set[int]:
    """The users that a notice of this kind about one occasion was queued for."""
    queued = Notice.objects.filter(program_id=program_id, key__startswith=f"{kind}:{program_id}:{key}:")
    users = queued.values_list("recipient_user_id", flat=True)
    return {each for each in users if each is not None}
