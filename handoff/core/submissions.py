"""The key by which a form sent twice is recorded once."""

import uuid

from django.http import HttpRequest

from handoff.core.typed import current_page


def key_sent(request: HttpRequest) -> str:
    """The key sent with a form; '' for a form without one, or with a malformed one."""
    # Only what our own pages write is taken: a key made up by a client could be another person's.
    try:
        return str(uuid.UUID(request.POST.get("submission_key", "")))
    except ValueError:
        return ""


def submission_key(request: HttpRequest) -> str:
    """Return the key sent with a form; a form without one counts as a new submission."""
    return key_sent(request) or str(uuid.uuid4())


def key_to_show(request: HttpRequest) -> str:
    """The key for a form that is shown: its own if it has errors or was typed before, else a new one."""
    page = current_page()
    typed = page.find() if page is not None and page.shown else None
    return key_sent(request) or (typed.key if typed else "") or str(uuid.uuid4())
