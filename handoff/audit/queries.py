"""Reading the audit trail."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet

from handoff.audit.chain.queries import SITE, ChainCheck, check_chain
from handoff.audit.models import AccessReview, AuditChain, AuditEvent
from handoff.audit.rules import CLOCK, clock_is_behind
from handoff.core.wall import behind_wall


def events(program_id: int) -> QuerySet[AuditEvent]:
    """Return a program's audit rows, newest first."""
    return AuditEvent.objects.filter(program_id=program_id).order_by("-number")


def events_about(program_id: int, subjects: Collection[str]) -> QuerySet[AuditEvent]:
    """Return the rows about any one of some records, newest first."""
    return events(program_id).filter(subject__in=list(subjects))


def events_between(program_id: int, starts_at: datetime, ends_at: datetime) -> QuerySet[AuditEvent]:
    """Return the rows of a half-open stretch of time, oldest first."""
    rows = AuditEvent.objects.filter(program_id=program_id, at__gte=starts_at, at__lt=ends_at)
    return rows.order_by("number")


def verify_chain(program_id: int) -> ChainCheck:
    """Walk a program's chain and find the first edited, missing or cut row."""
    return check_chain(program_id)


def chain_of(program_id: int) -> AuditChain | None:
    """Return the head of a program's chain, if it has a row yet."""
    return AuditChain.objects.filter(program_id=program_id).first()


def newest_at(program_id: int) -> datetime | None:
    """Return the latest moment in a chain, of the rows since somebody last said that the clock is right."""
    rows = AuditEvent.objects.filter(program_id=program_id)
    spoken = rows.filter(subject=CLOCK, action="clock.accepted").values_list("number", flat=True)
    accepted = max(spoken, default=None)  # asked for the greatest, SQLite reads the whole chain from its end
    if accepted is not None:
        rows = rows.filter(number__gte=accepted)
    return rows.order_by("-at").values_list("at", flat=True).first()


def clock_went_back(program_id: int, at: datetime) -> bool:
    """Say whether the clock stands more than a minute before a row of the chain: then nothing that depends on the
    time (ROI, windows, disclosures) may be decided (T10).
    """
    return clock_is_behind(newest_at(program_id), at)


def last_restore() -> AuditEvent | None:
    """Return the row that tells of the last backup put back; it stands in the installation's chain."""
    with behind_wall(SITE):
        return events(SITE).filter(action="restore.done").first()


def review_of(program_id: int, week_starts_on: date) -> AccessReview | None:
    """Return the signature under one week of access, if there is one."""
    return AccessReview.objects.filter(program_id=program_id, week_starts_on=week_starts_on).first()


def reviews(program_id: int) -> QuerySet[AccessReview]:
    """Return every signed week, newest first."""
    return AccessReview.objects.filter(program_id=program_id).order_by("-week_starts_on")
