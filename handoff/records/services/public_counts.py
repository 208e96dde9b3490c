"""Publishing counts for public-records requests (C7)."""

from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.access.permissions import Permission as P
from handoff.programs.models import Program
from handoff.records import policies
from handoff.records.models import PublishedQuarter
from handoff.records.queries.registers import (
    PublicTable,
    closed_quarters,
    count_quarter,
    published_quarters,
)
from handoff.records.services.registers import lock_program
from handoff.referrals.models import Pathway


@transaction.atomic
def publish_quarters(*, actor: Actor, program: Program, first: date, last: date, at: datetime) -> PublicTable:
    """The table of the closed quarters in a period; a quarter's counts are frozen the first time they are shown."""
    policies.check_in_program(actor, program.pk, P.LEGAL_REQUESTS_HANDLE)
    starts = closed_quarters(program, first, last, at)
    published = published_quarters(program, starts)
    if len(published) < len(starts):
        # Two first views at once must not freeze two counts.
        lock_program(program)
        published = published_quarters(program, starts)
    for start in starts:
        if start in published:
            continue
        shown = count_quarter(program, start)
        published[start] = PublishedQuarter.objects.create(
            program=program,
            starts_on=start,
            counts=shown.rows[0],
            total=shown.row_sums[0],
            published_at=at,
            published_by_id=actor.user_id,
        )
    return PublicTable([published[start] for start in starts], list(Pathway))
