"""What the care team does: participants, intakes, partners, possible duplicates."""

import uuid
from datetime import timedelta
from typing import Any

from handoff.access.roles import RoleName
from handoff.casework.letters import services as letters
from handoff.enrollment.partners.services import start_partner_intake
from handoff.enrollment.services import make_inactive
from handoff.participants.lookup.services import rebuild_keys
from handoff.participants.merging.services import merge_people, notice_duplicates
from handoff.programs.models import Agency
from handoff.staffing.models import GoodNews
from handoff.staffing.news import services as news
from handoff.staffing.news.queries import referrals_to_tell
from handoff.staffing.services import (
    charge_input_for,
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
from handoff.testing.consent import make_release
from handoff.testing.directory import (
    make_organization,
    make_service,
)
from handoff.testing.enrollment import make_intake, make_participant, make_partner_handoff, make_referral
from handoff.testing.meetings import make_meeting, make_partner_fact
from handoff.testing.programs import AT, make_agency, make_member, make_person, put_on_every_team
from handoff.testing.referrals import (
    make_community_referral,
    make_message,
    make_social_referral,
)
from handoff.testing.safety import make_look_back, make_look_back_file, make_overdose
from handoff.testing.staffing import make_summary
from tests.journeys.rich.county import Rich, reachable
from tests.journeys.rich.law import more_charges
from tests.journeys.scenario import Table


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
    rich.things["look_back_file"] = make_look_back_file(person, worker)
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
    rich.things["partner_fact"] = make_partner_fact(rich["person"], clinic)
    rich.things["asked_of_us"] = make_service_referral(rich["need"], worker, service=service, provider="")
    link = letters.make_link(actor=worker, referral=rich["asked_of_us"], at=AT)
    rich.things["letter_token"] = link.address.rstrip("/").rpartition("/")[2]
