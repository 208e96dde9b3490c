"""The breach register: recorded at once, assessed by four factors, everyone notified in time (C9)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission as P
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.programs.models import Program
from handoff.records import policies
from handoff.records.definitions import notice_duties
from handoff.records.models import Breach, BreachDuty, BreachEvent, FactKind
from handoff.records.services.registers import lock_program, next_number, user_id_of


@dataclass(frozen=True)
class BreachInput:
    """The known facts of a breach when it is recorded."""

    discovered_at: datetime
    what_happened: str
    kinds: tuple[str, ...]
    people_affected: int
    happened_on: date | None = None


@dataclass(frozen=True)
class BreachAssessmentInput:
    """The four factors of 45 CFR 164.402(2), and the conclusion."""

    nature: str
    recipient: str
    acquired: str
    mitigated: str
    conclusion: str


@transaction.atomic
def record_breach(
    *, actor: Actor, program: Program, breach_input: BreachInput, key: str, at: datetime
) -> Breach:
    """Record a breach, and who must be notified by when, counted from its discovery."""
    lock_program(program)
    policies.check_in_program(actor, program.pk, P.BREACHES_MANAGE)
    # After the lock: of two clicks on the button, the second finds the row of the first.
    used = Breach.objects.filter(key=key, program=program).first()
    if used is not None:
        return used
    _check_breach_input(breach_input, at)
    breach = Breach.objects.create(
        program=program,
        number=next_number(Breach, program),
        discovered_at=breach_input.discovered_at,
        happened_on=breach_input.happened_on,
        what_happened=breach_input.what_happened.strip(),
        kinds=sorted(set(breach_input.kinds)),
        people_affected=breach_input.people_affected,
        recorded_at=at,
        recorded_by_id=user_id_of(actor),
        key=key,
    )
    for duty in notice_duties(breach.kinds, breach.people_affected, breach.discovered_at):
        BreachDuty.objects.create(breach=breach, whom=duty.whom, due_at=duty.due_at)
    _write_event(actor, breach, "recorded", at, kinds=breach.kinds, people=breach.people_affected)
    return breach


def _check_breach_input(breach_input: BreachInput, at: datetime) -> None:
    if not breach_input.what_happened.strip():
        raise Refused(_("Briefly say what happened, without names."))
    if not breach_input.kinds or not set(breach_input.kinds) <= set(FactKind.values):
        raise Refused(_("Choose at least one kind of information that got out."))
    if breach_input.discovered_at > at:
        raise Refused(_("The discovery date can't be in the future."))


@transaction.atomic
def assess_breach(*, actor: Actor, breach: Breach, assessment: BreachAssessmentInput, at: datetime) -> Breach:
    """Record the four factors and the conclusion; a later assessment replaces it, and each step stays dated."""
    breach = Breach.objects.select_for_update(of=("self",)).get(pk=breach.pk)
    policies.check_can_keep_breaches(actor, breach)
    factors = (assessment.nature, assessment.recipient, assessment.acquired, assessment.mitigated)
    if not all(each.strip() for each in factors):
        raise Refused(_("Enter something for each of the four factors (45 CFR 164.402(2))."))
    if assessment.conclusion not in {Breach.Conclusion.LOW, Breach.Conclusion.NOTIFY}:
        raise Refused(_("Choose what you conclude from the four factors."))
    breach.nature, breach.recipient, breach.acquired, breach.mitigated = (each.strip() for each in factors)
    breach.conclusion, breach.assessed_at, breach.assessed_by_id = (
        assessment.conclusion,
        at,
        user_id_of(actor),
    )
    breach.save()
    _write_event(actor, breach, "assessed", at, conclusion=assessment.conclusion)
    return breach


@transaction.atomic
def settle_duty(*, actor: Actor, duty: BreachDuty, outcome: str, reason: str, at: datetime) -> BreachDuty:
    """Record that a party was notified, or why it need not be."""
    duty = BreachDuty.objects.select_for_update(of=("self",)).select_related("breach").get(pk=duty.pk)
    policies.check_can_settle_duty(actor, duty, outcome, reason)
    duty.outcome, duty.reason, duty.done_at, duty.done_by_id = outcome, reason.strip(), at, user_id_of(actor)
    duty.save(update_fields=["outcome", "reason", "done_at", "done_by_id"])
    _write_event(actor, duty.breach, "duty_settled", at, whom=duty.whom, outcome=outcome)
    return duty


def _write_event(actor: Actor, breach: Breach, what: str, at: datetime, **details: object) -> None:
    BreachEvent.objects.create(
        breach=breach, what=what, details=details, occurred_at=at, recorded_by_id=actor.user_id
    )
    audit.record(
        actor=actor, at=at, action=AuditAction(f"breach.{what}"), subject=breach.public_id, details=details
    )
