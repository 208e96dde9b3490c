"""What the commands that help one account share: whose account, who runs it, and who is notified."""

import getpass
import os
from datetime import datetime
from typing import Any, Protocol

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from handoff.accounts.services.operator import Notified
from handoff.core.refusals import Refused
from handoff.core.tenancy import SITE, tenant_context


class AccountService(Protocol):
    """A service of `accounts.services.operator`."""

    def __call__(self, *, username: str, machine_user: str, at: datetime) -> Notified: ...


class AccountCommand(BaseCommand):
    """Does one thing to an account by its user name, and says only what happened."""

    service: AccountService
    done: str

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="the account's user name")

    def handle(self, *args: object, **options: Any) -> None:
        machine_user = os.environ.get("SUDO_USER") or getpass.getuser()
        try:
            with tenant_context(SITE):
                notified = self.service(
                    username=options["username"], machine_user=machine_user, at=timezone.now()
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{self.done} It's in the audit log.")
        self.stdout.write(
            "A mail to the owner is queued."
            if notified.owner
            else "The account has no email address: tell its owner yourself."
        )
        self.stdout.write(
            f"Mails to program managers queued: {notified.managers}."
            if notified.managers
            else "No program manager gets a mail: none other than the owner has an email address."
        )
