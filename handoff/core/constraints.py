"""Database constraints that Django has no class for, alike on SQLite and PostgreSQL."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Model

POSTGRESQL = (
    "CONSTRAINT %(name)s EXCLUDE USING gist"
    " (int8range(%(owner)s, %(owner)s, '[]') WITH &&, tstzrange(%(starts)s, %(ends)s) WITH &&)"
)
SQLITE = (
    "CREATE TRIGGER %(trigger)s BEFORE %(event)s ON %(table)s"
    " WHEN NEW.%(ends)s IS NULL OR NEW.%(starts)s < NEW.%(ends)s BEGIN"
    " SELECT RAISE(ABORT, 'constraint failed: %(label)s') FROM %(table)s AS other"
    " WHERE other.%(owner)s = NEW.%(owner)s AND other.%(key)s IS NOT NEW.%(key)s"
    " AND (other.%(ends)s IS NULL OR other.%(starts)s < other.%(ends)s)"
    " AND (other.%(ends)s IS NULL OR NEW.%(starts)s < other.%(ends)s)"
    " AND (NEW.%(ends)s IS NULL OR other.%(starts)s < NEW.%(ends)s); END"
)


class PeriodsDoNotOverlap(BaseConstraint):
    """No two periods of one owner share a moment. A period is half-open; one without an end goes on.

    PostgreSQL has it as an exclusion constraint, SQLite as two triggers. A period that ends as it starts has no moment.
    """

    def __init__(self, *, owner: str, starts: str, ends: str, name: str) -> None:
        super().__init__(name=name)
        self.owner, self.starts, self.ends = owner, starts, ends

    def constraint_sql(  # type: ignore[override]
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str | None:
        """Return what stands in CREATE TABLE; on SQLite nothing, as triggers come after their table."""
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.deferred_sql += [self.trigger_sql(model, schema_editor, "INSERT")]
            schema_editor.deferred_sql += [self.trigger_sql(model, schema_editor, "UPDATE")]
            return None
        quote = schema_editor.quote_name
        return POSTGRESQL % {**self.columns(model, schema_editor), "name": quote(self.name)}

    def create_sql(  # type: ignore[override]
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        """Add it to a table of PostgreSQL. On SQLite Django makes the table again, with what `constraint_sql` adds."""
        return Statement(
            "ALTER TABLE %(table)s ADD %(constraint)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            constraint=self.constraint_sql(model, schema_editor),
        )

    def remove_sql(  # type: ignore[override]
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> Statement:
        """Drop it from a table of PostgreSQL."""
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def trigger_sql(
        self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor, event: str
    ) -> Statement:
        """SQLite's trigger for rows that are added or changed."""
        return Statement(
            SQLITE,
            table=Table(model._meta.db_table, schema_editor.quote_name),
            trigger=schema_editor.quote_name(f"{self.name}_{event.lower()}"),
            event=event,
            label=self.name,
            **self.columns(model, schema_editor),
        )

    def columns(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> dict[str, str]:
        """The quoted names of the columns that it reads."""
        columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
        names = {"owner": self.owner, "starts": self.starts, "ends": self.ends, "key": model._meta.pk.name}
        return {place: schema_editor.quote_name(columns[name]) for place, name in names.items()}

    def validate(
        self, model: type[Model], instance: Model, exclude: object = None, using: str = DEFAULT_DB_ALIAS
    ) -> None:
        """Left to the database: no form has these columns."""

    def deconstruct(self) -> Any:
        """What a migration writes down."""
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "owner": self.owner, "starts": self.starts, "ends": self.ends}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PeriodsDoNotOverlap) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.owner, self.starts, self.ends))
