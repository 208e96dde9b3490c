"""Finding the letter behind a link, and whether it may still be opened."""

from datetime import datetime

from django.db.models import QuerySet

from handoff.accounts.queries import hash_token
from handoff.casework.models import LetterLink
from handoff.programs.models import Program

MOST_WRONG_TRIES = 5


def open_links(program_id: int, at: datetime) -> QuerySet[LetterLink]:
    """The links that still work: not opened, not ended, and not tried wrongly too often."""
    found = LetterLink.objects.filter(
        program_id=program_id, opened_at__isnull=True, ends_at__gt=at, wrong_tries__lt=MOST_WRONG_TRIES
    )
    return found.select_related("program", "agency", "referral__need__person")


def find_open_link(program: Program, token: str, at: datetime) -> LetterLink | None:
    return open_links(program.pk, at).filter(token_digest=hash_token(token)).first()
