"""What happens on the law side: drafts, referrals that wait, charges and their files."""

import uuid
from datetime import date, timedelta

from handoff.access.roles import RoleName
from handoff.accounts.models import Membership
from handoff.eligibility.engine.facts import Reply
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.referrals.models import Pathway, SupervisionQuestion
from handoff.referrals.services import (
    EligibilityCheckInput,
    ask_supervising_officer,
    save_draft,
    start_draft,
    submit_not_now,
)
from handoff.referrals.supervision.queries import AskedOf
from handoff.staffing.imports import services as imports
from handoff.staffing.models import ChargeReport
from handoff.staffing.reports import services as reports
from handoff.staffing.services import (
    charge_input_for,
    decide_new_charge,
    report_new_charge,
)
from handoff.testing.enrollment import make_referral
from handoff.testing.programs import AT, make_member
from handoff.testing.referrals import (
    clear_facts,
    make_exception,
    make_not_now_input,
)
from handoff.testing.staffing import make_charge_file, make_court_calendar
from tests.journeys.rich.county import Rich
from tests.journeys.rich.program import workbooks
from tests.journeys.scenario import Table


def window_passed(rich: Rich, table: Table) -> None:
    """A charge held until ten days ago."""
    rich.things["passed"] = make_referral(
        table.program, at=AT - timedelta(days=24), agency=table.police, officer=table.users["officer"]
    )


def law_side(rich: Rich, table: Table) -> None:
    rich.things["asked"] = ask_probation(table)
    rich.things["exception"] = make_exception(table.program, table.actor("officer"))
    check = EligibilityCheckInput(
        facts=clear_facts(resident=Reply.NO), decision="no_offer", reason="Lives elsewhere."
    )
    rich.things["not_offered"] = submit_not_now(
        actor=table.actor("officer"),
        program=table.program,
        not_now_input=make_not_now_input(check=check, decline_reason=""),
        key=str(uuid.uuid4()),
        at=AT,
    )


def ask_probation(table: Table) -> SupervisionQuestion:
    """A question to a supervising officer about the person of an officer's draft."""
    officer = table.actor("officer")
    here = {"actor": officer, "program": table.program, "at": AT}
    draft = start_draft(pathway=Pathway.ARREST_DIVERSION, key=str(uuid.uuid4()), **here)
    role = RoleName.PROBATION_OFFICER
    table.users[role] = make_member(table.program, role, full_name=f"Only {role}")
    office = Membership.objects.get(program=table.program, role=role).agency
    return ask_supervising_officer(
        asked_of=AskedOf(draft=draft),
        agency=office,
        name="Ann Lee",
        born=date(1990, 1, 1),
        ok_to_ask=True,
        **here,
    )


def drafts(rich: Rich, table: Table) -> None:
    """Drafts at the pages that the whole wizard does not pass."""
    newcomer = {"first_name": ["Ann"], "last_name": ["Lee"], "approximate_age": ["40"]}
    participant = {**newcomer, "first_name": ["Ruth"], "last_name": ["Marlow"]}
    for name, pathway, who, charges in (
        ("immune", Pathway.ARREST_DIVERSION, newcomer, {"immunity": ["overdose_call"], "when": ["now"]}),
        ("social_draft", Pathway.OFFICER_SOCIAL, newcomer, {}),
        ("participant_draft", Pathway.OFFICER_SOCIAL, participant, {}),
    ):
        here = {"actor": table.actor("officer"), "at": AT}
        draft = start_draft(program=table.program, pathway=pathway, key=str(uuid.uuid4()), **here)
        for step, answers in (("who", who), ("charges", charges)):
            save_draft(draft=draft, step=step, answers=answers, following=step, **here)
        rich.things[name] = draft


def more_charges(rich: Rich, table: Table) -> None:
    """A charge that the DA has decided, and a report that differs from the participant by one digit."""
    person, analyst = rich.things["person"], table.actor("crime_analyst")
    charge = charge_input_for(table.program, "possess-paraphernalia", AT.date())
    decided = report_new_charge(
        actor=analyst,
        program=table.program,
        person=person,
        agency=table.police,
        officer_id=table.users["officer"].pk,
        charge=charge,
        how="arrest",
        incident_number="26-101",
        occurred_on=AT.date(),
        key=str(uuid.uuid4()),
        at=AT,
    )
    decide_new_charge(
        actor=table.actor("district_attorney"), charge=decided, outcome="dismiss", reason="", at=AT
    )
    rich.things["decided_charge"] = decided
    born = person.date_of_birth
    reports.report_if_participant(
        actor=analyst,
        program=table.program,
        query=LookupQuery(
            first=person.first_name, last=person.last_name, dob=born.replace(day=(born.day + 10) % 28)
        ),
        report_input=reports.ReportInput(
            charge=charge, how="citation", incident_number="26-102", occurred_on=AT.date()
        ),
        key=str(uuid.uuid4()),
        at=AT,
    )
    rich.things["report"] = ChargeReport.objects.get()
    charge_files(rich, table)
    workbooks(rich, table)


def charge_files(rich: Rich, table: Table) -> None:
    """A file that was sent and names the participant, and one that is read and not sent yet."""
    analyst, program, person = table.actor("crime_analyst"), table.program, rich.things["person"]
    content = make_charge_file(person, AT.date())
    imports.send_content(actor=analyst, program=program, source_name="Alder PD", content=content, at=AT)
    rich.things["court_file"] = make_court_calendar(program, table.actor("case_manager"), person)
    rich.things["charge_file"] = imports.read_file(
        actor=analyst, program=program, source_name="Alder PD", content=content + b"\n", at=AT
    )
