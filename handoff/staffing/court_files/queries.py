"""A calendar's people beside the participants, and what is known of their cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from handoff.casework.court.queries import cases_of, courtrooms_of
from handoff.casework.models import CourtCase, CourtCaseEvent
from handoff.charges.models import DifferentPerson
from handoff.participants.lookup.services import CandidateIndex
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.spreadsheets.batches.services import keyed_fingerprint
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.queries import chosen_columns, uploaded_table
from handoff.staffing.court_files.facts import CourtFile, ListedCase, Room
from handoff.staffing.court_files.readers.calendars import Reading, read_calendar
from handoff.staffing.court_files.rules.planning import KnownCase, Slot
from handoff.staffing.reports.facts import NamedPerson
from handoff.staffing.reports.queries import Match, Matcher, people_judged_different
from handoff.staffing.reports.rules.matching import Bucket


@dataclass(frozen=True)
class Question:
    """A person in a calendar who may be a participant, with their cases. `key` is a keyed fingerprint."""

    key: str
    person: NamedPerson
    cases: tuple[ListedCase, ...]
    match: Match


def reading_of(program: Program, at: datetime) -> Reading:
    rooms = {
        (each.court, each.room.upper()): Room(each.drop_in, each.opens) for each in courtrooms_of(program)
    }
    return Reading(program.time_zone, rooms, local_date(program, at))


def calendar_in(batch: ImportBatch, at: datetime) -> CourtFile:
    """The cases of a file that isn't imported yet, by its chosen columns; none without them."""
    table, columns = uploaded_table(batch), chosen_columns(batch)
    if table is None or not columns:
        return CourtFile()
    return read_calendar(table, columns, reading_of(batch.program, at))


def questions_of(program: Program, cases: Iterable[ListedCase], at: datetime) -> list[Question]:
    """Everyone in a calendar who may be a participant, the likely ones first. Of anyone else nothing is shown."""
    named: dict[str, list[ListedCase]] = {}
    for each in cases:
        named.setdefault(keyed_fingerprint(f"person:{program.pk}", each.person.identity), []).append(each)
    matcher = Matcher(program, CandidateIndex(program.pk)) if named else Matcher(program)
    judged, today = people_judged_different(program), local_date(program, at)
    found = [
        Question(
            key,
            rows[0].person,
            tuple(rows),
            matcher.match(rows[0].person, today, but_not=judged.get(key, ())),
        )
        for key, rows in named.items()
    ]
    asked = [each for each in found if each.match.bucket is not Bucket.NEW]
    return sorted(asked, key=lambda each: (each.match.bucket is not Bucket.MATCHED, each.cases[0].line))


def answers_given_with(batch: ImportBatch) -> QuerySet[DifferentPerson]:
    """The participants that an import said its people aren't: judged in its very instant by whoever imported it."""
    assert batch.imported_at is not None
    return DifferentPerson.objects.filter(
        program=batch.program, judged_at=batch.imported_at, judged_by_id=batch.imported_by_id
    )


def known_cases(person: Person) -> list[KnownCase]:
    return [
        KnownCase(
            case=each.pk,
            number=each.number,
            is_open=each.closed_at is None,
            slot=(each.when, each.on, each.time),
            room=each.room,
            former=former_slots(each),
        )
        for each in cases_of(person)
    ]


def former_slots(case: CourtCase) -> frozenset[Slot]:
    """The dates that a case had. One that an undo took off may be imported again (C-F39)."""
    slots: list[Slot] = []
    for event in case.events.all():
        if event.what == CourtCaseEvent.What.RESTORED:
            slots.pop()
        elif event.what != CourtCaseEvent.What.REMINDED:
            slots.append((event.when, event.on, event.time))
    return frozenset(slots)
