"""The PostgreSQL role that the server runs as: it owns no table, can't bypass row-level security, and can only add to
the audit log.
"""

from django.db import connection
from django.db.backends.utils import CursorWrapper

from handoff.config.row_level_security import quote_name

DEFAULT_RIGHTS = "SELECT, INSERT, UPDATE, DELETE"
RIGHTS: dict[str, str] = {
    "audit_auditevent": "SELECT, INSERT",
    "audit_auditchain": "SELECT, INSERT, UPDATE",
    "auth_group": "SELECT",
    "auth_group_permissions": "SELECT",
    "auth_permission": "SELECT",
    "django_content_type": "SELECT",
    "django_migrations": "SELECT",
}
"""Tables on which the server's role has fewer than the default rights."""


def owns_tables(cursor: CursorWrapper) -> bool:
    """True when the connected role may change the tables, as their owner or as a superuser."""
    cursor.execute(
        "SELECT COALESCE(bool_and(pg_has_role(relowner, 'USAGE')), true) FROM pg_class"
        " WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
    )
    return bool(cursor.fetchone()[0])


def role_exists(cursor: CursorWrapper, role: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    return cursor.fetchone() is not None


def create_role(cursor: CursorWrapper, role: str) -> None:
    """Create a role without privileges; one that exists, or that another run creates at this moment, is left alone."""
    cursor.execute(
        f"DO $$ BEGIN CREATE ROLE {quote_name(role)} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;"
        " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )


def grant_rights(role: str) -> None:
    """Grant a role the server's rights and revoke all others."""
    name = quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = quote_name(cursor.fetchone()[0])
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {name}")
        # Rights that an earlier release granted and this one doesn't must go.
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {name}")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"GRANT {RIGHTS.get(table, DEFAULT_RIGHTS)} ON {quote_name(table)} TO {name}")


def granted_roles(cursor: CursorWrapper) -> list[str]:
    """Return the roles that were granted the tables before, so that they reach new tables too."""
    cursor.execute(
        "SELECT DISTINCT grantee FROM information_schema.role_table_grants WHERE table_name = 'programs_program'"
        " AND table_schema = current_schema() AND privilege_type = 'INSERT' AND grantee <> current_user"
        " AND grantee NOT IN (SELECT tableowner FROM pg_tables WHERE tablename = 'programs_program')"
    )
    return sorted(str(name) for (name,) in cursor.fetchall())
