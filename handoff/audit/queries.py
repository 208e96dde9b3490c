"""Reading the audit log."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q, QuerySet

from handoff.audit.chain.queries import ChainCheck, check_chain
from handoff.audit.definitions import AuditAction
from handoff.audit.models import AccessReview, AuditChain, AuditEvent
from handoff.audit.rules import CLOCK, clock_is_behind
from handoff.core.statements import Statement
from handoff.core.tenancy import SITE, tenant_context


def events(program_id: int) -> QuerySet[AuditEvent]:
    """A program's audit rows, newest first."""
    return AuditEvent.objects.filter(program_id=program_id).order_by("-number")


def events_about(
    program_id: int, subjects: Collection[str], people: Collection[str] = ()
) -> QuerySet[AuditEvent]:
    """The rows about any of some records, and those of lists that showed one of these people, newest first."""
    about = Q(subject__in=list(subjects))
    for person in people:
        about |= Q(outcome="seen", details__people__icontains=person)
    return events(program_id).filter(about)


def events_between(program_id: int, starts_at: datetime, ends_at: datetime) -> QuerySet[AuditEvent]:
    """The rows of a half-open period, oldest first."""
    rows = AuditEvent.objects.filter(program_id=program_id, at__gte=starts_at, at__lt=ends_at)
    return rows.order_by("number")


def verify_chain(program_id: int) -> ChainCheck:
    """Check a program's chain, and report the first edited, missing or cut row."""
    return check_chain(program_id)


def find_chain(program_id: int) -> AuditChain | None:
    """The head of a program's chain, if it has a row yet."""
    return AuditChain.objects.filter(program_id=program_id).first()


CLOCK_ACCEPTED = Statement(
    lambda program_id: AuditEvent.objects.filter(
        program_id=program_id, subject=CLOCK, action=AuditAction.CLOCK_ACCEPTED
    ).values_list("number")
)
LATEST = Statement(
    lambda program_id: AuditEvent.objects.filter(program_id=program_id).order_by("-at").values_list("at")[:1]
)


def latest_event_at(program_id: int) -> datetime | None:
    """The latest time in a chain, counting from the last row in which an operator accepted the clock."""
    # With MAX in SQL, SQLite would scan the whole chain from its end.
    accepted = max((number for (number,) in CLOCK_ACCEPTED.rows(program_id)), default=None)
    if accepted is None:
        latest = LATEST.first(program_id)
        return latest and latest[0]
    rows = AuditEvent.objects.filter(program_id=program_id, number__gte=accepted)
    return rows.order_by("-at").values_list("at", flat=True).first()


def is_clock_behind(program_id: int, at: datetime) -> bool:
    """True if the clock is more than a minute behind a row of the chain.

    Then nothing that depends on the time (ROI, deadlines, disclosures) may be decided (T10).
    """
    return clock_is_behind(latest_event_at(program_id), at)


def last_restore() -> AuditEvent | None:
    """The row of the last restored backup; it is in the installation's chain."""
    with tenant_context(SITE):
        return events(SITE).filter(action=AuditAction.RESTORE_DONE).first()


def find_review(program_id: int, week_starts_on: date) -> AccessReview | None:
    """The signature under one week of access, if there is one."""
    return AccessReview.objects.filter(program_id=program_id, week_starts_on=week_starts_on).first()


def reviews(program_id: int) -> QuerySet[AccessReview]:
    """Every signed week, newest first."""
    return AccessReview.objects.filter(program_id=program_id).order_by("-week_starts_on")
