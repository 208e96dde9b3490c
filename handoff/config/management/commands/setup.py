"""`handoff setup`: the site administrator and the first program of an empty installation."""

import argparse
import sys
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.forms import Field
from django.utils import timezone, translation

from handoff.accounts.first_run import services
from handoff.accounts.first_run.forms import SetupForm
from handoff.accounts.first_run.inputs import Installation
from handoff.config.connections import database_in_words
from handoff.config.startup import check_migrations
from handoff.core.refusals import Refused
from handoff.core.tenancy import tenant_context


def option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


class Command(BaseCommand):
    help = (
        "Create the site administrator's account and the first program; asks for what the options leave out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        for name, field in SetupForm().fields.items():
            # argparse reads % in help as a placeholder.
            parser.add_argument(option(name), help=str(field.label).replace("%", "%%"))
        parser.add_argument(
            "--page", action="store_true", help="print a one-time link to the first-run page instead"
        )
        parser.add_argument(
            "--input",
            action=argparse.BooleanOptionalAction,
            default=None,
            help="ask for missing values (default: when run in a terminal)",
        )

    def handle(self, *args: object, **options: object) -> None:
        with tenant_context(None), translation.override("en"):
            self.stdout.write(f"Database: {database_in_words()}")
            migrations = check_migrations()
            if migrations.is_serious():
                raise CommandError("The database isn't ready: run handoff migrate first.")
            try:
                services.check_is_empty()
                if options["page"]:
                    link = services.issue_first_run_link()
                    self.stdout.write(f"Open this link to set up Handoff. It works once:\n{link}")
                    return
                installation = self.start(options)
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
        self.say_what_is_next(installation)

    def start(self, options: Mapping[str, Any]) -> Installation:
        """Check every value before anything is written."""
        fields = SetupForm().fields
        values = {name: options[name] for name in fields if options[name] is not None}
        asks = options["input"] if options["input"] is not None else sys.stdin.isatty()
        if asks:
            for name, field in fields.items():
                if name not in values:
                    values[name] = self.ask(name, field)
        for name, field in fields.items():
            values.setdefault(name, field.initial or "")
        form = SetupForm(values)
        if not form.is_valid():
            raise CommandError(
                "Nothing was created. Fix these and run handoff setup again:\n" + error_lines(form)
            )
        if asks and input("Create this account and program in this database? [y/N] ").strip().lower() != "y":
            raise CommandError("Nothing was created.")
        return services.start_installation(setup_input=form.setup_input(), at=timezone.now())

    def ask(self, name: str, field: Field) -> str:
        """Ask until the answer is one the field accepts."""
        if field.help_text:
            self.stdout.write(str(field.help_text))
        if name == "county_fips":
            self.stdout.write(
                "The county's five-digit FIPS code, such as 37135; blank outside North Carolina."
            )
        default = str(field.initial or "")
        shown = f" [{default}]" if default else "" if field.required else " (optional)"
        while True:
            answer = input(f"{field.label}{shown}: ").strip() or default
            try:
                field.clean(answer)
            except ValidationError as error:
                self.stdout.write(" ".join(error.messages))
            else:
                return answer

    def say_what_is_next(self, made: Installation) -> None:
        self.stdout.write(
            f"Created the program {made.program.name} and the account {made.administrator.username}."
        )
        self.stdout.write(
            "Each link works once, for 7 days. Give it only to its owner, who chooses a password:"
        )
        self.stdout.write(f"  {made.administrator.username}: {made.administrator_link}")
        if made.manager is not None:
            self.stdout.write(f"  {made.manager.username}: {made.manager_link}")
        self.stdout.write("Next:")
        self.stdout.write("  1. Start the server with handoff serve, and open the links.")
        if made.manager is None:
            self.stdout.write("  2. As site administrator, add a program manager under Accounts.")
        else:
            self.stdout.write("  2. The program manager signs in and sets up the program under Program.")
        self.stdout.write("  3. Run handoff check to see what the program still needs.")


def error_lines(form: SetupForm) -> str:
    """One sentence for each wrong value, with the option it came from."""
    lines = []
    for name, errors in form.errors.as_data().items():
        missing = any(error.code == "required" for error in errors)
        sentence = (
            f"Enter a value ({str(form.fields[name].label).lower()})."
            if missing
            else " ".join(each for error in errors for each in error.messages)
        )
        lines.append(f"  {option(name)}: {sentence}")
    return "\n".join(lines)
