"""A large program from a small one: its rows copied in the database, in seconds where writing takes minutes."""

from typing import Any

COPIED = (
    "participants.Person",
    "charges.Encounter",
    "charges.SetAsideCharge",
    "referrals.Referral",
    "referrals.ReferralEvent",
    "enrollment.Intake",
    "enrollment.Enrollment",
    "enrollment.StatusPeriod",
)
UNCHECKED = {
    "postgresql": "SET LOCAL session_replication_role = replica",
    "sqlite": "PRAGMA defer_foreign_keys = ON",
}
RANDOM_ID = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}
INDEXES = {
    "postgresql": "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
    " WHERE indrelid = %s::regclass"
    " AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)",
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s"
    " AND sql NOT LIKE '%%UNIQUE%%'",
}


def copy_rows(copies: int) -> None:
    """Copy each row of the tables that measures read, with keys of its own and references to the same copy.

    The copies refer to copies by how they are made, so nothing is checked row by row, which would take half an hour.
    """
    from django.apps import apps
    from django.db import connection, models, transaction

    copied = [apps.get_model(label) for label in COPIED]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(UNCHECKED[connection.vendor])
        tops = {each: each._default_manager.aggregate(top=models.Max("pk"))["top"] for each in copied}
        for model in copied:
            table = model._meta.db_table
            columns = [each.column for each in model._meta.fields]
            values = [copied_value(each, model, tops, connection.vendor) for each in model._meta.fields]
            again = drop_indexes(cursor, table, connection.vendor)
            cursor.execute(
                "WITH RECURSIVE copy(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copy WHERE k < %s),"
                # Read before anything is written: each copy would otherwise look through the copies made so far.
                f" source AS MATERIALIZED (SELECT * FROM {table})"
                f" INSERT INTO {table} ({', '.join(columns)})"
                f" SELECT {', '.join(values)} FROM copy CROSS JOIN source",
                [copies],
            )
            for index in again:
                cursor.execute(index)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def drop_indexes(cursor: Any, table: str, vendor: str) -> list[str]:
    """Drop a table's indexes but those of its constraints; returns the statements that make them again."""
    cursor.execute(INDEXES[vendor], [table])
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in found]


def copied_value(field: Any, model: Any, tops: dict[Any, int], vendor: str) -> str:
    """The SQL of a column's value in the k-th copy."""
    from django.db import models

    if field.primary_key:
        return f"{field.column} + k * {tops[model]}"
    if field.is_relation and field.related_model in tops:
        return f"{field.column} + k * {tops[field.related_model]}"
    if isinstance(field, models.UUIDField) and field.unique:
        return RANDOM_ID[vendor]
    if field.unique:
        return f"{field.column} || ':' || k"
    if (model._meta.label, field.name) == ("referrals.Referral", "number"):
        return f"{field.column} + k * {tops[model]}"
    return str(field.column)
