"""Referrals ready for intake, intakes in every state, and participants, built directly from rows."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from handoff.access.actor import Actor
from handoff.charges.models import Encounter, SetAsideCharge
from handoff.consent.models import InformationKind, Release, ReleaseRecipient
from handoff.eligibility.models import CriteriaVersion, EligibilityDecision
from handoff.enrollment import services
from handoff.enrollment.definitions import SECTION_KEYS
from handoff.enrollment.models import Enrollment, Intake
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import contact_due_at, local_date, policy_at
from handoff.referrals.models import ExceptionRequest, HandoffRecord, Pathway, Referral
from handoff.testing.programs import AT, make_actor, make_agency, make_member, make_person

FINDINGS = [
    {
        "code": "amount",
        "title": "The amount is small",
        "answer": "met",
        "sentence": "Within the limit.",
        "values": {},
        "source": "",
        "exceptionable": True,
        "question": "",
    },
    {
        "code": "age",
        "title": "Age",
        "answer": "unknown",
        "sentence": "Not known.",
        "values": {},
        "source": "",
        "exceptionable": True,
        "question": "",
    },
]


def make_eligibility(
    program: Program, person: Person | None, decision: str = "offer", at: datetime = AT
) -> EligibilityDecision:
    """A check by law enforcement: one criterion met, one unknown."""
    version, _new = CriteriaVersion.objects.get_or_create(
        program=program, number=1, defaults={"criteria": {}, "effective_on": at.date(), "made_at": at}
    )
    return EligibilityDecision.objects.create(
        program=program,
        version=version,
        person=person,
        facts={},
        findings=FINDINGS,
        advice="eligible",
        decision=decision,
        decided_at=at,
    )


def make_encounter(
    program: Program, person: Person, agency: Agency, officer_id: int | None, at: datetime
) -> Encounter:
    """One charge set aside until the policy's intake deadline."""
    lapses_on = local_date(program, at) + timedelta(
        days=policy_at(program, local_date(program, at)).intake_window_days
    )
    encounter = Encounter.objects.create(
        program=program,
        agency=agency,
        person=person,
        officer_id=officer_id,
        incident_number="26-0001",
        occurred_at=at,
        recorded_at=at,
    )
    SetAsideCharge.objects.create(
        encounter=encounter,
        offense_key="possess-cocaine",
        title="Possession of cocaine",
        set_aside_at=at,
        lapses_on=lapses_on,
        first_lapses_on=lapses_on,
    )
    return encounter


def make_referral(
    program: Program,
    person: Person | None = None,
    *,
    pathway: str = Pathway.ARREST_DIVERSION,
    decision: str | None = "offer",
    at: datetime = AT,
    **fields: Any,
) -> Referral:
    """A referral that the person said yes to; an arrest diversion with its charge and deadline unless set otherwise."""
    person = person or make_person(program)
    agency = fields.pop("agency", None) or make_agency(program)
    officer = fields.pop("officer", None) or make_member(program, "officer", agency)
    diverted = pathway == Pathway.ARREST_DIVERSION
    encounter = make_encounter(program, person, agency, officer.pk, at) if diverted else None
    return Referral.objects.create(
        **{
            "program": program,
            "number": Referral.objects.filter(program=program).count() + 1,
            "pathway": pathway,
            "referrer_kind": Referral.ReferrerKind.OFFICER,
            "referrer_user_id": officer.pk,
            "agency": agency,
            "person": person,
            "encounter": encounter,
            "eligibility": make_eligibility(program, person, decision, at) if decision else None,
            "policy": policy_at(program, local_date(program, at)),
            "state": Referral.State.ACCEPTED,
            "occurred_at": at,
            "submitted_at": at,
            "answered_at": at,
            "contact_due_at": contact_due_at(program, at),
            "intake_due_on": encounter.set_aside_charges.get().lapses_on if encounter else None,
            "services_wanted": ["housing", "identity", "unknown"],
            "key": str(uuid.uuid4()),
            **fields,
        }
    )


def make_release(
    person: Person,
    agency: Agency,
    at: datetime = AT,
    kinds: tuple[str, ...] = ("participation",),
    **fields: Any,
) -> Release:
    """A live ROI by which one agency may learn some kinds of information."""
    release = Release.objects.create(
        **{
            "program_id": person.program_id,
            "person": person,
            "form_version": "1",
            "language": "en",
            "discloser": "The program",
            "purposes": ["coordinate"],
            "starts_at": at - timedelta(hours=1),
            "ends_at": at + timedelta(days=364),
            "days": 365,
            "signer_name": person.full_name,
            "means": "drawn",
            "signature": [[[10, 10], [20, 20]]],
            "signed_at": at - timedelta(hours=1),
            "recorded_at": at - timedelta(hours=1),
            "key": str(uuid.uuid4()),
            **fields,
        }
    )
    ReleaseRecipient.objects.create(
        release=release, agency=agency, kinds=[str(InformationKind(kind)) for kind in kinds]
    )
    return release


def make_exception_request(
    referral: Referral, outcome: str = "approved", at: datetime = AT
) -> ExceptionRequest:
    """A recommendation, decided by the DA unless it waits."""
    decided = outcome != ExceptionRequest.Outcome.WAITING
    return ExceptionRequest.objects.create(
        referral=referral,
        recommended_by_id=referral.referrer_user_id or 0,
        recommended_at=at,
        recommendation="Known to the team.",
        outcome=outcome,
        decided_at=at if decided else None,
        decided_by_id=1 if decided else None,
    )


def make_intake(
    referral: Referral, actor: Actor | None = None, at: datetime = AT, *, ready: bool = True
) -> Intake:
    """A started intake; with every section skipped when ready to be completed."""
    actor = actor or make_actor(referral.program, "case_manager")
    intake = services.start_intake(actor=actor, referral=referral, at=at)
    if ready:
        intake.sections_done = list(SECTION_KEYS)
        intake.save(update_fields=["sections_done"])
    return intake


def make_participant(
    program: Program,
    person: Person | None = None,
    actor: Actor | None = None,
    at: datetime = AT,
    **fields: Any,
) -> Enrollment:
    """A person whose intake is complete and who is active."""
    actor = actor or make_actor(program, "case_manager")
    intake = make_intake(make_referral(program, person, at=at, **fields), actor, at)
    return services.complete_intake(actor=actor, intake=intake, at=at)


def make_partner_handoff(
    program: Program, partner: Agency, at: datetime = AT, **fields: Any
) -> HandoffRecord:
    """A referral handed off to a 24-hour partner, which the person agreed to (H5)."""
    referral = fields.pop("referral", None) or make_referral(program, state=Referral.State.HANDED_OFF)
    return HandoffRecord.objects.create(
        **{
            "referral": referral,
            "kind": HandoffRecord.Kind.ALL_HOURS_PARTNER,
            "called_name": partner.name,
            "reached": True,
            "partner": partner,
            "called_at": at,
            "occurred_at": at,
            "recorded_at": at,
            **fields,
        }
    )
