# mypy: disable-error-code="union-attr"
"""What happens to a referral afterwards: check, answer, screening, handoff, withdrawal, time, the officer's choice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from handoff.audit.models import AuditEvent
from handoff.charges.sent.services import receive_charges
from handoff.core.refusals import Refused
from handoff.notifications.models import Notice
from handoff.referrals import policies, queries, services
from handoff.referrals.models import Referral, ReferralEvent
from handoff.referrals.services import ContactInput, EligibilityCheckInput, HandoffInput, ScreeningInput
from handoff.testing.programs import AT, actor_of, make_actor, make_agency, make_member, make_program
from handoff.testing.referrals import (
    PERSON,
    clear_facts,
    make_community_referral,
    make_diversion,
    make_ready_program,
    make_social_referral,
)

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=3)
SOCIAL = "social"


@pytest.fixture
def program():
    return make_ready_program()


@pytest.fixture
def staff(program):
    return make_actor(program, "peer_support")


@pytest.fixture
def officer(program):
    return make_actor(program, "officer")


def steps(referral):
    return list(ReferralEvent.objects.filter(referral=referral).order_by("pk").values_list("what", flat=True))


def audited(referral, action):
    return AuditEvent.objects.filter(subject=str(referral.public_id), action=action).exists()


def check(decision=SOCIAL, reason=""):
    return EligibilityCheckInput(
        facts=clear_facts(pathway="officer_social"), decision=decision, reason=reason
    )


def test_record_eligibility_opens_a_community_referral_to_outreach(program, staff, officer):
    referral = make_community_referral(program, staff)
    assert referral not in queries.outreach_referrals(program)
    services.record_eligibility(actor=officer, referral=referral, check=check(), at=LATER)
    assert referral in queries.outreach_referrals(program)
    assert steps(referral)[-1] == "eligibility_recorded"
    assert audited(referral, "referral.eligibility_recorded")
    assert Notice.objects.filter(kind="new_referral").exists()


def test_record_eligibility_may_find_that_the_program_is_not_offered(program, staff, officer):
    referral = make_community_referral(program, staff)
    done = services.record_eligibility(
        actor=officer, referral=referral, check=check("no_offer", "Lives elsewhere."), at=LATER
    )
    assert done.state == "ineligible"
    assert done.keep_until is not None


def test_record_eligibility_refuses_staff_and_a_second_check(program, staff, officer):
    referral = make_community_referral(program, staff)
    with pytest.raises(Refused, match="law enforcement"):
        services.record_eligibility(actor=staff, referral=referral, check=check(), at=LATER)
    services.record_eligibility(actor=officer, referral=referral, check=check(), at=LATER)
    with pytest.raises(Refused, match="already"):
        services.record_eligibility(actor=officer, referral=referral, check=check(), at=LATER)


def test_accept_referral_records_the_yes(program, staff, officer):
    referral = make_social_referral(program, officer)
    done = services.accept_referral(actor=staff, referral=referral, occurred_at=LATER, at=LATER)
    assert (done.state, done.answered_at) == ("accepted", LATER)
    assert steps(referral)[-1] == "accepted"
    assert audited(referral, "referral.accepted")


def test_accept_referral_refuses_an_unchecked_one(program, staff):
    with pytest.raises(Refused, match="hasn't checked"):
        services.accept_referral(
            actor=staff, referral=make_community_referral(program, staff), occurred_at=AT, at=AT
        )


def test_accept_referral_refuses_officers_other_programs_and_the_future(program, staff, officer):
    referral = make_social_referral(program, officer)
    with pytest.raises(Refused, match="staff"):
        services.accept_referral(actor=officer, referral=referral, occurred_at=AT, at=AT)
    with pytest.raises(Refused, match="another program"):
        services.accept_referral(
            actor=make_actor(make_program(), "peer_support"), referral=referral, occurred_at=AT, at=AT
        )
    with pytest.raises(Refused, match="future"):
        services.accept_referral(actor=staff, referral=referral, occurred_at=LATER, at=AT)


def test_decline_referral_needs_no_reason_and_a_yes_may_follow(program, staff, officer):
    referral = make_social_referral(program, officer)
    declined = services.decline_referral(actor=staff, referral=referral, at=LATER)
    assert (declined.state, declined.decline_reason) == ("declined", "")
    assert declined.keep_until is not None
    accepted = services.accept_referral(actor=staff, referral=referral, occurred_at=LATER, at=LATER)
    assert (accepted.state, accepted.keep_until) == ("accepted", None)


def test_decline_referral_keeps_a_reason_that_was_given(program, staff, officer):
    referral = make_social_referral(program, officer)
    declined = services.decline_referral(actor=staff, referral=referral, reason="no_need", at=LATER)
    assert declined.decline_reason == "no_need"
    with pytest.raises(Refused, match="ended"):
        services.decline_referral(actor=staff, referral=referral, at=LATER)


def test_the_officer_learns_nothing_of_a_not_now_said_to_staff(program, staff, officer):
    diversion, social = make_diversion(program, officer), make_social_referral(program, officer)
    before = [queries.officer_view(each, officer, AT) for each in (diversion, social)]
    for each in (diversion, social):
        services.decline_referral(actor=staff, referral=each, at=LATER)
    after = [
        queries.officer_view(Referral.objects.get(pk=each.pk), officer, LATER) for each in (diversion, social)
    ]
    assert after == before
    assert [each.state for each in after] == ["waiting", "passed_on"]


def test_withdraw_referral_by_staff_or_by_the_officer_before_an_answer(program, staff, officer):
    first, second, third = (make_social_referral(program, officer) for _ in range(3))
    assert (
        services.withdraw_referral(actor=staff, referral=first, reason="Twice.", at=AT).state == "withdrawn"
    )
    assert (
        services.withdraw_referral(actor=officer, referral=second, reason="Twice.", at=AT).state
        == "withdrawn"
    )
    words = Referral.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk")
    # finding-S12: the words of staff are kept apart from the officer's own.
    assert list(words.values_list("withdraw_reason", "care_withdraw_reason")) == [
        ("", "Twice."),
        ("Twice.", ""),
    ]
    assert steps(second)[-1] == "withdrawn"
    services.accept_referral(actor=staff, referral=third, occurred_at=AT, at=AT)
    with pytest.raises(Refused):
        services.withdraw_referral(actor=officer, referral=third, reason="Twice.", at=AT)


def test_complete_screening_is_for_anyone_on_staff(program, staff, officer):
    referral = make_social_referral(program, officer)
    Referral.objects.filter(pk=referral.pk).update(reason="The officer's words.")
    screening = ScreeningInput(
        contacts=(ContactInput("place", "Shelter desk"),), services_wanted=("food",), reason="Asked."
    )
    services.complete_screening(
        actor=staff,
        referral=referral,
        person_input=replace(PERSON, gender="woman"),
        screening_input=screening,
        at=LATER,
    )
    referral.refresh_from_db()
    assert (referral.services_wanted, referral.person.gender) == (["food"], "woman")
    assert (referral.reason, referral.care_reason) == ("The officer's words.", "Asked.")
    assert referral.person.contact_points.get().value == "Shelter desk"
    services.complete_screening(
        actor=staff, referral=referral, person_input=None, screening_input=ScreeningInput(), at=LATER
    )
    referral.person.refresh_from_db()
    assert (referral.person.gender, referral.person.last_name) == ("woman", "Rivers")
    with pytest.raises(Refused, match="staff"):
        services.complete_screening(
            actor=officer, referral=referral, person_input=None, screening_input=screening, at=LATER
        )


def test_screening_of_a_referral_that_staff_made_corrects_their_own_words(program, staff):  # finding-S12
    referral = make_social_referral(program, staff, checked=False)
    services.complete_screening(
        actor=staff,
        referral=referral,
        person_input=None,
        screening_input=ScreeningInput(
            contacts=(ContactInput("place", "Shelter desk"),), services_wanted=("food",), reason="Asked."
        ),
        at=LATER,
    )
    referral.refresh_from_db()
    assert (referral.reason, referral.care_reason) == ("Asked.", "")


def test_record_handoff_moves_the_referral_and_a_further_try_is_kept(program, staff, officer):
    referral = make_diversion(program, officer, handoff=None)
    handoff = HandoffInput(kind="warm", called_name="Alex", reached=False)
    services.record_handoff(actor=officer, referral=referral, handoff_input=handoff, occurred_at=AT, at=AT)
    services.record_handoff(
        actor=staff, referral=referral, handoff_input=replace(handoff, reached=True), occurred_at=AT, at=LATER
    )
    assert list(referral.handoffs.order_by("pk").values_list("reached", flat=True)) == [False, True]
    assert Referral.objects.get().state == "handed_off"


def test_record_handoff_refuses_another_officer_and_an_undecided_person(program, officer):
    handoff = HandoffInput()
    with pytest.raises(Refused, match="referring officer"):
        services.record_handoff(
            actor=make_actor(program, "officer"),
            referral=make_diversion(program, officer),
            handoff_input=handoff,
            occurred_at=AT,
            at=AT,
        )
    with pytest.raises(Refused, match="said yes"):
        services.record_handoff(
            actor=officer,
            referral=make_social_referral(program, officer),
            handoff_input=handoff,
            occurred_at=AT,
            at=AT,
        )


def test_correct_officer_time_keeps_what_was_measured(program, officer):
    referral = make_diversion(program, officer)
    services.correct_officer_time(actor=officer, referral=referral, minutes=12, at=LATER)
    referral.refresh_from_db()
    assert (referral.officer_seconds, referral.officer_seconds_corrected) == (None, 720)
    with pytest.raises(Refused, match="Only the officer"):
        services.correct_officer_time(
            actor=make_actor(program, "officer"), referral=referral, minutes=12, at=LATER
        )
    with pytest.raises(Refused, match="up to one day"):
        services.correct_officer_time(actor=officer, referral=referral, minutes=24 * 60 + 1, at=LATER)


@pytest.mark.parametrize(("days", "state", "may"), [(14, "waiting", False), (15, "window_passed", True)])
def test_the_officer_may_choose_only_after_the_last_day_of_the_window(program, officer, days, state, may):
    view = queries.officer_view(make_diversion(program, officer), officer, AT + timedelta(days=days))
    assert (view.state, view.may_choose) == (state, may)


@pytest.mark.parametrize(("to_da", "state"), [(True, "referred_to_da"), (False, "dropped")])
def test_choose_charge_is_the_referring_officers_own(program, officer, to_da, state):
    referral = make_diversion(program, officer)
    with pytest.raises(Refused, match="still set aside"):
        services.choose_charge_outcome(actor=officer, referral=referral, to_da=to_da, at=LATER)
    past = AT + timedelta(days=20)
    with pytest.raises(Refused, match="Only the officer"):
        services.choose_charge_outcome(
            actor=make_actor(program, "officer"), referral=referral, to_da=to_da, at=past
        )
    services.choose_charge_outcome(actor=officer, referral=referral, to_da=to_da, at=past)
    assert referral.encounter.set_aside_charges.get().state == state
    with pytest.raises(Refused):
        services.choose_charge_outcome(actor=officer, referral=Referral.objects.get(), to_da=to_da, at=past)


def test_the_officer_reads_where_a_pursued_charge_is(program, officer):
    """N2: "on the DA's list" only where the DA's office can open that list."""
    referral, past = make_diversion(program, officer), AT + timedelta(days=20)
    services.choose_charge_outcome(actor=officer, referral=referral, to_da=True, at=past)

    def sentence():
        [line] = queries.own_referrals(officer, past)
        return line.view.sentence

    assert "list" not in sentence()
    assert "Handoff files nothing" in sentence()
    da = make_member(program, "district_attorney", make_agency(program, "district_attorney"))
    assert "It's on the DA's list" in sentence()
    assert queries.officer_view(referral, officer, past).sentence == sentence()
    receive_charges(actor=actor_of(da, program), encounter=referral.encounter, at=past)
    assert "marked it as received on Sun, Mar 22, 2026" in sentence()


def test_the_choice_names_the_incident(program, officer, client):
    """W8: before an irreversible choice the page names person, day, incident and charge."""
    user = make_member(program, "officer")
    officer = actor_of(user, program)
    referral = make_diversion(program, officer)
    referral.encounter.incident_number = "26-0042"
    referral.encounter.save()
    client.force_login(user)
    page = client.get(f"/p/{program.slug}/referrals/own/{referral.public_id}/drop/").content.decode()
    assert all(word in page for word in ("Jordan Rivers", "26-0042", "Possession of cocaine", "Yes, drop"))


def test_a_participants_referral_has_no_not_now_no_withdrawal_and_no_handoff(program, officer, staff):
    """N12: once the intake is complete, these verbs mean nothing and would spoil the rates."""
    referral = make_diversion(program, officer)
    ReferralEvent.objects.create(referral=referral, what="intake_completed", occurred_at=AT, recorded_at=AT)
    for verb in ("decline", "withdraw", "handoff"):
        check = {
            "decline": policies.check_can_decline_referral,
            "withdraw": policies.check_can_withdraw_referral,
            "handoff": policies.check_can_record_handoff,
        }[verb]
        with pytest.raises(Refused, match="intake is complete"):
            check(staff, referral)
    # The officer's own handoff is refused by nothing that the officer doesn't know.
    policies.check_can_record_handoff(officer, referral)


@pytest.mark.parametrize("what", ["accept", "decline", "withdraw", "time"])
def test_nothing_is_saved_when_the_last_write_fails(program, staff, officer, monkeypatch, what):
    referral = make_social_referral(program, officer)
    calls = {
        "accept": lambda: services.accept_referral(actor=staff, referral=referral, occurred_at=AT, at=AT),
        "decline": lambda: services.decline_referral(actor=staff, referral=referral, at=AT),
        "withdraw": lambda: services.withdraw_referral(
            actor=staff, referral=referral, reason="Twice.", at=AT
        ),
        "time": lambda: services.correct_officer_time(actor=officer, referral=referral, minutes=3, at=AT),
    }
    monkeypatch.setattr("handoff.referrals.services.transitions.audit.record", lambda **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        calls[what]()
    referral.refresh_from_db()
    assert (referral.state, referral.officer_seconds_corrected) == ("submitted", None)
    assert steps(referral) == ["submitted"]


@pytest.mark.parametrize("event", list(ReferralEvent.Kind))
def test_every_step_of_a_referral_has_words_in_spanish(event):
    title = ReferralEvent(what=event).title
    with translation.override("es"):
        assert ReferralEvent(what=event).title != title


def test_a_step_of_a_later_release_is_shown_by_its_code():
    assert ReferralEvent(what="paused").title == "paused"
