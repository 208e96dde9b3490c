"""`handoff reset-second-step USER`: remove an account's codes and passkeys."""

from handoff.accounts.services import operator
from handoff.config.management.account_command import AccountCommand


class Command(AccountCommand):
    help = "Reset an account's two-step verification when no manager can. Make sure first that its owner asks for it."
    service = staticmethod(operator.reset_second_step)
    done = "Two-step verification is reset. The owner sets it up again the next time they sign in."
