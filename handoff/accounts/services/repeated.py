"""A page that was opened anew and is saved with the same entries: the user is asked whether it is another one (D7).

The submission key shows that a form is sent twice. Without JavaScript, Back fetches the page again with a new key, and
Save then recorded a second need, note or appointment. What was saved is known by a keyed digest for some minutes.
"""

import json
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from handoff.accounts.services.typed import Author, note_saved, typed_entries

ASKED_WITHIN = timedelta(minutes=10)
"""After that, the same again is likelier meant than a slip."""
SENT_WITHOUT_LOOKING = frozenset({"log", "box"})
"""A button that logs in one tap, and what a phone kept without a network: each is meant, and no page is shown."""


def entries_key(request: HttpRequest, author: Author) -> str:
    """A name for these entries on this page by this user; '' where the same entries again are no sign of a slip."""
    entries = typed_entries(request.POST)
    if not entries or request.FILES or SENT_WITHOUT_LOOKING & set(request.POST):
        return ""
    # Keyed, because a plain hash of a short note could be guessed.
    text = json.dumps(
        [author.user.pk, author.page, request.META.get("QUERY_STRING", ""), sorted(entries.items())]
    )
    return salted_hmac("handoff.repeated", text, algorithm="sha256").hexdigest()


def asked_key(key: str) -> str:
    return f"asked {key}"


def saved_the_same(found: dict[str, datetime], key: str, entries: str, at: datetime) -> datetime | None:
    """When the same entries were saved, if the user is to be asked; None for a form that was itself sent before."""
    saved = found.get(entries)
    if saved is None or key in found or asked_key(key) in found or at - saved > ASKED_WITHIN:
        return None
    return saved


def note_asked(author: Author, key: str, at: datetime) -> None:
    """Note that the user was asked, so that the form is taken when they save it again."""
    note_saved(user=author.user, program=author.program, keys=[asked_key(key)], at=at)
