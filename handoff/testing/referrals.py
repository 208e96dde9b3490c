"""Lawful referrals in every state, made through the services."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from handoff.access.actor import Actor
from handoff.charges.models import Offense
from handoff.charges.services import ChargeInput
from handoff.eligibility.engine.facts import (
    Conviction,
    ConvictionFact,
    DrugAmount,
    EligibilityPathway,
    Facts,
    Immunity,
    OffenseFact,
    Reply,
    Supervision,
)
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.models import CriteriaVersion
from handoff.participants.services import PersonInput
from handoff.programs.models import Program
from handoff.referrals import services
from handoff.referrals.models import CommunityMessage, ExceptionRequest, Referral
from handoff.referrals.services import (
    CommunityMessageInput,
    ContactInput,
    EligibilityCheckInput,
    EncounterInput,
    ExceptionInput,
    HandoffInput,
    NotNowInput,
    ReferralInput,
    ScreeningInput,
    SocialReferralInput,
)
from handoff.testing.programs import AT, make_actor, make_program

AMOUNT = DrugAmount("cocaine", Decimal(1), "g")
PERSON = PersonInput(first_name="Jordan", last_name="Rivers", date_of_birth=date(1991, 6, 15))
COCAINE = ChargeInput(
    offense_key="possess-cocaine",
    title="Possession of cocaine",
    statute="90-95(a)(3)",
    drug="cocaine",
    quantity=Decimal(1),
    unit="g",
)


def make_ready_program(**fields: Any) -> Program:
    """A program that can take referrals: the North Carolina example effective, and an offense or two."""
    program = make_program(**fields)
    activate_criteria(program)
    make_offense(program)
    make_offense(
        program,
        key="second-degree-trespass",
        title="Second-degree trespass",
        kind="trespass",
        felony=False,
        asks_for_drug=False,
        has_victim=False,
    )
    return program


def activate_criteria(program: Program, **changes: Any) -> CriteriaVersion:
    """The handbook's North Carolina example, approved in 2024."""
    since = datetime(2024, 1, 1, tzinfo=UTC)
    number = CriteriaVersion.objects.filter(program=program).count() + 1
    return CriteriaVersion.objects.create(
        program=program,
        number=number,
        criteria={**NORTH_CAROLINA.to_plain(), **changes},
        effective_on=date(2024, 1, 1),
        made_at=since,
        proposed_at=since,
        approved_at=since,
    )


def clear_facts(**fields: Any) -> Facts:
    """Everything answered, and every criterion of the example met: 34 years old, one gram of cocaine."""
    arrest = fields.get("pathway", EligibilityPathway.ARREST_DIVERSION) == EligibilityPathway.ARREST_DIVERSION
    values: dict[str, Any] = {
        "pathway": EligibilityPathway.ARREST_DIVERSION,
        "on": date(2026, 3, 2),
        "age": 34,
        "resident": Reply.YES,
        "substance_use": Reply.YES,
        "amenable": Reply.YES,
        "exploits_minors": Reply.NO,
        "offenses": (OffenseFact("possess-cocaine", "possession", "90-95(a)(3)", True, False),)
        if arrest
        else (),
        "amounts": (AMOUNT,) if arrest else (),
        "convictions": {each: ConvictionFact(Reply.NO) for each in Conviction},
        "supervision": Supervision.NONE,
        "supervising_officer_agrees": Reply.UNKNOWN,
        "victim_agrees": Reply.UNKNOWN,
        "no_contact_order": Reply.NO,
        "immunity": Immunity.NONE,
    }
    return Facts(**{**values, **fields})


def make_offense(program: Program, **fields: Any) -> Offense:
    """An offense the program knows; possession of cocaine unless stated otherwise."""
    values = {
        "key": "possess-cocaine",
        "title": "Possession of cocaine",
        "statute": "90-95(a)(3)",
        "felony": True,
        "kind": "possession",
        "asks_for_drug": True,
        "is_common": True,
        "source": "for the tests",
    }
    return Offense.objects.create(program=program, **{**values, **fields})


def make_referral_input(**fields: Any) -> ReferralInput:
    """What an officer sends when a person says yes: 1 g of cocaine, everything else clear."""
    default = ReferralInput(
        person=PERSON,
        encounter=EncounterInput(occurred_at=AT, charges=(COCAINE,), incident_number="26-0001"),
        check=EligibilityCheckInput(facts=clear_facts(), decision="offer"),
        screening=ScreeningInput(
            contacts=(ContactInput(kind="phone", value="+19105550142", safe_to_text=True),),
            services_wanted=("housing",),
        ),
        handoff=HandoffInput(kind="card"),
    )
    return replace(default, **fields)


def make_diversion(
    program: Program, officer: Actor | None = None, at: datetime = AT, **fields: Any
) -> Referral:
    """An arrest diversion that the person said yes to."""
    return services.submit_referral(
        actor=officer or make_actor(program, "officer"),
        program=program,
        referral_input=make_referral_input(**fields),
        key=str(uuid.uuid4()),
        at=at,
    )


def make_social_referral_input(*, checked: bool = True, **fields: Any) -> SocialReferralInput:
    """A social referral: an officer's when checked, staff's when not."""
    check = (
        EligibilityCheckInput(facts=clear_facts(pathway=EligibilityPathway.OFFICER_SOCIAL), decision="social")
        if checked
        else None
    )
    return replace(SocialReferralInput(person=PERSON, occurred_at=AT, check=check), **fields)


def make_social_referral(
    program: Program, officer: Actor | None = None, at: datetime = AT, **fields: Any
) -> Referral:
    """A social referral by an officer, checked."""
    return services.submit_social_referral(
        actor=officer or make_actor(program, "officer"),
        program=program,
        referral_input=make_social_referral_input(**fields),
        key=str(uuid.uuid4()),
        at=at,
    )


def make_community_referral(program: Program, staff: Actor | None = None, at: datetime = AT) -> Referral:
    """A referral by program staff that waits for law enforcement's check."""
    return services.submit_social_referral(
        actor=staff or make_actor(program, "peer_support"),
        program=program,
        referral_input=make_social_referral_input(checked=False),
        key=str(uuid.uuid4()),
        at=at,
    )


def make_not_now_input(**fields: Any) -> NotNowInput:
    """An offer that the person declined."""
    check = EligibilityCheckInput(facts=clear_facts(), decision="offer")
    default = NotNowInput(
        occurred_at=AT, check=check, decline_reason="not_ready", demographics={"age_band": "25_34"}
    )
    return replace(default, **fields)


def make_exception(program: Program, officer: Actor | None = None, at: datetime = AT) -> ExceptionRequest:
    """A recommendation that waits for the DA."""
    check = EligibilityCheckInput(
        facts=clear_facts(resident=Reply.NO), decision="ask_exception", reason="Known to be doing well."
    )
    default = ExceptionInput(occurred_at=AT, check=check, recommendation="Known to be doing well.")
    referral = services.request_exception(
        actor=officer or make_actor(program, "officer"),
        program=program,
        exception_input=default,
        key=str(uuid.uuid4()),
        at=at,
    )
    return referral.exception_requests.get()


def make_community_message_input(**fields: Any) -> CommunityMessageInput:
    """What a visitor writes on the public page."""
    default = CommunityMessageInput(
        for_self=True, person_name="Sam Field", how_to_reach="910 555 0199", language="en"
    )
    return replace(default, **fields)


def make_message(program: Program, at: datetime = AT, **fields: Any) -> CommunityMessage:
    """A message through the public page."""
    return services.receive_community_message(
        program=program,
        message_input=make_community_message_input(**fields),
        address="192.0.2.7",
        key=str(uuid.uuid4()),
        at=at,
    )
