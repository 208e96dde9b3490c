"""`handoff grant-role NAME`: create the PostgreSQL role that the server runs as, and grant it the server's rights."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError, connection, transaction

from handoff.config.commands import READ_NO_PAGES
from handoff.config.database_roles import create_role, grant_rights, owns_tables, role_exists


class Command(BaseCommand):
    help = (
        "Grant a PostgreSQL role the rights to serve Handoff under row-level security; create it if needed."
    )
    requires_system_checks = READ_NO_PAGES

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the role, such as handoff_app")

    def handle(self, *args: object, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("SQLite has no roles, so there's nothing to grant.")
        role = options["name"]
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                if not owns_tables(cursor):
                    raise CommandError(
                        "Only the owner of the tables can do this: set HANDOFF_OWNER_DATABASE_URL."
                    )
                is_new = not role_exists(cursor, role)
                if is_new:
                    create_role(cursor, role)
                grant_rights(role)
        except ProgrammingError as error:
            raise CommandError(f"The database refused: {error}") from error
        self.stdout.write(
            f"{role} may serve Handoff. It owns no tables, and row-level security limits it to one program at a time."
        )
        if is_new:
            self.stdout.write(f"New role: set its password with ALTER ROLE {role} PASSWORD '...'.")
