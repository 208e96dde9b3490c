"""Record how a court closed a new charge. A later disposition is a new row beside the former ones."""

from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.charges.dispositions import policies
from handoff.charges.dispositions.inputs import DispositionInput
from handoff.charges.models import Disposition, NewCharge
from handoff.programs.queries import local_date


@transaction.atomic
def record_disposition(
    *, actor: Actor, charge: NewCharge, decided: bool, wanted: DispositionInput, at: datetime
) -> Disposition:
    """Record a disposition and its sentence; it changes no one's status (G7)."""
    charge = NewCharge.objects.select_for_update(of=("self",)).select_related("program").get(pk=charge.pk)
    policies.check_can_record_disposition(actor, charge, decided)
    policies.check_disposition(charge, wanted, local_date(charge.program, at))
    policies.check_says_something_new(charge.dispositions.last(), wanted)
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.NEW_CHARGE_DISPOSED,
        subject=charge.public_id,
        details={"code": wanted.code},
    )
    return Disposition.objects.create(
        charge=charge,
        code=wanted.code,
        verdict=wanted.verdict,
        sentence=wanted.sentence,
        words=wanted.words.strip(),
        disposed_on=wanted.disposed_on,
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
