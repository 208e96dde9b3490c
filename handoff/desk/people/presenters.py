"""The participant's record and the roster: pages that join what the care team may see."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.casework.queries import contacts_of, help_given_to, last_reached
from handoff.consent.models import Release
from handoff.consent.queries import RoiState, roi_states, signed_by, state_of
from handoff.core.templatetags.handoff import day, day_of
from handoff.core.ui import Cell, Column, TimelineEntry
from handoff.desk.people.queries import intakes_of, names_in, workers_of
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.enrollment.queries import enrollment_of
from handoff.participants.models import ApproachNote, ContactPoint, Person
from handoff.programs.models import Program
from handoff.referrals.models import Referral


def roster_columns() -> list[Column]:
    """Return the headings of the roster."""
    names = (_("Name"), _("Status"), _("Enrolled"), _("Last reached"), _("ROI"), _("Worker"))
    return [Column(label=name) for name in names]


def roster_rows(program: Program, enrollments: list[Enrollment], at: datetime) -> list[list[Cell]]:
    """Return one page of the roster as cells; the number of queries does not grow with the rows."""
    ids = [each.person_id for each in enrollments]
    reached = last_reached(ids)
    states = roi_states(ids, at)
    workers = workers_of(enrollments)
    days = written_days([*(each.enrolled_on for each in enrollments), *reached.values()], program)
    return [roster_row(program, each, reached, states, workers, days) for each in enrollments]


def written_days(values: Iterable[date | datetime], program: Program) -> dict[date | datetime, str]:
    """Write days and instants as days in the program's zone; each day once, since rosters repeat them."""
    local = {value: day_of(value, program) for value in values}
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
    """Return one participant's line."""
    person = enrollment.person
    worker = workers.get(enrollment.primary_worker_id or 0)
    status = getattr(enrollment, "status", "")
    return [
        Cell(text=person.full_name, url=reverse("people:person", args=[program.slug, person.public_id])),
        Cell(
            text=StatusPeriod.Status(status).label if status else "",
            kind="done" if status == "active" else "info",
        ),
        Cell(text=days[enrollment.enrolled_on]),
        Cell(text=days[reached[person.pk]] if person.pk in reached else _("Not yet")),
        Cell(text=states[person.pk].words, kind=states[person.pk].tag)
        if person.pk in states
        else Cell(text=_("None")),
        Cell(text=worker.full_name if worker else _("Nobody yet")),
    ]


@dataclass(frozen=True)
class PersonRecord:
    """Everything the care team sees of one person on one page (K1)."""

    person: Person
    enrollment: Enrollment | None
    worker: str
    roi: RoiState
    contact_points: list[ContactPoint]
    approach: ApproachNote | None
    intakes: list[Intake]
    unreported: set[int]
    timeline: list[TimelineEntry]


def person_record(person: Person, program: Program, actor: Actor, at: datetime) -> PersonRecord:
    """Read a person's whole record for the care team; each table is asked once."""
    enrollment = enrollment_of(person.pk, program)
    referrals = list(person.referrals.order_by("-submitted_at").prefetch_related("events"))
    intakes = intakes_of(person)
    releases = list(signed_by(person.pk))
    names = names_in(program.pk)
    points = list(person.contact_points.filter(ended_at__isnull=True).order_by("works", "-added_at"))
    return PersonRecord(
        person=person,
        enrollment=enrollment,
        worker=names.get(enrollment.primary_worker_id or 0, "") if enrollment else "",
        roi=state_of(releases, at),
        contact_points=points,
        approach=person.approach_notes.order_by("-written_at").first(),
        intakes=intakes,
        unreported=unreported(referrals, intakes),
        timeline=newest_first(
            referral_entries(referrals, names),
            contact_entries(person, names),
            help_entries(person, names),
            status_entries(enrollment, names),
            release_entries(releases, names),
        ),
    )


def unreported(referrals: list[Referral], intakes: list[Intake]) -> set[int]:
    """Return the arrest diversions whose intake is complete and whose referring agency has not been told (ADR 0006)."""
    complete = {intake.referral_id for intake in intakes if intake.completed_at}
    return {
        each.pk
        for each in referrals
        if each.encounter_id
        and each.pk in complete
        and all(event.what != "responsibility_ended" for event in each.events.all())
    }


def newest_first(*entries: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """Return everything that happened, newest first."""
    return sorted(chain(*entries), key=lambda entry: entry.at, reverse=True)


def referral_entries(referrals: list[Referral], names: dict[int, str]) -> Iterator[TimelineEntry]:
    """Each dated step of the person's referrals."""
    titles = {
        "submitted": _("Referred"),
        "accepted": _("Accepted the referral"),
        "declined": _("Said not now"),
        "handed_off": _("Handed off to the program"),
        "intake_started": _("Intake begun"),
        "responsibility_ended": _("The referring agency was told that the intake is done"),
        "window_extended": _("The intake window was extended"),
        "withdrawn": _("The referral was withdrawn"),
        "exception_requested": _("An exception was asked for"),
        "exception_approved": _("The DA approved the exception"),
        "exception_not_approved": _("The DA did not approve the exception"),
    }
    for referral in referrals:
        for event in referral.events.all():
            yield TimelineEntry(
                at=event.occurred_at,
                title=titles.get(event.what, event.what.replace("_", " ").capitalize()),
                by=names.get(event.recorded_by_id or 0, ""),
                text=referral.get_door_display() if event.what == "submitted" else "",
            )


def contact_entries(person: Person, names: dict[int, str]) -> Iterator[TimelineEntry]:
    """Each try to reach the person."""
    for contact in contacts_of(person):
        yield TimelineEntry(
            at=contact.occurred_at,
            title=f"{contact.get_how_display()}: {contact.get_result_display()}",
            by=names.get(contact.recorded_by_id or 0, ""),
            text=contact.note,
        )


def help_entries(person: Person, names: dict[int, str]) -> Iterator[TimelineEntry]:
    """Each thing given."""
    for given in help_given_to(person):
        title = _("Given: %(what)s") % {"what": given.get_kind_display()}
        yield TimelineEntry(
            at=given.occurred_at,
            title=f"{title} × {given.quantity}" if given.quantity > 1 else title,
            by=names.get(given.recorded_by_id or 0, ""),
            text=given.note,
        )


def status_entries(enrollment: Enrollment | None, names: dict[int, str]) -> Iterator[TimelineEntry]:
    """Enrolment and each change between active and inactive."""
    if enrollment is None:
        return
    for period in enrollment.status_periods.order_by("starts_at"):
        first = period.starts_at == enrollment.enrolled_at
        title = (
            _("Enrolled")
            if first
            else _("Became %(status)s") % {"status": period.get_status_display().lower()}
        )
        yield TimelineEntry(
            at=period.starts_at,
            title=title,
            by=names.get(period.recorded_by_id or 0, ""),
            text=". ".join(str(each) for each in (period.get_reason_display(), period.note) if each),
        )


def release_entries(releases: list[Release], names: dict[int, str]) -> Iterator[TimelineEntry]:
    """Each ROI signed and revoked."""
    for release in releases:
        by = names.get(release.recorded_by_id or 0, "")
        yield TimelineEntry(at=release.signed_at, title=_("ROI signed"), by=by)
        if release.revoked_at is not None:
            by = names.get(release.revoked_by_id or 0, "")
            yield TimelineEntry(at=release.revoked_at, title=_("ROI revoked"), by=by)
