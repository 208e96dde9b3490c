"""Referrals to a partner's service, with an answer, under ROIs that cover them, once did, or cover something else."""

import uuid
from datetime import timedelta

from handoff.casework.models import ServiceReferral
from handoff.casework.providers.services import AnswerInput, answer_referral
from handoff.consent.services import revoke_release
from handoff.directory.models import Service
from handoff.programs.models import Agency
from handoff.testing.casework import make_need, make_service_referral
from handoff.testing.consent import make_release
from handoff.testing.directory import make_organization, make_service
from tests.matrix.scenario.participants import care_for
from tests.matrix.scenario.program import THEN, WORDS, Scenario
from tests.matrix.scenario.referrals import divert

STATES = {
    "covered": ("participation", "needs", "contact"),
    "revoked": ("participation", "needs"),
    "another kind": ("participation", "treatment"),
}


def referrals_to_partners(scenario: Scenario) -> None:
    """One person for every state of what an ROI says of a referral to a partner's service."""
    agency = Agency.objects.get(program=scenario.program, kind=Agency.Kind.TREATMENT, name__startswith="tr")
    organization = make_organization(scenario.program, agency=agency)
    service = make_service(scenario.program, organization=organization, needs=("housing",))
    for state in STATES:
        refer(scenario, agency, service, state)


def refer(scenario: Scenario, agency: Agency, service: Service, state: str) -> None:
    """A person who signed and was referred; the partner answered where it could."""
    person = care_for(scenario, divert(scenario))
    worker = scenario.actor("case_manager")
    release = make_release(
        person, agency, kinds=STATES[state], actor=scenario.actor("peer_support", THEN), at=THEN
    )
    need = make_need(person, worker, THEN, words=WORDS)
    referral = make_service_referral(need, worker, THEN, service=service, provider="")
    if state == "another kind":
        return
    answer(scenario, referral)
    if state == "revoked":
        revoke_release(actor=worker, release=release, at=THEN + timedelta(hours=1))


def answer(scenario: Scenario, referral: ServiceReferral) -> None:
    """The partner gave an appointment, and wrote to the worker."""
    said = AnswerInput(
        "appointment", THEN.date(), starts_at=THEN + timedelta(days=1), place=WORDS, words=WORDS
    )
    answer_referral(
        actor=scenario.actor("treatment_provider"),
        referral=referral,
        answer_input=said,
        key=str(uuid.uuid4()),
        at=THEN,
    )
