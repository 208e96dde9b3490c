"""Open funds, and add entries to their ledgers. An entry is never changed; a wrong one is reversed by another (K8)."""

import uuid
from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.funds import policies
from handoff.casework.funds.queries import balance_of, spending_for
from handoff.casework.models import Fund, FundEntry, HelpGiven
from handoff.core.refusals import check_says_the_same
from handoff.programs.models import Program
from handoff.programs.queries import local_date


def lock_fund(fund: Fund) -> Fund:
    """Lock a fund until the transaction ends, so that no one spends from a balance that another entry is changing."""
    return Fund.objects.select_for_update(of=("self",)).select_related("program").get(pk=fund.pk)


def record(actor: Actor, fund: Fund, action: AuditAction, at: datetime, **details: object) -> None:
    audit.record(actor=actor, at=at, action=action, details={"fund": str(fund.public_id), **details})


@transaction.atomic
def open_fund(*, actor: Actor, program: Program, name: str, at: datetime) -> Fund:
    """Open a fund without any money in it yet."""
    policies.check_can_manage(actor, program.pk)
    policies.check_new_name(program, name)
    fund = Fund.objects.create(program=program, name=name.strip(), opened_at=at, opened_by_id=actor.user_id)
    record(actor, fund, AuditAction.FUND_OPENED, at)
    return fund


@transaction.atomic
def set_fund_closed(*, actor: Actor, fund: Fund, closed: bool, at: datetime) -> Fund:
    """Close a fund, so that it's no longer offered for new costs, or open it again. Its entries stay."""
    policies.check_can_manage(actor, fund.program_id)
    fund = lock_fund(fund)
    if (fund.closed_at is not None) != closed:
        fund.closed_at = at if closed else None
        fund.save(update_fields=["closed_at"])
        record(actor, fund, AuditAction.FUND_CLOSED if closed else AuditAction.FUND_OPENED, at)
    return fund


@transaction.atomic
def receive_money(
    *, actor: Actor, fund: Fund, cents: int, received_on: date, words: str, key: str, at: datetime
) -> FundEntry:
    """Record money that came into a fund. The same form sent twice makes one entry."""
    policies.check_can_manage(actor, fund.program_id)
    fund = lock_fund(fund)
    existing = FundEntry.objects.filter(key=key, fund=fund).first()
    if existing is not None:
        check_says_the_same(
            (existing.amount_cents, cents),
            (existing.occurred_on, received_on),
            (existing.words, words.strip()),
        )
        return existing
    policies.check_is_open(fund)
    policies.check_received(cents, received_on, local_date(fund.program, at))
    record(actor, fund, AuditAction.FUND_MONEY_RECEIVED, at, cents=cents)
    return FundEntry.objects.create(
        program_id=fund.program_id,
        fund=fund,
        kind=FundEntry.Kind.RECEIVED,
        amount_cents=cents,
        occurred_on=received_on,
        words=words.strip(),
        recorded_at=at,
        recorded_by_id=actor.user_id,
        key=key,
    )


def spend(*, actor: Actor, fund: Fund, help_given: HelpGiven, reason: str, at: datetime) -> FundEntry:
    """Pay for help from a fund. Call it in the transaction that records the help or has locked its row."""
    fund = lock_fund(fund)
    policies.check_is_open(fund)
    cents = help_given.cost_cents or 0
    balance = balance_of(fund)
    policies.check_balance(actor, fund, balance, cents, reason)
    overdrawn = cents > balance
    record(actor, fund, AuditAction.FUND_SPENT, at, cents=cents, overdrawn=overdrawn)
    return FundEntry.objects.create(
        program_id=fund.program_id,
        fund=fund,
        kind=FundEntry.Kind.SPENT,
        amount_cents=-cents,
        help_given=help_given,
        occurred_on=local_date(fund.program, help_given.occurred_at),
        reason=reason.strip() if overdrawn else "",
        recorded_at=at,
        recorded_by_id=actor.user_id,
        key=str(uuid.uuid4()),
    )


@transaction.atomic
def reverse_received(*, actor: Actor, entry: FundEntry, reason: str, at: datetime) -> FundEntry:
    """Reverse an entry of money received that is wrong."""
    policies.check_can_manage(actor, entry.program_id)
    lock_fund(entry.fund)
    entry = FundEntry.objects.select_related("fund", "program").get(pk=entry.pk)
    policies.check_can_reverse(entry, reason)
    return add_reversal(actor, entry, reason, at)


def reverse_spending(*, actor: Actor, help_given: HelpGiven, at: datetime) -> FundEntry | None:
    """Return the cost of help recorded by mistake to the fund that paid for it; None if no fund did."""
    entry = spending_for(help_given)
    if entry is None:
        return None
    lock_fund(entry.fund)
    return add_reversal(actor, entry, "", at)


def add_reversal(actor: Actor, entry: FundEntry, words: str, at: datetime) -> FundEntry:
    record(actor, entry.fund, AuditAction.FUND_ENTRY_REVERSED, at, entry=str(entry.public_id))
    return FundEntry.objects.create(
        program_id=entry.program_id,
        fund=entry.fund,
        kind=FundEntry.Kind.REVERSED,
        amount_cents=-entry.amount_cents,
        help_given=entry.help_given,
        reverses=entry,
        occurred_on=local_date(entry.program, at),
        words=words.strip(),
        recorded_at=at,
        recorded_by_id=actor.user_id,
        key=str(uuid.uuid4()),
    )
