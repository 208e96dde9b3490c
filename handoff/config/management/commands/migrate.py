"""`handoff migrate`: Django's own, and then the second wall around every table there now is."""

from typing import Any

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connection, transaction

from handoff.config.database_roles import create_role, grant_rights, granted_roles, owns_tables
from handoff.config.row_level_security import apply_policies, force_row_level_security


class Command(migrate.Command):
    """The policies are made from the models here, and not in migrations, so that no new table can be forgotten.

    While tables change, their owner stands outside the wall: otherwise a migration that moves data would see no row.
    For the role that the server runs as the wall stands all the while.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        looking = options.get("plan") or options.get("check_unapplied") or not owns_tenant_tables()
        if looking:
            super().handle(*args, **options)
            return
        force_row_level_security(on_owner=False)
        try:
            super().handle(*args, **options)
        finally:
            force_row_level_security(on_owner=True)
        if not options.get("app_label"):
            with transaction.atomic():
                apply_policies()
                regrant_roles()


def owns_tenant_tables() -> bool:
    """Say whether there are tables to wall in, and whether this connection owns them."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        return owns_tables(cursor)


def regrant_roles() -> None:
    """Let the roles that the server runs as reach the tables that are new."""
    with connection.cursor() as cursor:
        roles = set(granted_roles(cursor))
        if settings.ROW_SECURITY_ROLE:
            create_role(cursor, settings.ROW_SECURITY_ROLE)
            roles.add(settings.ROW_SECURITY_ROLE)
    for role in sorted(roles):
        grant_rights(role)
