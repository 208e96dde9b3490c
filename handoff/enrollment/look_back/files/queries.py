"""Whose the numbers of a file are, and which of its looks the records have already."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from handoff.access.actor import Actor
from handoff.core.refusals import refusal_message
from handoff.core.text import uuid_or_none
from handoff.enrollment.look_back import policies
from handoff.enrollment.look_back.files.facts import EventFile, ListedLook, PlannedLook
from handoff.enrollment.look_back.files.readers import events_in, unknown_number
from handoff.enrollment.models import LookBack
from handoff.participants.models import ERASED_NAME, Person
from handoff.participants.queries import kept_record
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.spreadsheets.facts import Columns, RefusedRow, Table
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.queries import chosen_columns, rows_left_out, uploaded_table


def read_events(
    table: Table, columns: Columns, program: Program, source: str, actor: Actor, today: date
) -> tuple[EventFile, list[PlannedLook]]:
    """What a table says, and what importing it would do. Of a participant everything is taken, or nothing."""
    file = events_in(table, columns)
    by_number: dict[UUID, list[ListedLook]] = defaultdict(list)
    for each in file.looks:
        by_number[each.number].append(each)
    people = people_numbered(set(by_number), program)
    for number, theirs in by_number.items():
        if reason := _why_refused(theirs, number in people, program, source, actor, today):
            file.refuse({number}, reason)
    return file, plan_looks(file.looks, {number: person.pk for number, person in people.items()}, program)


def read_waiting(batch: ImportBatch, actor: Actor, at: datetime) -> tuple[EventFile, list[PlannedLook]]:
    """What importing a file that waits would do; nothing while no one has chosen its columns."""
    table, columns = uploaded_table(batch), chosen_columns(batch)
    if table is None or not columns:
        return EventFile(), []
    program = batch.program
    return read_events(table, columns, program, batch.source_name, actor, local_date(program, at))


def rows_refused(batch: ImportBatch, actor: Actor, at: datetime) -> list[RefusedRow]:
    """The rows of a file that aren't taken: as it would be imported now, or as its import left them out."""
    if batch.imported_at is not None:
        return rows_left_out(batch)
    return read_waiting(batch, actor, at)[0].refused


def participants_in(batch: ImportBatch, rows: Iterable[RefusedRow]) -> list[UUID]:
    """The participants that some rows of a file name, in whichever column."""
    table, lines = uploaded_table(batch), {each.line for each in rows}
    if table is None:
        return []
    cells = (row for line, row in zip(table.lines, table.rows, strict=True) if line in lines)
    numbers = {number for row in cells for cell in row if (number := uuid_or_none(cell)) is not None}
    return sorted(people_numbered(numbers, batch.program))


def _why_refused(
    looks: Iterable[ListedLook], is_known: bool, program: Program, source: str, actor: Actor, today: date
) -> str:
    if not is_known:
        return unknown_number()
    check = policies.check_look_back
    said = (refusal_message(check, actor, program.pk, each.as_input(source), today) for each in looks)
    return next((each for each in said if each), "")


def people_numbered(numbers: set[UUID], program: Program) -> dict[UUID, Person]:
    """The people of a program by the numbers that a file names; a merged record's number leads to the kept one."""
    rows = Person.objects.filter(program=program, public_id__in=numbers).select_related("merged_into")
    kept = {each.public_id: kept_record(each) for each in rows}
    return {number: person for number, person in kept.items() if person.first_name != ERASED_NAME}


def plan_looks(looks: Iterable[ListedLook], people: dict[UUID, int], program: Program) -> list[PlannedLook]:
    """Each look of a file beside what the records have. The same look twice is the same one."""
    rows = LookBack.objects.filter(
        program=program, person_id__in=set(people.values()), removed_at__isnull=True
    )
    known = {
        (person, kind, first, last, tuple(days))
        for person, kind, first, last, days in rows.values_list(
            "person_id", "kind", "first_on", "last_on", "days"
        )
    }
    planned = []
    for each in looks:
        days = tuple(day.isoformat() for day in each.days)
        key = (people[each.number], each.kind, each.first_on, each.last_on, days)
        planned.append(PlannedLook(key[0], each, key not in known))
        known.add(key)
    return planned
