"""Participants with their status, intakes and waiting referrals."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from handoff.accounts.models import User
from handoff.charges.models import Encounter, SetAsideCharge
from handoff.consent.gate import decide
from handoff.consent.intake_done.queries import kinds_in
from handoff.consent.models import Release
from handoff.core.columns import ColumnKind, FactColumn, FactTable, choices_of
from handoff.core.sorting import by_name
from handoff.core.statements import Statement
from handoff.enrollment.definitions import SERVICE_CODES
from handoff.enrollment.facts import EnrollmentFact, StatusFact
from handoff.enrollment.models import (
    Enrollment,
    Intake,
    IntakeUpdate,
    QuestionLink,
    SafetyEvent,
    StatusPeriod,
)
from handoff.participants.models import Person, TeamMember
from handoff.participants.queries import current_condition
from handoff.programs.models import IntakeQuestion, Program
from handoff.programs.queries import local_date, time_zone_of
from handoff.referrals.models import Referral, ReferralEvent

INTAKE, STATUS = _("Intake assessment"), _("Participant page, status")
ENROLLMENT_COLUMNS = FactTable(
    key="enrollment",
    label=_("Enrollment"),
    row=EnrollmentFact,
    columns=(
        FactColumn("person", _("Participant"), ColumnKind.REFERENCE, INTAKE),
        FactColumn("referral", _("Referral"), ColumnKind.REFERENCE, INTAKE),
        FactColumn("intake_completed_on", _("Intake completed"), ColumnKind.DATE, INTAKE, "7d"),
        FactColumn("enrolled_on", _("Enrolled"), ColumnKind.DATE, INTAKE, "7d"),
    ),
)
STATUS_COLUMNS = FactTable(
    key="status",
    label=_("Active or inactive"),
    row=StatusFact,
    columns=(
        FactColumn("person", _("Participant"), ColumnKind.REFERENCE, STATUS),
        FactColumn(
            "status",
            _("Status"),
            ColumnKind.CHOICE,
            STATUS,
            "7a",
            choices=choices_of(StatusPeriod.Status.choices),
        ),
        FactColumn(
            "reason",
            _("Reason for inactive status"),
            ColumnKind.CHOICE,
            STATUS,
            "7a",
            choices=choices_of(StatusPeriod.InactiveReason.choices),
        ),
        FactColumn("starts_on", _("From"), ColumnKind.DATE, STATUS, "7a"),
        FactColumn("ends_on", _("Until, this day not included"), ColumnKind.DATE, STATUS, "7a"),
    ),
)


def is_participant(person_id: int) -> bool:
    """True once an intake of the person was completed, whether they are active or inactive now."""
    return Enrollment.objects.filter(person_id=person_id).exists()


def annotate_status(enrollments: QuerySet[Enrollment]) -> QuerySet[Enrollment]:
    """Annotate enrollments with `status`, `status_reason` and `status_since` of their current period, in one query."""
    open_period = StatusPeriod.objects.filter(enrollment=OuterRef("pk"), ends_at__isnull=True)
    return enrollments.annotate(
        status=Subquery(open_period.values("status")[:1]),
        status_reason=Subquery(open_period.values("reason")[:1]),
        status_since=Subquery(open_period.values("starts_at")[:1]),
    )


def roster(program: Program) -> QuerySet[Enrollment]:
    """Participants of a program with their status, sorted by name."""
    return roster_in(program.pk)


def roster_in(program_id: int) -> QuerySet[Enrollment]:
    # A second enrollment of a merged person stays with the merged record and isn't listed twice. Leaving the few merged
    # ones out costs a fifth of asking every person, where all are counted.
    merged = Person.objects.filter(program_id=program_id, merged_into__isnull=False)
    enrollments = Enrollment.objects.filter(program_id=program_id).exclude(person__in=merged)
    return (
        annotate_status(enrollments)
        .select_related("person")
        .order_by(*by_name("person__last_name", "person__first_name"), "pk")
    )


ENROLLMENT = Statement(
    lambda program_id, person_id: annotate_status(
        Enrollment.objects.filter(program_id=program_id, person_id=person_id)
    ).order_by("pk")[:1]
)


def enrollment_of(person_id: int, program: Program) -> Enrollment | None:
    """The person's enrollment with its status, or None."""
    return ENROLLMENT.first(program.pk, person_id)


def awaiting_intake(program: Program) -> QuerySet[Referral]:
    """Accepted referrals without a completed intake: the earliest deadline on top, those without one last."""
    complete = Intake.objects.filter(referral=OuterRef("pk"), completed_at__isnull=False)
    return (
        Referral.objects.filter(
            program=program, state__in=[Referral.State.ACCEPTED, Referral.State.HANDED_OFF]
        )
        .exclude(Exists(complete))
        .exclude(Exists(deaths()))
        .select_related("person", "intake", "agency")
        .order_by(F("intake_due_on").asc(nulls_last=True), "submitted_at")
    )


def died(person: str = "person") -> QuerySet[StatusPeriod]:
    """For a query of rows about people: that they are recorded as deceased. Nothing is planned for them (C-F08)."""
    return StatusPeriod.objects.filter(
        enrollment__person=OuterRef(person),
        ends_at__isnull=True,
        reason=StatusPeriod.InactiveReason.DECEASED,
    )


def referral_day(person: Person, program: Program) -> date | None:
    """The local day of the referral that a participant's intake belongs to; None for someone not enrolled."""
    found = (
        Enrollment.objects.filter(person=person, program=program).select_related("intake__referral").first()
    )
    return None if found is None else local_date(program, found.intake.referral.occurred_at)


def deaths(person: str = "person") -> QuerySet[SafetyEvent]:
    """For a query of rows about people, enrolled or not: that their death is recorded (M13)."""
    return current_events().filter(person=OuterRef(person), kind=SafetyEvent.Kind.DEATH)


def current_events() -> QuerySet[SafetyEvent]:
    """Overdoses, reversals and deaths as they are recorded now: none that was removed or corrected since."""
    return SafetyEvent.objects.filter(removed_at__isnull=True, corrected_by__isnull=True)


def booked_intakes(
    program: Program, user_id: int, starts: datetime, ends: datetime, at: datetime
) -> QuerySet[Intake]:
    """Unfinished intakes booked between two instants, the end excluded, of people on whose team the worker is."""
    on_team = TeamMember.objects.filter(current_condition(at), person=OuterRef("person"), user_id=user_id)
    booked = Intake.objects.filter(
        Exists(on_team),
        ~Exists(deaths()),
        program=program,
        completed_at__isnull=True,
        appointment_at__gte=starts,
        appointment_at__lt=ends,
    )
    return booked.select_related("person").order_by("appointment_at")


INTAKE_BY_ID = Statement(
    lambda program_id, public_id: Intake.objects.filter(
        program_id=program_id, public_id=public_id
    ).select_related(
        "referral__agency", "referral__encounter", "referral__eligibility__version", "person", "program"
    )
)


def find_intake(program: Program, public_id: uuid.UUID) -> Intake | None:
    return INTAKE_BY_ID.first(program.pk, public_id)


def updates_of(intake: Intake) -> list[IntakeUpdate]:
    """The updates of a completed intake, oldest first."""
    return list(intake.updates.order_by("recorded_at", "pk"))


def current_answers(intake: Intake) -> dict[str, dict[str, object]]:
    """Each section's newest answers: those of its last update, or those of the intake."""
    answers: dict[str, dict[str, object]] = dict(intake.answers)
    for update in updates_of(intake):
        answers[update.section] = update.answers
    return answers


def find_referral(program: Program, public_id: uuid.UUID) -> Referral | None:
    """The referral, unless its identity was removed."""
    found = Referral.objects.filter(program=program, public_id=public_id, person__isnull=False)
    return found.select_related("person", "agency", "program").first()


def person_in(program: Program, public_id: uuid.UUID) -> Person | None:
    return Person.objects.filter(program=program, public_id=public_id).first()


def approach_of(person: Person) -> str:
    """The newest note on how the person wishes to be approached (K9)."""
    newest = person.approach_notes.order_by("-written_at", "-pk").first()
    return newest.text if newest else ""


def program_questions(program: Program, section: str = "") -> list[IntakeQuestion]:
    """The questions that the program added to its intake (I1), for one section or for all."""
    rows = IntakeQuestion.objects.filter(program=program, is_active=True).order_by(
        "section", "position", "pk"
    )
    return list(rows.filter(section=section) if section else rows)


def charges_of(referral: Referral) -> list[SetAsideCharge]:
    if referral.encounter is None:
        return []
    return list(referral.encounter.set_aside_charges.order_by("pk"))


def reported_at(referral: Referral) -> datetime | None:
    """When the referring agency was notified of the completed intake, or None."""
    events = referral.events.filter(what=ReferralEvent.Kind.RESPONSIBILITY_ENDED)
    return events.values_list("occurred_at", flat=True).first()


def unreported_intakes(program: Program) -> list[Intake]:
    """Completed intakes of which the referring agency doesn't know while a charge is still on hold, oldest first."""
    known = ReferralEvent.objects.filter(
        referral=OuterRef("referral"), what=ReferralEvent.Kind.RESPONSIBILITY_ENDED
    )
    held = SetAsideCharge.objects.filter(
        encounter=OuterRef("referral__encounter"), state=SetAsideCharge.State.HELD
    )
    rows = Intake.objects.filter(Exists(held), ~Exists(known), program=program, completed_at__isnull=False)
    return list(rows.select_related("person", "referral__agency").order_by("completed_at", "pk"))


def split_unreported(intakes: Sequence[Intake], at: datetime) -> tuple[list[Intake], list[Intake]]:
    """Intakes of which a live release lets the program tell the agency now, and those that need the person's yes."""
    agencies = {each.referral.agency for each in intakes if each.referral.agency is not None}
    people = [each.person_id for each in intakes]
    # One question for each agency, however many intakes wait.
    may_learn = {
        (agency.pk, person_id)
        for agency in agencies
        for person_id, decision in decide(agency, people, at).items()
        if kinds_in(decision)
    }
    allowed = [each for each in intakes if (each.referral.agency_id, each.person_id) in may_learn]
    return allowed, [each for each in intakes if each not in allowed]


def answers_by_link(program: Program, user_id: int, since: datetime) -> list[QuestionLink]:
    """Links that a worker made and that were answered yes since an instant, newest first; a no is kept nowhere (G2)."""
    answered = QuestionLink.objects.filter(
        program=program, made_by_id=user_id, answered_at__gte=since, referral__person__isnull=False
    ).select_related("referral__person", "referral__agency", "referral__intake")
    rows = list(answered.order_by("-answered_at", "-pk"))
    keys = Release.objects.filter(key__in=[link_key(each) for each in rows], revoked_at__isnull=True)
    said_yes = set(keys.values_list("key", flat=True))
    return [each for each in rows if link_key(each) in said_yes]


def link_key(link: QuestionLink) -> str:
    """The key of the release that is signed on a link."""
    return f"link:{link.public_id}"


def status_history(enrollment: Enrollment) -> list[tuple[StatusPeriod, str]]:
    """All status periods, newest first, each with the name of the user who recorded it."""
    periods = list(enrollment.status_periods.order_by("-starts_at", "-pk"))
    names = User.objects.in_bulk([each.recorded_by_id for each in periods if each.recorded_by_id])
    return [
        (each, names[each.recorded_by_id].full_name if each.recorded_by_id in names else "")
        for each in periods
    ]


def intake_completed_at(referral: Referral) -> datetime | None:
    """When the intake was completed, or None. Known to the care team only until it is disclosed."""
    return Intake.objects.filter(referral=referral).values_list("completed_at", flat=True).first()


PERSON_OF_INTAKE = Statement(
    lambda program_id, public_id: Person.objects.filter(program_id=program_id, intakes__public_id=public_id)
)


def person_of_intake(program_id: int, public_id: uuid.UUID) -> Person | None:
    return PERSON_OF_INTAKE.first(program_id, public_id)


def worker_of_person(program_id: int, person_id: int) -> int | None:
    """The user who works with a participant; None for anyone who isn't one, or has no worker."""
    enrollments = Enrollment.objects.filter(program_id=program_id, person_id=person_id)
    return enrollments.values_list("primary_worker_id", flat=True).first()


def enrollment_facts(program: Program, last: date) -> list[EnrollmentFact]:
    """Everyone who enrolled up to a local day, in that order; a merged person once."""
    zone = time_zone_of(program)
    enrollments = Enrollment.objects.filter(
        program=program, person__merged_into__isnull=True, enrolled_on__lte=last
    ).order_by("enrolled_at", "pk")
    rows = enrollments.values_list(
        "person_id", "intake__referral_id", "intake__completed_at", "enrolled_at", "enrolled_on"
    )
    return [
        EnrollmentFact(person, referral, (completed_at or at).astimezone(zone).date(), on)
        for person, referral, completed_at, at, on in rows.iterator(chunk_size=5000)
    ]


def status_facts(program: Program, last: date) -> list[StatusFact]:
    """The periods of being active or inactive that began up to a local day, oldest first."""
    zone = time_zone_of(program)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    periods = StatusPeriod.objects.filter(
        enrollment__program=program, enrollment__person__merged_into__isnull=True, starts_at__lt=end
    ).order_by("starts_at", "pk")
    return status_facts_of(periods, zone)


def status_facts_of(periods: QuerySet[StatusPeriod], zone: ZoneInfo) -> list[StatusFact]:
    """Some periods of being active or inactive, in local days."""
    rows = periods.values_list("enrollment__person_id", "status", "reason", "starts_at", "ends_at")
    return [
        StatusFact(
            person,
            status,
            reason,
            starts_at.astimezone(zone).date(),
            None if ends_at is None else ends_at.astimezone(zone).date(),
        )
        for person, status, reason, starts_at, ends_at in rows.iterator(chunk_size=5000)
    ]


def day_of_death(program: Program, died_on: date, at: datetime) -> datetime:
    """The instant that stands for the day someone died: its noon, or now where that is still to come."""
    return min(datetime.combine(died_on, time(12), time_zone_of(program)), at)


def since_death(enrollment: Enrollment, died_on: date, at: datetime) -> datetime:
    """Since when someone is inactive as deceased: the day of death; now where their present status began later."""
    died_at = day_of_death(enrollment.program, died_on, at)
    current = enrollment.status_periods.get(ends_at__isnull=True)
    return died_at if current.starts_at <= died_at else at


def has_held_charge(encounter: Encounter) -> bool:
    """True if a charge is still set aside. Once the officer has decided, an intake no longer changes the charge."""
    return encounter.set_aside_charges.filter(state=SetAsideCharge.State.HELD).exists()


def initial_answers(referral: Referral) -> dict[str, dict[str, list[str]]]:
    """The first answers: services named on the referral, so that no one has to ask again."""
    wanted = [code for code in referral.services_wanted if code in SERVICE_CODES]
    return {"services": {"services_wanted": wanted}} if wanted else {}
