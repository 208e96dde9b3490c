"""People waiting, in intake or in the program, with an ROI and charges in every state, made through the services."""

import uuid
from datetime import date, timedelta
from typing import Any

from handoff.casework.court.services import record_text_wish
from handoff.casework.models import HelpGiven
from handoff.casework.notes.services import NoteInput, correct_note
from handoff.casework.services import undo_contact
from handoff.casework.turnover.services import ItemInput, record_item
from handoff.charges.dispositions.inputs import DispositionInput
from handoff.charges.dispositions.services import record_disposition
from handoff.charges.services import record_new_charge
from handoff.consent.models import InformationKind
from handoff.consent.renewal.services import close_visit, plan_visit
from handoff.consent.services import revoke_release
from handoff.enrollment import services as enrollment
from handoff.enrollment.definitions import SECTION_KEYS
from handoff.enrollment.partners.services import save_partner_section, start_partner_intake
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.merging.services import merge_people
from handoff.participants.models import Person, PersonName
from handoff.participants.services import (
    add_contact_point,
    find_or_add_person,
    write_approach_note,
)
from handoff.programs.models import (
    Agency,
)
from handoff.referrals.models import Referral
from handoff.referrals.partners.services import stop_sharing
from handoff.staffing.imports import services as imports
from handoff.staffing.news import services as news
from handoff.staffing.reports import services as reports
from handoff.staffing.services import decide_new_charge, record_recommendation
from handoff.staffing.summaries import services as summaries
from handoff.testing.casework import (
    follow_up,
    make_appointment,
    make_contact,
    make_contact_plan,
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
    make_service_referral,
    make_step,
    make_supply_item,
    make_wish,
    record_outcome,
)
from handoff.testing.charges import TRESPASS
from handoff.testing.consent import make_release
from handoff.testing.programs import make_agency
from handoff.testing.safety import make_look_back, make_look_back_file, make_overdose
from handoff.testing.staffing import make_charge_file, make_court_calendar, make_summary
from handoff.testing.workbooks import import_workbook, make_people_workbook, read_workbook_file
from tests.matrix.scenario.program import LONG_AGO, NOW, THEN, WORDS, Scenario, picture
from tests.matrix.scenario.referrals import divert


def care_for(scenario: Scenario, referral: Referral) -> Person:
    """Everything the care team writes about a person."""
    person, worker = referral.person, scenario.actor("case_manager")
    assert person is not None
    PersonName.objects.create(person=person, first_name=WORDS, last_name=WORDS)
    for kind in ("phone", "place"):
        add_contact_point(
            actor=worker,
            person=person,
            kind=kind,
            value="+19105550143",
            safe_to_text=True,
            note=WORDS,
            at=THEN,
        )
    write_approach_note(actor=worker, person=person, text=WORDS, at=THEN)
    mistaken = make_contact(person, referral, worker, THEN, note=WORDS)
    undo_contact(actor=worker, contact=mistaken, at=THEN)
    make_contact(person, referral, worker, THEN, note=WORDS, result="reached")
    make_help(person, worker, THEN, note=WORDS)
    make_court_case(person, worker, THEN, number=WORDS, room=WORDS[:20])
    make_court_order(person, "stay_away", worker, THEN, words=WORDS, number=WORDS)
    record_text_wish(actor=worker, person=person, says="cases", at=THEN)
    make_look_back(person, worker, THEN, source=WORDS[:100])
    make_look_back_file(person, worker, THEN)
    make_overdose(person, worker, THEN, words=WORDS)
    make_phone_step(person, "received", worker, THEN, number="+19105550143", note=WORDS)
    make_step(make_goal(person, WORDS, worker, THEN), worker, THEN, words=WORDS)
    make_plan(person, worker, THEN, words=WORDS)
    make_wish(person, worker, THEN, words=WORDS, experiences=["arrest"])
    need = make_need(person, worker, THEN, kind="substance_use", words=WORDS)
    sent = make_service_referral(need, worker, THEN, provider=WORDS)
    follow_up(sent, "provider_declined", worker, THEN, barrier="cost", outcome=WORDS, need_next="open")
    make_milestone(person, worker, THEN, words=WORDS)
    make_contact_plan(person, worker, THEN)
    make_fact(person, worker, THEN, words=WORDS)
    make_fact(person, worker, THEN, kind="treatment", code="methadone", words=WORDS)
    met = make_appointment(person, worker, THEN, place=WORDS, provider=WORDS, kind="health")
    record_outcome(met, "kept", worker, NOW, next_step=WORDS)
    for label in ("general", "health", "part2", "counseling"):
        make_note(person, worker, THEN, label=label, words=WORDS)
    # A note first written under a stricter label: its earlier version stays under that.
    looser = make_note(person, worker, THEN, label="counseling", words=WORDS)
    general = NoteInput("service", "general", WORDS * 2, THEN)
    correct_note(actor=worker, note=looser, note_input=general, at=THEN)
    return person


def record_intake(scenario: Scenario, referral: Referral, *, complete: bool) -> Any:
    """An intake with answers and an appointment, complete or half-way."""
    worker = scenario.actor("case_manager")
    intake = enrollment.start_intake(actor=worker, referral=referral, at=THEN)
    enrollment.book_intake(
        actor=worker,
        intake=intake,
        appointment_at=NOW + timedelta(days=1),
        place=WORDS,
        transport=WORDS,
        at=THEN,
    )
    intake.refresh_from_db()
    intake.answers = {"housing": {"housing_worry": WORDS}}
    intake.sections_done = list(SECTION_KEYS)
    intake.save()
    if not complete:
        return intake
    enrolled = enrollment.complete_intake(actor=worker, intake=intake, at=THEN)
    enrollment.update_intake(
        actor=worker, intake=intake, section="housing", answers={"housing_worry": WORDS * 2}, at=THEN
    )
    return enrolled


def charge(scenario: Scenario, person: Person, officer: str = "officer") -> Any:
    """A new charge, with the team's word on it and the DA's decision."""
    made = record_new_charge(
        actor=scenario.actor(officer),
        program=scenario.program,
        person=person,
        agency=Agency.objects.get(program=scenario.program, name="Own police"),
        officer_id=scenario.members[officer].pk,
        charge=TRESPASS,
        how="citation",
        incident_number="26-0002",
        occurred_on=THEN.date(),
        key=str(uuid.uuid4()),
        at=THEN,
    )
    record_recommendation(
        actor=scenario.actor("case_manager"), charge=made, advice="dismiss", comment=WORDS, at=THEN
    )
    record_disposition(
        actor=scenario.actor("data_manager"),
        charge=made,
        decided=True,
        wanted=DispositionInput("JU", THEN.date(), "GU", "other", WORDS),
        at=THEN,
    )
    return made


def send_charge_file(scenario: Scenario, person: Person) -> None:
    """A file of charges that names a participant and someone who is none."""
    imports.send_content(
        actor=scenario.actor("crime_analyst"),
        program=scenario.program,
        source_name="County records",
        content=make_charge_file(person, THEN.date()),
        at=THEN,
    )


def import_workbooks(scenario: Scenario, person: Person) -> None:
    """The program's own workbook, imported without the row that may be a participant's, and its next version."""
    keeper, content = scenario.actor("data_manager"), make_people_workbook(person, THEN.date())
    import_workbook(keeper, scenario.program, content, THEN)
    read_workbook_file(keeper, scenario.program, content + b"\n", THEN)


def report_near_match(scenario: Scenario, person: Person) -> None:
    """A reported charge that may be a participant's: one digit of the birth date differs."""
    assert person.date_of_birth is not None
    born = person.date_of_birth.replace(day=1 if person.date_of_birth.day > 1 else 11)
    reports.report_if_participant(
        actor=scenario.actor("crime_analyst"),
        program=scenario.program,
        query=LookupQuery(first=person.first_name, last=person.last_name, dob=born),
        report_input=reports.ReportInput(
            charge=TRESPASS, how="citation", incident_number="26-0003", occurred_on=THEN.date()
        ),
        key=str(uuid.uuid4()),
        at=THEN,
    )


def participants_in_every_state(scenario: Scenario) -> None:
    """Waiting with care's notes, half-way through intake, participants with an ROI in each state."""
    care_for(scenario, divert(scenario))
    half = divert(scenario)
    care_for(scenario, half)
    record_intake(scenario, half, complete=False)
    own = Agency.objects.get(program=scenario.program, name="Own police")
    da = Agency.objects.get(program=scenario.program, kind=Agency.Kind.DISTRICT_ATTORNEY)
    kinds = (InformationKind.PARTICIPATION, InformationKind.CHARGES)
    worker = scenario.actor("case_manager")
    states = ("live", "live_for_participation", "none", "revoked", "ended", "expiring_elsewhere")
    for state in states:
        referral = divert(scenario, at=LONG_AGO + timedelta(days=75))
        person = care_for(scenario, referral)
        signed: dict[str, Any] = {"actor": scenario.actor("peer_support", THEN), "at": THEN}
        if state == "live":
            make_release(person, own, da, kinds=kinds, **signed)
        elif state == "live_for_participation":
            make_release(person, own, da, **signed)
        elif state == "revoked":
            release = make_release(person, own, da, kinds=kinds, **signed)
            revoke_release(
                actor=scenario.actor("case_manager"), release=release, at=THEN + timedelta(hours=1)
            )
        elif state == "ended":
            make_release(person, own, da, kinds=kinds, days=1, **signed)
        elif state == "expiring_elsewhere":
            care = Agency.objects.filter(program=scenario.program, kind=Agency.Kind.CASE_MANAGEMENT).first()
            assert care is not None
            scan = {"signature": None, "scan": picture()}
            make_release(person, care, kinds=kinds, days=20, **scan, **signed)
        enrolled = record_intake(scenario, referral, complete=True)
        made = charge(scenario, person)
        visit = plan_visit(actor=worker, person=person, planned_on=date(2026, 4, 20), at=THEN)
        write_summaries(scenario, person, da, state)
        tell_good_news(scenario, person, own, referral, state)
        if state == "none":
            report_near_match(scenario, person)
            send_charge_file(scenario, person)
            make_court_calendar(scenario.program, worker, person, THEN)
            import_workbooks(scenario, person)
            close_visit(actor=worker, visit=visit, outcome="declined", at=NOW)
        if state == "live":
            decide_new_charge(
                actor=scenario.actor("district_attorney"),
                charge=made,
                outcome="continue",
                reason=WORDS,
                at=THEN,
            )
        if state == "ended":
            enrollment.make_inactive(
                actor=scenario.actor("case_manager"), enrollment=enrolled, reason="moved", note=WORDS, at=THEN
            )


def tell_good_news(scenario: Scenario, person: Person, own: Agency, referral: Referral, state: str) -> None:
    """Good news to the officer who referred; for one participant the release that allowed it was revoked."""
    if state not in {"live", "live_for_participation"}:
        return
    worker = scenario.actor("case_manager")
    kinds = (InformationKind.PARTICIPATION, InformationKind.PROGRESS)
    release = make_release(person, own, kinds=kinds, actor=worker, at=THEN)
    sent = news.NewsInput(referral, "I have a room.", THEN.date())
    news.tell_news(actor=worker, person=person, news_input=sent, key=str(uuid.uuid4()), at=THEN)
    if state == "live_for_participation":
        revoke_release(actor=worker, release=release, at=THEN + timedelta(hours=2))


def write_summaries(scenario: Scenario, person: Person, da: Agency, state: str) -> None:
    """Words for a case: someone without another ROI lets the DA read them, one took it back, one has a draft."""
    worker = scenario.actor("case_manager")
    if state in {"none", "revoked"}:
        signed = make_summary(person, da, worker, at=THEN)
        if state == "revoked" and signed.release is not None:
            revoke_release(actor=worker, release=signed.release, at=THEN + timedelta(hours=1))
    elif state == "live":
        summaries.write_summary(
            actor=worker, person=person, agency=da, words="Not yet.", key=str(uuid.uuid4()), at=THEN
        )


def pay_for_help(scenario: Scenario) -> None:
    """A fund that paid for one help, and another that waits for a fund."""
    program, worker = scenario.program, scenario.actor("peer_support")
    fund, item = make_fund(program, 10_000, at=THEN), make_supply_item(program, THEN)
    person = HelpGiven.objects.filter(program=program).order_by("pk")[0].person
    make_help(person, worker, THEN, kind="transport", item=item, fund=fund, note=WORDS)
    make_help(person, worker, THEN, cost_cents=500, note=WORDS)


def plan_a_handover(scenario: Scenario) -> None:
    """The case manager hands over to the peer, with what the new worker must know."""
    leaver, to = scenario.actor("case_manager"), scenario.actor("peer_support")
    plan = make_handover_plan(scenario.program, leaver, to, THEN)
    for item in plan.items.select_related("person"):
        item_input = ItemInput(to_worker_id=to.user_id, must_know=WORDS)
        record_item(actor=leaver, plan=plan, person=item.person, item_input=item_input, at=THEN)


def handoffs_to_partners(scenario: Scenario) -> None:
    """Handoffs to two 24-hour partners: with an intake in progress, taken over, and closed by the person (H5)."""
    program, night, worker = (
        scenario.program,
        scenario.actor("mobile_crisis"),
        scenario.actor("case_manager"),
    )
    own = Agency.objects.get(program=program, kind=Agency.Kind.COMMUNITY)
    own.takes_handoffs_all_hours = True
    own.save(update_fields=["takes_handoffs_all_hours"])
    other = make_agency(program, Agency.Kind.TREATMENT, "Other night desk", takes_handoffs_all_hours=True)
    divert(scenario, partner=other)
    for then in ("open", "taken_over", "stopped"):
        referral = divert(scenario, partner=own)
        handoff = referral.handoffs.get()
        intake = start_partner_intake(actor=night, handoff=handoff, at=THEN)
        save_partner_section(
            actor=night,
            intake=intake,
            section="housing",
            answers={"housing_worry": WORDS},
            skipped=False,
            at=THEN,
        )
        if then == "taken_over":
            enrollment.start_intake(actor=worker, referral=referral, at=NOW)
        elif then == "stopped":
            stop_sharing(actor=night, handoff=handoff, at=NOW)


def merge_two_records(scenario: Scenario) -> None:
    """Two records of one person, merged."""
    actor = scenario.actor("case_manager")
    one, other = (
        find_or_add_person(
            actor=actor,
            program=scenario.program,
            person_input=scenario.new_person(),
            existing=None,
            key=str(uuid.uuid4()),
            at=THEN,
        )
        for _place in range(2)
    )
    merge_people(actor=actor, kept=one, merged=other, at=THEN)
