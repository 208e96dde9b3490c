"""`handoff migrate`: Django's migrate, then row-level security on every tenant table."""

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connection, transaction

from handoff.config.audit_guard import guard_audit_heads
from handoff.config.database_roles import create_role, grant_rights, granted_roles, owns_tables
from handoff.config.row_level_security import apply_policies, force_row_level_security
from handoff.core.tables import quick_classes


class Command(migrate.Command):
    """Generates the policies from the models, and not in migrations, so that no new table can be forgotten.

    While it migrates, the tables' owner is exempt from the policies: a data migration would see no row otherwise. They
    bind the server's own role all the while.
    """

    def handle(self, *args: object, **options: object) -> None:
        with quick_classes():
            self.migrate(*args, **options)

    def migrate(self, *args: object, **options: object) -> None:
        is_read_only = options.get("plan") or options.get("check_unapplied")
        if is_read_only or not owns_tenant_tables():
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
                guard_audit_heads()
                regrant_roles()


def owns_tenant_tables() -> bool:
    """True on PostgreSQL when this connection owns the tables; SQLite has no row-level security."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        return owns_tables(cursor)


def regrant_roles() -> None:
    """Grant the server's roles their rights on new tables."""
    with connection.cursor() as cursor:
        roles = set(granted_roles(cursor))
        if settings.ROW_SECURITY_ROLE:
            create_role(cursor, settings.ROW_SECURITY_ROLE)
            roles.add(settings.ROW_SECURITY_ROLE)
    for role in sorted(roles):
        grant_rights(role)
