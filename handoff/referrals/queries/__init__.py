"""Referral queries, each scoped: officers see their own, staff their program's, the DA what waits for a decision."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import stood_in_for
from handoff.charges.models import Offense, SetAsideCharge
from handoff.charges.sent.queries import RECEIVED, has_da_reader
from handoff.charges.states import held_through, hold_state
from handoff.core.sorting import sort_key
from handoff.eligibility.engine.findings import Advice
from handoff.eligibility.models import EligibilityDecision
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date, time_zone_of
from handoff.referrals.models import (
    CommunityMessage,
    ExceptionRequest,
    HandoffRecord,
    Pathway,
    Referral,
    ReferralDraft,
    ReferralEvent,
)

State = Referral.State
MOST_URGENT_FIRST = ("window_passed", "held", "referred_to_da", "dropped", "diverted")


@dataclass(frozen=True)
class OfficerView:
    """What the referring officer sees of a referral: its state in one sentence, and whether there is a choice to make.

    It is read only from the police side (charge, lapse date, exception), so nothing from the care side shows through.
    """

    state: str
    sentence: str
    may_choose: bool = False
    lapses_on: date | None = None
    may_continue: bool = False


@dataclass(frozen=True)
class OwnReferral:
    """One row of the officer's list. The name is the one the officer typed, never the record's."""

    referral: Referral
    view: OfficerView
    charges: tuple[str, ...]
    person_name: str
    minutes: int | None
    may_act: bool = False


def referrals_of(program: Program) -> QuerySet[Referral]:
    """The program's referrals with what every list shows, newest first."""
    return (
        Referral.objects.filter(program=program)
        .select_related("person", "agency", "eligibility", "program", "encounter", "policy")
        .order_by("-submitted_at", "-number")
    )


def find_referral(program: Program, public_id: uuid.UUID) -> Referral | None:
    return referrals_of(program).filter(public_id=public_id).first()


def find_own_referral(program: Program, actor: Actor, public_id: uuid.UUID, at: datetime) -> Referral | None:
    """A referral that the actor made, or took over from an officer who left; None for any other."""
    return referrals_of(program).filter(own_or_taken_over(actor, at), public_id=public_id).first()


def is_taken_over(actor: Actor, referral: Referral, at: datetime) -> bool:
    """True if the actor takes over from the officer who made a referral for their agency and left."""
    if referral.agency_id not in actor.agencies_with(Permission.REFERRAL_READ_OWN):
        return False
    return stood_in_for(actor, at).filter(user_id=referral.referrer_user_id or 0).exists()


def own_or_taken_over(actor: Actor, at: datetime) -> Q:
    """Referrals that an actor made, and their agency's officers' who left and named the actor to take over (P9)."""
    taken_over = Q(
        referrer_kind=Referral.ReferrerKind.OFFICER,
        referrer_user_id__in=stood_in_for(actor, at).values("user_id"),
        agency_id__in=actor.agencies_with(Permission.REFERRAL_READ_OWN),
    )
    return Q(referrer_user_id=actor.user_id or 0) | taken_over


def outreach_referrals(program: Program) -> QuerySet[Referral]:
    """Referrals that outreach may act on, oldest first: open, eligibility checked, person known."""
    waiting = referrals_of(program).filter(
        state__in=[State.SUBMITTED, State.ACCEPTED, State.HANDED_OFF], person__isnull=False
    )
    # A community referral is offered the program only after law enforcement has checked eligibility.
    return waiting.exclude(pathway=Pathway.COMMUNITY, eligibility__isnull=True).order_by(
        "submitted_at", "number"
    )


def awaiting_eligibility_check(program: Program, actor: Actor) -> QuerySet[Referral]:
    """Referrals that wait for the check by the actor's own agency, oldest first (R2, N19).

    Those from before an agency was chosen name none; every agency may check them.
    """
    own = Q(checking_agency__isnull=True) | Q(
        checking_agency__in=actor.agencies_with(Permission.ELIGIBILITY_CHECK)
    )
    waiting = referrals_of(program).filter(
        own, state=State.SUBMITTED, eligibility__isnull=True, person__isnull=False
    )
    return waiting.order_by("submitted_at", "number")


def earlier_check(person: Person) -> EligibilityDecision | None:
    """The newest check by which the person was offered the program; None if it took an exception, or there is none."""
    kinds = (EligibilityDecision.Decision.OFFER, EligibilityDecision.Decision.SOCIAL)
    offered = person.referrals.filter(state__in=[State.ACCEPTED, State.HANDED_OFF])
    checks = EligibilityDecision.objects.filter(referrals__in=offered, decision__in=kinds)
    return checks.order_by("-decided_at", "-pk").first()


def open_exceptions(program: Program) -> QuerySet[ExceptionRequest]:
    """Exceptions that wait for the DA, oldest first (E4)."""
    return (
        ExceptionRequest.objects.filter(referral__program=program, outcome=ExceptionRequest.Outcome.WAITING)
        .select_related("referral__eligibility__version", "referral__agency", "referral__program")
        .select_related("referral__person")
        .order_by("recommended_at")
    )


def decided_exceptions(program: Program, limit: int = 20) -> QuerySet[ExceptionRequest]:
    decided = ExceptionRequest.objects.filter(referral__program=program).exclude(
        outcome=ExceptionRequest.Outcome.WAITING
    )
    return decided.select_related("referral__agency", "referral__person").order_by("-decided_at")[:limit]


def recommendable_referrals(program: Program) -> QuerySet[Referral]:
    """Referrals found not eligible for which an exception is possible and no one asked, newest first (E4).

    An officer's social contact that wasn't offered is left out: no one is known that outreach could call.
    """
    found = referrals_of(program).filter(
        state=State.INELIGIBLE,
        eligibility__advice=Advice.ELIGIBLE_BY_EXCEPTION,
        exception_requests__isnull=True,
    )
    # Without the facts, which retention erases, there is nothing to recommend on.
    found = found.exclude(eligibility__facts={})
    return found.filter(Q(pathway=Pathway.ARREST_DIVERSION) | Q(person__isnull=False))


def find_exception(program: Program, public_id: uuid.UUID) -> ExceptionRequest | None:
    return (
        ExceptionRequest.objects.filter(referral__program=program, public_id=public_id)
        .select_related(
            "referral__eligibility__version", "referral__agency", "referral__program", "referral__policy"
        )
        .first()
    )


def waiting_messages(program: Program) -> QuerySet[CommunityMessage]:
    """Public messages that wait for an answer, oldest first."""
    return CommunityMessage.objects.filter(
        program=program, referral__isnull=True, set_aside_at__isnull=True
    ).order_by("received_at")


def dismissed_messages(program: Program, limit: int = 20) -> QuerySet[CommunityMessage]:
    return CommunityMessage.objects.filter(program=program, set_aside_at__isnull=False).order_by(
        "-set_aside_at"
    )[:limit]


def find_message(program: Program, public_id: uuid.UUID) -> CommunityMessage | None:
    return CommunityMessage.objects.filter(program=program, public_id=public_id).first()


def open_drafts(program: Program, actor: Actor) -> QuerySet[ReferralDraft]:
    """The actor's own unsent drafts, newest first."""
    return (
        ReferralDraft.objects.filter(
            program=program, owner_id=actor.user_id or 0, sent_at__isnull=True, discarded_at__isnull=True
        )
        # The DA refused or the referral was withdrawn: there is nothing to continue.
        .exclude(referral__state__in=[State.INELIGIBLE, State.WITHDRAWN])
        .select_related("referral")
        .order_by("-saved_at")
    )


def find_draft(program: Program, actor: Actor, public_id: uuid.UUID) -> ReferralDraft | None:
    """A draft that the actor owns, or None for any other."""
    # An actor without a user owns no draft; 0 is no user's id.
    drafts = ReferralDraft.objects.filter(program=program, owner_id=actor.user_id or 0)
    return drafts.filter(public_id=public_id).select_related("referral").first()


def offenses_on(program: Program, on: date) -> list[Offense]:
    """The offenses effective on a day: common ones first, then by title."""
    rows = Offense.objects.filter(program=program).order_by("title")
    lawful = [
        row
        for row in rows
        if (row.effective_from is None or row.effective_from <= on)
        and (row.effective_to is None or on <= row.effective_to)
    ]
    return sorted(lawful, key=lambda row: (not row.is_common, sort_key(row.title)))


def own_referrals(actor: Actor, at: datetime) -> list[OwnReferral]:
    """The referrals that the actor made, or a colleague at their partner organization, newest first."""
    rows = Referral.objects.filter(made_by(actor, at), program_id=actor.program_id)
    listed = list(
        rows.select_related("person", "program", "encounter", "eligibility")
        .select_related("draft")
        .prefetch_related("encounter__set_aside_charges__events", "exception_requests", "events")
        .order_by("-submitted_at", "-number")
    )
    # Asked once for the whole list, and only where some charge was sent on.
    sent = any(
        each.state == SetAsideCharge.State.REFERRED_TO_DA for row in listed for each in charges_of(row)
    )
    da_reads = sent and has_da_reader(listed[0].program, local_date(listed[0].program, at))
    return [own_referral(referral, actor, at, da_reads=da_reads) for referral in listed]


def made_by(actor: Actor, at: datetime) -> Q:
    """Referrals that an actor made, and those that colleagues at the same partner made; officers see their own only."""
    own_agencies = actor.agencies_with(Permission.REFERRAL_READ_OWN)
    colleagues = Q(referrer_kind=Referral.ReferrerKind.PARTNER, agency_id__in=own_agencies)
    return own_or_taken_over(actor, at) | colleagues


def own_referral(
    referral: Referral, actor: Actor, at: datetime, *, da_reads: bool | None = None
) -> OwnReferral:
    charges = charges_of(referral)
    seconds = referral.officer_seconds_corrected
    seconds = referral.officer_seconds if seconds is None else seconds
    return OwnReferral(
        referral=referral,
        view=officer_view(referral, actor, at, da_reads=da_reads),
        charges=tuple(charge.shown_title for charge in charges),
        person_name=referral.entered_name,
        minutes=None if seconds is None else max(1, round(seconds / 60)),
        may_act=referral.referrer_user_id == actor.user_id
        or referral.referrer_kind == Referral.ReferrerKind.OFFICER,
    )


def latest_call(referral: Referral) -> HandoffRecord | None:
    """The last handoff of a referral for which someone was called."""
    return referral.handoffs.filter(called_at__isnull=False).order_by("-occurred_at", "-pk").first()


def referrer_has_email(referral: Referral) -> bool:
    """True if the user who referred can be emailed."""
    users = User.objects.filter(pk=referral.referrer_user_id or 0, is_active=True)
    return users.exclude(email="").exists()


def charges_of(referral: Referral) -> list[SetAsideCharge]:
    return list(referral.encounter.set_aside_charges.all()) if referral.encounter else []


def officer_view(
    referral: Referral, actor: Actor, at: datetime, *, da_reads: bool | None = None
) -> OfficerView:
    """The officer's view of a referral they made, in one sentence (R6).

    `da_reads` says whether the DA's office can open its list; it is looked up where the caller doesn't know.
    """
    if referral.state == State.WITHDRAWN and referral.encounter is None:
        return OfficerView("withdrawn", _("This referral was withdrawn. You're done."))
    if referral.encounter is not None:
        charges, today = charges_of(referral), local_date(referral.program, at)
        view = _view_of_charges(charges, today, actor)
        if view.state != "referred_to_da":
            return view
        reads = has_da_reader(referral.program, today) if da_reads is None else da_reads
        return replace(view, sentence=_sentence_of_sent(charges, referral, da_reads=reads))
    if referral.pathway != Pathway.ARREST_DIVERSION:
        return _view_of_social(referral)
    return _view_without_charges(referral)


def _view_of_social(referral: Referral) -> OfficerView:
    """Passed on, or ended once the care side reported it under the person's ROI."""
    if any(event.what == ReferralEvent.Kind.RESPONSIBILITY_ENDED for event in referral.events.all()):
        return OfficerView("responsibility_ended", _("You're done."))
    if referral.state == State.EXCEPTION_REQUESTED:
        return OfficerView("exception_waiting", _("Waiting for the DA to decide on the exception."))
    if referral.state == State.INELIGIBLE:
        return OfficerView("not_eligible", _("They don't meet the criteria. You're done."))
    return OfficerView("passed_on", _("The outreach team has it. You're done."))


def _view_of_charges(charges: Iterable[SetAsideCharge], today: date, actor: Actor) -> OfficerView:
    """The most urgent charge decides: the one that still asks something of the officer."""
    listed = list(charges)
    states = {
        str(
            hold_state(charge.state, charge.lapses_on, today, needs_more_time=charge.needs_more_time)
        ): held_through(charge.lapses_on, today, needs_more_time=charge.needs_more_time)
        for charge in listed
    }
    state = next((each for each in MOST_URGENT_FIRST if each in states), "held")
    lapses_on = states.get(state)
    # An extension with a reason and a hold that the program keeps open read the same (ADR 0029).
    extended = state == "held" and any(lapses_on and lapses_on > each.first_lapses_on for each in listed)
    may_choose = state == "window_passed" and actor.can(Permission.CHARGES_DECIDE_OWN)
    sentences = {
        "held": _("The program asks for more time. The charge stays set aside.")
        if extended
        else _("The charge is set aside while the outreach team does its work."),
        "window_passed": _("Intake wasn't completed by the deadline. You can pursue the charge or drop it."),
        "diverted": _("You're done. The charge stays diverted."),
        "referred_to_da": _("You chose to pursue the charge."),
        "dropped": _("You dropped the charge. You're done."),
    }
    names = {"held": "waiting", "diverted": "responsibility_ended"}
    return OfficerView(names.get(state, state), sentences[state], may_choose=may_choose, lapses_on=lapses_on)


def _sentence_of_sent(charges: Iterable[SetAsideCharge], referral: Referral, *, da_reads: bool) -> str:
    """Where a charge is that the officer chose to pursue: with the DA only if the DA's office can open it (N2)."""
    received = [
        each.occurred_at for charge in charges for each in charge.events.all() if each.what == RECEIVED
    ]
    if received:
        day = date_format(max(received).astimezone(time_zone_of(referral.program)), "DATE_FORMAT")
        sentence = _(
            "You chose to pursue the charge. The DA's office marked it as received on %(day)s. Handoff "
            "files nothing: file it as you normally would."
        )
        return sentence % {"day": day}
    if da_reads:
        return _(
            "You chose to pursue the charge. It's on the DA's list. Handoff files nothing: file it as "
            "you normally would."
        )
    return _("You chose to pursue the charge. Handoff files nothing: file it as you normally would.")


def _view_without_charges(referral: Referral) -> OfficerView:
    """An arrest diversion in which no charge was set aside."""
    refused = any(
        each.outcome == ExceptionRequest.Outcome.NOT_APPROVED for each in referral.exception_requests.all()
    )
    if referral.state == State.EXCEPTION_REQUESTED:
        return OfficerView("exception_waiting", _("Waiting for the DA to decide on the exception."))
    if referral.state == State.SUBMITTED:
        return OfficerView(
            "exception_approved",
            _("The DA approved the exception. You can offer the program now."),
            may_continue=True,
        )
    if referral.state == State.INELIGIBLE and refused:
        return OfficerView(
            "exception_not_approved",
            _("The DA didn't approve the exception. Handle the charge as you normally would."),
        )
    if referral.state == State.DECLINED:
        return OfficerView(
            "declined", _("The person said “not now.” We didn't keep a name. They can ask again any time.")
        )
    return OfficerView("not_offered", _("You didn't offer the program. We didn't keep a name."))


def own_lapsed_referrals(actor: Actor, at: datetime) -> list[OwnReferral]:
    """The actor's referrals whose intake deadline has passed and that wait for their choice."""
    return [each for each in own_referrals(actor, at) if each.view.may_choose]


def find_sent_referral(program: Program, draft: ReferralDraft) -> Referral | None:
    if draft.referral is not None:
        return draft.referral
    return Referral.objects.filter(program=program, key=str(draft.public_id)).first()


def person_of_referral(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The referred person, or None where no identity was stored."""
    return Person.objects.filter(program_id=program_id, referrals__public_id=public_id).first()
