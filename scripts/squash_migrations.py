"""Write one migration an app that makes the tables of an empty database: python -m scripts.squash_migrations

A database with the earlier migrations keeps to these: Django uses the new one only where none of them has run. Run it
when `makemigrations --check` finds nothing, best before a release. Migrations that fill in older rows are left out: an
empty database has none (`tests/operations/test_upgrade.py` compares the tables made either way).
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import AppConfig, apps
from django.db.migrations import CreateModel, Migration
from django.db.migrations.state import ModelState
from django.db.migrations.writer import MigrationWriter
from django.db.models import Model

import handoff.config  # noqa: F401  (puts the newer SQLite in place first)
from handoff.core.tables import CreateTables

SQUASHED = re.compile(r"0001_squashed_")
HEADER = '"""The tables of an empty database, written by scripts/squash_migrations.py."""\n\n'


def main() -> None:
    """Write the migration of each app that has tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff.config.settings.test")
    django.setup()
    own = [app for app in apps.get_app_configs() if app.name.startswith("handoff.") and earlier(app)]
    names = {app.label: squashed_name(app) for app in own}
    for app in own:
        for old in folder_of(app).glob("0001_squashed_*.py"):
            old.unlink()
        tables = in_order(list(app.get_models()))
        attributes = {
            "initial": True,
            "replaces": [(app.label, name) for name in earlier(app)],
            "dependencies": [(label, names[label]) for label in referred_to(tables) if label != app.label],
            "operations": [CreateTables([creation_of(model) for model in tables])],
        }
        migration = type("Migration", (Migration,), attributes)(names[app.label], app.label)
        target = folder_of(app) / f"{names[app.label]}.py"
        target.write_text(HEADER + MigrationWriter(migration, include_header=False).as_string())


def folder_of(app: AppConfig) -> Path:
    return Path(app.path) / "migrations"


def earlier(app: AppConfig) -> list[str]:
    """The migrations that were written one by one, in their order."""
    return sorted(path.stem for path in folder_of(app).glob("[0-9]*.py") if not SQUASHED.match(path.stem))


def squashed_name(app: AppConfig) -> str:
    return f"0001_squashed_{earlier(app)[-1]}"


def creation_of(model: type[Model]) -> CreateModel:
    state = ModelState.from_model(model)
    return CreateModel(state.name, list(state.fields.items()), state.options, state.bases, state.managers)


def related_models(model: type[Model]) -> Iterator[type[Model]]:
    return (field.related_model for field in model._meta.local_fields if field.related_model)


def in_order(models: list[type[Model]]) -> list[type[Model]]:
    """Each model of an app after those that it refers to; refuses models that refer to each other."""
    ordered: list[type[Model]] = []
    while waiting := [each for each in models if each not in ordered]:
        ready = [
            each
            for each in waiting
            if not any(other in waiting and other is not each for other in related_models(each))
        ]
        if not ready:
            raise SystemExit(f"These refer to each other: {', '.join(each.__name__ for each in waiting)}")
        ordered += ready
    return ordered


def referred_to(models: list[type[Model]]) -> list[str]:
    """The labels of the apps that models refer to."""
    return sorted({other._meta.app_label for model in models for other in related_models(model)})


if __name__ == "__main__":
    main()
