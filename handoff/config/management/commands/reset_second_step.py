"""`handoff reset-second-step USER`: remove an account's codes and passkeys."""

import getpass
import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from handoff.accounts.services import operator
from handoff.core.refusals import Refused
from handoff.core.tenancy import SITE, tenant_context


class Command(BaseCommand):
    help = "Reset an account's two-step verification when no manager can. Make sure first that its owner asks for it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="the account's user name")

    def handle(self, *args: object, **options: Any) -> None:
        machine_user = os.environ.get("SUDO_USER") or getpass.getuser()
        try:
            with tenant_context(SITE):
                user = operator.reset_second_step(
                    username=options["username"], machine_user=machine_user, at=timezone.now()
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            "Two-step verification is reset. The owner sets it up again the next time they sign in."
        )
        self.stdout.write(
            "It's in the audit log, and the owner and their program managers are notified by mail."
            if user.email
            else "It's in the audit log. The account has no email address: tell its owner yourself."
        )
