# mypy: disable-error-code="union-attr"
"""Sending a referral: one transaction, one referral, and only what may be stored."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest

from handoff.audit.models import AuditEvent
from handoff.charges.models import Encounter, SetAsideCharge
from handoff.consent.models import Release
from handoff.core.refusals import Refused
from handoff.eligibility.models import EligibilityDecision
from handoff.notifications.models import Notice
from handoff.participants.models import ContactPoint, Person
from handoff.programs.models import PolicyVersion
from handoff.referrals import services
from handoff.referrals.models import HandoffRecord, Referral, ReferralDraft, ReferralEvent
from handoff.referrals.services import DraftLink, EligibilityCheckInput
from handoff.testing.programs import AT, actor_of, make_actor, make_agency, make_member, make_program
from handoff.testing.referrals import (
    PERSON,
    clear_facts,
    make_diversion,
    make_not_now_input,
    make_ready_program,
    make_referral_input,
    make_social_referral,
    make_social_referral_input,
)

pytestmark = pytest.mark.django_db

EVERYTHING = (
    Person,
    ContactPoint,
    Encounter,
    SetAsideCharge,
    EligibilityDecision,
    Referral,
    ReferralEvent,
    HandoffRecord,
    Notice,
    AuditEvent,
)


@pytest.fixture
def program():
    return make_ready_program()


@pytest.fixture
def officer(program):
    make_member(program, "peer_support")
    return make_actor(program, "officer")


def submit(program, officer, referral_input=None, key=None, at=AT):
    return services.submit_referral(
        actor=officer,
        program=program,
        referral_input=referral_input or make_referral_input(),
        key=key or str(uuid.uuid4()),
        at=at,
    )


def counts():
    return {model: model.objects.count() for model in EVERYTHING}


def test_submit_referral_writes_the_person_the_held_charge_the_check_and_the_handoff(program, officer):
    referral = submit(program, officer)
    charge = referral.encounter.set_aside_charges.get()
    assert referral.state == Referral.State.HANDED_OFF
    assert (referral.person.first_name, referral.person.date_of_birth) == ("Jordan", date(1991, 6, 15))
    assert (charge.title, charge.state, charge.lapses_on) == (
        "Possession of cocaine",
        "held",
        date(2026, 3, 16),
    )
    assert referral.intake_due_on == date(2026, 3, 16)
    assert referral.contact_due_at == AT + timedelta(hours=48)
    assert referral.eligibility.decision == "offer"
    assert referral.agency_id in officer.agency_ids
    assert referral.person.contact_points.get().value == "+19105550142"
    assert referral.handoffs.get().kind == "card"


@pytest.mark.parametrize("second", ["treatment_provider", "crime_analyst"])
def test_an_officer_with_a_second_role_elsewhere_refers_for_the_police(program, second):
    """P8: the agency of the other role, first in the program's list, gets neither the charge nor the referral."""
    user = make_member(program, second)
    other = user.memberships.get().agency
    police = make_agency(program, name="Juniper Police")
    make_member(program, "officer", police, user=user)
    actor = actor_of(user, program)
    assert other.pk < police.pk
    for agency in (None, other):
        encounter = replace(make_referral_input().encounter, agency=agency)
        referral = submit(program, actor, replace(make_referral_input(), encounter=encounter))
        assert referral.agency == police and referral.encounter.agency == police


def test_submit_referral_dates_each_step_and_puts_it_in_the_audit_trail(program, officer):
    referral = submit(program, officer)
    assert list(referral.events.order_by("pk").values_list("what", flat=True)) == [
        "submitted",
        "accepted",
        "handed_off",
    ]
    actions = set(AuditEvent.objects.filter(subject=str(referral.public_id)).values_list("action", flat=True))
    assert {"referral.submitted", "referral.accepted", "referral.handed_off"} <= actions


def test_submit_referral_tells_outreach_with_a_link_and_nothing_else(program, officer):
    referral = submit(program, officer)
    notice = Notice.objects.get(kind="new_referral")
    assert str(referral.public_id) in notice.path
    assert "Jordan" not in str(notice.__dict__)


def test_submit_referral_twice_with_one_key_makes_one_referral(program, officer):
    key = str(uuid.uuid4())
    first = submit(program, officer, key=key)
    before = counts()
    assert submit(program, officer, key=key) == first
    assert counts() == before


def test_submit_referral_saves_nothing_when_the_last_write_fails(program, officer, monkeypatch):
    before = counts()

    def fail(*args, **kwargs):
        raise RuntimeError("the last write failed")

    monkeypatch.setattr("handoff.referrals.services.drafts.close_draft", fail)
    with pytest.raises(RuntimeError):
        submit(program, officer)
    assert counts() == before


def test_submit_referral_numbers_referrals_within_each_program(program, officer):
    assert [submit(program, officer).number, submit(program, officer).number] == [1, 2]
    other = make_ready_program()
    assert submit(other, make_actor(other, "officer")).number == 1


def test_submit_referral_finds_the_same_person_again_and_fills_in_what_was_unknown(program, officer):
    first = submit(program, officer)
    again = submit(
        program, officer, make_referral_input(person=replace(PERSON, gender="man", first_name="JORDAN"))
    )
    assert again.person == first.person
    assert Person.objects.get().gender == "man"
    assert Person.objects.get().first_name == "Jordan"


def test_the_deadline_never_moves_when_the_policy_changes(program, officer):
    referral = submit(program, officer)
    PolicyVersion.objects.create(
        program=program, number=2, effective_on=date(2024, 2, 1), intake_window_days=28, made_at=AT
    )
    referral.refresh_from_db()
    assert referral.intake_due_on == date(2026, 3, 16)
    assert referral.encounter.set_aside_charges.get().lapses_on == date(2026, 3, 16)
    assert submit(program, officer).intake_due_on == date(2026, 3, 30)


def test_submit_referral_empties_the_draft_it_came_from(program, officer):
    draft = ReferralDraft.objects.create(
        program=program,
        owner_id=officer.user_id,
        answers={"who": {"first_name": ["Jordan"]}},
        started_at=AT,
        saved_at=AT,
    )
    referral = submit(program, officer, make_referral_input(source=DraftLink(draft, 95, 4)))
    draft.refresh_from_db()
    assert (draft.answers, draft.sent_at) == ({}, AT)
    assert (referral.officer_seconds, referral.officer_seconds_corrected) == (95, 240)


@pytest.mark.parametrize("role", ["peer_support", "law_leader", "district_attorney", "evaluator"])
def test_submit_referral_refuses_whoever_can_not_set_a_charge_aside(program, role):
    with pytest.raises(Refused):
        submit(program, make_actor(program, role))


def test_submit_referral_refuses_another_program(program, officer):
    with pytest.raises(Refused, match="another program"):
        submit(make_program(), officer)


def test_submit_referral_refuses_an_officer_who_has_not_signed_the_agreement(program):
    user = make_member(program, "officer", signed=False)
    with pytest.raises(Refused):
        submit(program, actor_of(user, program))


def test_submit_referral_refuses_to_set_nothing_aside(program, officer):
    referral_input = make_referral_input()
    with pytest.raises(Refused, match="at least one offense"):
        submit(
            program, officer, replace(referral_input, encounter=replace(referral_input.encounter, charges=()))
        )


@pytest.mark.parametrize("immunity", ["ssp_supplies", "declared_sharp", "testing_equipment", "overdose_call"])
def test_submit_referral_refuses_an_arrest_diversion_where_the_law_protects_the_person(
    program, officer, immunity
):
    referral_input = make_referral_input()
    with pytest.raises(Refused, match="social referral"):
        submit(
            program,
            officer,
            replace(referral_input, encounter=replace(referral_input.encounter, immunity=immunity)),
        )


def test_submit_referral_refuses_an_encounter_in_the_future(program, officer):
    referral_input = make_referral_input()
    later = replace(referral_input.encounter, occurred_at=AT + timedelta(minutes=1))
    with pytest.raises(Refused, match="future"):
        submit(program, officer, replace(referral_input, encounter=later))


def test_submit_referral_refuses_an_offer_that_was_not_made(program, officer):
    referral_input = make_referral_input(
        check=EligibilityCheckInput(facts=clear_facts(), decision="no_offer", reason="Not today.")
    )
    with pytest.raises(Refused, match="nothing to accept"):
        submit(program, officer, referral_input)


def test_submit_referral_without_an_roi_leaves_it_to_staff(program, officer):
    submit(program, officer)
    assert not Release.objects.exists()


def test_submit_referral_without_a_handoff_stays_accepted(program, officer):
    assert submit(program, officer, make_referral_input(handoff=None)).state == Referral.State.ACCEPTED


def test_a_declined_offer_keeps_the_reason_and_no_identity(program, officer):
    draft = ReferralDraft.objects.create(
        program=program,
        owner_id=officer.user_id,
        answers={"who": {"last_name": ["Rivers"]}},
        started_at=AT,
        saved_at=AT,
    )
    referral_input = make_not_now_input(source=DraftLink(draft, 60))
    referral = services.submit_not_now(
        actor=officer, program=program, not_now_input=referral_input, key="one", at=AT
    )
    assert (referral.state, referral.decline_reason) == ("declined", "not_ready")
    assert referral.person is None
    assert referral.encounter is None
    assert referral.eligibility.person is None
    assert referral.keep_until == date(2027, 3, 2)
    assert not Person.objects.exists()
    assert not SetAsideCharge.objects.exists()
    assert ReferralDraft.objects.get().answers == {}
    assert (
        services.submit_not_now(
            actor=officer, program=program, not_now_input=referral_input, key="one", at=AT
        )
        == referral
    )


def test_declining_never_needs_a_reason(program, officer):
    referral_input = make_not_now_input(decline_reason="", demographics={})
    referral = services.submit_not_now(
        actor=officer, program=program, not_now_input=referral_input, key="one", at=AT
    )
    assert referral.decline_reason == ""


def test_not_offering_the_program_needs_the_officers_reason_and_keeps_no_identity(program, officer):
    check = EligibilityCheckInput(facts=clear_facts(), decision="no_offer")
    with pytest.raises(Refused, match="reason"):
        services.submit_not_now(
            actor=officer, program=program, not_now_input=make_not_now_input(check=check), key="one", at=AT
        )
    referral_input = make_not_now_input(check=replace(check, reason="Already in another county's program."))
    referral = services.submit_not_now(
        actor=officer, program=program, not_now_input=referral_input, key="two", at=AT
    )
    assert (referral.state, referral.person, referral.decline_reason) == ("ineligible", None, "")


def test_a_declined_offer_saves_nothing_when_the_last_write_fails(program, officer, monkeypatch):
    before = counts()
    monkeypatch.setattr("handoff.referrals.services.drafts.close_draft", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.submit_not_now(
            actor=officer, program=program, not_now_input=make_not_now_input(), key="one", at=AT
        )
    assert counts() == before


def test_a_social_referral_by_an_officer_has_no_window_and_no_charge(program, officer):
    referral = make_social_referral(program, officer)
    assert (referral.pathway, referral.state, referral.intake_due_on) == ("officer_social", "submitted", None)
    assert referral.encounter is None
    assert Notice.objects.filter(kind="new_referral").exists()


def test_a_social_referral_by_staff_waits_for_law_enforcements_check(program, officer):
    staff = make_actor(program, "peer_support")
    referral_input = make_social_referral_input(checked=False)
    referral = services.submit_social_referral(
        actor=staff, program=program, referral_input=referral_input, key="one", at=AT
    )
    assert (referral.pathway, referral.referrer_kind, referral.eligibility) == ("community", "staff", None)
    assert Notice.objects.filter(kind="eligibility_to_check").exists()
    assert (
        services.submit_social_referral(
            actor=staff, program=program, referral_input=referral_input, key="one", at=AT
        )
        == referral
    )


def test_staff_can_not_record_law_enforcements_check(program):
    staff = make_actor(program, "peer_support")
    with pytest.raises(Refused, match="law enforcement"):
        services.submit_social_referral(
            actor=staff, program=program, referral_input=make_social_referral_input(), key="one", at=AT
        )


def test_a_social_referral_saves_nothing_when_the_last_write_fails(program, officer, monkeypatch):
    before = counts()
    monkeypatch.setattr("handoff.referrals.services.drafts.close_draft", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_social_referral(program, officer)
    assert counts() == before


def test_a_referral_made_by_the_builders_is_lawful(program, officer):
    assert make_diversion(program, officer).state == "handed_off"
