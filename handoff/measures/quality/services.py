"""Settle a finding of data quality: it was checked, and it stays as it is."""

from django.db import transaction

from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.measures.database.queries import Reading
from handoff.measures.models import SettledFinding
from handoff.measures.quality import policies
from handoff.measures.quality.queries import fingerprint_of, read_checked
from handoff.measures.quality.rules import Check
from handoff.participants.models import Person


@transaction.atomic
def settle_finding(*, of: Reading, check: Check, person: Person, why: str) -> SettledFinding:
    """Settle a finding about a person; it counts again once what it rested on changes."""
    checked = read_checked(of, [check], people=[person.pk])
    policies.check_can_settle(of.actor, check, person.pk, checked)
    settled = SettledFinding.objects.create(
        program=of.program,
        person=person,
        check_key=check.key,
        why=why,
        seen=fingerprint_of(check, checked.rows[person.pk]),
        settled_at=of.at,
        settled_by_id=of.actor.user_id,
    )
    audit.record(
        actor=of.actor,
        at=of.at,
        action=AuditAction.FINDING_SETTLED,
        subject=person.public_id,
        details={"check": check.key, "why": why},
    )
    return settled
