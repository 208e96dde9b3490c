"""Sending a referral: one transaction, and one referral however often it is sent."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.charges.services import set_aside_charges
from handoff.consent.services import sign_release
from handoff.core.refusals import Refused
from handoff.eligibility.engine.facts import Facts
from handoff.eligibility.models import EligibilityDecision
from handoff.eligibility.queries import decides_exceptions
from handoff.eligibility.services import record_decision
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import contact_due_at, local_date, policy_at
from handoff.referrals import policies, queries
from handoff.referrals.inputs import (
    DraftLink,
    NotNowInput,
    ReferralInput,
    SocialReferralInput,
)
from handoff.referrals.models import Pathway, Referral, ReferralEvent
from handoff.referrals.services import drafts, notices, numbering, people, recommendations, transitions
from handoff.referrals.services.eligibility import store_eligibility_check
from handoff.referrals.services.handoff import write_handoff

Kind = Referral.ReferrerKind


def prepare_referral(
    program: Program, actor: Actor, key: str, at: datetime, waiting: Referral | None = None
) -> Referral:
    """A new referral, or the one that waited for the DA with its number and key, to fill in and save.

    All deadlines start now, with the person's answer. The exception request keeps the date on which the DA was asked.
    """
    referral = waiting or Referral(program=program, number=numbering.next_number(program), key=key)
    referral.referrer_user_id = actor.user_id
    referral.policy = policy_at(program, local_date(program, at))
    referral.submitted_at = at
    referral.contact_due_at = contact_due_at(program, at)
    return referral


def lock_waiting_referral(submission: ReferralInput | NotNowInput) -> Referral | None:
    """The referral that this draft continues after the DA approved its exception."""
    draft = submission.source.draft
    return None if draft is None or draft.referral is None else numbering.lock_referral(draft.referral)


@transaction.atomic
def submit_referral(
    *, actor: Actor, program: Program, referral_input: ReferralInput, key: str, at: datetime
) -> Referral:
    """Send an accepted arrest diversion: person, charges set aside, check, ROI, handoff and notices.

    The last day of the hold is computed now from the current policy; later policies never move it.
    """
    numbering.lock_program(program)
    if (used := numbering.find_referral_by_key(key, program)) is not None:
        return used
    waiting = lock_waiting_referral(referral_input)
    if waiting is not None:
        # It keeps the key of the exception request, so a second submission is recognized by the charges set aside.
        if waiting.encounter_id is not None:
            return waiting
        policies.check_state("submit_accepted", waiting)
        policies.check_same_charges(waiting, [each.offense_key for each in referral_input.encounter.charges])
    policies.check_can_submit_referral(
        actor, program.pk, referral_input.encounter.charges, referral_input.encounter.immunity
    )
    policies.check_occurred(referral_input.encounter.occurred_at, at)
    referral = _write_diversion(actor, program, referral_input, waiting, key, at)
    _write_follow_up(actor, referral, referral_input, at)
    notices.notify_outreach(referral, at)
    drafts.close_draft(referral_input.source, at)
    return referral


def _write_diversion(
    actor: Actor,
    program: Program,
    referral_input: ReferralInput,
    waiting: Referral | None,
    key: str,
    at: datetime,
) -> Referral:
    """Write the person, the check, the charges with their deadline, and the referral that connects them."""
    person = people.find_or_add_referred_person(
        actor=actor,
        program=program,
        person_input=referral_input.person,
        existing=referral_input.existing,
        key=key,
        at=at,
    )
    check = _find_or_store_offer_check(actor, program, referral_input, waiting, person, at)
    encounter = referral_input.encounter
    agency = numbering.choose_referring_agency(
        actor, program, encounter.agency, Permission.CHARGES_DECIDE_OWN
    )
    referral = prepare_referral(program, actor, key, at, waiting)
    intake_due_on = local_date(program, at) + timedelta(days=referral.policy.intake_window_days)
    referral.encounter = set_aside_charges(
        actor=actor,
        program=program,
        person=person,
        agency=agency,
        officer_id=actor.user_id,
        incident_number=encounter.incident_number,
        occurred_at=encounter.occurred_at,
        charges=encounter.charges,
        lapses_on=intake_due_on,
        at=at,
    )
    referral.agency, referral.person, referral.eligibility = agency, person, check
    referral.intake_due_on = intake_due_on
    return _save_accepted(referral, referral_input, at)


def _save_accepted(referral: Referral, referral_input: ReferralInput, at: datetime) -> Referral:
    referral.pathway, referral.referrer_kind = Pathway.ARREST_DIVERSION, Kind.OFFICER
    referral.state = Referral.State.ACCEPTED
    referral.occurred_at, referral.answered_at = referral_input.encounter.occurred_at, at
    referral.services_wanted = list(referral_input.screening.services_wanted)
    referral.reason = referral_input.screening.reason
    people.keep_as_entered(referral, referral_input.person, referral_input.screening.contacts)
    _add_source(referral, referral_input.source)
    referral.script_language = referral_input.script_language
    referral.save()
    return referral


def _add_source(referral: Referral, source: DraftLink) -> None:
    referral.officer_seconds = source.seconds
    referral.officer_seconds_corrected = source.corrected_seconds


def _find_or_store_offer_check(
    actor: Actor,
    program: Program,
    referral_input: ReferralInput,
    waiting: Referral | None,
    person: Person,
    at: datetime,
) -> EligibilityDecision:
    """The check under which the program was offered: the one the DA approved, or a new one."""
    if waiting is not None and waiting.eligibility is not None and policies.has_approved_exception(waiting):
        # The check was stored without a person, because the person had not said yes when the DA was asked.
        check = waiting.eligibility
        check.person = person
        check.save(update_fields=["person"])
        return check
    check = store_eligibility_check(
        actor=actor, program=program, check=referral_input.check, person=person, at=at
    )
    policies.check_offer_is_open(check.advice, exception_approved=False)
    if check.decision != EligibilityDecision.Decision.OFFER:
        raise Refused(_("The officer decided not to offer the program, so there's nothing to accept."))
    return check


def _write_follow_up(actor: Actor, referral: Referral, referral_input: ReferralInput, at: datetime) -> None:
    """Write contacts, events, ROI and handoff of an accepted referral."""
    person = referral.person
    assert person is not None
    people.add_contacts(actor=actor, person=person, contacts=referral_input.screening.contacts, at=at)
    transitions.record_event(
        actor=actor,
        referral=referral,
        event=ReferralEvent.Kind.SUBMITTED,
        occurred_at=referral.occurred_at,
        at=at,
        door=referral.pathway,  # The stored name of this detail; older events have it.
        charges=len(referral_input.encounter.charges),
    )
    transitions.record_event(
        actor=actor, referral=referral, event=ReferralEvent.Kind.ACCEPTED, occurred_at=at, at=at
    )
    if referral_input.release is not None:
        sign_release(
            actor=actor, person=person, release_input=referral_input.release, key=f"roi:{referral.key}", at=at
        )
    if referral_input.handoff is not None:
        write_handoff(
            actor=actor, referral=referral, handoff_input=referral_input.handoff, occurred_at=at, at=at
        )


@transaction.atomic
def submit_not_now(
    *, actor: Actor, program: Program, not_now_input: NotNowInput, key: str, at: datetime
) -> Referral:
    """Record an offer that was declined or not made: reason and voluntary demographics, no identity (R4).

    No charge is set aside. What happens to it is the officer's ordinary decision.
    """
    numbering.lock_program(program)
    if (used := numbering.find_referral_by_key(key, program)) is not None:
        return used
    policies.check_can_divert(actor, program.pk)
    policies.check_occurred(not_now_input.occurred_at, at)
    waiting = lock_waiting_referral(not_now_input)
    # Sent twice: it keeps the key of the exception request, so the state tells.
    declined = not_now_input.check.decision == EligibilityDecision.Decision.OFFER
    ended = Referral.State.DECLINED if declined else Referral.State.INELIGIBLE
    if waiting is not None and waiting.state == ended:
        return waiting
    if not declined and not not_now_input.check.reason.strip():
        raise Refused(_("Enter a reason in a few words for not offering the program."))
    verb = "submit_declined" if declined else "submit_not_offered"
    if waiting is not None:
        policies.check_state(verb, waiting)
    referral = prepare_referral(program, actor, key, at, waiting)
    referral.eligibility = _check_of_not_now(actor, program, not_now_input, waiting, declined, at)
    referral.agency = numbering.choose_referring_agency(
        actor, program, not_now_input.agency, Permission.CHARGES_DECIDE_OWN
    )
    _save_not_now(referral, not_now_input, declined, at)
    event = ReferralEvent.Kind.DECLINED if declined else ReferralEvent.Kind.NOT_OFFERED
    transitions.record_event(
        actor=actor, referral=referral, event=event, occurred_at=not_now_input.occurred_at, at=at
    )
    drafts.close_draft(not_now_input.source, at)
    return referral


def _check_of_not_now(
    actor: Actor,
    program: Program,
    not_now_input: NotNowInput,
    waiting: Referral | None,
    declined: bool,
    at: datetime,
) -> EligibilityDecision | None:
    """The check that goes with a 'not now', or with an officer's decision not to offer the program."""
    if waiting is None or waiting.eligibility is None:
        return store_eligibility_check(
            actor=actor, program=program, check=not_now_input.check, person=None, at=at
        )
    if declined:
        return waiting.eligibility
    # A new decision on the facts that the DA saw, whose supervising officer's answer is kept with their check.
    return record_decision(
        actor=actor,
        program=program,
        facts=Facts.from_plain(waiting.eligibility.facts),
        decision=not_now_input.check.decision,
        decision_reason=not_now_input.check.reason,
        person=None,
        at=at,
    )


def _save_not_now(referral: Referral, not_now_input: NotNowInput, declined: bool, at: datetime) -> None:
    referral.pathway, referral.referrer_kind = Pathway(not_now_input.pathway), Kind.OFFICER
    referral.state = Referral.State.DECLINED if declined else Referral.State.INELIGIBLE
    referral.occurred_at = not_now_input.occurred_at
    referral.answered_at = at if declined else None
    referral.decline_reason = not_now_input.decline_reason if declined else ""
    referral.demographics = dict(not_now_input.demographics)
    kept = timedelta(days=referral.policy.declined_kept_days)
    referral.keep_until = local_date(referral.program, at) + kept
    _add_source(referral, not_now_input.source)
    referral.script_language = not_now_input.script_language
    referral.save()


@transaction.atomic
def submit_social_referral(
    *, actor: Actor, program: Program, referral_input: SocialReferralInput, key: str, at: datetime
) -> Referral:
    """Send a social referral: no charge, no deadline. An officer's includes the check; staff's waits for it (R2)."""
    numbering.lock_program(program)
    if (used := numbering.find_referral_by_key(key, program)) is not None:
        return used
    policies.check_can_make_referral(actor, program.pk)
    policies.check_occurred(referral_input.occurred_at, at)
    by_officer = referral_input.check is not None
    if by_officer and not actor.can(Permission.ELIGIBILITY_CHECK):
        raise Refused(_("Only law enforcement can record the eligibility check."))
    person = people.find_or_add_referred_person(
        actor=actor,
        program=program,
        person_input=referral_input.person,
        existing=referral_input.existing,
        key=key,
        at=at,
        different_from=referral_input.different_from,
    )
    referral = _write_social_referral(actor, program, referral_input, person, key, at)
    people.add_contacts(actor=actor, person=person, contacts=referral_input.screening.contacts, at=at)
    transitions.record_event(
        actor=actor,
        referral=referral,
        event=ReferralEvent.Kind.SUBMITTED,
        occurred_at=referral_input.occurred_at,
        at=at,
        door=referral.pathway,
    )
    _notify_next_step(actor, referral, referral_input, at)
    drafts.close_draft(referral_input.source, at)
    return referral


def _write_social_referral(
    actor: Actor,
    program: Program,
    referral_input: SocialReferralInput,
    person: Person,
    key: str,
    at: datetime,
) -> Referral:
    check = None
    if referral_input.check is not None:
        check = store_eligibility_check(
            actor=actor, program=program, check=referral_input.check, person=person, at=at
        )
    asked = check is not None and check.decision == EligibilityDecision.Decision.ASK_EXCEPTION
    if check is not None and not asked:
        policies.check_offer_is_open(check.advice, exception_approved=False)
    referral = prepare_referral(program, actor, key, at)
    referral.person, referral.eligibility = person, check
    if check is not None:
        referral.pathway, referral.referrer_kind = Pathway.OFFICER_SOCIAL, Kind.OFFICER
        referral.agency = numbering.choose_referring_agency(
            actor, program, referral_input.agency, Permission.ELIGIBILITY_CHECK
        )
        referral.officer_seconds = referral_input.source.seconds
    else:
        _fill_in_unchecked(actor, program, referral, referral_input, person)
    referral.state = Referral.State.EXCEPTION_REQUESTED if asked else Referral.State.SUBMITTED
    referral.occurred_at = referral_input.occurred_at
    referral.services_wanted = list(referral_input.screening.services_wanted)
    referral.reason = referral_input.screening.reason
    people.keep_as_entered(referral, referral_input.person, referral_input.screening.contacts)
    referral.save()
    return referral


def _fill_in_unchecked(
    actor: Actor, program: Program, referral: Referral, referral_input: SocialReferralInput, person: Person
) -> None:
    """Say who referred the person, and which agency checks; staff's participant needs no further check (R9)."""
    referral.pathway = Pathway.COMMUNITY
    referral.checking_agency = numbering.choose_checking_agency(program, referral_input.checking_agency)
    referral.referrer_kind = Kind(referral_input.referrer_kind or Kind.STAFF)
    if referral.referrer_kind == Kind.PARTNER:
        referral.agency = numbering.choose_referring_agency(
            actor, program, referral_input.agency, Permission.REFERRAL_READ_OWN
        )
    elif referral.referrer_kind == Kind.STAFF and notices.worker_of(referral) is not None:
        # Staff know that they are a participant, and law enforcement needn't read the name once more. A partner or a
        # caller would learn it from a check that isn't asked for.
        referral.eligibility = queries.earlier_check(person)


def _notify_next_step(
    actor: Actor, referral: Referral, referral_input: SocialReferralInput, at: datetime
) -> None:
    """Notify whoever acts next: the DA, outreach, or law enforcement for the check."""
    asked = referral.state == Referral.State.EXCEPTION_REQUESTED
    if asked and referral_input.check is not None:
        policies.check_can_request_exception(actor, referral.program_id, referral_input.check.reason)
        policies.check_exceptions_are_decided(decided=decides_exceptions(referral.program, at))
        recommendations.store_recommendation(actor, referral, referral_input.check.reason, at)
    elif referral.eligibility_id is not None:
        notices.notify_outreach(referral, at)
    else:
        notices.notify_checkers(referral, at)
