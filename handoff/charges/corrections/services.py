"""A new charge is amended by its source, or turns out to be someone else's. Its decision and its history stay."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.charges.facts import ChargeValues, FormerCourtDate, Stored, stored_values
from handoff.charges.models import NewCharge, NewChargeChange

What = NewChargeChange.What
AMENDED_FIELDS = ("offense_key", "title", "statute", "how", "counts")
"""Another time corrects a charge; another one of these amends it, which the team and the DA's office hear."""
OWN_RECORDS = frozenset({"changes", "sources"})
"""What the import itself writes beside a charge. Anything else is someone's work."""


@transaction.atomic
def amend_charge(
    *, actor: Actor, charge: NewCharge, values: ChargeValues, at: datetime
) -> NewChargeChange | None:
    """Change a charge to what its source says now; None where nothing differs. It keeps its place and its decision."""
    charge = NewCharge.objects.select_for_update(of=("self",)).get(pk=charge.pk)
    wanted = values.by_name()
    former = {name: getattr(charge, name) for name, value in wanted.items() if getattr(charge, name) != value}
    if not former:
        return None
    for name in former:
        setattr(charge, name, wanted[name])
    charge.save(update_fields=list(former))
    what = What.AMENDED if set(former) & set(AMENDED_FIELDS) else What.CORRECTED
    return _write_change(actor, charge, what, stored_values(former), at)


@transaction.atomic
def mark_entered_in_error(
    *, actor: Actor, charge: NewCharge, at: datetime, taken_along: FormerCourtDate | None = None
) -> NewChargeChange:
    """Take a charge off the record of a person it was never about. The trace says when and by which user.

    `taken_along` is what went off the record with it, kept so that an undo can put it back.
    """
    charge = NewCharge.objects.select_for_update(of=("self",)).get(pk=charge.pk)
    charge.entered_in_error_at = at
    charge.save(update_fields=["entered_in_error_at"])
    taken = taken_along.stored() if taken_along is not None else {}
    return _write_change(actor, charge, What.ENTERED_IN_ERROR, taken, at)


@transaction.atomic
def undo_change(*, actor: Actor, change: NewChargeChange, at: datetime) -> bool:
    """Give a charge its former values back; False if it was changed again since."""
    charge = NewCharge.objects.select_for_update(of=("self",)).get(pk=change.charge_id)
    if charge.changes.filter(pk__gt=change.pk).exists():
        return False
    if change.what == What.ENTERED_IN_ERROR:
        charge.entered_in_error_at = None
        charge.save(update_fields=["entered_in_error_at"])
    else:
        former = change.former_values
        for name, value in former.items():
            setattr(charge, name, value)
        charge.save(update_fields=list(former))
    _write_change(actor, charge, What.RESTORED, {}, at)
    return True


def is_worked_with(charge: NewCharge) -> bool:
    """Whether someone recommended, decided, or recorded anything else about a charge."""
    names = {relation.get_accessor_name() or "" for relation in NewCharge._meta.related_objects}
    return any(getattr(charge, name).exists() for name in names - OWN_RECORDS)


def _write_change(
    actor: Actor, charge: NewCharge, what: str, former: Mapping[str, Stored], at: datetime
) -> NewChargeChange:
    change = NewChargeChange.objects.create(
        charge=charge,
        what=what,
        former=dict(former),
        changed_at=at,
        changed_by_id=actor.user_id,
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.NEW_CHARGE_CHANGED,
        subject=charge.public_id,
        details={"what": what},
    )
    return change
