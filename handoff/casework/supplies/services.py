"""Keep the list of supplies, undo help recorded by mistake, and charge a fund for help that has none (K8)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.funds.policies import check_can_manage
from handoff.casework.funds.queries import spending_for
from handoff.casework.funds.services import reverse_spending, spend
from handoff.casework.models import Fund, FundEntry, HelpCorrection, HelpGiven, SupplyItem
from handoff.casework.services import lock_person
from handoff.casework.supplies import policies
from handoff.casework.supplies.queries import current_items
from handoff.core.refusals import Refused
from handoff.programs.models import Program


@dataclass(frozen=True)
class ItemInput:
    """Something a program hands out, and what one usually costs."""

    kind: str
    name: str
    name_es: str = ""
    cost_cents: int | None = None


@transaction.atomic
def save_item(
    *, actor: Actor, program: Program, item_input: ItemInput, at: datetime, replaces: SupplyItem | None = None
) -> SupplyItem:
    """Put something on the list, in the place of an item if one is named: help recorded earlier keeps what it said."""
    check_can_manage(actor, program.pk)
    wanted, replaced_id = item_input, replaces.pk if replaces else None
    if replaces is not None and is_retired(replaces):
        return saved_before(program, wanted)
    policies.check_item(program, wanted.kind, wanted.name, wanted.name_es, replaced_id)
    if replaces is not None:
        SupplyItem.objects.filter(pk=replaces.pk, retired_at__isnull=True).update(retired_at=at)
    item = SupplyItem.objects.create(
        program=program,
        kind=wanted.kind,
        name=wanted.name.strip(),
        name_es=wanted.name_es.strip(),
        cost_cents=wanted.cost_cents,
        added_at=at,
        added_by_id=actor.user_id,
    )
    record_list_change(actor, item, at)
    return item


def is_retired(item: SupplyItem) -> bool:
    """Whether an item is off the list by now; two managers who change it at once wait here."""
    return SupplyItem.objects.select_for_update().get(pk=item.pk).retired_at is not None


def saved_before(program: Program, wanted: ItemInput) -> SupplyItem:
    """What a second tap on Save finds. Where a colleague changed the item meanwhile, what was typed stays."""
    same = {"kind": wanted.kind, "name": wanted.name.strip(), "name_es": wanted.name_es.strip()}
    item = current_items(program).filter(**same, cost_cents=wanted.cost_cents).first()
    if item is None:
        raise Refused(
            _("Someone changed or removed this item meanwhile. Check the list, and change it there.")
        )
    return item


@transaction.atomic
def retire_item(*, actor: Actor, item: SupplyItem, at: datetime) -> SupplyItem:
    """Take something off the list. Help of its kind can still be recorded."""
    check_can_manage(actor, item.program_id)
    if SupplyItem.objects.filter(pk=item.pk, retired_at__isnull=True).update(retired_at=at):
        record_list_change(actor, item, at)
    item.retired_at = item.retired_at or at
    return item


def record_list_change(actor: Actor, item: SupplyItem, at: datetime) -> None:
    details = {"item": str(item.public_id)}
    audit.record(actor=actor, at=at, action=AuditAction.SUPPLY_LIST_CHANGED, details=details)


@transaction.atomic
def correct_help(*, actor: Actor, help_given: HelpGiven, why: str, at: datetime) -> HelpCorrection:
    """Undo help recorded by mistake: it stays on record, counts no longer, and its fund has the money again.

    Undoing it twice changes nothing.
    """
    lock_person(help_given.person)
    existing = HelpCorrection.objects.filter(help_given=help_given).first()
    if existing is not None:
        return existing
    policies.check_can_correct(actor, help_given, why)
    reverse_spending(actor=actor, help_given=help_given, at=at)
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.HELP_CORRECTED,
        subject=help_given.person.public_id,
        details={"why": why},
    )
    return HelpCorrection.objects.create(
        help_given=help_given, why=why, corrected_at=at, corrected_by_id=actor.user_id
    )


@transaction.atomic
def charge_help(*, actor: Actor, help_given: HelpGiven, fund: Fund, reason: str, at: datetime) -> FundEntry:
    """Say which fund pays for help that was recorded without one."""
    check_can_manage(actor, help_given.program_id)
    check_can_manage(actor, fund.program_id)
    lock_person(help_given.person)
    policies.check_can_charge(help_given, paid=spending_for(help_given) is not None)
    return spend(actor=actor, fund=fund, help_given=help_given, reason=reason, at=at)
