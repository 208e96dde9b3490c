"""What `scripts/freeze_release` keeps of a release: a copy of its SQLite database, and how many rows it had.

python -m scripts.frozen counts          print the rows of each of our models, as JSON
python -m scripts.frozen copy FILE       write a compact copy of the SQLite database
"""

import json
import sys

import handoff.config  # noqa: F401  (puts the newer SQLite in place first)


def main() -> None:
    """Do what the command line says."""
    import django

    django.setup()
    if sys.argv[1] == "counts":
        print(json.dumps(counts(), indent=1, sort_keys=True))
    else:
        copy(sys.argv[2])


def counts() -> dict[str, int]:
    """Count the rows of each of our models."""
    from django.apps import apps

    own = [model for model in apps.get_models() if model.__module__.startswith("handoff.")]
    return {model._meta.label: model._default_manager.count() for model in own}


def copy(path: str) -> None:
    """Write a compact copy, as a backup would."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [path])


if __name__ == "__main__":
    main()
