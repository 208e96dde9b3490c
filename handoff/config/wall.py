"""The second wall in PostgreSQL: a row-level policy on every table that belongs to a program (docs/adr/0017).

The policies are made from the models at the end of each `handoff migrate`, so a new table has its own at once. A row is
seen, and taken, only while the transaction's setting `handoff.program` names its program.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models

from handoff.core.labels import Label, Labels

POLICY = "handoff_wall"
HERE = "(SELECT NULLIF(current_setting('handoff.program', true), '')::bigint)"
"""The program of the transaction; without one it is NULL, and equal to nothing."""

OPEN: dict[str, str] = {
    "accounts.Membership": "the start page and one's own settings show one's roles in every program",
    "programs.Agency": "one's own settings name the agency of each role; the partners of a program are no secret",
}
"""Tables of programs outside the wall, and why. What leads to no program (users, programs) is outside too."""

SITE_TOO = {"audit.AuditChain", "audit.AuditEvent", "notifications.Notice"}
"""Tables that also hold rows of the installation itself (program 0): seen and written wherever one stands."""

FACTS = {label for label in Label if label is not Label.PLAIN}


def all_models() -> Iterator[type[models.Model]]:
    """Return every model with a table of its own."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def walled_models() -> list[type[models.Model]]:
    """Return every model whose rows belong to a program, but for the open ones; refuse facts that belong to none."""
    walled = []
    for model in all_models():
        if is_walled(model):
            walled.append(model)
        elif holds_facts(model):
            raise ImproperlyConfigured(
                f"{model._meta.label} holds facts about people and leads to no program."
            )
    return walled


def is_walled(model: type[models.Model]) -> bool:
    """Say whether a model stands behind the wall."""
    return model._meta.label not in OPEN and way_to_program(model) is not None


def holds_facts(model: type[models.Model]) -> bool:
    """Say whether a model holds anything about people that is not plain."""
    declared = getattr(model, "LABELS", None)
    return isinstance(declared, Labels) and bool(FACTS & set(declared.fields.values()))


def way_to_program(model: type[models.Model]) -> Any:
    """Return the field that holds the program's id, else the first key to a row that belongs to one, else None."""
    for field in model._meta.concrete_fields:
        if field.attname == "program_id":
            return field
    for field in parents(model):
        if not field.null and way_to_program(field.related_model) is not None:
            return field
    return None


def parents(model: type[models.Model]) -> list[Any]:
    """Return a model's keys to other models."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model not in {None, model}
    ]


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def seen(model: type[models.Model], table: str = "") -> str:
    """Return when a row is seen: its program, or its parent's, is the one of the transaction."""
    field = way_to_program(model)
    assert field is not None
    named = table or quoted(model._meta.db_table)
    if field.attname == "program_id":
        here = f"{named}.{quoted(field.column)} = {HERE}"
        return f"({here} OR {named}.{quoted(field.column)} = 0)" if model._meta.label in SITE_TOO else here
    return parent_is_seen(field, named)


def parent_is_seen(field: Any, table: str) -> str:
    """Return whether the row that a key points at is seen; where that table is open, its program is asked here."""
    parent = field.related_model
    other = f"above_{parent._meta.db_table}"
    same = f"{other}.{quoted(field.target_field.column)} = {table}.{quoted(field.column)}"
    if not is_walled(parent):
        same += f" AND {seen(parent, other)}"
    return f"EXISTS (SELECT 1 FROM {quoted(parent._meta.db_table)} {other} WHERE {same})"  # noqa: S608  # nosec B608


def taken(model: type[models.Model]) -> str:
    """Return when a row may be written: it would be seen, and so is every row that it points at."""
    table, way = quoted(model._meta.db_table), way_to_program(model)
    clauses = [seen(model)]
    for field in parents(model):
        if field is not way and way_to_program(field.related_model) is not None:
            there = parent_is_seen(field, table)
            clauses.append(f"({table}.{quoted(field.column)} IS NULL OR {there})" if field.null else there)
    return " AND ".join(clauses)


def raise_wall() -> None:
    """Give every walled table its policy, forced on its owner too, and take it from tables no longer walled."""
    walled = walled_models()
    with connection.cursor() as cursor:
        for table in policed_tables(cursor) - {model._meta.db_table for model in walled}:
            cursor.execute(f"DROP POLICY {POLICY} ON {quoted(table)}")
            cursor.execute(f"ALTER TABLE {quoted(table)} NO FORCE ROW LEVEL SECURITY")
            cursor.execute(f"ALTER TABLE {quoted(table)} DISABLE ROW LEVEL SECURITY")
        for model in walled:
            table = quoted(model._meta.db_table)
            cursor.execute(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
            cursor.execute(
                f"CREATE POLICY {POLICY} ON {table} USING ({seen(model)}) WITH CHECK ({taken(model)})"
            )
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def force_wall(*, on_owner: bool) -> None:
    """Lift the wall from the tables' owner while tables are changed, or put it back; for everybody else it stands."""
    how = "FORCE" if on_owner else "NO FORCE"
    with connection.cursor() as cursor:
        for table in policed_tables(cursor):
            cursor.execute(f"ALTER TABLE {quoted(table)} {how} ROW LEVEL SECURITY")


def policed_tables(cursor: Any) -> set[str]:
    """Return the tables that have the policy now."""
    cursor.execute(
        "SELECT tablename FROM pg_policies WHERE policyname = %s AND schemaname = current_schema()", [POLICY]
    )
    return {str(name) for (name,) in cursor.fetchall()}


def tables_without_wall(cursor: Any) -> list[str]:
    """Return the walled tables that lack the policy, or on which it is not forced."""
    cursor.execute(
        "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid AND polname = %s"
        " WHERE relnamespace = current_schema()::regnamespace AND relrowsecurity AND relforcerowsecurity",
        [POLICY],
    )
    standing = {str(name) for (name,) in cursor.fetchall()}
    return sorted({model._meta.db_table for model in walled_models()} - standing)
