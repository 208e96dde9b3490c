"""Criteria on their way from draft to force, and the decisions taken under them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.queries import members_who_may
from handoff.audit import services as audit
from handoff.core.refusals import Refused
from handoff.eligibility import policies, queries
from handoff.eligibility.engine.assessment import assess
from handoff.eligibility.engine.criteria import Criteria
from handoff.eligibility.engine.facts import Facts
from handoff.eligibility.engine.findings import Assessment
from handoff.eligibility.models import CriteriaApproval, CriteriaVersion, EligibilityDecision
from handoff.notifications import services as notifications
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date

NEWS_FOR = timedelta(days=3)
"""How long after its day a version is still news to tell."""


def assess_facts(*, program: Program, facts: Facts, at: datetime) -> tuple[CriteriaVersion, Assessment]:
    """Hold facts against the criteria in force and return both; nothing is stored."""
    version = queries.criteria_in_force(program, at)
    if version is None:
        raise Refused(
            _(
                "No criteria are in force yet. Both law enforcement leadership and the DA's office must approve them."
            )
        )
    return version, assess(facts, Criteria.from_plain(version.criteria))


@transaction.atomic
def decide(
    *,
    actor: Actor,
    program: Program,
    facts: Facts,
    decision: str,
    decision_reason: str,
    person: Person | None,
    at: datetime,
) -> EligibilityDecision:
    """Store one check: the facts, each finding, the advice, and what the officer decided and why (E5, G8)."""
    version, assessment = assess_facts(program=program, facts=facts, at=at)
    policies.check_can_decide(actor, program.pk, assessment.advice, decision, decision_reason)
    stored = EligibilityDecision.objects.create(
        program=program,
        version=version,
        person=person,
        facts=facts.to_plain(),
        findings=[finding.to_plain() for finding in assessment.findings],
        advice=assessment.advice.value,
        decision=decision,
        decision_reason=decision_reason.strip(),
        decided_at=at,
        decided_by_id=actor.user_id,
    )
    audit.record(
        actor=actor,
        at=at,
        action="eligibility.decided",
        subject=stored.public_id,
        details={"advice": stored.advice, "decision": decision, "criteria": version.number},
    )
    return stored


@transaction.atomic
def save_criteria_draft(
    *,
    actor: Actor,
    program: Program,
    plain: Mapping[str, Any],
    effective_on: date,
    note: str,
    at: datetime,
    version: CriteriaVersion | None = None,
) -> CriteriaVersion:
    """Write a draft, a new one or over the one being written; `CriteriaRefused` says what cannot be, all at once."""
    policies.check_can_edit_criteria(actor, program.pk)
    criteria = Criteria.from_plain(plain).to_plain()
    Program.objects.select_for_update().get(pk=program.pk)
    if version is None:
        version = CriteriaVersion(
            program=program, number=queries.next_number(program), made_at=at, made_by_id=actor.user_id
        )
    else:
        version = queries.lock_version(version)
        policies.check_can_change_draft(actor, version)
    version.criteria, version.effective_on, version.note = criteria, effective_on, note.strip()
    version.save()
    audit.record(
        actor=actor,
        at=at,
        action="criteria.saved",
        subject=version.public_id,
        details={"number": version.number},
    )
    return version


@transaction.atomic
def propose_criteria(*, actor: Actor, version: CriteriaVersion, at: datetime) -> CriteriaVersion:
    """Put a draft before both sides; from here on it cannot be changed."""
    version = queries.lock_version(version)
    program = version.program
    policies.check_can_propose_criteria(
        actor, version, queries.waiting_version(program), local_date(program, at)
    )
    version.proposed_at = at
    version.save(update_fields=["proposed_at"])
    audit.record(
        actor=actor,
        at=at,
        action="criteria.proposed",
        subject=version.public_id,
        details={"number": version.number},
    )
    for permission in policies.PERMISSION_OF_SIDE.values():
        tell(version, "criteria_to_approve", permission, at)
    return version


@transaction.atomic
def approve_criteria(*, actor: Actor, version: CriteriaVersion, side: str, at: datetime) -> CriteriaApproval:
    """Give one side's yes; with the second the version is approved and takes effect on its day (E2)."""
    version = queries.lock_version(version)
    given = list(queries.approvals_of(version))
    policies.check_can_approve_criteria(actor, version, given, side)
    if actor.user_id is None:
        raise Refused(_("Criteria are approved by a person."))
    approval = CriteriaApproval.objects.create(
        version=version, side=side, approved_at=at, approved_by_id=actor.user_id
    )
    audit.record(
        actor=actor,
        at=at,
        action="criteria.approved",
        subject=version.public_id,
        details={"number": version.number, "side": side},
    )
    if len(given) + 1 == len(CriteriaApproval.Side):
        version.approved_at = at
        version.save(update_fields=["approved_at"])
        announce_criteria(program=version.program, at=at)
    return approval


@transaction.atomic
def withdraw_criteria(*, actor: Actor, version: CriteriaVersion, at: datetime) -> CriteriaVersion:
    """Take back a version that both sides have not approved."""
    version = queries.lock_version(version)
    policies.check_can_withdraw_criteria(actor, version)
    version.withdrawn_at = at
    version.save(update_fields=["withdrawn_at"])
    audit.record(
        actor=actor,
        at=at,
        action="criteria.withdrawn",
        subject=version.public_id,
        details={"number": version.number},
    )
    return version


def announce_criteria(*, program: Program, at: datetime) -> None:
    """Tell everybody who works with the criteria that a version is in force, once, on its day."""
    version = queries.criteria_in_force(program, at)
    begins = queries.in_force_from(version) if version else None
    if version is not None and begins is not None and at - begins < NEWS_FOR:
        tell(version, "criteria_in_force", Permission.CRITERIA_READ, at)


def tell(version: CriteriaVersion, kind: str, permission: Permission, at: datetime) -> None:
    """Queue a notice, a link and nothing else, to everybody with a permission."""
    program = version.program
    for user in members_who_may(program, permission, local_date(program, at)):
        notifications.queue(
            program_id=program.pk,
            user=user,
            kind=kind,
            path=f"/p/{program.slug}/criteria/",
            key=str(version.public_id),
            at=at,
        )
