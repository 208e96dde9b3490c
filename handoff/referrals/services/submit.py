"""Sending a referral: one call, one transaction, one referral however often it is sent."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.charges.services import set_aside
from handoff.consent.services import sign_release
from handoff.core.refusals import Refused
from handoff.eligibility.models import EligibilityDecision
from handoff.eligibility.services import decide
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import contact_due_at, local_date, policy_at
from handoff.referrals import policies
from handoff.referrals.inputs import CheckGiven, NotNowGiven, ReferralGiven, SocialGiven
from handoff.referrals.models import Door, Referral
from handoff.referrals.services import drafts, notices, numbering, people, recommendations, steps
from handoff.referrals.services.handoff import write_handoff

Kind = Referral.ReferrerKind


def base_fields(program: Program, actor: Actor, key: str, at: datetime) -> dict[str, Any]:
    """Return what every new referral carries, under the policy of today."""
    return {
        "program": program,
        "number": numbering.next_number(program),
        "referrer_user_id": actor.user_id,
        "policy": policy_at(program, local_date(program, at)),
        "submitted_at": at,
        "contact_due_at": contact_due_at(program, at),
        "key": key,
    }


def check_facts(
    *, actor: Actor, program: Program, check: CheckGiven, person: Person | None, at: datetime
) -> EligibilityDecision:
    """Store the check with the criteria in force and what the officer decided."""
    return decide(
        actor=actor,
        program=program,
        facts=check.facts,
        decision=check.decision,
        decision_reason=check.reason,
        person=person,
        at=at,
    )


def waiting_referral(given: ReferralGiven | NotNowGiven) -> Referral | None:
    """Return the referral whose exception the DA approved and which this draft continues."""
    draft = given.source.draft
    return None if draft is None or draft.referral is None else numbering.lock_referral(draft.referral)


@transaction.atomic
def submit_referral(
    *, actor: Actor, program: Program, given: ReferralGiven, key: str, at: datetime
) -> Referral:
    """Send an arrest diversion that the person said yes to: person, charges set aside, check, ROI, handoff, notices.

    The day the hold lapses is stamped now from the policy in force; no later policy moves it.
    """
    numbering.lock_program(program)
    if (used := numbering.used_key(key, program)) is not None:
        return used
    waiting = waiting_referral(given)
    if waiting is not None:
        if waiting.encounter_id is not None:
            return waiting
        policies.check_state("submit_accepted", waiting)
    policies.check_can_submit_referral(actor, program.pk, given.encounter.charges, given.encounter.immunity)
    policies.check_occurred(given.encounter.occurred_at, at)
    referral = _diverted(actor, program, given, waiting, key, at)
    _finish(actor, referral, given, at)
    notices.tell(referral, "new_referral", Permission.OUTREACH_DO, notices.path_to(referral), at)
    drafts.close_draft(given.source, at)
    return referral


def _diverted(
    actor: Actor, program: Program, given: ReferralGiven, waiting: Referral | None, key: str, at: datetime
) -> Referral:
    """Write the person, the check, the charges with their clock, and the referral that ties them."""
    person = people.person_for(
        actor=actor, program=program, given=given.person, existing=given.existing, key=key, at=at
    )
    check = _check_of_offer(actor, program, given, waiting, person, at)
    fields = base_fields(program, actor, key, at)
    window_ends = local_date(program, at) + timedelta(days=fields["policy"].intake_window_days)
    agency = numbering.own_agency(actor, program, given.encounter.agency)
    fields["encounter"] = set_aside(
        actor=actor,
        program=program,
        person=person,
        agency=agency,
        officer_id=actor.user_id,
        incident_number=given.encounter.incident_number,
        occurred_at=given.encounter.occurred_at,
        charges=given.encounter.charges,
        lapses_on=window_ends,
        at=at,
    )
    fields |= {
        "door": Door.ARREST_DIVERSION,
        "referrer_kind": Kind.OFFICER,
        "agency": agency,
        "person": person,
        "eligibility": check,
        "state": Referral.State.ACCEPTED,
        "occurred_at": given.encounter.occurred_at,
        "answered_at": at,
        "intake_due_on": window_ends,
        "services_wanted": list(given.screening.services_wanted),
        "reason": given.screening.reason,
        "officer_seconds": given.source.seconds,
        "officer_seconds_corrected": given.source.corrected_seconds,
        "script_language": given.script_language,
    }
    return _continued(waiting, fields) if waiting is not None else Referral.objects.create(**fields)


def _check_of_offer(
    actor: Actor,
    program: Program,
    given: ReferralGiven,
    waiting: Referral | None,
    person: Person,
    at: datetime,
) -> EligibilityDecision:
    """Return the check under which the program was offered: the one the DA approved, or one stored now."""
    if waiting is not None and waiting.eligibility is not None and policies.exception_approved(waiting):
        check = waiting.eligibility
        check.person = person
        check.save(update_fields=["person"])
        return check
    check = check_facts(actor=actor, program=program, check=given.check, person=person, at=at)
    policies.check_offer_is_open(check.advice, exception_approved=False)
    if check.decision != EligibilityDecision.Decision.OFFER:
        raise Refused(_("The officer decided not to offer the program, so there is nothing to accept."))
    return check


def _continued(waiting: Referral, fields: dict[str, Any]) -> Referral:
    """Write the accepted offer onto the referral that waited for the DA; its number and its key stay.

    Every clock starts now, with the yes; when the DA was asked stands in the exception request.
    """
    kept = {"program", "number", "key"}
    changed = {name: value for name, value in fields.items() if name not in kept}
    for name, value in changed.items():
        setattr(waiting, name, value)
    waiting.save(update_fields=list(changed))
    return waiting


def _finish(actor: Actor, referral: Referral, given: ReferralGiven, at: datetime) -> None:
    """Write the contacts, the steps, the ROI and the handoff of an accepted referral."""
    person = referral.person
    assert person is not None
    people.add_contacts(actor=actor, person=person, contacts=given.screening.contacts, at=at)
    steps.write_event(
        actor=actor,
        referral=referral,
        what="submitted",
        occurred_at=referral.occurred_at,
        at=at,
        door=referral.door,
        charges=len(given.encounter.charges),
    )
    steps.write_event(actor=actor, referral=referral, what="accepted", occurred_at=at, at=at)
    if given.release is not None:
        sign_release(actor=actor, person=person, given=given.release, key=f"roi:{referral.key}", at=at)
    if given.handoff is not None:
        write_handoff(actor=actor, referral=referral, given=given.handoff, occurred_at=at, at=at)


@transaction.atomic
def submit_not_now(*, actor: Actor, program: Program, given: NotNowGiven, key: str, at: datetime) -> Referral:
    """Record an offer that was declined, or not made: reason and voluntary demographics, no identity (R4).

    Nothing is set aside: what happens with a charge is the officer's ordinary business.
    """
    numbering.lock_program(program)
    if (used := numbering.used_key(key, program)) is not None:
        return used
    policies.check_can_divert(actor, program.pk)
    policies.check_occurred(given.occurred_at, at)
    waiting = waiting_referral(given)
    if waiting is not None and waiting.state == Referral.State.DECLINED:
        return waiting
    declined = given.check.decision == EligibilityDecision.Decision.OFFER
    if not declined and not given.check.reason.strip():
        raise Refused(_("Please give a reason in a few words for not offering the program."))
    verb = "submit_declined" if declined else "submit_not_offered"
    if waiting is not None:
        policies.check_state(verb, waiting)
        check = waiting.eligibility
    else:
        check = check_facts(actor=actor, program=program, check=given.check, person=None, at=at)
    fields = base_fields(program, actor, key, at)
    policy = fields["policy"]
    fields |= {
        "door": Door(given.door),
        "referrer_kind": Kind.OFFICER,
        "agency": numbering.own_agency(actor, program, given.agency),
        "eligibility": check,
        "state": Referral.State.DECLINED if declined else Referral.State.INELIGIBLE,
        "occurred_at": given.occurred_at,
        "answered_at": at if declined else None,
        "decline_reason": given.decline_reason if declined else "",
        "demographics": given.demographics,
        "keep_until": local_date(program, at) + timedelta(days=policy.declined_kept_days),
        "officer_seconds": given.source.seconds,
        "officer_seconds_corrected": given.source.corrected_seconds,
        "script_language": given.script_language,
    }
    referral = _continued(waiting, fields) if waiting is not None else Referral.objects.create(**fields)
    what = "declined" if declined else "not_offered"
    steps.write_event(actor=actor, referral=referral, what=what, occurred_at=given.occurred_at, at=at)
    drafts.close_draft(given.source, at)
    return referral


@transaction.atomic
def submit_social_referral(
    *, actor: Actor, program: Program, given: SocialGiven, key: str, at: datetime
) -> Referral:
    """Send a social referral: no charge, no window. An officer's carries the check; staff's waits for it (R2)."""
    numbering.lock_program(program)
    if (used := numbering.used_key(key, program)) is not None:
        return used
    policies.check_can_make_referral(actor, program.pk)
    policies.check_occurred(given.occurred_at, at)
    by_officer = given.check is not None
    if by_officer and not actor.can(Permission.ELIGIBILITY_CHECK):
        raise Refused(_("Only law enforcement can record the eligibility check."))
    person = people.person_for(
        actor=actor, program=program, given=given.person, existing=given.existing, key=key, at=at
    )
    referral = _social(actor, program, given, person, key, at)
    people.add_contacts(actor=actor, person=person, contacts=given.screening.contacts, at=at)
    steps.write_event(
        actor=actor,
        referral=referral,
        what="submitted",
        occurred_at=given.occurred_at,
        at=at,
        door=referral.door,
    )
    _tell_of_social(actor, referral, given, at)
    drafts.close_draft(given.source, at)
    return referral


def _social(
    actor: Actor, program: Program, given: SocialGiven, person: Person, key: str, at: datetime
) -> Referral:
    """Write the social referral, with the check where an officer made one."""
    check = None
    if given.check is not None:
        check = check_facts(actor=actor, program=program, check=given.check, person=person, at=at)
    asked = check is not None and check.decision == EligibilityDecision.Decision.ASK_EXCEPTION
    if check is not None and not asked:
        policies.check_offer_is_open(check.advice, exception_approved=False)
    return Referral.objects.create(
        **base_fields(program, actor, key, at),
        door=Door.OFFICER_SOCIAL if check is not None else Door.COMMUNITY,
        referrer_kind=Kind.OFFICER if check is not None else given.referrer_kind or Kind.STAFF,
        agency=numbering.own_agency(actor, program, given.agency) if check is not None else None,
        person=person,
        eligibility=check,
        state=Referral.State.EXCEPTION_REQUESTED if asked else Referral.State.SUBMITTED,
        occurred_at=given.occurred_at,
        services_wanted=list(given.screening.services_wanted),
        reason=given.screening.reason,
        officer_seconds=given.source.seconds if check is not None else None,
    )


def _tell_of_social(actor: Actor, referral: Referral, given: SocialGiven, at: datetime) -> None:
    """Tell whoever has the next step: the DA, outreach, or law enforcement for the check."""
    asked = referral.state == Referral.State.EXCEPTION_REQUESTED
    if asked and given.check is not None:
        policies.check_can_request_exception(actor, referral.program_id, given.check.reason)
        recommendations.ask_da(actor, referral, given.check.reason, at)
    elif given.check is not None:
        notices.tell(referral, "new_referral", Permission.OUTREACH_DO, notices.path_to(referral), at)
    else:
        queue = f"/p/{referral.program.slug}/referrals/eligibility/"
        notices.tell(referral, "eligibility_to_check", Permission.ELIGIBILITY_CHECK, queue, at)
