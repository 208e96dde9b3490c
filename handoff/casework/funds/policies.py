"""Who keeps funds, and what may be spent from one (K8)."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.models import Fund, FundEntry
from handoff.core.refusals import Refused
from handoff.core.text import dollars
from handoff.programs.models import Program

MOST_CENTS = 100_000_000
"""The most that one entry can bring into a fund: a million dollars. More is a slip of the finger."""


def check_can_manage(actor: Actor, program_id: int) -> None:
    if actor.program_id != program_id or not actor.can(Permission.FUNDS_MANAGE):
        raise Refused(_("Only the program manager can change funds and the list of supplies."))


def check_new_name(program: Program, name: str) -> None:
    if not name.strip():
        raise Refused(_("Enter the name of the fund."), "name")
    if Fund.objects.filter(program=program, name__iexact=name.strip()).exists():
        raise Refused(_("There's already a fund with this name."), "name")


def check_is_open(fund: Fund) -> None:
    if fund.closed_at is not None:
        raise Refused(_("“%(fund)s” is closed. Choose another fund.") % {"fund": fund.name})


def check_received(cents: int, received_on: date, today: date) -> None:
    if not 0 < cents <= MOST_CENTS:
        raise Refused(_("Enter an amount between $0.01 and $1,000,000."), "amount")
    if received_on > today:
        raise Refused(_("That day is in the future. Record money once it's there."), "day")


def check_can_reverse(entry: FundEntry, reason: str) -> None:
    if hasattr(entry, "reversal"):
        raise Refused(_("This entry was reversed already."))
    if not reason.strip():
        raise Refused(_("Enter the reason."))


def check_balance(actor: Actor, fund: Fund, balance: int, cents: int, reason: str) -> None:
    """A fund is overdrawn only with the manager's recorded reason. Help itself is never refused for want of money:
    it is recorded without a fund, and the manager decides later which one pays.
    """
    if cents <= balance:
        return
    values = {
        "fund": fund.name,
        "balance": dollars(balance),
        "cost": dollars(cents),
        "short": dollars(cents - balance),
    }
    if not actor.can(Permission.FUNDS_MANAGE):
        raise Refused(
            _(
                "“%(fund)s” has %(balance)s and this costs %(cost)s, which is %(short)s too much. Choose another fund, "
                "or “No fund yet”: the help is recorded, and the program manager decides which fund pays."
            )
            % values
        )
    if not reason.strip():
        raise Refused(
            _(
                "“%(fund)s” has %(balance)s and this costs %(cost)s, which is %(short)s too much. Enter a reason to "
                "overdraw it, or choose another fund."
            )
            % values
        )
