"""What an actor may do to a referral now. Each check raises `Refused` with a sentence for the page."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.queries import users_with_permission
from handoff.core.refusals import Refused
from handoff.eligibility.engine.facts import Facts
from handoff.eligibility.models import EligibilityDecision
from handoff.programs.queries import local_date
from handoff.referrals import queries
from handoff.referrals.models import (
    CommunityMessage,
    ExceptionRequest,
    Pathway,
    Referral,
    ReferralDraft,
    ReferralEvent,
)
from handoff.referrals.states import OPEN, State, refusal_sentence

Decision = EligibilityDecision.Decision
ARRIVES_WITHIN = timedelta(days=1)
STAFF = (Permission.REFERRAL_READ_ALL, Permission.REFERRAL_MAKE)


def check_state(verb: str, referral: Referral) -> None:
    sentence = refusal_sentence(verb, referral.state)
    if sentence is not None:
        raise Refused(_(sentence))


def check_in_program(actor: Actor, program_id: int) -> None:
    if actor.program_id != program_id:
        raise Refused(_("This referral belongs to another program."))


def is_staff(actor: Actor) -> bool:
    """True if the actor works on all referrals of the program, not only on their own."""
    return all(actor.can(each) for each in STAFF)


def check_can_make_referral(actor: Actor, program_id: int) -> None:
    """Officers and program staff make referrals."""
    check_in_program(actor, program_id)
    if not actor.can(Permission.REFERRAL_MAKE):
        raise Refused(_("Your role can't make referrals. Ask an officer or program staff."))


def check_can_divert(actor: Actor, program_id: int) -> None:
    """Only an officer, who may set a charge aside, can make an arrest diversion."""
    check_can_make_referral(actor, program_id)
    if not actor.can(Permission.CHARGES_DECIDE_OWN):
        raise Refused(_("Only an officer can set a charge aside. You can make a social referral."))


def check_can_submit_referral(
    actor: Actor, program_id: int, charges: Collection[object], immunity: str
) -> None:
    """An arrest diversion needs a charge that could lawfully be brought (E8)."""
    check_can_divert(actor, program_id)
    if immunity not in {"", "none", "unknown"}:
        raise Refused(
            _(
                "The law protects the person here, so there's no charge to set aside. Make a "
                "social referral instead."
            )
        )
    if not charges:
        raise Refused(_("Choose at least one offense to set aside, or make a social referral."))


def check_occurred(occurred_at: datetime, at: datetime) -> None:
    if occurred_at > at:
        raise Refused(_("The encounter is in the future. Correct the date or time."))


def check_offer_is_open(advice: str, exception_approved: bool) -> None:
    """Outside the criteria the program is offered only after the DA's approval (E4)."""
    if advice in {"eligible_by_exception", "not_eligible"} and not exception_approved:
        raise Refused(
            _("The criteria aren't met. You can offer the program only after the DA approves an exception.")
        )


def check_can_see_draft(actor: Actor, draft: ReferralDraft) -> None:
    """Only its owner can see a draft."""
    if draft.owner_id != actor.user_id or draft.program_id != actor.program_id:
        raise Refused(_("This draft belongs to someone else."))


def check_can_save_draft(actor: Actor, draft: ReferralDraft) -> None:
    check_can_see_draft(actor, draft)
    if draft.sent_at is not None:
        raise Refused(_("This referral was already sent. You'll find it under My referrals."))
    if draft.discarded_at is not None:
        raise Refused(_("This draft was deleted. Restore it first."))


def check_can_record_eligibility(actor: Actor, referral: Referral) -> None:
    """Law enforcement checks referrals from program staff and from the public page (R2)."""
    check_in_program(actor, referral.program_id)
    if not actor.can(Permission.ELIGIBILITY_CHECK):
        raise Refused(_("Only law enforcement can record the eligibility check."))
    own = actor.agencies_with(Permission.ELIGIBILITY_CHECK)
    if referral.checking_agency_id is not None and referral.checking_agency_id not in own:
        raise Refused(_("Another agency was asked to check this referral."))
    check_state("find_ineligible", referral)
    if referral.eligibility_id is not None:
        raise Refused(_("Eligibility was already recorded for this referral."))


def has_approved_exception(referral: Referral) -> bool:
    return ExceptionRequest.objects.filter(
        referral=referral, outcome=ExceptionRequest.Outcome.APPROVED
    ).exists()


def check_can_accept_referral(actor: Actor, referral: Referral) -> None:
    """Program staff record a yes after law enforcement has checked eligibility, and only for a known person."""
    check_in_program(actor, referral.program_id)
    if not is_staff(actor):
        raise Refused(_("Only program staff can record the answer here."))
    check_state("accept", referral)
    # After 'not now' no identity may have been stored (R4), so there is no one to accept for.
    if referral.person_id is None:
        raise Refused(_("We don't keep this person's name. If they want a referral now, make a new one."))
    if referral.eligibility is None:
        raise Refused(_("Law enforcement hasn't checked eligibility yet."))
    check_offer_is_open(referral.eligibility.advice, has_approved_exception(referral))


def check_can_decline_referral(actor: Actor, referral: Referral) -> None:
    """Program staff record 'not now' at any time and without a reason (G2)."""
    check_in_program(actor, referral.program_id)
    if not is_staff(actor):
        raise Refused(_("Only program staff can record the answer here."))
    check_state("decline", referral)
    check_intake_is_open(referral)


def check_can_withdraw_referral(actor: Actor, referral: Referral) -> None:
    """Program staff may withdraw a referral made by mistake; the officer only before it was answered."""
    check_in_program(actor, referral.program_id)
    # Once the person has answered, the record belongs to the care side.
    own = referral.referrer_user_id == actor.user_id and referral.state in {
        State.SUBMITTED,
        State.EXCEPTION_REQUESTED,
    }
    if not (is_staff(actor) or (own and actor.can(Permission.REFERRAL_MAKE))):
        raise Refused(
            _("Only program staff, or the officer before an answer was recorded, can withdraw a referral.")
        )
    check_state("withdraw", referral)
    check_intake_is_open(referral)


def is_intake_complete(referral: Referral) -> bool:
    """Known to the care team only, until it is disclosed."""
    return referral.events.filter(what=ReferralEvent.Kind.INTAKE_COMPLETED).exists()


def check_intake_is_open(referral: Referral) -> None:
    """A referral whose intake is complete can't be undone: the person is a participant (N12)."""
    # Only staff come this far: an officer's own referral was refused above as soon as it had an answer.
    if is_intake_complete(referral):
        raise Refused(
            _(
                "The intake is complete, so this person is a participant. If they no longer want services, "
                "change their status on their page."
            )
        )


def check_can_complete_screening(actor: Actor, referral: Referral) -> None:
    """Any program staff may complete the screening form while the referral is open (R3)."""
    check_in_program(actor, referral.program_id)
    if not is_staff(actor):
        raise Refused(_("Only program staff can complete the screening form here."))
    if referral.state not in OPEN or referral.person_id is None:
        raise Refused(_("This referral has ended, so its screening form can't be changed."))


def check_can_record_handoff(actor: Actor, referral: Referral) -> None:
    """The referring officer and program staff may record a handoff."""
    check_in_program(actor, referral.program_id)
    own = referral.referrer_user_id == actor.user_id and actor.can(Permission.REFERRAL_MAKE)
    if not (own or is_staff(actor)):
        raise Refused(_("Only the referring officer or program staff can record the handoff."))
    check_state("hand_off", referral)
    # Only for staff: the same sentence would tell an officer that the intake is complete.
    if is_staff(actor) and is_intake_complete(referral):
        raise Refused(_("The intake is complete, so there's no handoff left to record."))


def check_can_record_arrival(actor: Actor, referral: Referral, at: datetime) -> None:
    """The referring officer says when the help they called arrived, within a day of the call."""
    check_in_program(actor, referral.program_id)
    if referral.referrer_user_id != actor.user_id or not actor.can(Permission.REFERRAL_MAKE):
        raise Refused(_("Only the officer who called can record when help arrived."))
    handoff = queries.latest_call(referral)
    if handoff is None or handoff.called_at is None:
        raise Refused(_("No one was called, so there's no arrival to record."))
    if not handoff.called_at <= at <= handoff.called_at + ARRIVES_WITHIN:
        raise Refused(
            _("The call was more than a day ago, so the time of arrival can't be recorded anymore.")
        )


def check_can_request_exception(actor: Actor, program_id: int, recommendation: str) -> None:
    """Only law enforcement recommends an exception, and always with a reason (E4)."""
    check_in_program(actor, program_id)
    if not actor.can(Permission.EXCEPTION_RECOMMEND):
        raise Refused(_("Only law enforcement can recommend an exception."))
    if not recommendation.strip():
        raise Refused(_("Enter in a few words why you recommend an exception."))


def check_can_recommend_exception(actor: Actor, referral: Referral, recommendation: str) -> None:
    """The DA's office recommends an exception where law enforcement found a criterion not met and didn't ask (E4)."""
    check_in_program(actor, referral.program_id)
    if not actor.can(Permission.EXCEPTION_DECIDE):
        raise Refused(_("Only the district attorney's office can recommend an exception here."))
    check_state("recommend_exception", referral)
    if not queries.recommendable_referrals(referral.program).filter(pk=referral.pk).exists():
        raise Refused(_("There's nothing to recommend: no exception is possible, or it was decided before."))
    if not recommendation.strip():
        raise Refused(_("Enter in a few words why you recommend an exception."))


def check_is_not_own_recommendation(actor: Actor, exception: ExceptionRequest, at: datetime) -> None:
    """Who recommended an exception leaves the decision to someone else in the office, if there is anyone."""
    if exception.recommended_by_id != actor.user_id:
        return
    program = exception.referral.program
    deciding = users_with_permission(program, Permission.EXCEPTION_DECIDE, local_date(program, at))
    if deciding.exclude(pk=actor.user_id).exists():
        raise Refused(_("You recommended this exception. Someone else in your office has to decide it."))


def check_same_charges(referral: Referral, offense_keys: Collection[str]) -> None:
    """An approved exception holds for the charges that the DA saw, and for no others."""
    check = referral.eligibility
    seen = {each.key for each in Facts.from_plain(check.facts).offenses} if check is not None else set()
    if not set(offense_keys) <= seen:
        raise Refused(
            _(
                "The DA approved the exception for other charges. Go back and choose the same charges, or start "
                "a new referral and ask again."
            )
        )


def check_exceptions_are_decided(*, decided: bool) -> None:
    """Without the DA's office no one could answer (P7)."""
    if not decided:
        raise Refused(
            _("The DA's office isn't a partner of this program yet, so no one can decide on an exception.")
        )


def check_can_decide_exception(actor: Actor, exception: ExceptionRequest, reason: str) -> None:
    """The DA or designee decides each exception once, with a reason."""
    check_in_program(actor, exception.referral.program_id)
    if not actor.can(Permission.EXCEPTION_DECIDE):
        raise Refused(_("Only the district attorney's office can decide exceptions."))
    if exception.outcome != ExceptionRequest.Outcome.WAITING:
        raise Refused(_("This exception was already decided."))
    check_state("approve_exception", exception.referral)
    if not reason.strip():
        raise Refused(_("Enter the reason in a few words. We keep it with the decision."))


def check_can_correct_officer_time(actor: Actor, referral: Referral, minutes: int) -> None:
    """Officers correct their own time. It measures the program, not the officer (R5)."""
    check_in_program(actor, referral.program_id)
    if referral.referrer_user_id != actor.user_id or referral.referrer_kind != Referral.ReferrerKind.OFFICER:
        raise Refused(_("Only the officer who made the referral can change its time."))
    if not 0 <= minutes <= 24 * 60:
        raise Refused(_("Enter the minutes you spent, up to one day."))


def check_can_choose_charge_outcome(
    actor: Actor, referral: Referral, officer_may_choose: bool, at: datetime
) -> None:
    """Only the referring officer or who took over chooses, after the deadline passed without an intake (G1, I3)."""
    check_in_program(actor, referral.program_id)
    own = referral.referrer_user_id == actor.user_id or queries.is_taken_over(actor, referral, at)
    if not own or not actor.can(Permission.CHARGES_DECIDE_OWN):
        raise Refused(_("Only the officer who set the charge aside can decide."))
    if referral.pathway != Pathway.ARREST_DIVERSION or not officer_may_choose:
        raise Refused(
            _("The charge is still set aside. There's nothing to decide until the intake deadline passes.")
        )


def check_can_handle_message(actor: Actor, message: CommunityMessage) -> None:
    """Program staff handle each public message once."""
    check_in_program(actor, message.program_id)
    if not is_staff(actor):
        raise Refused(_("Only program staff can answer web requests."))
    if message.referral_id is not None:
        raise Refused(_("This request is already a referral."))
    if message.set_aside_at is not None:
        raise Refused(_("This request was archived. Restore it first."))
