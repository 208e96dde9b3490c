"""Referrals, messages and drafts in every state, made through the services."""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from handoff.access.actor import Actor
from handoff.eligibility.engine.facts import EligibilityPathway, Reply
from handoff.participants.services import (
    PersonInput,
)
from handoff.programs.models import (
    Agency,
)
from handoff.referrals import services
from handoff.referrals.inputs import HandoffInput
from handoff.referrals.models import Referral, ReferralDraft
from handoff.referrals.services import EligibilityCheckInput, ScreeningInput
from handoff.referrals.supervision.queries import AskedOf
from handoff.testing.referrals import (
    clear_facts,
    make_exception,
    make_message,
    make_not_now_input,
    make_referral_input,
    make_social_referral_input,
)
from tests.matrix.scenario.program import LONG_AGO, NOW, THEN, WORDS, Scenario


def divert(
    scenario: Scenario,
    officer: str = "officer",
    at: datetime = THEN,
    person: PersonInput | None = None,
    partner: Agency | None = None,
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
        handoff=handoff_to(partner),
    )
    return services.submit_referral(
        actor=scenario.actor(officer, at),
        program=scenario.program,
        referral_input=replace(referral_input, encounter=replace(referral_input.encounter, occurred_at=at)),
        key=str(uuid.uuid4()),
        at=at,
    )


def handoff_to(partner: Agency | None) -> HandoffInput:
    """The card, or a call to a 24-hour partner with the person's OK."""
    if partner is None:
        return HandoffInput(kind="card")
    return HandoffInput(
        kind="all_hours_partner", called_name=partner.name, reached=True, scene=WORDS, partner=partner
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
