"""The key by which a form sent twice is recorded once."""

import uuid

from django.http import HttpRequest


def submission_key(request: HttpRequest) -> str:
    """Return the key sent with a form; a form without one, or with a malformed one, counts as a new submission."""
    # Only what our own pages write is taken: a key made up by a client could be another person's.
    try:
        return str(uuid.UUID(request.POST.get("submission_key", "")))
    except ValueError:
        return str(uuid.uuid4())
