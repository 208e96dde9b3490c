"""The register of breaches: written down at once, assessed by four factors, everybody told in time (C9)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission as P
from handoff.audit import services as audit
from handoff.core.refusals import Refused
from handoff.programs.models import Program
from handoff.records import policies
from handoff.records.definitions import duties_of
from handoff.records.models import Breach, BreachDuty, BreachEvent, FactKind
from handoff.records.services.registers import lock_program, next_number, user_of


@dataclass(frozen=True)
class BreachGiven:
    """What is known of a breach when it is written down."""

    discovered_at: datetime
    what_happened: str
    kinds: tuple[str, ...]
    people_affected: int
    happened_on: date | None = None


@dataclass(frozen=True)
class Assessment:
    """The four factors of 45 CFR 164.402(2), and what follows from them."""

    nature: str
    recipient: str
    acquired: str
    mitigated: str
    conclusion: str


@transaction.atomic
def record_breach(*, actor: Actor, program: Program, given: BreachGiven, key: str, at: datetime) -> Breach:
    """Write a breach down, and who must be told by when, counted from its discovery."""
    lock_program(program)
    policies.check_in_program(actor, program.pk, P.BREACHES_MANAGE)
    used = Breach.objects.filter(key=key, program=program).first()
    if used is not None:
        return used
    _check_given(given, at)
    breach = Breach.objects.create(
        program=program,
        number=next_number(Breach, program),
        discovered_at=given.discovered_at,
        happened_on=given.happened_on,
        what_happened=given.what_happened.strip(),
        kinds=sorted(set(given.kinds)),
        people_affected=given.people_affected,
        recorded_at=at,
        recorded_by_id=user_of(actor),
        key=key,
    )
    for duty in duties_of(breach.kinds, breach.people_affected, breach.discovered_at):
        BreachDuty.objects.create(breach=breach, whom=duty.whom, due_at=duty.due_at)
    _step(actor, breach, "recorded", at, kinds=breach.kinds, people=breach.people_affected)
    return breach


def _check_given(given: BreachGiven, at: datetime) -> None:
    if not given.what_happened.strip():
        raise Refused(_("Please say what happened in a few words, without names."))
    if not given.kinds or not set(given.kinds) <= set(FactKind.values):
        raise Refused(_("Choose at least one kind of facts that became known."))
    if given.discovered_at > at:
        raise Refused(_("It cannot have been discovered in the future."))


@transaction.atomic
def assess_breach(*, actor: Actor, breach: Breach, given: Assessment, at: datetime) -> Breach:
    """Write down the four factors and the conclusion; a later assessment replaces it, and each step stays dated."""
    breach = Breach.objects.select_for_update(of=("self",)).get(pk=breach.pk)
    policies.check_can_keep_breaches(actor, breach)
    factors = (given.nature, given.recipient, given.acquired, given.mitigated)
    if not all(each.strip() for each in factors):
        raise Refused(_("Please write something on each of the four factors (45 CFR 164.402(2))."))
    if given.conclusion not in {Breach.Conclusion.LOW, Breach.Conclusion.NOTIFY}:
        raise Refused(_("Choose what follows from the four factors."))
    breach.nature, breach.recipient, breach.acquired, breach.mitigated = (each.strip() for each in factors)
    breach.conclusion, breach.assessed_at, breach.assessed_by_id = given.conclusion, at, user_of(actor)
    breach.save()
    _step(actor, breach, "assessed", at, conclusion=given.conclusion)
    return breach


@transaction.atomic
def settle_duty(*, actor: Actor, duty: BreachDuty, outcome: str, reason: str, at: datetime) -> BreachDuty:
    """Write down that somebody was told, or why they need not be."""
    duty = BreachDuty.objects.select_for_update(of=("self",)).select_related("breach").get(pk=duty.pk)
    policies.check_can_settle_duty(actor, duty, outcome, reason)
    duty.outcome, duty.reason, duty.done_at, duty.done_by_id = outcome, reason.strip(), at, user_of(actor)
    duty.save(update_fields=["outcome", "reason", "done_at", "done_by_id"])
    _step(actor, duty.breach, "duty_settled", at, whom=duty.whom, outcome=outcome)
    return duty


def _step(actor: Actor, breach: Breach, what: str, at: datetime, **details: Any) -> None:
    BreachEvent.objects.create(
        breach=breach, what=what, details=details, occurred_at=at, recorded_by_id=actor.user_id
    )
    audit.record(actor=actor, at=at, action=f"breach.{what}", subject=breach.public_id, details=details)
