"""`handoff release-account USER`: release an account that wrong passwords locked."""

import getpass
import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from handoff.accounts.services import operator
from handoff.core.refusals import Refused
from handoff.core.tenancy import SITE, tenant_context


class Command(BaseCommand):
    help = "Release a locked account when no manager can. It keeps its password and two-step verification."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="the account's user name")

    def handle(self, *args: object, **options: Any) -> None:
        machine_user = os.environ.get("SUDO_USER") or getpass.getuser()
        try:
            with tenant_context(SITE):
                user = operator.release_account(
                    username=options["username"], machine_user=machine_user, at=timezone.now()
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("The account is released. Its owner signs in with the same password.")
        self.stdout.write(
            "It's in the audit log, and the owner and their program managers are notified by mail."
            if user.email
            else "It's in the audit log. The account has no email address: tell its owner yourself."
        )
