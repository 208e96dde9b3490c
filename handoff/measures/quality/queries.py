"""The findings of data quality in a program: by item, by worker, and person by person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from handoff.measures.database.inputs import DatabaseFilter, Who
from handoff.measures.database.queries import Reading, columns_named, find_people, read_values
from handoff.measures.definitions.sources import SOURCE_OF_CHECK
from handoff.measures.models import DataSource, SettledFinding
from handoff.measures.quality.rules import CHECKS, Check, Row, State, Tally, Value, tally
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import time_zone_of
from handoff.spreadsheets.batches.services import keyed_fingerprint


@dataclass(frozen=True)
class Checked:
    """The rows of people in a program, and the findings that someone settled while they were as they are now."""

    rows: dict[int, Row]
    settled: frozenset[tuple[int, str]]
    states: dict[str, dict[int, State]] = field(default_factory=dict)
    """By check: each person's state. Judged once, however often it is counted."""

    def states_of(self, check: Check) -> dict[int, State]:
        if check.key not in self.states:
            self.states[check.key] = {pk: check.state(row) for pk, row in self.rows.items()}
        return self.states[check.key]

    def tally(self, check: Check, people: Iterable[int] | None = None) -> Tally:
        """How a check stands, for everyone or some people."""
        states = self.states_of(check)
        chosen = self.rows if people is None else people
        return tally((states[pk], (pk, check.key) in self.settled) for pk in chosen)

    def open_findings(self, check: Check) -> list[int]:
        """Whose row is a finding that no one settled, in the order of names."""
        return [
            pk
            for pk, state in self.states_of(check).items()
            if state in {State.MISSING, State.ODD} and (pk, check.key) not in self.settled
        ]

    def by_worker(self) -> dict[str, list[int]]:
        """The people of each worker by the worker's name; those without one under a blank name."""
        found: dict[str, list[int]] = defaultdict(list)
        for pk, row in self.rows.items():
            found[str(row.get("worker") or "")].append(pk)
        return dict(sorted(found.items(), key=lambda each: (not each[0], each[0])))


def read_checked(
    of: Reading,
    checks: Sequence[Check] = CHECKS,
    *,
    people: Sequence[int] | None = None,
    also: Sequence[str] = (),
) -> Checked:
    """Read the rows that these checks look at, of everyone or of some people.

    Everyone's row is read once, in a fixed number of queries; one check asks only the apps that hold its columns.
    `also` are columns that no check looks at.
    """
    if people is None:
        people = everyone(of)
    columns = columns_named([key for check in checks for key in check.reads] + list(also))
    zone = time_zone_of(of.program)
    keys = [each.key for each in columns]
    rows: dict[int, Row] = {
        pk: {key: _local(value, zone) for key, value in zip(keys, values, strict=True)}
        for pk, values in zip(people, read_values(people, columns, of), strict=True)
    }
    return Checked(rows, frozenset(_settled(rows, checks, of)))


def everyone(of: Reading) -> list[int]:
    """Everyone who was referred or is a participant, in the order of names."""
    return find_people(DatabaseFilter(who=Who.EVERYONE), of)


def workers_of_people(people: Sequence[int], of: Reading) -> dict[int, str]:
    """The worker of each of some people by name; '' for those without one."""
    values = read_values(people, columns_named(["worker"]), of)
    return {pk: str(worker or "") for pk, (worker,) in zip(people, values, strict=True)}


def _local(value: Value, zone: ZoneInfo) -> Value:
    return value.astimezone(zone) if isinstance(value, datetime) else value


def fingerprint_of(check: Check, row: Row) -> str:
    return keyed_fingerprint(f"quality {check.key}", check.seen(row))


def _settled(rows: dict[int, Row], checks: Sequence[Check], of: Reading) -> Iterable[tuple[int, str]]:
    by_key = {each.key: each for each in checks}
    found = SettledFinding.objects.filter(program=of.program, check_key__in=list(by_key))
    for person_id, key, seen in found.values_list("person_id", "check_key", "seen"):
        check, row = by_key.get(key), rows.get(person_id)
        if check is not None and row is not None and fingerprint_of(check, row) == seen:
            yield person_id, key


def people_by_id(people: Sequence[int]) -> dict[int, Person]:
    return Person.objects.in_bulk(people)


def source_of_checks(program: Program) -> dict[str, DataSource]:
    """By check of data quality: the source that holds what is checked, where the plan has it."""
    rows = DataSource.objects.filter(program=program, ended_at=None).exclude(key="").select_related("owner")
    by_key = {each.key: each for each in rows}
    return {check: by_key[key] for check, key in SOURCE_OF_CHECK.items() if key in by_key}
