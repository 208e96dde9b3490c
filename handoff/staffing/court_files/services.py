"""Import a court's calendar: read, say who it's about, add and move dates, undo (J4, ADR 0067).

A calendar adds and moves dates. It never removes one: a short or damaged file leaves everything as it is.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.court import services as court
from handoff.casework.court.inputs import CourtInput
from handoff.casework.models import CourtCase, CourtCaseEvent
from handoff.casework.services import lock_person
from handoff.charges.models import DifferentPerson
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.spreadsheets.batches.services import (
    choose_batch_columns,
    import_batch,
    note_changes,
    open_batch,
    undo_batch,
)
from handoff.spreadsheets.facts import BatchChange, Columns, RowOutcome, Table
from handoff.spreadsheets.models import ImportBatch, ImportedRecord
from handoff.spreadsheets.queries import chosen_columns
from handoff.spreadsheets.readers.tables import read_list
from handoff.spreadsheets.rules.mapping import find_table
from handoff.staffing.court_files import policies, queries
from handoff.staffing.court_files.facts import ListedCase
from handoff.staffing.court_files.queries import Question
from handoff.staffing.court_files.readers.calendars import read_calendar
from handoff.staffing.court_files.readers.columns import SHAPE
from handoff.staffing.court_files.rules.planning import PlannedCase, plan_cases

CASES, EVENTS = "casework.courtcase", "casework.courtcaseevent"
NUMBERED = "numbered"
"""Notes beside a case that it had no number before."""
What = CourtCaseEvent.What

Answers = Mapping[str, uuid.UUID | None]
"""Who each person of a calendar is, by the question's key: a participant's public id, or None for none of them."""


@transaction.atomic
def read_file(
    *, actor: Actor, program: Program, source_name: str, content: bytes, at: datetime
) -> ImportBatch:
    """Keep a calendar, sealed, until it is imported or a day has passed."""
    policies.check_can_import_calendars(actor, program.pk)
    lines = read_list(content)
    rows, numbers = [line.cells for line in lines], [line.number for line in lines]
    return open_batch(
        actor=actor,
        program=program,
        shape=SHAPE,
        source_name=source_name,
        content=content,
        table=find_table(SHAPE, rows, numbers, has_totals=True),
        at=at,
    )


@transaction.atomic
def choose_columns(*, actor: Actor, batch: ImportBatch, columns: Columns, at: datetime) -> None:
    policies.check_can_open_calendar(actor, batch)
    choose_batch_columns(actor=actor, batch=batch, shape=SHAPE, columns=columns, at=at)


@transaction.atomic
def import_file(*, actor: Actor, batch: ImportBatch, answers: Answers, at: datetime) -> ImportBatch:
    """Add and move the dates of those that someone has recognized. Of anyone else nothing is kept but, for a person
    who was compared, a keyed fingerprint: the next file doesn't ask again.
    """
    policies.check_can_open_calendar(actor, batch)
    left_out = dict[int, str]()

    def write(table: Table) -> dict[str, int]:
        file = read_calendar(table, chosen_columns(batch), queries.reading_of(batch.program, at))
        questions = queries.questions_of(batch.program, file.cases, at)
        policies.check_answers(questions, answers)
        writing = Writing(actor, batch, at)
        by_person: dict[uuid.UUID, list[ListedCase]] = {}
        for each in questions:
            chosen = answers[each.key]
            writing.remember_others(each, chosen)
            if chosen is not None:
                # One participant may stand under two spellings: their rows are read together.
                by_person.setdefault(chosen, []).extend(each.cases)
        for public_id, cases in sorted(by_person.items()):
            writing.write(Person.objects.get(program=batch.program, public_id=public_id), cases)
        note_changes(batch, writing.changes)
        left_out.update((each.line, each.reason) for each in file.refused)
        taken = sum(len(cases) for cases in by_person.values())
        return {
            **writing.counts,
            "refused": len(file.refused),
            "dropped": len(file.cases) - taken,
            "rows": file.lines,
        }

    batch = import_batch(actor=actor, batch=batch, write=write, at=at, left_out=left_out, keeps_cells=False)
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.COURT_FILE_IMPORTED,
        subject=batch.public_id,
        details=dict(batch.counts),
    )
    return batch


@dataclass
class Writing:
    """One import's writing, with what its undo needs to know."""

    actor: Actor
    batch: ImportBatch
    at: datetime
    changes: list[BatchChange] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: {"added": 0, "changed": 0, "unchanged": 0})

    def remember_others(self, question: Question, chosen: uuid.UUID | None) -> None:
        """Note the participants that this named person isn't."""
        for each in question.match.candidates:
            if each.public_id != chosen:
                DifferentPerson.objects.get_or_create(
                    program=self.batch.program,
                    person_id=each.person_id,
                    person_print=question.key,
                    defaults={"judged_at": self.at, "judged_by_id": self.actor.user_id},
                )

    def write(self, person: Person, cases: Sequence[ListedCase]) -> None:
        """Add or move one participant's dates."""
        person = lock_person(person)
        known = queries.known_cases(person)
        for each in plan_cases(cases, known, local_date(self.batch.program, self.at)):
            self.counts[each.outcome.value] += 1
            if each.outcome is RowOutcome.ADDED:
                self.add(person, each.listed)
            elif each.outcome is RowOutcome.CHANGED:
                self.move(each)

    def add(self, person: Person, listed: ListedCase) -> None:
        key = str(uuid.uuid4())
        case = court.write_case(self.actor, person, listed.number, as_input(listed), key, self.at)
        self.changes.append(BatchChange(CASES, str(case.pk), is_added=True, fingerprint=""))

    def move(self, planned: PlannedCase) -> None:
        assert planned.case is not None
        case = CourtCase.objects.select_related("person").get(pk=planned.case)
        mark = "" if case.number else NUMBERED
        if mark:
            court.set_number(case, planned.listed.number)
        event = court.move_case(self.actor, case, as_input(planned.listed), self.at)
        self.changes.append(BatchChange(EVENTS, str(event.pk), is_added=False, fingerprint=mark))


def as_input(listed: ListedCase) -> CourtInput:
    return CourtInput(listed.court, listed.when, listed.on, listed.starts, listed.room)


@transaction.atomic
def undo_file(*, actor: Actor, batch: ImportBatch, at: datetime) -> ImportBatch:
    """Undo an import in one step, and keep each date that someone has worked with since (C-F39).

    Its answers go too: "none of them" by mistake would otherwise keep the right file from asking about that person.
    """
    policies.check_can_open_calendar(actor, batch)
    if batch.undone_at is not None:
        return batch

    def restore(record: ImportedRecord) -> bool:
        if record.table == CASES:
            return court.remove_case(CourtCase.objects.get(pk=record.record_id))
        event = CourtCaseEvent.objects.select_related("case__person").get(pk=record.record_id)
        is_restored = court.restore_date(actor, event, at)
        if is_restored and record.fingerprint == NUMBERED:
            court.set_number(event.case, "")
        return is_restored

    batch = undo_batch(actor=actor, batch=batch, restore=restore, at=at)
    queries.answers_given_with(batch).delete()
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.COURT_FILE_UNDONE,
        subject=batch.public_id,
        details=dict(batch.undo_counts),
    )
    return batch
