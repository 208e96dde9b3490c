"""The roster and a person's record, joined from several apps for the care team."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.casework.queries import OPEN_STATES, contacts_of, help_given_to, last_reached
from handoff.consent.models import Release
from handoff.consent.presenters import signed_moment
from handoff.consent.queries import RoiState, roi_state_from, roi_states, signed_releases_of
from handoff.core.templatetags.handoff import birthday, day, local_day
from handoff.core.ui import Cell, Column, TimelineEntry
from handoff.desk.people.queries import intakes_of, member_names, workers_of
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.enrollment.queries import enrollment_of
from handoff.participants.models import ApproachNote, ContactPoint, Person
from handoff.programs.models import Program
from handoff.programs.queries import time_zone_of
from handoff.referrals.models import Referral, ReferralEvent


def roster_columns() -> list[Column]:
    names = (
        _("Name"),
        _("Born"),
        _("Status"),
        _("Enrolled"),
        _("Last reached"),
        _("Release of information (ROI)"),
        _("Worker"),
    )
    return [Column(label=name) for name in names]


def roster_rows(program: Program, enrollments: list[Enrollment], at: datetime) -> list[list[Cell]]:
    """Build one page of the roster; the number of queries does not grow with the rows."""
    ids = [each.person_id for each in enrollments]
    reached = last_reached(ids)
    states = roi_states(ids, at)
    workers = workers_of(enrollments)
    days = format_days([*(each.enrolled_on for each in enrollments), *reached.values()], program)
    return [roster_row(program, each, reached, states, workers, days) for each in enrollments]


def format_days(values: Iterable[date | datetime], program: Program) -> dict[date | datetime, str]:
    """Map dates and instants to formatted days in the program's time zone; each day is formatted once."""
    local = {value: local_day(value, program) for value in values}
    words = {each: day(each) for each in set(local.values())}
    return {value: words[each] for value, each in local.items()}


def roster_row(
    program: Program,
    enrollment: Enrollment,
    reached: dict[int, datetime],
    states: dict[int, RoiState],
    workers: dict[int, User],
    days: dict[date | datetime, str],
) -> list[Cell]:
    person = enrollment.person
    worker = workers.get(enrollment.primary_worker_id or 0)
    status = getattr(enrollment, "status", "")
    return [
        *person_cells(program, person),
        Cell(
            text=StatusPeriod.Status(status).label if status else "",
            kind="done" if status == "active" else "info",
        ),
        Cell(text=days[enrollment.enrolled_on]),
        Cell(text=days[reached[person.pk]] if person.pk in reached else _("Not yet")),
        Cell(text=states[person.pk].words, kind=states[person.pk].tag)
        if person.pk in states
        else Cell(text=_("None")),
        Cell(text=worker.full_name if worker else _("Not assigned")),
    ]


def person_cells(program: Program, person: Person) -> list[Cell]:
    """Name and birth date, which tells namesakes apart; the age where no date is known."""
    born = _("Not known")
    if person.date_of_birth is not None:
        born = birthday(person.date_of_birth)
    elif person.approximate_age is not None:
        born = _("About %(age)s years old") % {"age": person.approximate_age}
    link = reverse("people:person", args=[program.slug, person.public_id])
    return [Cell(text=person.full_name, url=link), Cell(text=born)]


def referred_columns() -> list[Column]:
    return [Column(label=name) for name in (_("Name"), _("Born"), _("Added"))]


def referred_rows(program: Program, people: list[Person]) -> list[list[Cell]]:
    """People who were referred and haven't finished intake."""
    return [
        [*person_cells(program, person), Cell(text=day(local_day(person.added_at, program)))]
        for person in people
    ]


@dataclass(frozen=True)
class PersonRecord:
    """Everything on a person's record page (K1)."""

    person: Person
    enrollment: Enrollment | None
    worker: str
    roi: RoiState
    contact_points: list[ContactPoint]
    approach: ApproachNote | None
    intakes: list[Intake]
    unreported_referral_ids: set[int]
    open_referrals: list[Referral]
    timeline: list[TimelineEntry]


def person_record(person: Person, program: Program, actor: Actor, at: datetime) -> PersonRecord:
    """Read a person's whole record for the care team, with one query for each table."""
    enrollment = enrollment_of(person.pk, program)
    referrals = list(person.referrals.order_by("-submitted_at").prefetch_related("events"))
    intakes = intakes_of(person)
    releases = list(signed_releases_of(person.pk))
    names = member_names(program.pk)
    points = list(person.contact_points.filter(ended_at__isnull=True).order_by("works", "-added_at"))
    return PersonRecord(
        person=person,
        enrollment=enrollment,
        worker=names.get(enrollment.primary_worker_id or 0, "") if enrollment else "",
        roi=roi_state_from(releases, at),
        contact_points=points,
        approach=person.approach_notes.order_by("-written_at").first(),
        intakes=intakes,
        unreported_referral_ids=unreported_referral_ids(referrals, intakes),
        open_referrals=referrals_without_intake(referrals, intakes),
        timeline=merge_timelines(
            referral_entries(referrals, names, program, actor),
            contact_entries(person, names),
            help_entries(person, names),
            status_entries(enrollment, names),
            release_entries(releases, names, program),
            program=program,
        ),
    )


def referrals_without_intake(referrals: list[Referral], intakes: list[Intake]) -> list[Referral]:
    """Open referrals whose intake hasn't started: the next step is there."""
    started = {each.referral_id for each in intakes}
    return [each for each in referrals if each.state in OPEN_STATES and each.pk not in started]


def unreported_referral_ids(referrals: list[Referral], intakes: list[Intake]) -> set[int]:
    """Arrest diversions with a completed intake of which the referring agency has not been notified (ADR 0006)."""
    complete = {intake.referral_id for intake in intakes if intake.completed_at}
    return {
        each.pk
        for each in referrals
        if each.encounter_id
        and each.pk in complete
        and all(event.what != ReferralEvent.Kind.RESPONSIBILITY_ENDED for event in each.events.all())
    }


def merge_timelines(*entries: Iterable[TimelineEntry], program: Program) -> list[TimelineEntry]:
    """Newest first. What is known by its day alone counts as that day's end, so that it stands above its morning."""
    zone = time_zone_of(program)

    def moment_of(entry: TimelineEntry) -> datetime:
        if isinstance(entry.at, datetime):
            return entry.at
        return datetime.combine(entry.at, time.max, zone)

    return sorted(chain(*entries), key=moment_of, reverse=True)


def referral_entries(
    referrals: list[Referral], names: dict[int, str], program: Program, actor: Actor
) -> Iterator[TimelineEntry]:
    may_open = actor.can(Permission.REFERRAL_READ_ALL)
    for referral in referrals:
        url = reverse("referrals:show", args=[program.slug, referral.public_id]) if may_open else ""
        for event in referral.events.all():
            submitted = event.what == ReferralEvent.Kind.SUBMITTED
            yield TimelineEntry(
                at=event.occurred_at,
                title=event.title,
                by=names.get(event.recorded_by_id or 0, ""),
                text=referral.get_pathway_display() if submitted else "",
                url=url if submitted else "",
            )


def contact_entries(person: Person, names: dict[int, str]) -> Iterator[TimelineEntry]:
    for contact in contacts_of(person):
        yield TimelineEntry(
            at=contact.occurred_at,
            title=f"{contact.get_how_display()}: {contact.get_result_display()}",
            by=names.get(contact.recorded_by_id or 0, ""),
            text=contact.note,
        )


def help_entries(person: Person, names: dict[int, str]) -> Iterator[TimelineEntry]:
    for help_given in help_given_to(person):
        title = _("Help given: %(what)s") % {"what": help_given.get_kind_display()}
        yield TimelineEntry(
            at=help_given.occurred_at,
            title=f"{title} × {help_given.quantity}" if help_given.quantity > 1 else title,
            by=names.get(help_given.recorded_by_id or 0, ""),
            text=help_given.note,
        )


def status_entries(enrollment: Enrollment | None, names: dict[int, str]) -> Iterator[TimelineEntry]:
    """Enrollment and each later change of status."""
    if enrollment is None:
        return
    for period in enrollment.status_periods.order_by("starts_at"):
        first = period.starts_at == enrollment.enrolled_at
        title = (
            _("Enrolled")
            if first
            else _("Status changed to %(status)s") % {"status": period.get_status_display().lower()}
        )
        yield TimelineEntry(
            at=period.starts_at,
            title=title,
            by=names.get(period.recorded_by_id or 0, ""),
            text=". ".join(str(each) for each in (period.get_reason_display(), period.note) if each),
        )


def release_entries(
    releases: list[Release], names: dict[int, str], program: Program
) -> Iterator[TimelineEntry]:
    for release in releases:
        by = names.get(release.recorded_by_id or 0, "")
        yield TimelineEntry(at=signed_moment(release, program), title=_("Release (ROI) signed"), by=by)
        if release.revoked_at is not None:
            by = names.get(release.revoked_by_id or 0, "")
            yield TimelineEntry(at=release.revoked_at, title=_("Release (ROI) revoked"), by=by)
