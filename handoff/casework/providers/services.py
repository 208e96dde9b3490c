"""An agency opens what it is asked, and answers. Each look is audited and logged as a disclosure (P8, ADR 0056)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction, AuditLook
from handoff.casework.appointments.services import give_appointment, keep_planned_appointments
from handoff.casework.definitions import ENDS
from handoff.casework.models import ProviderAnswer, ServiceReferral, ServiceReferralEvent
from handoff.casework.needs.queries import kinds_asked
from handoff.casework.needs.services import (
    FollowUpInput,
    add_referral_event,
    cancel_appointments,
)
from handoff.casework.providers import policies, queries
from handoff.casework.providers.queries import AskedReferral
from handoff.casework.services import lock_person
from handoff.consent.models import ARRANGE_PURPOSE, DisclosureContext
from handoff.consent.services import (
    DisclosureItem,
    record_daily_disclosures,
    retry_once_if_consent_changed,
)
from handoff.core.refusals import Refused, check_says_the_same
from handoff.notifications.services import queue_notice
from handoff.programs.queries import local_date, time_zone_of

What = ProviderAnswer.What
Barrier = ServiceReferralEvent.Barrier
BARRIER_OF: dict[str, Barrier] = {
    ProviderAnswer.Reason.RULES: Barrier.RULES,
    ProviderAnswer.Reason.FUNDS: Barrier.COST,
    ProviderAnswer.Reason.AREA: Barrier.HOURS,
    ProviderAnswer.Reason.UNREACHED: Barrier.PHONE,
    ProviderAnswer.Reason.OTHER_SERVICE: Barrier.OTHER,
    ProviderAnswer.Reason.OTHER: Barrier.OTHER,
}
"""What got in the way, in the program's own short list, so that both count alike."""


@dataclass(frozen=True)
class AnswerInput:
    """What an agency answers: which of the list, on what day, with what belongs to it, and a message."""

    what: str
    occurred_on: date
    until: date | None = None
    reason: str = ""
    starts_at: datetime | None = None
    place: str = ""
    words: str = ""


@retry_once_if_consent_changed
@transaction.atomic
def open_list(*, actor: Actor, at: datetime) -> tuple[list[AskedReferral], list[ProviderAnswer]]:
    """What the actor's agencies are asked, and their own answers about people they are no longer shown."""
    asked = queries.asked_of(actor, at)
    _record_disclosures(actor, asked, DisclosureContext.SERVICE_LIST, at)
    shown = {each.referral.pk for each in asked}
    earlier = [each for each in queries.own_answers(actor) if each.referral_id not in shown]
    people = {each.person.public_id for each in asked} | {
        each.referral.need.person.public_id for each in earlier
    }
    audit.record_read(
        actor=actor,
        at=at,
        action=AuditLook.SERVICE_REFERRALS_LISTED,
        details={"count": len(asked)},
        people=sorted(people),
    )
    return asked, earlier


@retry_once_if_consent_changed
@transaction.atomic
def open_questions(*, actor: Actor, at: datetime) -> list[AskedReferral]:
    """What waits for the actor's agencies' answer, as a meeting's packet shows it; the same question as in the list."""
    asked = queries.open_questions(actor, at) if actor.can(Permission.SERVICES_ANSWER) else []
    if asked:
        _record_disclosures(actor, asked, DisclosureContext.SERVICE_LIST, at)
        audit.record_read(
            actor=actor,
            at=at,
            action=AuditLook.SERVICE_REFERRALS_LISTED,
            details={"count": len(asked)},
            people=sorted({each.person.public_id for each in asked}),
        )
    return asked


@retry_once_if_consent_changed
@transaction.atomic
def open_referral(*, actor: Actor, public_id: uuid.UUID, at: datetime) -> AskedReferral | None:
    """One referral that the actor's agency may know of, after logging the disclosure and the look; otherwise None."""
    asked = queries.find_asked(actor, public_id, at)
    if asked is None:
        return None
    _record_disclosures(actor, [asked], DisclosureContext.SERVICE_REFERRAL, at)
    audit.record_read(
        actor=actor, at=at, action=AuditLook.SERVICE_REFERRAL_OPENED, subject=asked.person.public_id
    )
    return asked


def _record_disclosures(
    actor: Actor, asked: list[AskedReferral], what: DisclosureContext, at: datetime
) -> None:
    on_list = what == DisclosureContext.SERVICE_LIST
    items = [
        DisclosureItem(
            person=each.person,
            agency=each.agency,
            kinds=kinds_asked(each.referral) if on_list else each.kinds,
            decision=each.decision,
        )
        for each in asked
    ]
    # One person may be referred to two services of an agency for the same kind of need: that is one row.
    alike = {(each.person.pk, each.agency.pk, each.kinds): each for each in items}
    record_daily_disclosures(
        actor=actor, items=list(alike.values()), what=what, at=at, purpose=ARRANGE_PURPOSE
    )


@transaction.atomic
def answer_referral(
    *, actor: Actor, referral: ServiceReferral, answer_input: AnswerInput, key: str, at: datetime
) -> ProviderAnswer:
    """Record an agency's answer, and move the referral by it. The same form sent twice is one answer."""
    lock_person(referral.need.person)
    # Asked again under the lock: an ROI that ended since the page was opened closes it to answers too.
    found = queries.asked_of(actor, at, only=referral.public_id)
    if not found:
        raise Refused(_("This referral is no longer shared with your organization."))
    asked = found[0]
    existing = ProviderAnswer.objects.filter(key=key).first()
    if existing is not None:
        if existing.referral_id != asked.referral.pk:
            raise Refused(_("This page is out of date. Reload it and try again."))
        check_says_the_same((input_of(existing), as_kept(answer_input)))
        return existing
    sent = as_kept(answer_input)
    policies.check_answer(
        asked.referral,
        what=sent.what,
        occurred_on=sent.occurred_on,
        until=sent.until,
        reason=sent.reason,
        starts_at=sent.starts_at,
        words=sent.words,
        at=at,
    )
    answer = write_answer(actor, asked, sent, key, at)
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.SERVICE_REFERRAL_ANSWERED,
        subject=asked.person.public_id,
        details={"referral": str(asked.referral.public_id)},
    )
    notify_worker(answer, at)
    return answer


def as_kept(sent: AnswerInput) -> AnswerInput:
    """An answer with what belongs to it alone."""
    gives_time = sent.what == What.APPOINTMENT
    return AnswerInput(
        what=sent.what,
        occurred_on=sent.occurred_on,
        until=sent.until if sent.what == What.NO_PLACE else None,
        reason=sent.reason if sent.what == What.DECLINED else "",
        starts_at=sent.starts_at if gives_time else None,
        place=sent.place.strip() if gives_time else "",
        words=sent.words.strip(),
    )


def input_of(answer: ProviderAnswer) -> AnswerInput:
    return AnswerInput(
        answer.what,
        answer.occurred_on,
        answer.until,
        answer.reason,
        answer.starts_at,
        answer.place,
        answer.words,
    )


def write_answer(
    actor: Actor, asked: AskedReferral, sent: AnswerInput, key: str, at: datetime
) -> ProviderAnswer:
    return ProviderAnswer.objects.create(
        referral=asked.referral,
        agency=asked.agency,
        event=move_referral(actor, asked.referral, sent, at),
        what=sent.what,
        occurred_on=sent.occurred_on,
        until=sent.until,
        reason=sent.reason,
        starts_at=sent.starts_at,
        place=sent.place,
        words=sent.words,
        recorded_at=at,
        recorded_by_id=actor.user_id,
        key=key,
    )


def move_referral(
    actor: Actor, referral: ServiceReferral, sent: AnswerInput, at: datetime
) -> ServiceReferralEvent | None:
    """Move the referral as the answer says. A referral that ends leaves the need open, for the worker to decide."""
    state = policies.STATE_OF.get(sent.what)
    if state is None:
        return None
    # The loop counts days on which something was known, so a day never lies before its last entry.
    on = max(sent.occurred_on, referral.current.occurred_on)
    appointment_on = local_date(referral.need.program, sent.starts_at) if sent.starts_at else None
    event = add_referral_event(
        actor,
        referral,
        FollowUpInput(state, on, appointment_on=appointment_on, barrier=barrier_of(sent)),
        at,
    )
    if sent.what == What.APPOINTMENT and sent.starts_at is not None:
        give_appointment(actor, referral, sent.starts_at, sent.place, at)
    if sent.what == What.ATTENDED:
        keep_planned_appointments(actor, referral, end_of(referral, sent.occurred_on), at)
    if state in ENDS:
        cancel_appointments(actor, referral, state, at)
    return event


def end_of(referral: ServiceReferral, on: date) -> datetime:
    """The last instant of a day in the program's time zone."""
    return datetime.combine(on, time.max, time_zone_of(referral.need.program))


def barrier_of(sent: AnswerInput) -> str:
    """What got in the way, as the program counts it; nothing where the answer is no refusal by the agency."""
    if sent.what == What.NO_PLACE:
        return Barrier.NO_PLACE
    return BARRIER_OF[sent.reason] if sent.what == What.DECLINED else ""


def notify_worker(answer: ProviderAnswer, at: datetime) -> None:
    """Notify who works with the participant: a link and no name (H4)."""
    need = answer.referral.need
    for user in queries.who_follows(answer.referral, at):
        queue_notice(
            program_id=need.program_id,
            user=user,
            kind="provider_answered",
            path=reverse("needs:list", args=[need.program.slug, need.person.public_id]),
            key=str(answer.public_id),
            at=at,
        )
