"""Undo an import in one step; what people have done since stays (D-F50)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models

from handoff.casework.models import Need
from handoff.charges.models import Encounter, SetAsideCharge
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.participants.lookup.services import rebuild_keys
from handoff.participants.models import (
    ContactPoint,
    LookupKey,
    Person,
    PersonKeyUsed,
    PossibleDuplicate,
    RecordOpening,
    TeamMember,
)
from handoff.referrals.models import PastReferral, Referral, ReferralEvent
from handoff.spreadsheets.models import ImportBatch, ImportedRecord
from handoff.workbooks.models import FormerValue, WorkbookRow
from handoff.workbooks.queries import chunks
from handoff.workbooks.services.former import is_as_written, print_of_record, restored_value
from handoff.workbooks.services.writing import NOT_NOTED, ORDER

PERSON_OF: dict[type[models.Model], str] = {
    Person: "pk",
    ContactPoint: "person_id",
    Encounter: "person_id",
    SetAsideCharge: "encounter__person_id",
    Referral: "person_id",
    ReferralEvent: "referral__person_id",
    PastReferral: "referral__person_id",
    Intake: "person_id",
    Enrollment: "person_id",
    StatusPeriod: "enrollment__person_id",
    TeamMember: "person_id",
    Need: "person_id",
    WorkbookRow: "person_id",
}
"""How each kind of row that an import adds leads to its person."""
NO_WORK: frozenset[type[models.Model]] = frozenset(
    {LookupKey, PersonKeyUsed, PossibleDuplicate, RecordOpening, FormerValue, WorkbookRow}
)
"""Rows that the software or a look makes: they hold no one's work."""


@dataclass
class Undoing:
    """One undo. Everything that an import brought about a person stays if someone has worked with any of it."""

    batch: ImportBatch
    added: dict[type[models.Model], dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    person_of: dict[tuple[type[models.Model], int], int] = field(default_factory=dict)
    kept_people: set[int] = field(default_factory=set)

    def read(self) -> None:
        """Read what the import added, and whose records someone has worked with since."""
        for record in ImportedRecord.objects.filter(batch=self.batch):
            self.added[apps.get_model(record.table)][int(record.record_id)] = record.fingerprint
        for model, prints in self.added.items():
            for row, person_id in rows_with_person(model, prints):
                self.person_of[model, row.pk] = person_id
                if model is not WorkbookRow and print_of_record(row) != prints[row.pk]:
                    self.kept_people.add(person_id)
        for model, prints in self.added.items():
            for owner in self.worked_with(model, prints):
                self.kept_people.add(self.person_of.get((model, owner), 0))
        for former, changed in self.changes():
            # A value that someone changed since stays, and so does what the import brought with it.
            if former.table != WorkbookRow._meta.label and not is_as_written(former, changed):
                self.kept_people.add(former.person_id)

    def worked_with(self, model: type[models.Model], ids: Iterable[int]) -> Iterator[int]:
        """The added rows of a table that rows point to which the import didn't bring."""
        for relation in model._meta.get_fields(include_hidden=True):
            if not isinstance(relation, models.ManyToOneRel) or relation.related_model in NO_WORK:
                continue
            other, name = relation.related_model, relation.field.attname
            for part in chunks(ids):
                rows = other._default_manager.filter(**{f"{relation.field.name}__in": part})
                for pk, owner in rows.values_list("pk", name):
                    if pk not in self.added.get(other, {}):
                        yield owner

    def changes(self) -> Iterator[tuple[FormerValue, models.Model]]:
        """The values that the import wrote over, with their records as they are now; the last first."""
        for former in (
            FormerValue.objects.filter(batch=self.batch).select_related("batch", "person").order_by("-pk")
        ):
            record = apps.get_model(former.table)._default_manager.filter(pk=former.record_id).first()
            if record is not None:
                yield former, record

    def restore(self, record: ImportedRecord) -> bool:
        """Whether an added record goes; the deletion itself follows for all of them."""
        key = (apps.get_model(record.table), int(record.record_id))
        return self.person_of.get(key, 0) not in self.kept_people

    def delete(self) -> None:
        """Delete what goes, the last table first, and put the former values back."""
        for model in reversed(ORDER):
            if model in NOT_NOTED:
                continue
            going = [
                pk
                for pk in self.added.get(model, {})
                if self.person_of.get((model, pk), 0) not in self.kept_people
            ]
            for part in chunks(going):
                model._default_manager.filter(pk__in=part).delete()
        for former, record in self.changes():
            if former.person_id not in self.kept_people:
                setattr(record, former.field, restored_value(former, record))
                record.save(update_fields=[former.field])
                if isinstance(record, Person):
                    rebuild_keys(record)
        FormerValue.objects.filter(batch=self.batch).delete()

    @property
    def people(self) -> list[Person]:
        """Those whose records stay, because someone has worked with them since."""
        return list(Person.objects.filter(pk__in=self.kept_people).order_by("last_name", "first_name", "pk"))


def rows_with_person(model: type[models.Model], ids: Iterable[int]) -> Iterator[tuple[models.Model, int]]:
    path = PERSON_OF[model]
    for part in chunks(ids):
        rows = model._default_manager.filter(pk__in=part)
        people = dict(rows.values_list("pk", path))
        for row in rows:
            yield row, people[row.pk]
