"""Two programs with a record of every kind in every state, made through the services; nothing in them is real."""

import io
import re
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.accounts.models import User
from handoff.audit.services import sign_review
from handoff.casework.services import undo_contact
from handoff.charges.services import record_new_charge
from handoff.consent.models import InformationKind
from handoff.consent.renewal.services import close_visit, plan_visit
from handoff.consent.services import revoke_release
from handoff.documents.models import StoredFile
from handoff.documents.services import store_scan
from handoff.eligibility.engine.facts import EligibilityPathway, Reply
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.models import ArrestListMapping
from handoff.eligibility.services import propose_criteria, save_criteria_draft
from handoff.enrollment import services as enrollment
from handoff.enrollment.definitions import SECTION_KEYS
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.merging.services import merge_people
from handoff.participants.models import Person, PersonName
from handoff.participants.services import (
    PersonInput,
    add_contact_point,
    find_or_add_person,
    write_approach_note,
)
from handoff.participants.team.services import open_with_reason
from handoff.programs.models import (
    Agency,
    AgencyAgreement,
    AgencyContact,
    AgencyService,
    IntakeQuestion,
    OnCallShift,
    Program,
)
from handoff.records.services import breaches, erasure, legal, retention
from handoff.referrals import services
from handoff.referrals.models import Referral, ReferralDraft
from handoff.referrals.services import EligibilityCheckInput, ScreeningInput
from handoff.referrals.supervision.queries import AskedOf
from handoff.staffing.reports import services as reports
from handoff.staffing.services import decide_new_charge, record_recommendation
from handoff.testing.casework import make_contact, make_help
from handoff.testing.charges import TRESPASS
from handoff.testing.consent import make_release
from handoff.testing.programs import actor_of, make_agency, make_member, put_on_every_team
from handoff.testing.records import make_breach_input, make_legal_paper_input, make_legal_request
from handoff.testing.referrals import (
    clear_facts,
    make_exception,
    make_message,
    make_not_now_input,
    make_ready_program,
    make_referral_input,
    make_social_referral_input,
)

NOW = datetime(2026, 3, 31, 15, 0, tzinfo=UTC)
"""The instant at which everyone looks: a Tuesday morning."""

THEN = datetime(2026, 3, 27, 15, 0, tzinfo=UTC)
"""When most of it happened: four days before."""

LONG_AGO = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
"""When what has lapsed since was started."""

WORDS = "zqwords"
"""What everyone writes wherever there is room for words: a word that no one else would write."""

OF_PEOPLE = re.compile(
    r"zq(?:words|first|last)|rivers|sam field|doing well|555.?01[479]\d|26-000", re.IGNORECASE
)
"""What the scenario says of people: names, numbers, words."""

PHOTO = "zqwords.png"


def picture() -> SimpleUploadedFile:
    """A photograph of a paper."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, format="PNG")
    return SimpleUploadedFile(PHOTO, out.getvalue(), content_type="image/png")


@dataclass
class Scenario:
    """One program, and who sits at its table by a short name."""

    program: Program
    members: dict[str, User] = field(default_factory=dict)
    count: int = 0

    def actor(self, name: str, at: datetime = THEN) -> Actor:
        return actor_of(self.members[name], self.program, at)

    @property
    def roles(self) -> dict[str, RoleName]:
        return {name: RoleName(user.memberships.earliest("pk").role) for name, user in self.members.items()}

    def new_person(self, first_name: str = "", last_name: str = "") -> PersonInput:
        """A person not referred before, with a year of birth that no one else has."""
        self.count += 1
        if first_name:
            born = date(1925 + self.count, 2, 3)
            return PersonInput(first_name=first_name, last_name=last_name, date_of_birth=born)
        return PersonInput(
            first_name=f"Zqfirst{self.count}",
            last_name=f"Zqlast{self.count}",
            date_of_birth=date(1925 + self.count, 6, 15),
        )


def make_scenario(slug: str) -> Scenario:
    """A program with everything in it."""
    scenario = Scenario(make_ready_program(slug=slug))
    put_people_at_the_table(scenario)
    put_settings(scenario)
    referrals_in_every_state(scenario)
    participants_in_every_state(scenario)
    drafts_in_every_state(scenario)
    records_in_every_state(scenario)
    merge_two_records(scenario)
    open_records_to_staff(scenario)
    return scenario


def open_records_to_staff(scenario: Scenario) -> None:
    """Program staff give a reason for each record in this shift; a peer is on every team; a week is signed."""
    for name in ("program_manager", "data_manager"):
        for person in Person.objects.filter(program=scenario.program, merged_into__isnull=True):
            actor = scenario.actor(name, NOW)
            open_with_reason(
                actor=actor, person=person, reason="other", note=WORDS, at=NOW - timedelta(hours=1)
            )
    put_on_every_team(scenario.members["peer_support"], scenario.program)
    put_on_every_team(scenario.members["case_manager"], scenario.program)
    sign_review(
        actor=scenario.actor("program_manager", NOW),
        week_starts_on=date(2026, 3, 23),
        findings=1,
        note=WORDS,
        week_ends_at=NOW - timedelta(days=1),
        at=NOW,
    )


def put_people_at_the_table(scenario: Scenario) -> None:
    """Everyone in one role each; three officers, the third of another agency."""
    own, other = (
        make_agency(scenario.program, name="Own police"),
        make_agency(scenario.program, name="Other police"),
    )
    for role in RoleName:
        agency = own if role in {RoleName.LAW_LEADER, RoleName.CRIME_ANALYST, RoleName.OFFICER} else None
        scenario.members[role.value] = make_member(scenario.program, role, agency)
    clinic = Agency.objects.get(program=scenario.program, kind=Agency.Kind.TREATMENT)
    scenario.members["clinic_colleague"] = make_member(scenario.program, RoleName.TREATMENT_PROVIDER, clinic)
    scenario.members["second_officer"] = make_member(scenario.program, RoleName.OFFICER, own)
    scenario.members["other_officer"] = make_member(scenario.program, RoleName.OFFICER, other)


def put_settings(scenario: Scenario) -> None:
    """Criteria waiting and being written, an agreement on file, a contact, a service, a question, a shift."""
    program, manager = scenario.program, scenario.actor("program_manager")
    plain = NORTH_CAROLINA.to_plain()
    for proposed in (True, False):
        version = save_criteria_draft(
            actor=manager, program=program, plain=plain, effective_on=date(2026, 6, 1), note="", at=THEN
        )
        if proposed:
            propose_criteria(actor=manager, version=version, at=THEN)
    agency = Agency.objects.get(program=program, name="Own police")
    paper = store_scan(
        actor=manager, program_id=program.pk, upload=picture(), kind=StoredFile.Kind.AGREEMENT, at=THEN
    )
    AgencyAgreement.objects.create(agency=agency, kind="mou", signed_on=date(2026, 1, 1), document=paper)
    AgencyContact.objects.create(agency=agency, name="Somebody to call")
    AgencyService.objects.create(agency=agency, name="A ride")
    IntakeQuestion.objects.create(program=program, section=SECTION_KEYS[0], text="Is there a pet?")
    OnCallShift.objects.create(
        program=program,
        user_id=manager.user_id or 0,
        name="On call",
        phone="910-555-0101",
        starts_at=THEN,
        ends_at=NOW + timedelta(days=1),
    )
    ArrestListMapping.objects.create(
        program=program, name="Police list", columns={"description": "Charge"}, saved_at=THEN
    )


def divert(
    scenario: Scenario, officer: str = "officer", at: datetime = THEN, person: PersonInput | None = None
) -> Referral:
    """An arrest diversion of a new person, with words in every field that takes some."""
    referral_input = make_referral_input(
        person=person or scenario.new_person(),
        check=EligibilityCheckInput(facts=clear_facts(), decision="offer", reason=WORDS),
        screening=ScreeningInput(
            contacts=(
                services.ContactInput(kind="phone", value="+19105550142", safe_to_text=True, note=WORDS),
            ),
            services_wanted=("housing",),
            reason=WORDS,
        ),
    )
    return services.submit_referral(
        actor=scenario.actor(officer, at),
        program=scenario.program,
        referral_input=replace(referral_input, encounter=replace(referral_input.encounter, occurred_at=at)),
        key=str(uuid.uuid4()),
        at=at,
    )


def referrals_in_every_state(scenario: Scenario) -> None:
    """Waiting, lapsed, chosen, declined, withdrawn, social, from the community, out of a message, with an exception."""
    program, officer, staff = scenario.program, scenario.actor("officer"), scenario.actor("peer_support")
    for name in ("officer", "second_officer", "other_officer"):
        divert(scenario, name)
    for choice in (None, True, False):
        lapsed = divert(scenario, "officer", LONG_AGO)
        if choice is not None:
            services.choose_charge_outcome(actor=officer, referral=lapsed, to_da=choice, at=THEN)
    here: dict[str, Any] = {"program": program, "at": THEN}
    services.submit_not_now(
        actor=officer, not_now_input=make_not_now_input(occurred_at=THEN), key=str(uuid.uuid4()), **here
    )
    elsewhere = EligibilityCheckInput(facts=clear_facts(resident=Reply.NO), decision="no_offer", reason=WORDS)
    not_offered = make_not_now_input(occurred_at=THEN, check=elsewhere, decline_reason="")
    services.submit_not_now(actor=officer, not_now_input=not_offered, key=str(uuid.uuid4()), **here)
    social = make_social_referral_input(
        person=scenario.new_person(), occurred_at=THEN, screening=ScreeningInput(reason=WORDS)
    )
    services.submit_social_referral(actor=officer, referral_input=social, key=str(uuid.uuid4()), **here)
    for withdrawn in (True, False):
        unchecked = make_social_referral_input(checked=False, person=scenario.new_person(), occurred_at=THEN)
        waiting = services.submit_social_referral(
            actor=staff, referral_input=unchecked, key=str(uuid.uuid4()), **here
        )
        if withdrawn:
            services.withdraw_referral(actor=staff, referral=waiting, reason=WORDS, at=THEN)
    for name in ("treatment_provider", "clinic_colleague"):
        by_partner = make_social_referral_input(
            checked=False,
            person=scenario.new_person(),
            occurred_at=THEN,
            referrer_kind=Referral.ReferrerKind.PARTNER.value,
            screening=ScreeningInput(reason=WORDS),
        )
        services.submit_social_referral(
            actor=scenario.actor(name), referral_input=by_partner, key=str(uuid.uuid4()), **here
        )
    messages_in_every_state(scenario, staff)
    for outcome in (None, True, False):
        asked = make_exception(program, officer, THEN)
        if outcome is not None:
            services.decide_exception(
                actor=scenario.actor("district_attorney"),
                exception=asked,
                approved=outcome,
                reason=WORDS,
                at=THEN,
            )


def messages_in_every_state(scenario: Scenario, staff: Actor) -> None:
    """A public message that waits, one put away, one that became a referral."""
    words = {
        "for_self": False,
        "help_wanted": WORDS,
        "referrer_name": WORDS,
        "referrer_contact": "910-555-0177",
    }
    make_message(scenario.program, THEN, **words)
    away = make_message(scenario.program, THEN + timedelta(minutes=1), **words)
    services.dismiss_message(actor=staff, message=away, at=NOW)
    turned = make_message(scenario.program, THEN + timedelta(minutes=2), **words)
    person = scenario.new_person()
    referral_input = make_social_referral_input(
        checked=False, person=person, occurred_at=THEN, referrer_kind="community"
    )
    services.turn_message_into_referral(
        actor=staff, message=turned, referral_input=referral_input, key=f"message:{turned.public_id}", at=NOW
    )


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
    return person


def take_in(scenario: Scenario, referral: Referral, *, complete: bool) -> Any:
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
    return made


def charge_to_compare(scenario: Scenario, person: Person) -> None:
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
    take_in(scenario, half, complete=False)
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
        enrolled = take_in(scenario, referral, complete=True)
        made = charge(scenario, person)
        visit = plan_visit(actor=worker, person=person, planned_on=date(2026, 4, 20), at=THEN)
        if state == "none":
            charge_to_compare(scenario, person)
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


def drafts_in_every_state(scenario: Scenario) -> None:
    """Drafts of two officers and of staff: open, and discarded."""
    for name in ("officer", "second_officer", "program_manager"):
        pathway = (
            EligibilityPathway.COMMUNITY if name == "program_manager" else EligibilityPathway.ARREST_DIVERSION
        )
        for thrown_away in (False, True):
            actor = scenario.actor(name, NOW)
            draft = services.start_draft(
                actor=actor, program=scenario.program, pathway=pathway, key=str(uuid.uuid4()), at=NOW
            )
            services.save_draft(
                actor=actor,
                draft=draft,
                step="who",
                answers={"first_name": [WORDS], "last_name": [WORDS]},
                following="who",
                at=NOW,
            )
            if name == "officer":
                ask_probation(scenario, draft)
            if thrown_away:
                services.discard_draft(actor=actor, draft=draft, at=NOW)


def ask_probation(scenario: Scenario, draft: ReferralDraft) -> None:
    """A question to the supervising officer about the person of an officer's draft."""
    office = Agency.objects.get(program=scenario.program, kind=Agency.Kind.COMMUNITY_CORRECTIONS)
    services.ask_supervising_officer(
        actor=scenario.actor("officer", NOW),
        program=scenario.program,
        asked_of=AskedOf(draft=draft),
        agency=office,
        name=WORDS,
        born=date(1990, 1, 1),
        ok_to_ask=True,
        at=NOW,
    )


def records_in_every_state(scenario: Scenario) -> None:
    """Legal requests waiting, proposed, approved, refused, without a person; a breach; erasures asked and withdrawn."""
    manager, keeper = scenario.actor("program_manager"), scenario.actor("data_manager")
    people = list(Person.objects.filter(program=scenario.program, enrollments__isnull=False).order_by("pk"))
    papers = (
        make_legal_paper_input("subpoena", scan=picture()),
        make_legal_paper_input("part2_order", scan=picture(), names_counseling=True),
    )
    make_legal_request(scenario.program, None, manager, THEN, kind="public_records", words=WORDS)
    for person, state in zip(people, ("received", "proposed", "approved", "refused"), strict=False):
        found = make_legal_request(scenario.program, person, manager, THEN, words=WORDS)
        for paper in papers if state == "approved" else ():
            legal.add_paper(actor=manager, legal_request=found, paper=paper, at=THEN)
        if state == "received":
            continue
        answer = "refuse" if state == "refused" else "release"
        kinds = ("identity", "justice", "part2") if state == "approved" else ("identity",)
        legal.propose_answer(
            actor=manager, legal_request=found, answer=answer, kinds=kinds, reason=WORDS, at=THEN
        )
        if state != "proposed":
            legal.approve_answer(actor=keeper, legal_request=found, at=THEN)
    done = breaches.record_breach(
        actor=manager,
        program=scenario.program,
        breach_input=make_breach_input(WORDS),
        key=str(uuid.uuid4()),
        at=THEN,
    )
    assessment = breaches.BreachAssessmentInput(WORDS, WORDS, WORDS, WORDS, "notify")
    breaches.assess_breach(actor=manager, breach=done, assessment=assessment, at=THEN)
    duty = done.duties.order_by("pk").first()
    assert duty is not None
    breaches.settle_duty(actor=manager, duty=duty, outcome="told", reason=WORDS, at=THEN)
    retention.set_retention_rule(
        actor=manager,
        program=scenario.program,
        kind="declined",
        days=400,
        source="A board's decision",
        effective_on=THEN.date(),
        at=THEN,
    )
    unheld = Person.objects.filter(program=scenario.program, encounters__isnull=True).order_by("pk")
    for person, withdrawn in zip(unheld, (True, False), strict=False):
        asked = erasure.request_erasure(actor=manager, person=person, reason="wish", words=WORDS, at=THEN)
        if withdrawn:
            erasure.withdraw_erasure(actor=keeper, erasure=asked, at=THEN)
    retention.run_manually(actor=keeper, program=scenario.program, at=THEN)


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
