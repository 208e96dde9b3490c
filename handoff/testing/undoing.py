"""Doing something for the sake of looking at it, and taking it back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is done meanwhile."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
