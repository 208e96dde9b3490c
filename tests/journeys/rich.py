"""A county where everything has happened at least once, so that every page has something to show."""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

from handoff.access.roles import RoleName
from handoff.accounts.models import Membership
from handoff.accounts.services.allauth_internals import create_recovery_codes
from handoff.accounts.services.invitations import create_invitation
from handoff.casework.letters import services as letters
from handoff.directory.models import DirectoryImport
from handoff.eligibility.engine.facts import Reply
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.models import CriteriaApproval, CriteriaVersion
from handoff.eligibility.services import save_criteria_draft
from handoff.enrollment.links.services import make_link
from handoff.enrollment.partners.services import start_partner_intake
from handoff.enrollment.services import make_inactive
from handoff.measures.rules.periods import period_of
from handoff.measures.surveys.services import share_survey
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.services import rebuild_keys
from handoff.participants.merging.services import merge_people, notice_duplicates
from handoff.programs.models import Agency
from handoff.records.services.breaches import record_breach
from handoff.records.services.erasure import request_erasure
from handoff.records.services.legal import propose_answer
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
from handoff.staffing.meetings.services import record_arrival
from handoff.staffing.models import ChargeReport, GoodNews
from handoff.staffing.news import services as news
from handoff.staffing.news.queries import referrals_to_tell
from handoff.staffing.reports import services as reports
from handoff.staffing.services import (
    charge_input_for,
    decide_new_charge,
    record_recommendation,
    report_new_charge,
)
from handoff.staffing.summaries import services as summaries
from handoff.testing.casework import (
    make_appointment,
    make_approach_note,
    make_contact,
    make_contact_plan,
    make_contact_point,
    make_court_case,
    make_court_order,
    make_fact,
    make_fund,
    make_goal,
    make_handover_plan,
    make_help,
    make_milestone,
    make_need,
    make_note,
    make_phone_step,
    make_plan,
    make_profile,
    make_service_referral,
    make_step,
    make_supply_item,
    make_wish,
)
from handoff.testing.collection import make_source
from handoff.testing.consent import make_release
from handoff.testing.criteria import make_criteria
from handoff.testing.directory import (
    WEEKDAYS,
    make_cost,
    make_hours,
    make_organization,
    make_phone,
    make_place,
    make_service,
)
from handoff.testing.enrollment import make_intake, make_participant, make_partner_handoff, make_referral
from handoff.testing.improvements import make_improvement
from handoff.testing.measures import make_closing, make_edition, make_own_measure
from handoff.testing.meetings import make_meeting
from handoff.testing.outside import make_outside_file
from handoff.testing.programs import AT, make_agency, make_member, make_person, put_on_every_team
from handoff.testing.records import make_breach_input, make_legal_request
from handoff.testing.referrals import (
    clear_facts,
    make_community_referral,
    make_exception,
    make_message,
    make_not_now_input,
    make_social_referral,
)
from handoff.testing.safety import make_look_back, make_overdose
from handoff.testing.sign_in import SECRET
from handoff.testing.staffing import make_charge_file, make_court_calendar, make_summary
from handoff.testing.surveys import make_closed_survey, make_open_survey
from handoff.testing.workbooks import import_workbook, make_people_workbook, read_workbook_file
from tests.journeys.scenario import CARE, Table


@dataclass
class Rich:
    """The table and one of each thing, by name."""

    table: Table
    things: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.things[name]


def live(table: Table) -> Rich:
    """Let everything happen once."""
    rich = Rich(table)
    for part in (
        participant,
        waiting,
        night,
        window_passed,
        law_side,
        drafts,
        criteria,
        predecessor_approved,
        provider,
        referral_to_a_partner,
        records,
        surveys,
        accounts,
        duplicates,
        meeting,
        figures,
    ):
        part(rich, table)
    return rich


def figures(rich: Rich, table: Table) -> None:
    """This month's figures, shared with everyone, and the month before, closed."""
    make_closing(table.program, period_of(AT.date()).previous, AT)
    rich.things["own_measure"] = make_own_measure(table.program)
    rich.things["edition"] = make_edition(table.program, period_of(AT.date()), AT)


def participant(rich: Rich, table: Table) -> None:
    """A person enrolled, reached, helped, with an ROI and a new charge; and an inactive one."""
    worker, program = table.actor("case_manager"), table.program
    person = make_person(program, first_name="Ruth", last_name="Marlow", preferred_name="Ruthie")
    rebuild_keys(person)
    make_contact_point(person)
    make_contact_point(person, kind="place", value="Library, afternoons", safe_to_text=False)
    make_approach_note(person)
    officer = table.users["officer"]
    enrollment = make_participant(program, person, worker, agency=table.police, officer=officer)
    agencies = list(program.agencies.filter(kind__in=["law_enforcement", "district_attorney"]))
    rich.things["release"] = make_release(person, *agencies, actor=worker, kinds=("participation", "charges"))
    rich.things["contact"] = make_contact(person, actor=table.actor("peer_support"), result="reached")
    fund = make_fund(table.program, 10_000)
    rich.things |= {"fund": fund, "item": make_supply_item(table.program), "entry": fund.entries.get()}
    rich.things["help"] = make_help(person, table.actor("peer_support"), cost_cents=500)
    rich.things["case"] = make_court_case(person, worker)
    rich.things["court_order"] = make_court_order(person, actor=worker)
    make_look_back(person, worker)
    rich.things["overdose"] = make_overdose(person, worker, due_on=AT.date() + timedelta(days=7))
    make_phone_step(person, actor=table.actor("peer_support"))
    rich.things["goal"] = make_goal(person, "My own place, with a door that locks.", worker)
    rich.things["step"] = make_step(rich["goal"], worker, due_on=AT.date() + timedelta(days=3))
    make_profile(worker, gender="woman", experiences=["arrest"], neighborhoods="Library")
    make_wish(person, worker, gender="woman", experiences=["arrest"], words="Someone who has been there.")
    rich.things["paper"] = make_plan(person, worker)
    rich.things["need"] = make_need(person, worker)
    rich.things["service_referral"] = make_service_referral(rich["need"], worker)
    make_milestone(person, worker)
    make_contact_plan(person, worker)
    rich.things["fact"] = make_fact(person, worker)
    make_fact(person, worker, kind="treatment", code="buprenorphine")
    rich.things["appointment"] = make_appointment(person, worker)
    rich.things["news"] = good_news(person, table)
    rich.things["summary"] = make_summary(person, office_of_case(table), worker)
    rich.things["summary_draft"] = summaries.write_summary(
        actor=worker,
        person=person,
        agency=office_of_case(table),
        words="I found a job.",
        key=str(uuid.uuid4()),
        at=AT,
    )
    rich.things["note"] = make_note(person, worker, label="part2")
    rich.things |= {"person": person, "enrollment": enrollment}
    rich.things["plan"] = make_handover_plan(program, worker, table.actor("peer_support"))
    charge = report_new_charge(
        actor=table.actor("crime_analyst"),
        program=program,
        person=person,
        agency=table.police,
        officer_id=officer.pk,
        charge=charge_input_for(program, "possess-paraphernalia", AT.date()),
        how="citation",
        incident_number="26-100",
        occurred_on=AT.date(),
        key=str(uuid.uuid4()),
        at=AT,
    )
    record_recommendation(actor=worker, charge=charge, advice="dismiss", comment="Doing well.", at=AT)
    rich.things["charge"] = charge
    more_charges(rich, table)
    away = make_participant(program, make_person(program), worker)
    make_inactive(actor=worker, enrollment=away, reason="moved", note="", at=AT)
    rich.things["inactive"] = away.person


def good_news(person: Any, table: Table) -> GoodNews:
    """Good news to the officer, under a release of its own."""
    worker, referral = table.actor("case_manager"), referrals_to_tell(person).get()
    make_release(person, referral.agency, actor=worker, kinds=("participation", "progress"))
    return news.tell_news(
        actor=worker,
        person=person,
        news_input=news.NewsInput(referral, "I have a room.", AT.date()),
        key=str(uuid.uuid4()),
        at=AT,
    )


def office_of_case(table: Table) -> Agency:
    """The DA's office, which a summary for a case can be for."""
    return Agency.objects.get(program=table.program, kind=Agency.Kind.DISTRICT_ATTORNEY)


def duplicates(rich: Rich, table: Table) -> None:
    """A record that may be the participant's too, and one that was merged."""
    person = rich.things["person"]
    twin, merged = (
        make_person(table.program, first_name=first, last_name=last, date_of_birth=person.date_of_birth)
        for first, last in (("Ruht", "Marlow"), ("Ruth", "Marlowe"))
    )
    for each in (twin, merged):
        rebuild_keys(each)
        notice_duplicates(each, AT)
    put_on_every_team(table.users["case_manager"], table.program)
    rich.things["twin"] = twin
    rich.things["merge"] = merge_people(actor=table.actor("case_manager"), kept=person, merged=merged, at=AT)


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


def workbooks(rich: Rich, table: Table) -> None:
    """A workbook that is read, with a row that may be the participant's, and one that was imported."""
    keeper, content = table.actor("data_manager"), make_people_workbook(rich.things["person"], AT.date())
    rich.things["imported_workbook"] = import_workbook(keeper, table.program, content, AT)
    rich.things["workbook"] = read_workbook_file(keeper, table.program, content + b"\n", AT)


def meeting(rich: Rich, table: Table) -> None:
    """A staffing meeting today, with everyone asked and two at the table."""
    today = make_meeting(table.program, *table.users.values())
    for name in ("officer", "case_manager"):
        record_arrival(
            actor=table.actor("program_manager"), meeting=today, user_id=table.users[name].pk, at=AT
        )
    rich.things["meeting"] = today
    rich.things["coming_meeting"] = make_meeting(
        table.program, *table.users.values(), starts_at=AT + timedelta(days=14)
    )


def waiting(rich: Rich, table: Table) -> None:
    """Referrals in each stage before enrollment."""
    officer = table.users["officer"]
    referral = make_referral(
        table.program, agency=table.police, officer=officer, person=reachable(table), officer_seconds=400
    )
    rich.things["referral"] = referral
    started = make_referral(table.program, agency=table.police, officer=officer, person=reachable(table))
    rich.things["intake"] = make_intake(started, table.actor("case_manager"), ready=False)
    done = make_referral(table.program, agency=table.police, officer=officer, person=reachable(table))
    rich.things["ready"] = make_intake(done, table.actor("case_manager"))
    rich.things["community"] = make_community_referral(table.program, table.actor("peer_support"))
    rich.things["social"] = make_social_referral(table.program, table.actor("officer"))
    rich.things["message"] = make_message(table.program, help_wanted="A place to stay.")


def night(rich: Rich, table: Table) -> None:
    """A person met by a 24-hour partner, with an intake in progress (H5)."""
    desk = make_agency(
        table.program, Agency.Kind.COMMUNITY, "Juniper Mobile Crisis", takes_handoffs_all_hours=True
    )
    role = RoleName.MOBILE_CRISIS
    table.users[role] = make_member(table.program, role, desk, full_name=f"Only {role}")
    referral = make_referral(
        table.program,
        reachable(table),
        state="handed_off",
        agency=table.police,
        entered_name="Casey Vance",
        entered_phone="910-555-0148",
    )
    rich.things["handoff"] = make_partner_handoff(table.program, desk, referral=referral, scene="Elm Street")
    start_partner_intake(actor=table.actor(role), handoff=rich["handoff"], at=AT)


def reachable(table: Table) -> Any:
    """A person with a phone."""
    person = make_person(table.program)
    make_contact_point(person)
    return person


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


def predecessor_approved(rich: Rich, table: Table) -> None:
    """The leader who approved these criteria has left: whoever leads now is asked to read them."""
    version = make_criteria(table.program)
    CriteriaVersion.objects.filter(pk=version.pk).update(approvers=[table.police.pk])
    left = {"approved_by_id": table.users["peer_support"].pk, "approved_at": AT - timedelta(days=30)}
    CriteriaApproval.objects.update_or_create(version=version, agency=table.police, defaults=left)
    rich.things["to_read"] = version


def provider(rich: Rich, table: Table) -> None:
    """A service in the directory, with one of each part."""
    service = make_service(table.program, name="Juniper food pantry")
    rich.things |= {
        "service": service,
        "service_phone": make_phone(service),
        "service_place": make_place(service),
        "service_hours": make_hours(service, WEEKDAYS, "09:00", "17:00"),
        "service_cost": make_cost(service, "Each visit"),
        "import": DirectoryImport.objects.create(
            program=table.program,
            source_name="County list",
            read_at=AT,
            table=[["Name", "Town"], ["Juniper food pantry", "Alder"]],
        ),
    }


def referral_to_a_partner(rich: Rich, table: Table) -> None:
    """A participant referred to a clinic that is a partner, under a release that lets it know."""
    program, worker = table.program, table.actor("case_manager")
    clinic = make_agency(program, Agency.Kind.TREATMENT, "Fern Hill Clinic")
    front_desk = make_member(program, RoleName.TREATMENT_PROVIDER, clinic, full_name="Fern Hill Front Desk")
    table.users["treatment_provider"] = front_desk
    organization = make_organization(program, name="Fern Hill Clinic", agency=clinic)
    service = make_service(program, name="Walk-in visits", organization=organization, needs=("housing",))
    make_release(rich["person"], clinic, actor=worker, kinds=("participation", "needs", "contact"))
    rich.things["provider_meeting"] = make_meeting(program, table.users["program_manager"], front_desk)
    rich.things["asked_of_us"] = make_service_referral(rich["need"], worker, service=service, provider="")
    link = letters.make_link(actor=worker, referral=rich["asked_of_us"], at=AT)
    rich.things["letter_token"] = link.address.rstrip("/").rpartition("/")[2]


def criteria(rich: Rich, table: Table) -> None:
    rich.things["version"] = save_criteria_draft(
        actor=table.actor("program_manager"),
        program=table.program,
        plain={**NORTH_CAROLINA.to_plain(), "minimum_age": 21},
        effective_on=AT.date(),
        note="Agreed in February",
        version=None,
        at=AT,
    )


def records(rich: Rich, table: Table) -> None:
    """A legal request with a proposed answer, a breach, an erasure that waits."""
    manager, keeper = table.actor("program_manager"), table.actor("data_manager")
    asked = make_legal_request(table.program, rich["person"], manager)
    rich.things["request"] = propose_answer(
        actor=keeper, legal_request=asked, answer="release", kinds=["justice"], reason="As ordered.", at=AT
    )
    rich.things["breach"] = record_breach(
        actor=manager, program=table.program, breach_input=make_breach_input(), key=str(uuid.uuid4()), at=AT
    )
    rich.things["erasure"] = request_erasure(
        actor=manager, person=reachable(table), reason="wish", words="Moved far away.", at=AT
    )


def surveys(rich: Rich, table: Table) -> None:
    """A closed survey, one that is open, a decision in the improvement log, and a source of the collection plan."""
    keeper = table.actor("data_manager")
    rich.things["improvement"] = make_improvement(table.program, keeper, AT)
    rich.things["closed_survey"] = make_closed_survey(table.program, actor=keeper)
    share_survey(actor=keeper, survey=rich.things["closed_survey"], at=AT)
    rich.things["survey"] = make_open_survey(table.program, actor=keeper)
    rich.things["outside_file"] = make_outside_file(table.program, keeper, AT)
    rich.things["source"] = make_source(table.program, keeper, AT)


def accounts(rich: Rich, table: Table) -> None:
    """A user invited, a user who has not seen their recovery codes, and all of care's but the data manager on
    every team.
    """
    invited = make_member(table.program, RoleName.EVALUATOR, full_name="Ines Vail")
    link = create_invitation(actor=table.actor("site_administrator"), user=invited, on=AT.date(), at=AT)
    rich.things["invitation"] = link.rstrip("/").rsplit("/", 1)[-1]
    asked = make_link(actor=table.actor("case_manager"), referral=rich.things["referral"], at=AT)
    rich.things["question"] = asked.rstrip("/").rsplit("/", 1)[-1]
    Authenticator.objects.create(
        user=table.users["evaluator"],
        type=Authenticator.Type.TOTP,
        data={"secret": get_adapter().encrypt(SECRET)},
    )
    create_recovery_codes(table.users["evaluator"])
    for name in CARE - {"data_manager"}:
        put_on_every_team(table.users[name], table.program)
