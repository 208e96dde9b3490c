"""Funds with their balances, their entries with the balance after each, and costs that no fund has paid yet (K8)."""

import uuid

from django.db.models import Exists, OuterRef, QuerySet, Sum, Window
from django.db.models.functions import Coalesce

from handoff.casework.models import Fund, FundEntry, HelpGiven
from handoff.programs.models import Program


def funds_of(program: Program) -> QuerySet[Fund]:
    """All funds, each annotated with its `balance` in cents."""
    return Fund.objects.filter(program=program).annotate(balance=Coalesce(Sum("entries__amount_cents"), 0))


def open_funds(program: Program) -> QuerySet[Fund]:
    return funds_of(program).filter(closed_at__isnull=True)


def balance_of(fund: Fund) -> int:
    """What a fund holds, in cents."""
    total: int | None = fund.entries.aggregate(total=Sum("amount_cents"))["total"]
    return total or 0


def entries_of(fund: Fund) -> QuerySet[FundEntry]:
    """A fund's entries, newest first, each annotated with the fund's `balance` after it.

    The order is that of recording, in which alone the balance after each entry stays what it was.
    """
    running = Window(Sum("amount_cents"), order_by="pk")
    return (
        FundEntry.objects.filter(fund=fund)
        .annotate(balance=running)
        .select_related("help_given__item", "help_given__person", "reverses", "reversal")
        .order_by("-pk")
    )


def unreversed_spending() -> QuerySet[FundEntry]:
    """What was spent and not reversed since."""
    return FundEntry.objects.filter(kind=FundEntry.Kind.SPENT, reversal__isnull=True)


def spending_for(help_given: HelpGiven) -> FundEntry | None:
    """The entry by which a fund pays for some help, if one does."""
    return unreversed_spending().filter(help_given=help_given).select_related("fund").first()


def fund_at_first(help_given: HelpGiven) -> Fund | None:
    """The fund that was named when some help was recorded, whatever was charged or reversed later."""
    entries = FundEntry.objects.filter(
        help_given=help_given, kind=FundEntry.Kind.SPENT, recorded_at=help_given.recorded_at
    )
    entry = entries.select_related("fund").order_by("pk").first()
    return entry.fund if entry is not None else None


def unpaid_help(program: Program) -> QuerySet[HelpGiven]:
    """Help that cost something and that no fund has paid for yet, oldest first.

    What was recorded before the program's first fund was opened asks for none.
    """
    paid = unreversed_spending().filter(help_given=OuterRef("pk"))
    earlier_fund = Fund.objects.filter(program=program, opened_at__lte=OuterRef("recorded_at"))
    found = HelpGiven.objects.filter(
        Exists(earlier_fund), program=program, cost_cents__gt=0, correction__isnull=True
    )
    return found.exclude(Exists(paid)).select_related("person", "item").order_by("occurred_at", "pk")


def find_fund(program: Program, public_id: uuid.UUID) -> Fund | None:
    return funds_of(program).filter(public_id=public_id).first()


def find_received(program: Program, public_id: uuid.UUID) -> FundEntry | None:
    """Money that came into a fund. What was spent is corrected with the help it paid for."""
    found = FundEntry.objects.filter(program=program, public_id=public_id, kind=FundEntry.Kind.RECEIVED)
    return found.select_related("fund").first()
