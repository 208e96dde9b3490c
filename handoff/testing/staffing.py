"""A participant with an ROI, everyone who has a say about a new charge, and the charge itself."""

import uuid
from datetime import date, datetime, timedelta

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.accounts.models import User
from handoff.charges.models import NewCharge
from handoff.charges.services import ChargeInput
from handoff.consent.models import InformationKind, Purpose, Release, ReleaseRecipient
from handoff.consent.wording.release_form import SUMMARY_FORM
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.services import rebuild_keys
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date
from handoff.referrals.models import Referral
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.queries import chosen_columns
from handoff.spreadsheets.rules.mapping import suggest_columns
from handoff.staffing.court_files import services as court_files
from handoff.staffing.court_files.readers.columns import SHAPE
from handoff.staffing.models import ParticipationSummary
from handoff.staffing.reports import services
from handoff.staffing.summaries import services as summaries
from handoff.testing.consent import make_release_input
from handoff.testing.programs import AT, actor_of, make_agency, make_member, make_person, make_program

PARAPHERNALIA = ChargeInput(offense_key="drug_paraphernalia", title="Drug paraphernalia", statute="90-113.22")
KINDS = [InformationKind.PARTICIPATION, InformationKind.CHARGES]
BORN = date(1990, 5, 4)
AT_DAY = AT.date()


class ChargeScenario:
    """A participant, a user of every role, and an ROI that names the police and the DA's office."""

    def __init__(self, *, roi: bool = True) -> None:
        self.program = make_program()
        self.users = {role: make_member(self.program, role) for role in RoleName}
        self.police = make_agency(self.program, "law_enforcement")
        self.da = make_agency(self.program, "district_attorney")
        self.person = make_person(self.program, first_name="Rowan", last_name="Tidewater", date_of_birth=BORN)
        rebuild_keys(self.person)
        self.enrollment = enroll(self.person)
        if roi:
            self.release = sign_release(self.person, self.police, self.da)

    def actor(self, role: RoleName) -> Actor:
        return actor_of(self.users[role], self.program)

    def user(self, role: RoleName) -> User:
        return self.users[role]


def enroll(person: Person, number: int = 1) -> Enrollment:
    """Enroll a person through a social referral."""
    referral = Referral.objects.create(
        program=person.program,
        number=number,
        pathway="officer_social",
        referrer_kind="officer",
        person=person,
        policy=person.program.policies.get(),
        state="accepted",
        occurred_at=AT,
        submitted_at=AT,
        contact_due_at=AT,
        key=f"referral-{number}",
    )
    intake = Intake.objects.create(
        program=person.program,
        referral=referral,
        person=person,
        started_at=AT,
        saved_at=AT,
        completed_at=AT,
    )
    enrollment = Enrollment.objects.create(
        program=person.program, person=person, intake=intake, enrolled_at=AT, enrolled_on=AT.date()
    )
    StatusPeriod.objects.create(enrollment=enrollment, status="active", starts_at=AT, recorded_at=AT)
    return enrollment


def sign_release(person: Person, *agencies: Agency) -> Release:
    """Sign an ROI for a year, from the day before, that covers participation and charges."""
    release = Release.objects.create(
        program=person.program,
        person=person,
        form_version="2026-11",
        language="en",
        discloser="The program",
        purposes=["services"],
        starts_at=AT - timedelta(days=1),
        ends_at=AT + timedelta(days=364),
        days=365,
        signer_name=person.full_name,
        means="drawn",
        signature=[[[1, 1], [2, 2]]],
        signed_at=AT - timedelta(days=1),
        recorded_at=AT - timedelta(days=1),
        key=f"release-{person.public_id}",
    )
    for agency in agencies:
        ReleaseRecipient.objects.create(release=release, agency=agency, kinds=KINDS)
    return release


def report_charge(
    scenario: ChargeScenario,
    role: RoleName = RoleName.OFFICER,
    key: str = "once",
    born: date = BORN,
    occurred_on: date = AT_DAY,
    last: str = "Tidewater",
    incident_number: str = "26-1",
    officer: bool = True,
) -> None:
    """Report a new charge against the participant, as a user of a role."""
    services.report_if_participant(
        actor=scenario.actor(role),
        program=scenario.program,
        query=LookupQuery(first="Rowan", last=last, dob=born),
        report_input=services.ReportInput(
            charge=PARAPHERNALIA,
            how="citation",
            incident_number=incident_number,
            occurred_on=occurred_on,
            agency=scenario.police,
            officer_id=scenario.user(RoleName.OFFICER).pk if officer else None,
        ),
        key=key,
        at=AT,
    )


def reported_charge(scenario: ChargeScenario) -> NewCharge:
    report_charge(scenario)
    return NewCharge.objects.get()


def make_new_charge(person: Person) -> NewCharge:
    """A new charge recorded without a report."""
    return NewCharge.objects.create(
        program=person.program,
        person=person,
        title="Drug paraphernalia",
        how="citation",
        occurred_on=AT.date(),
        recorded_at=AT,
        key=f"charge-{person.public_id}",
    )


def make_court_calendar(program: Program, actor: Actor, person: Person, at: datetime = AT) -> ImportBatch:
    """A calendar, read and not imported yet, that names a participant and someone else a week from now."""
    on = local_date(program, at) + timedelta(days=7)
    rows = (
        "Court,Defendant,DOB,Court Date,Court Room,Session,Case Number",
        f'District,"{person.last_name},{person.first_name}",{person.date_of_birth},{on},001A,AM,26CR100001',
        f'District,"QUILLFEATHER,ODA",1961-07-04,{on},001A,AM,26CR100002',
    )
    content = "\n".join(rows).encode()
    batch = court_files.read_file(
        actor=actor, program=program, source_name="County court", content=content, at=at
    )
    if not chosen_columns(batch):
        columns = suggest_columns(SHAPE, rows[0].split(","))
        court_files.choose_columns(actor=actor, batch=batch, columns=columns, at=at)
    return batch


def make_charge_file(person: Person, on: date) -> bytes:
    """A records system's export with a charge against a person, one against someone else, and a minor."""
    rows = (
        "case_id,name,dob,date_arr,arr_type,chrgdesc",
        f'26-200,"{person.last_name}, {person.first_name}",{person.date_of_birth},{on},S,SHOPLIFTING',
        f'26-201,"QUILLFEATHER, ODA",1961-07-04,{on},O,DISORDERLY CONDUCT',
        f'26-202,"QUILLFEATHER, BO",2015-07-04,{on},O,AFFRAY',
    )
    return "\n".join(rows).encode()


def make_summary(
    person: Person,
    agency: Agency,
    actor: Actor,
    *,
    words: str = "I come to every meeting I planned.",
    at: datetime = AT,
) -> ParticipationSummary:
    """A summary for a case that the person signed."""
    draft = summaries.write_summary(
        actor=actor, person=person, agency=agency, words=words, key=str(uuid.uuid4()), at=at
    )
    return sign_summary(draft, actor, at)


def sign_summary(draft: ParticipationSummary, actor: Actor, at: datetime = AT) -> ParticipationSummary:
    """The person signs the words of a draft."""
    signed = make_release_input(
        draft.agency,
        kinds=[InformationKind.SUMMARY],
        purposes=(Purpose.PROCEEDINGS.value,),
        form_version=SUMMARY_FORM,
        statement=draft.words,
        days=90,
    )
    return summaries.sign_summary(
        actor=actor, summary=draft, version=draft.version, release_input=signed, key=str(uuid.uuid4()), at=at
    )
