"""`handoff release-account USER`: release an account that wrong passwords locked."""

from handoff.accounts.services import operator
from handoff.config.management.account_command import AccountCommand


class Command(AccountCommand):
    help = "Release a locked account when no manager can. It keeps its password and two-step verification."
    service = staticmethod(operator.release_account)
    done = "The account is released. Its owner signs in with the same password."
