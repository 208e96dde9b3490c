"""Django system checks for what people's work depends on. `handoff check` runs them; `--tag settings` runs one group.

They look at this machine (disk, keys, mail, clock), so they are deployment checks: other commands don't run them.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.checks import CheckMessage, Tags, register

from handoff.config.program_readiness import check_programs
from handoff.config.readiness import check_operations
from handoff.config.results import is_good
from handoff.config.startup import check_database, check_migrations, check_settings

SETTINGS, OPERATIONS = "settings", "operations"

READS_TABLES = {"clock", "jobs", "stored files"}
"""Checks that ask the database's tables: not before they are there."""

passed: ContextVar[list[CheckMessage] | None] = ContextVar("passed", default=None)


@contextmanager
def collect_passed() -> Iterator[list[CheckMessage]]:
    """Collect what the checks found in order, which Django has no place for."""
    collected: list[CheckMessage] = []
    token = passed.set(collected)
    try:
        yield collected
    finally:
        passed.reset(token)


def only_problems(messages: Iterable[CheckMessage]) -> list[CheckMessage]:
    found = list(messages)
    collected = passed.get()
    if collected is not None:
        collected += [message for message in found if is_good(message)]
    return [message for message in found if not is_good(message)]


@register(SETTINGS, deploy=True)
def report_settings(**kwargs: object) -> list[CheckMessage]:
    return only_problems(check_settings())


@register(Tags.database, deploy=True)
def report_database(databases: Iterable[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    return only_problems([*check_database(), check_migrations()]) if databases else []


@register(OPERATIONS, deploy=True)
def report_operations(**kwargs: object) -> list[CheckMessage]:
    found = list(check_operations())
    if not is_good(check_migrations()):
        # That they can't be read yet says no more than “run handoff migrate” does.
        found = [each for each in found if each.obj not in READS_TABLES]
    return only_problems(found)


@register(OPERATIONS, deploy=True)
def report_programs(**kwargs: object) -> list[CheckMessage]:
    return only_problems(check_programs()) if is_good(check_migrations()) else []
