"""What makes an empty database quickly: all tables of an app at once, from classes that cost little."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import Field, Model


def copy_of(field: "Field[Any, Any]") -> "Field[Any, Any]":
    """Return a copy of a field that belongs to no model yet, the latest in the order of fields."""
    copy = deepcopy(field)
    copy.creation_counter = Field.creation_counter
    Field.creation_counter += 1
    return copy


@contextmanager
def quick_classes() -> Iterator[None]:
    """Let migrations build their classes from copies of the fields, as Django does with those of an abstract model.

    Django's own way takes each field apart and makes it anew, tens of thousands of times for an empty database: two of
    the four seconds of processor time that it takes to migrate (ADR 0073).
    """
    render, clone = ModelState.render, Field.clone

    def render_copies(state: ModelState, apps: Apps) -> type[Model]:
        Field.clone = copy_of  # type: ignore[method-assign,assignment]
        try:
            built: type[Model] = render(state, apps)
            return built
        finally:
            Field.clone = clone  # type: ignore[method-assign]

    ModelState.render = render_copies  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        ModelState.render = render  # type: ignore[method-assign]


class CreateTables(Operation):
    """Create several tables, each after those that it refers to.

    Django builds the classes of all related models anew for each `CreateModel`, and nearly every model here refers to
    a program: an empty database took 18 seconds of processor time. Here it builds them once an app (ADR 0073).
    """

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # With its classes gone, the state only notes what is added, and builds them all when they are asked for.
        state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.tables)} tables"
