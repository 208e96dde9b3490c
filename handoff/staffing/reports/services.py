"""A reported charge: linked to the one participant it is certainly about, or compared by a person (J1, N18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import uuid4

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.queries import users_with_permission
from handoff.accounts.queries.actors import actors_for
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.court.services import write_case
from handoff.casework.policies import check_is_care_team
from handoff.casework.services import lock_person
from handoff.charges import services as charges
from handoff.charges.models import DifferentPerson, NewCharge, SourceCharge
from handoff.charges.policies import check_new_charge
from handoff.core.refusals import Refused
from handoff.notifications.services import queue_notices
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date
from handoff.spreadsheets.batches.services import note_changes
from handoff.spreadsheets.facts import BatchChange
from handoff.staffing.models import ChargeReport
from handoff.staffing.policies import check_can_report_charge
from handoff.staffing.reports import policies, queries
from handoff.staffing.services import report_new_charge

COURT_CASES = "casework.courtcase"


@dataclass(frozen=True)
class ReportInput:
    """What was charged, and who charged it: the arresting agency and officer, where they are known."""

    charge: charges.ChargeInput
    how: str
    incident_number: str
    occurred_on: date
    agency: Agency | None = None
    officer_id: int | None = None
    immunity: str = "none"
    source: charges.SourceFacts | None = None


@transaction.atomic
def report_if_participant(
    *,
    actor: Actor,
    program: Program,
    query: LookupQuery,
    report_input: ReportInput,
    key: str,
    at: datetime,
) -> None:
    """Report a charge to the team if the person is a participant; the reporter gets the same answer either way.

    A report that may be about a participant waits for a person to compare. Of anyone else nothing is stored. Raises
    `Refused` for a mistake in the report, whoever the person is.
    """
    if not key:
        raise ValueError("a new charge needs a key")
    # Everything that needs no person comes before the match: one that only participants get would tell who is one.
    check_can_report_charge(actor, program.pk)
    policies.check_is_chargeable(report_input.immunity)
    today = local_date(program, at)
    check_new_charge(
        report_input.charge.title, report_input.how, NewCharge.How.values, report_input.occurred_on, today
    )
    found = queries.possible_participants(program, query)
    person = queries.find_unique_participant(query, found)
    audit.record(
        actor=actor, at=at, action=AuditAction.NEW_CHARGE_REPORTED, details={"matched": person is not None}
    )
    if person is not None:
        # Hashed with the person: a key reused for another person would be refused for participants only.
        hashed = sha256(f"{key}:{person.public_id}".encode()).hexdigest()
        link_report(actor=actor, program=program, person=person, report_input=report_input, key=hashed, at=at)
    elif found:
        _keep_for_comparison(actor, program, query, report_input, key, at)


def link_report(
    *,
    actor: Actor,
    program: Program,
    person: Person,
    report_input: ReportInput,
    key: str,
    at: datetime,
    reported_by_id: int | None = None,
) -> NewCharge:
    """Record the charge as the participant's. The same offense of one incident is recorded once."""
    return report_new_charge(
        actor=actor,
        program=program,
        person=person,
        agency=report_input.agency,
        officer_id=report_input.officer_id,
        charge=report_input.charge,
        how=report_input.how,
        incident_number=report_input.incident_number,
        occurred_on=report_input.occurred_on,
        key=key,
        at=at,
        reported_by_id=reported_by_id,
        source=report_input.source,
    )


def _keep_for_comparison(
    actor: Actor, program: Program, query: LookupQuery, report_input: ReportInput, key: str, at: datetime
) -> None:
    """Keep a report until a person has compared it, and notify the program's staff. Sent twice, it is kept once."""
    # The program's lock makes a second report of the same incident wait, and then find the first.
    Program.objects.select_for_update(of=("self",), no_key=True).get(pk=program.pk)
    number, charge = report_input.incident_number.strip(), report_input.charge
    if queries.is_waiting(program, query, number, charge.offense_key, key):
        return
    assert actor.user_id is not None
    assert query.dob is not None
    report = ChargeReport.objects.create(
        program=program,
        agency=report_input.agency,
        officer_id=report_input.officer_id,
        first_name=query.first.strip(),
        last_name=query.last.strip(),
        date_of_birth=query.dob,
        offense_key=charge.offense_key,
        title=charge.title,
        statute=charge.statute,
        how=report_input.how,
        incident_number=number,
        occurred_on=report_input.occurred_on,
        reported_at=at,
        reported_by_id=actor.user_id,
        key=key,
    )
    notify_readers(program, str(report.public_id), at)


def notify_readers(program: Program, key: str, at: datetime) -> None:
    """Notify those who may compare reports, once for a key. The notice is a link (H4)."""
    path = reverse("staffing:reports", args=[program.slug])
    users = users_with_permission(program, Permission.CHARGES_REVIEW, local_date(program, at)).in_bulk()
    # The DA's office reviews charges too, but must not learn from a notice that someone may be a participant.
    readers = [
        users[pk]
        for pk, actor in actors_for(users.values(), program, at).items()
        if Permission.PARTICIPANT_READ in actor.permissions
    ]
    queue_notices(program_id=program.pk, users=readers, kind="charge_to_compare", path=path, key=key, at=at)


@transaction.atomic
def settle_report(
    *,
    actor: Actor,
    report: ChargeReport,
    person: Person | None,
    at: datetime,
    with_court_dates: bool = False,
) -> NewCharge | None:
    """Record which person a report is about; then the report is deleted. About none of them, it is an hour later.

    Reports of one source that name the very same person are settled as one. Their court dates are added only where
    the person who links them said so. Returns the first linked charge.
    """
    found = (
        queries.waiting_reports(report.program).select_for_update(of=("self",)).filter(pk=report.pk).first()
    )
    if found is None:
        raise Refused(_("Someone else already compared this report."))
    policies.check_can_compare_report(actor, found)
    offered = [each.person_id for each in queries.match_report(found).candidates]
    if person is not None and person.pk not in offered:
        raise Refused(_("Choose one of the people shown, or none of them."))
    if person is None:
        remember_difference(actor, found, offered, at)
    settled = [
        settle_one(actor=actor, report=each, person=person, at=at, with_court_date=with_court_dates)
        for each in queries.reports_of_same_person(found)
    ]
    return settled[0]


def settle_one(
    *,
    actor: Actor,
    report: ChargeReport,
    person: Person | None,
    at: datetime,
    with_court_date: bool = False,
) -> NewCharge | None:
    """Link one report and delete it, or drop it. The caller has checked that this is who it names."""
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.NEW_CHARGE_COMPARED,
        subject=person.public_id if person is not None else "",
        details={"linked": person is not None, "report": str(report.public_id)},
    )
    linked = None
    if person is not None:
        linked = link_report(
            actor=actor,
            program=report.program,
            person=person,
            report_input=input_of(report),
            key=sha256(f"{report.key}:{person.public_id}".encode()).hexdigest(),
            at=at,
            reported_by_id=report.reported_by_id,
        )
        if with_court_date:
            add_court_date(actor=actor, report=report, person=person, at=at)
    source = report.source_charge
    if linked is not None:
        report.delete()
    else:
        report.dropped_at, report.dropped_by_id = at, actor.user_id
        report.save(update_fields=["dropped_at", "dropped_by_id"])
    if source is not None:
        source.charge, source.judged_at = linked, at
        source.state = SourceCharge.State.LINKED if linked is not None else SourceCharge.State.DROPPED
        source.save(update_fields=["charge", "judged_at", "state"])
    return linked


@transaction.atomic
def take_back_none(*, actor: Actor, program: Program, public_id: str, at: datetime) -> None:
    """Take "none of them" back: the report, and those answered with it, wait to be compared again. Twice, once."""
    # The program's lock makes two people who take it back wait for each other.
    Program.objects.select_for_update(of=("self",), no_key=True).get(pk=program.pk)
    found = queries.report_to_take_back(program, public_id, at)
    if found is None:
        raise Refused(_("You can undo “None of them” for one hour. Report the charge again instead."))
    policies.check_can_compare_report(actor, found)
    if found.dropped_at is None:
        return
    for each in queries.answered_together(found):
        audit.record(
            actor=actor,
            at=at,
            action=AuditAction.NEW_CHARGE_ANSWER_TAKEN_BACK,
            details={"report": str(each.public_id)},
        )
        wait_again(each)


def wait_again(report: ChargeReport) -> None:
    """Let a report be compared again, and forget the answer that its person is none of the people shown."""
    source = report.source_charge
    if source is not None and report.dropped_at is not None:
        DifferentPerson.objects.filter(
            program=report.program,
            person_print=source.person_print,
            judged_at=report.dropped_at,
            judged_by_id=report.dropped_by_id,
        ).delete()
        source.state, source.judged_at = SourceCharge.State.WAITING, None
        source.save(update_fields=["state", "judged_at"])
    report.dropped_at, report.dropped_by_id = None, None
    report.save(update_fields=["dropped_at", "dropped_by_id"])


@transaction.atomic
def add_court_date(*, actor: Actor, report: ChargeReport, person: Person, at: datetime) -> None:
    """Add the court date that a file states beside a charge, once. An undo of that file takes it off again."""
    check_is_care_team(actor, person)
    wanted, source = queries.offered_court_date(report, at), report.source_charge
    if wanted is None or source is None or source.batch is None:
        return
    person = lock_person(person)
    if queries.had_court_date(person, wanted):
        return
    case = write_case(actor, person, "", wanted, str(uuid4()), at)
    change = BatchChange(COURT_CASES, str(case.pk), is_added=True, fingerprint=str(source.pk))
    note_changes(source.batch, [change])


def remember_difference(actor: Actor, report: ChargeReport, people: Sequence[int], at: datetime) -> None:
    """Remember by a fingerprint that the person a source names is none of these, so that no one is asked again."""
    if report.source_charge is None:
        return
    for person_id in people:
        DifferentPerson.objects.update_or_create(
            program=report.program,
            person_id=person_id,
            person_print=report.source_charge.person_print,
            defaults={"judged_at": at, "judged_by_id": actor.user_id},
        )


def input_of(report: ChargeReport) -> ReportInput:
    source = report.source_charge
    return ReportInput(
        charge=charges.ChargeInput(
            offense_key=report.offense_key, title=report.title, statute=report.statute
        ),
        how=report.how,
        incident_number=report.incident_number,
        occurred_on=report.occurred_on,
        agency=report.agency,
        officer_id=report.officer_id,
        source=charges.SourceFacts(source.source_name, report.occurred_at, report.counts)
        if source is not None
        else None,
    )
