"""Whoever's facts a page shows is named in the audit row of that look, so that their own trail finds it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Max

from handoff.audit.models import AuditEvent
from handoff.desk.trail.queries.subjects import shown_as, subjects_of
from handoff.participants.models import Person
from tests.matrix.canaries import Canary, find_canaries


def last_number(program_id: int) -> int:
    return AuditEvent.objects.filter(program_id=program_id).aggregate(Max("number"))["number__max"] or 0


class Trails:
    """The trail of each person in a program while its pages are opened one after the other."""

    def __init__(self, program_id: int) -> None:
        self.program_id = program_id
        self.seen_until = last_number(program_id)
        self.look_recorded = False
        """True if the rows read last hold a look."""
        self.words: set[str] = set()
        """The facts that the rows read last hold, which is none: they name by ids."""
        self.ids: dict[int, set[str]] = {}
        self.people: dict[int, Person] = {}

    def read_new_ids(self) -> set[str]:
        """The ids that the audit rows name which were written since the last call."""
        rows = AuditEvent.objects.filter(program_id=self.program_id, number__gt=self.seen_until)
        named: set[str] = set()
        self.look_recorded, self.words = False, set()
        for number, subject, details, outcome in rows.values_list("number", "subject", "details", "outcome"):
            self.seen_until = max(self.seen_until, number)
            self.look_recorded |= outcome == "seen"
            self.words |= find_canaries(f"{subject} {details}")
            people = details.get("people")
            named |= {subject, *people} if isinstance(people, list) else {subject}
        return named

    def find_unnamed_facts(self, facts: Iterable[Canary]) -> Iterator[Canary]:
        """Those of the facts just shown whose person, or record before there is a person, no new row names."""
        facts, named = list(facts), self.read_new_ids()
        for fact in facts:
            if fact.person_id is not None and str(self.person_of(fact.person_id).public_id) in named:
                continue
            ids = self.ids_of(fact)
            # A record without a public id, such as the note of a week's review, is about no one.
            if ids and not ids & named:
                yield fact

    def ids_of(self, fact: Canary) -> set[str]:
        """What a row may name for the trail of the fact's person to hold it."""
        if fact.person_id is None:
            return ids_of_record(fact.row)
        if fact.person_id not in self.ids:
            person = self.person_of(fact.person_id)
            self.ids[fact.person_id] = subjects_of(person) | shown_as(person)
        return self.ids[fact.person_id]

    def person_of(self, person_id: int) -> Person:
        """A person, or whom their record was merged into."""
        if person_id not in self.people:
            person = Person.objects.get(pk=person_id)
            while person.merged_into:
                person = person.merged_into
            self.people[person_id] = person
        return self.people[person_id]


def ids_of_record(row: Any) -> set[str]:
    """The public ids of a record about someone who isn't on record, and of what it belongs to."""
    parents = [getattr(row, each.name) for each in row._meta.concrete_fields if each.many_to_one]
    return {str(each.public_id) for each in (row, *parents) if hasattr(each, "public_id")}
