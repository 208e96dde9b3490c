"""Who is a participant, and the work that intakes bring."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.programs.models import Program
from handoff.referrals.models import Referral


def is_participant(person_id: int) -> bool:
    """Say whether the person's intake was ever completed: a participant, active or inactive."""
    return Enrollment.objects.filter(person_id=person_id).exists()


def with_status(enrollments: QuerySet[Enrollment]) -> QuerySet[Enrollment]:
    """Add `status`, `status_reason` and `status_since` of the open stretch to each enrolment, in the same query."""
    open_period = StatusPeriod.objects.filter(enrollment=OuterRef("pk"), ends_at__isnull=True)
    return enrollments.annotate(
        status=Subquery(open_period.values("status")[:1]),
        status_reason=Subquery(open_period.values("reason")[:1]),
        status_since=Subquery(open_period.values("starts_at")[:1]),
    )


def roster(program: Program) -> QuerySet[Enrollment]:
    """Return every participant of a program with their status, by name."""
    enrollments = Enrollment.objects.filter(program=program).select_related("person")
    return with_status(enrollments).order_by("person__last_name", "person__first_name", "pk")


def enrollment_of(person_id: int, program: Program) -> Enrollment | None:
    """Return the person's enrolment with its status, if they have one."""
    return with_status(Enrollment.objects.filter(program=program, person_id=person_id)).first()


def awaiting_intake(program: Program) -> QuerySet[Referral]:
    """Return the accepted referrals whose intake is not complete: nearest window end first, those without one last."""
    complete = Intake.objects.filter(referral=OuterRef("pk"), completed_at__isnull=False)
    return (
        Referral.objects.filter(program=program, state__in=[Referral.State.ACCEPTED, Referral.State.HANDED_OFF])
        .exclude(Exists(complete))
        .select_related("person", "intake")
        .order_by(F("intake_due_on").asc(nulls_last=True), "submitted_at")
    )


def intake_by_id(program: Program, public_id: object) -> Intake | None:
    """Return one intake of this program."""
    return (
        Intake.objects.filter(program=program, public_id=public_id).select_related("referral", "person", "program").first()
    )


def intake_completed_at(referral: Referral) -> datetime | None:
    """Return when the referral's intake was completed; care's own knowledge."""
    return Intake.objects.filter(referral=referral).values_list("completed_at", flat=True).first()
