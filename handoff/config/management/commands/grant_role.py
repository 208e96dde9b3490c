"""`handoff grant-role NAME`: make the role that the server runs as, and let it do what the server does."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError, connection, transaction

from handoff.config.database_roles import create_role, grant_rights, owns_tables, role_exists


class Command(BaseCommand):
    help = "Let a PostgreSQL role serve Handoff from behind the second wall; it is made if it is not there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the role, such as handoff_app")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("SQLite has no roles: there is nothing to grant.")
        role = options["name"]
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                if not owns_tables(cursor):
                    raise CommandError(
                        "Only the owner of the tables can do this: set HANDOFF_OWNER_DATABASE_URL."
                    )
                made = not role_exists(cursor, role)
                if made:
                    create_role(cursor, role)
                grant_rights(role)
        except ProgrammingError as error:
            raise CommandError(f"The database refused: {error}") from error
        self.stdout.write(
            f"{role} may serve Handoff. It owns nothing and stands behind the wall of each program."
        )
        if made:
            self.stdout.write(f"It is new: give it a password with ALTER ROLE {role} PASSWORD '...'.")
