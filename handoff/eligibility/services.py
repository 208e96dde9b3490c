"""Criteria versions from draft to approval, and the decisions made under them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.queries import users_with_permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.eligibility import policies, queries
from handoff.eligibility.engine.assessment import assess
from handoff.eligibility.engine.criteria import Criteria, CriteriaRefused
from handoff.eligibility.engine.facts import Facts
from handoff.eligibility.engine.findings import Assessment, format_sentence
from handoff.eligibility.models import CriteriaApproval, CriteriaReading, CriteriaVersion, EligibilityDecision
from handoff.notifications import services as notifications
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import approving_agencies, local_date

ANNOUNCED_WITHIN = timedelta(days=3)
"""How long after taking effect a version is still announced."""


def assess_facts(*, program: Program, facts: Facts, at: datetime) -> tuple[CriteriaVersion, Assessment]:
    """Check facts against the current criteria. Stores nothing; raises `Refused` if no version is approved yet."""
    version = queries.current_criteria(program, at)
    if version is None:
        raise Refused(
            _("No criteria are active yet. Every partner that must approve them has to do so first.")
        )
    return version, assess(facts, Criteria.from_plain(version.criteria))


@transaction.atomic
def record_decision(
    *,
    actor: Actor,
    program: Program,
    facts: Facts,
    decision: str,
    decision_reason: str,
    person: Person | None,
    at: datetime,
) -> EligibilityDecision:
    """Store a check: the facts, each finding, the advice, and the officer's decision with its reason (E5, G8)."""
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
        action=AuditAction.ELIGIBILITY_DECIDED,
        subject=stored.public_id,
        details={"advice": stored.advice, "decision": decision, "criteria": version.number},
    )
    return stored


@transaction.atomic
def save_criteria_draft(
    *,
    actor: Actor,
    program: Program,
    plain: Mapping[str, object],
    effective_on: date,
    note: str,
    at: datetime,
    version: CriteriaVersion | None = None,
) -> CriteriaVersion:
    """Save a new draft or overwrite the open one. Raises `CriteriaRefused` with every reason at once."""
    policies.check_can_edit_criteria(actor, program.pk)
    parsed = Criteria.from_plain(plain)
    policies.check_new_criteria(parsed, note)
    criteria = parsed.to_plain()
    # Numbers are counted, so only one draft at a time may take the next one.
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
        action=AuditAction.CRITERIA_SAVED,
        subject=version.public_id,
        details={"number": version.number},
    )
    return version


@transaction.atomic
def propose_criteria(*, actor: Actor, version: CriteriaVersion, at: datetime) -> CriteriaVersion:
    """Propose a draft to the partners that must approve now. It cannot be changed after that."""
    version = queries.lock_version(version)
    program = version.program
    # A draft may be older than what is refused today.
    try:
        criteria = Criteria.from_plain(version.criteria)
        policies.check_new_criteria(criteria, version.note)
    except CriteriaRefused as refused:
        sentences = (format_sentence(each.sentence, each.values, _) for each in refused.errors)
        raise Refused(" ".join(sentences)) from refused
    policies.check_can_propose_criteria(
        actor, version, queries.waiting_version(program), local_date(program, at)
    )
    approvers = approving_agencies(program)
    policies.check_approvers(criteria, approvers)
    version.proposed_at, version.approvers = at, [each.pk for each in approvers]
    version.save(update_fields=["proposed_at", "approvers"])
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.CRITERIA_PROPOSED,
        subject=version.public_id,
        details={"number": version.number},
    )
    for permission in {queries.approval_permission(each) for each in approvers}:
        queue_notices(version, "criteria_to_approve", permission, at)
    return version


@transaction.atomic
def approve_criteria(
    *, actor: Actor, version: CriteriaVersion, agency: Agency, at: datetime
) -> CriteriaApproval:
    """Approve for one's own partner. The last approval makes the version take effect on its date (E2)."""
    version = queries.lock_version(version)
    approvals = list(queries.approvals_of(version))
    policies.check_can_approve_criteria(
        actor, version, approvals, agency, queries.approval_permissions_by_agency(actor, version.program, at)
    )
    assert actor.user_id is not None
    approval = CriteriaApproval.objects.create(
        version=version, agency=agency, approved_at=at, approved_by_id=actor.user_id
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.CRITERIA_APPROVED,
        subject=version.public_id,
        details={"number": version.number, "agency": str(agency.public_id)},
    )
    if {agency.pk, *(each.agency_id for each in approvals)} >= set(version.approvers):
        version.approved_at = at
        version.save(update_fields=["approved_at"])
        announce_criteria(program=version.program, at=at)
    return approval


@transaction.atomic
def record_criteria_reading(
    *, actor: Actor, version: CriteriaVersion, answer: str, changes: str, at: datetime
) -> list[CriteriaReading]:
    """Record that someone new at a partner read the criteria. The approval stays; managers see what should change."""
    version = queries.lock_version(version)
    to_read = queries.agencies_to_read_for(actor, version, at)
    policies.check_can_record_reading(actor, version, to_read, answer, changes)
    assert actor.user_id is not None
    asks = answer == CriteriaReading.Answer.CHANGES
    readings = [
        CriteriaReading.objects.create(
            version=version,
            agency=each,
            answer=answer,
            changes=changes.strip() if asks else "",
            read_at=at,
            read_by_id=actor.user_id,
        )
        for each in to_read
    ]
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.CRITERIA_READ,
        subject=version.public_id,
        details={"number": version.number, "answer": answer},
    )
    if asks:
        key = f"reading:{readings[0].pk}"
        queue_notices(version, "criteria_changes_asked", Permission.CRITERIA_EDIT, at, key=key)
    return readings


@transaction.atomic
def withdraw_criteria(*, actor: Actor, version: CriteriaVersion, at: datetime) -> CriteriaVersion:
    """Withdraw a version that does not have every approval yet."""
    version = queries.lock_version(version)
    policies.check_can_withdraw_criteria(actor, version)
    version.withdrawn_at = at
    version.save(update_fields=["withdrawn_at"])
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.CRITERIA_WITHDRAWN,
        subject=version.public_id,
        details={"number": version.number},
    )
    return version


def announce_criteria(*, program: Program, at: datetime) -> None:
    """Notify everyone who works with the criteria, once, on the day a version takes effect."""
    version = queries.current_criteria(program, at)
    begins = queries.takes_effect_at(version) if version else None
    # Jobs that did not run for a long time must not announce old criteria as news.
    if version is not None and begins is not None and at - begins < ANNOUNCED_WITHIN:
        queue_notices(version, "criteria_in_force", Permission.CRITERIA_READ, at)


def queue_notices(
    version: CriteriaVersion, kind: str, permission: Permission, at: datetime, *, key: str = ""
) -> None:
    """Notify every member who holds a permission. The notice is a link and nothing else (H4)."""
    program = version.program
    for user in users_with_permission(program, permission, local_date(program, at)):
        notifications.queue_notice(
            program_id=program.pk,
            user=user,
            kind=kind,
            path=reverse("eligibility:criteria", args=[program.slug]),
            key=key or str(version.public_id),
            at=at,
        )
