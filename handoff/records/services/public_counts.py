"""Publishing counts for public-records requests (C7)."""

from datetime import date, datetime

from django.db import transaction

from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.records.models import PublishedQuarter
from handoff.records.queries.registers import closed_quarters, count_quarter, published_quarters
from handoff.records.services.registers import lock_program
from handoff.referrals.models import Referral


@transaction.atomic
def publish_closed_quarters(*, program: Program, at: datetime) -> int:
    """Freeze the counts of each quarter that has ended and isn't frozen yet; return how many."""
    starts = closed_quarters(program, first_day(program, at), local_date(program, at), at)
    if len(published_quarters(program, starts)) == len(starts):
        return 0
    # Two runs at once must not freeze two counts.
    lock_program(program)
    missing = [start for start in starts if start not in published_quarters(program, starts)]
    for start in missing:
        # A quarter is a table of one row: its referrals by pathway, and their sum.
        shown = count_quarter(program, start)
        PublishedQuarter.objects.create(
            program=program, starts_on=start, counts=shown.rows[0], total=shown.row_sums[0], published_at=at
        )
    return len(missing)


def first_day(program: Program, at: datetime) -> date:
    """The day from which quarters are published: January 1 of the year of the program's first referral, so that the
    first year is whole and its empty quarters say so. Without a referral, January 1 of this year.
    """
    first = (
        Referral.objects.filter(program=program).order_by("occurred_at").values_list("occurred_at").first()
    )
    return local_date(program, first[0] if first else at).replace(month=1, day=1)
