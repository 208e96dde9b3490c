"""Charges that an officer chose to pursue reach the DA's list, and the DA's office says that it has them (N2)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.queries import users_with_permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.charges.models import Encounter, SetAsideCharge, SetAsideChargeEvent
from handoff.charges.sent import policies
from handoff.charges.sent.queries import RECEIVED, has_da_reader
from handoff.notifications.services import queue_notice
from handoff.programs.queries import local_date


def notify_da(encounter: Encounter, at: datetime) -> None:
    """Notify the DA's office that a charge is on its list, where it is a partner. The notice is a link (H4)."""
    program, today = encounter.program, local_date(encounter.program, at)
    if not has_da_reader(program, today):
        return
    path, key = reverse("charges:sent", args=[program.slug]), str(encounter.public_id)
    for user in users_with_permission(program, Permission.NEW_CHARGE_DECIDE, today):
        queue_notice(program_id=program.pk, user=user, kind="charge_sent", path=path, key=key, at=at)


@transaction.atomic
def receive_charges(*, actor: Actor, encounter: Encounter, at: datetime) -> Encounter:
    """Record that the DA's office has the charges. Handoff files nothing: the agency does, outside it."""
    # The lock makes a second click wait, and then be refused.
    encounter = (
        Encounter.objects.select_for_update(of=("self",)).select_related("program").get(pk=encounter.pk)
    )
    policies.check_can_receive_charges(actor, encounter)
    SetAsideChargeEvent.objects.bulk_create(
        SetAsideChargeEvent(
            charge=charge, what=RECEIVED, occurred_at=at, recorded_at=at, recorded_by_id=actor.user_id
        )
        for charge in encounter.set_aside_charges.filter(state=SetAsideCharge.State.REFERRED_TO_DA)
    )
    audit.record(actor=actor, at=at, action=AuditAction.CHARGE_RECEIVED_BY_DA, subject=encounter.public_id)
    return encounter
