"""Who is refused on legal requests, retention rules and breaches, and with which sentence."""

from datetime import timedelta

import pytest

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.records import policies
from handoff.records.models import Breach, BreachDuty, LegalRequest, RecordKind
from handoff.records.queries.retention import EffectiveRule
from handoff.testing.programs import AT

State, Answer, Outcome = LegalRequest.State, LegalRequest.Answer, BreachDuty.Outcome
TODAY = AT.date()


def actor(role=RoleName.PROGRAM_MANAGER, program_id=1):
    return Actor(
        user_id=7, program_id=program_id, username="user", roles=frozenset({role}), agreement_signed=True
    )


def make_request(state):
    return LegalRequest(program_id=1, state=state, proposed_by_id=7)


@pytest.mark.parametrize(
    ("acting", "sentence"),
    [
        (actor(program_id=2), "This isn't in your program"),
        (actor(RoleName.OFFICER), "Your role can't do this"),
    ],
)
def test_a_copy_of_a_record_is_refused_to_another_program_and_to_the_law_side(acting, sentence):
    with pytest.raises(Refused, match=sentence):
        policies.check_can_copy_record(acting, Person(program_id=1))


@pytest.mark.parametrize(
    ("check", "state", "sentence"),
    [
        (policies.check_can_add_paper, State.APPROVED, "The answer is approved"),
        (policies.check_can_propose_answer, State.PROPOSED, "An answer is already proposed"),
        (policies.check_can_approve_answer, State.RECEIVED, "no proposed answer to approve"),
        (policies.check_can_approve_answer, State.PROPOSED, "You proposed this answer"),
        (policies.check_can_return_answer, State.RECEIVED, "no proposed answer to send back"),
        (policies.check_can_release, State.PROPOSED, "until someone else approves the answer"),
    ],
)
def test_each_step_of_an_answer_is_refused_out_of_turn(check, state, sentence):
    with pytest.raises(Refused, match=sentence):
        check(actor(), make_request(state))


@pytest.mark.parametrize(
    ("answer", "person_id", "kinds", "reason", "sentence"),
    [
        ("perhaps", 3, ["name"], "Order.", "Choose whether to release records"),
        (Answer.RELEASE, 3, ["name"], " ", "Enter a brief reason"),
        (Answer.RELEASE, None, ["name"], "Order.", "A general records request"),
        (Answer.RELEASE, 3, [], "Order.", "Choose at least one kind"),
        (Answer.RELEASE, 3, ["everything"], "Order.", "Choose at least one kind"),
    ],
)
def test_an_answer_without_a_choice_a_reason_a_person_or_a_kind_is_refused(
    answer, person_id, kinds, reason, sentence
):
    with pytest.raises(Refused, match=sentence):
        policies.check_answer(LegalRequest(program_id=1, person_id=person_id), answer, kinds, reason)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"current": None}, "Choose the kind of record"),
        ({"source": " "}, "Enter the law, contract, or decision"),
        ({"days": 0}, "Choose between 1 day and 100 years"),
        ({"days": 2189}, "at least 2190 days"),
        ({"effective_on": TODAY - timedelta(days=1)}, "A rule can start today or later"),
        ({"days": 2500}, "at the earliest"),
    ],
)
def test_a_retention_rule_has_a_kind_a_source_a_length_and_a_day_to_come(changes, sentence):
    current = EffectiveRule(RecordKind.AUDIT, 2555, "the default", None)
    rule = {"days": 30_000, "source": "Contract", "effective_on": TODAY, "today": TODAY, "current": current}
    policies.check_retention_rule(actor(), **rule)
    with pytest.raises(Refused, match=sentence):
        policies.check_retention_rule(actor(), **(rule | changes))


@pytest.mark.parametrize(
    ("settled", "conclusion", "outcome", "reason", "sentence"),
    [
        (Outcome.NOTIFIED, "undecided", Outcome.NOTIFIED, "", "This is already settled"),
        (Outcome.OPEN, "undecided", Outcome.OPEN, "", "Choose whether they were notified"),
        (Outcome.OPEN, Breach.Conclusion.UNDECIDED, Outcome.NOT_NEEDED, "Low.", "Assess the risk first"),
        (Outcome.OPEN, "decided", Outcome.NOT_NEEDED, " ", "Enter a brief reason"),
    ],
)
def test_a_duty_is_settled_once_and_waived_only_after_an_assessment(
    settled, conclusion, outcome, reason, sentence
):
    duty = BreachDuty(breach=Breach(program_id=1, conclusion=conclusion), outcome=settled)
    with pytest.raises(Refused, match=sentence):
        policies.check_can_settle_duty(actor(), duty, outcome, reason)
