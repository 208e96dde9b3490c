"""PostgreSQL row-level security: a policy on every table that belongs to a program (docs/adr/0017).

The policies are generated from the models at the end of each `handoff migrate`, so a new table has its own at once. A
row can be read and written only while the transaction's setting `handoff.program` names its program.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from handoff.core.labels import Label, Labels

if TYPE_CHECKING:
    Field = models.Field[Any, Any]
    ForeignKey = models.ForeignKey[Any, Any]

POLICY = "handoff_wall"
CURRENT_PROGRAM = "(SELECT NULLIF(current_setting('handoff.program', true), '')::bigint)"
"""SQL for the current transaction's program; NULL, which equals no row's program, when none is set."""

SHARED_TABLES: dict[str, str] = {
    "accounts.Membership": "the home page and a user's own settings show their roles in every program",
    "programs.Agency": "a user's own settings name the agency of each role; the partners of a program are no secret",
}
"""Tables of programs without a policy, and why. Tables that lead to no program (users, programs) have none either."""

TABLES_WITH_SITE_ROWS = {"audit.AuditChain", "audit.AuditEvent", "notifications.Notice"}
"""Tables that also hold rows of the installation (program 0), which every tenant reads and writes."""

PERSONAL_LABELS = {label for label in Label if label is not Label.PLAIN}


def models_with_tables() -> Iterator[type[models.Model]]:
    """Every model with a table that Django manages."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def tenant_models() -> list[type[models.Model]]:
    """Every model that gets a policy.

    Raises `ImproperlyConfigured` for a model that holds personal data and leads to no program.
    """
    found = []
    for model in models_with_tables():
        if is_tenant_model(model):
            found.append(model)
        elif holds_personal_data(model):
            raise ImproperlyConfigured(
                f"{model._meta.label} holds facts about people and leads to no program."
            )
    return found


def is_tenant_model(model: type[models.Model]) -> bool:
    return model._meta.label not in SHARED_TABLES and find_program_key(model) is not None


def holds_personal_data(model: type[models.Model]) -> bool:
    """True when any of the model's fields is labeled as something other than plain."""
    declared = getattr(model, "LABELS", None)
    return isinstance(declared, Labels) and bool(PERSONAL_LABELS & set(declared.fields.values()))


def find_program_key(model: type[models.Model]) -> "ForeignKey | Field | None":
    """The field with the program's id, else the first required key to a row that belongs to a program, else None."""
    for field in model._meta.concrete_fields:
        if field.attname == "program_id":
            return field
    for field in foreign_keys(model):
        if not field.null and find_program_key(field.related_model) is not None:
            return field
    return None


def foreign_keys(model: type[models.Model]) -> list["ForeignKey"]:
    """A model's keys to other models; a key to itself says nothing about the program."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is not model
    ]


def quote_name(name: str) -> str:
    return connection.ops.quote_name(name)


def quote_column(field: "Field") -> str:
    assert field.column is not None
    return quote_name(field.column)


def using_clause(model: type[models.Model], table: str = "") -> str:
    """The USING clause: the row's program, or its parent's, is the transaction's."""
    field = find_program_key(model)
    assert field is not None
    named = table or quote_name(model._meta.db_table)
    if field.attname == "program_id":
        here = f"{named}.{quote_column(field)} = {CURRENT_PROGRAM}"
        return (
            f"({here} OR {named}.{quote_column(field)} = 0)"
            if model._meta.label in TABLES_WITH_SITE_ROWS
            else here
        )
    assert isinstance(field, models.ForeignKey)
    return parent_using_clause(field, named)


def parent_using_clause(field: "ForeignKey", table: str) -> str:
    """The clause that the row a key points at belongs to the transaction's program.

    A parent table with a policy filters itself in the subquery; a shared one has none, so its condition is added here.
    """
    parent = field.related_model
    other = f"above_{parent._meta.db_table}"
    same = f"{other}.{quote_column(field.target_field)} = {table}.{quote_column(field)}"
    if not is_tenant_model(parent):
        same += f" AND {using_clause(parent, other)}"
    return f"EXISTS (SELECT 1 FROM {quote_name(parent._meta.db_table)} {other} WHERE {same})"  # noqa: S608


def check_clause(model: type[models.Model]) -> str:
    """The WITH CHECK clause: the row belongs to the transaction's program, and so does every row that it points at."""
    table, program_key = quote_name(model._meta.db_table), find_program_key(model)
    clauses = [using_clause(model)]
    for field in foreign_keys(model):
        if field is not program_key and find_program_key(field.related_model) is not None:
            there = parent_using_clause(field, table)
            clauses.append(f"({table}.{quote_column(field)} IS NULL OR {there})" if field.null else there)
    return " AND ".join(clauses)


def apply_policies() -> None:
    """Create every tenant table's policy, forced on the owner too, and drop those of tables that are no longer one."""
    models_with_policy = tenant_models()
    with connection.cursor() as cursor:
        for table in tables_with_policy(cursor) - {model._meta.db_table for model in models_with_policy}:
            cursor.execute(f"DROP POLICY {POLICY} ON {quote_name(table)}")
            cursor.execute(f"ALTER TABLE {quote_name(table)} NO FORCE ROW LEVEL SECURITY")
            cursor.execute(f"ALTER TABLE {quote_name(table)} DISABLE ROW LEVEL SECURITY")
        for model in models_with_policy:
            table = quote_name(model._meta.db_table)
            cursor.execute(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
            cursor.execute(
                f"CREATE POLICY {POLICY} ON {table} USING ({using_clause(model)}) WITH CHECK ({check_clause(model)})"
            )
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def force_row_level_security(*, on_owner: bool) -> None:
    """Apply the policies to the tables' owner too, or exempt it while it migrates; every other role is always bound."""
    how = "FORCE" if on_owner else "NO FORCE"
    with connection.cursor() as cursor:
        for table in tables_with_policy(cursor):
            cursor.execute(f"ALTER TABLE {quote_name(table)} {how} ROW LEVEL SECURITY")


def tables_with_policy(cursor: CursorWrapper) -> set[str]:
    cursor.execute(
        "SELECT tablename FROM pg_policies WHERE policyname = %s AND schemaname = current_schema()", [POLICY]
    )
    return {str(name) for (name,) in cursor.fetchall()}


def tables_missing_policy(cursor: CursorWrapper) -> list[str]:
    """Tenant tables that lack the policy, or on which it is not forced on the owner."""
    cursor.execute(
        "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid AND polname = %s"
        " WHERE relnamespace = current_schema()::regnamespace AND relrowsecurity AND relforcerowsecurity",
        [POLICY],
    )
    standing = {str(name) for (name,) in cursor.fetchall()}
    return sorted({model._meta.db_table for model in tenant_models()} - standing)
