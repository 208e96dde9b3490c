"""Django's sessions in the database, found by a statement that is written once: each request begins with it."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from handoff.core.statements import Statement

SESSION = Statement(
    lambda session_key, at: Session.objects.filter(session_key=session_key, expire_date__gt=at)
)


class SessionStore(db.SessionStore):
    """Everything but the first question is Django's own."""

    def _get_session_from_db(self) -> Session | None:
        """The row of this session; one that has ended, or never was, loses its key."""
        found = SESSION.first(self.session_key or "", timezone.now())
        if found is None:
            self._session_key = None
        return found
