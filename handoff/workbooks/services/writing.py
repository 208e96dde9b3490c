"""Write what was planned: people, referrals, intakes and status, in one transaction (ADR 0066).

Rows are written table by table, so that a workbook of thousands takes a few statements a table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast
from uuid import UUID

from django.db import models

from handoff.casework.models import Need
from handoff.charges.models import Encounter, SetAsideCharge
from handoff.core.text import uuid_or_none
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.participants.lookup.services import keys_of_names, rebuild_keys
from handoff.participants.models import ContactPoint, LookupKey, Person, TeamMember
from handoff.participants.services import CORRECTABLE_FIELDS, PersonInput
from handoff.programs.models import PolicyVersion
from handoff.programs.queries import contact_due_at, local_date
from handoff.referrals.models import PastReferral, Pathway, Referral, ReferralEvent
from handoff.referrals.services.numbering import next_number
from handoff.spreadsheets.batches.services import note_changes
from handoff.spreadsheets.facts import BatchChange
from handoff.workbooks import queries
from handoff.workbooks.facts import StatedReferral, StatedRow
from handoff.workbooks.models import FormerValue, WorkbookRow
from handoff.workbooks.services.former import former_value, print_of_record
from handoff.workbooks.services.planning import SAID_YES, PlannedRow, typed_print
from handoff.workbooks.services.rows import Event, Rows, State

ORDER: tuple[type[models.Model], ...] = (
    Person,
    LookupKey,
    ContactPoint,
    Encounter,
    SetAsideCharge,
    Referral,
    ReferralEvent,
    PastReferral,
    Intake,
    Enrollment,
    StatusPeriod,
    TeamMember,
    Need,
    WorkbookRow,
)
"""The tables in the order in which their rows lead to each other; an undo goes the other way."""
NOT_NOTED: frozenset[type[models.Model]] = frozenset({LookupKey})
MANY = 1_000


@dataclass
class Writing(Rows):
    """One import's writing."""

    former: list[FormerValue] = field(default_factory=list)
    changed: list[models.Model] = field(default_factory=list)
    touched: dict[UUID, None] = field(default_factory=dict)
    keeps_ids: bool = True
    ids_in_use: set[UUID] = field(default_factory=set)

    def write(self, plan: Sequence[PlannedRow]) -> None:
        self.number = next_number(self.batch.program)
        self.policies = list(
            PolicyVersion.objects.filter(program=self.batch.program).order_by("effective_on", "number")
        )
        self.contact_due = contact_due_at(self.batch.program, self.at)
        taken = [each for each in plan if each.is_taken]
        self.ids_in_use = ids_in_use(each.row for each in taken)
        for each in taken:
            self.write_row(each)
        for model in ORDER:
            # In one order for every table: two imports would otherwise wait for each other.
            model._default_manager.bulk_create(
                cast("Iterable[models.Model]", self.added.get(model, ())), batch_size=MANY
            )
        FormerValue.objects.bulk_create(self.former, batch_size=MANY)
        noted = [row for model in ORDER if model not in NOT_NOTED for row in self.added.get(model, ())]
        note_changes(
            self.batch,
            (
                BatchChange(row._meta.label, str(row.pk), is_added=True, fingerprint=print_of_record(row))
                for row in noted
            ),
        )

    def write_row(self, planned: PlannedRow) -> None:
        person = self.person_of(planned)
        if planned.same is not None:
            planned.referral = planned.same.referral
        if planned.changes_something:
            self.touched[person.public_id] = None
        for kind, value in reversed(planned.contacts):
            # The newest stands on top: the first of a cell is added last.
            self.add(self.contact(person, kind, value))
        if planned.adds_referral:
            planned.referral = self.new_referral(planned, person)
        elif planned.leader is None and planned.answer:
            self.change_answer(planned)
        if planned.adds_enrollment and planned.referral is not None:
            self.enroll(planned.row, person, planned.referral)
        elif planned.status:
            self.change_status(planned)
        self.add_needs(planned, person)
        self.remember(planned, person)

    # People

    def person_of(self, planned: PlannedRow) -> Person:
        """Whose row it is: someone on record with what changes, the person of an earlier row, or someone new."""
        if planned.leader is not None:
            planned.person = planned.leader.person
        if planned.person is None:
            planned.person = self.new_person(planned.row)
        elif planned.changes:
            self.change(planned.person, planned.person, planned.changes)
        return planned.person

    def new_person(self, row: StatedRow) -> Person:
        stated = row.person.known()
        blank = PersonInput("", "")
        fields = {name: stated.get(name, getattr(blank, name)) for name in CORRECTABLE_FIELDS}
        fields["race_ethnicity"] = list(row.person.race_ethnicity)
        person = Person(
            program=self.batch.program, added_at=self.at, added_by_id=self.actor.user_id, **fields
        )
        own_id = uuid_or_none(row.handoff_id)
        if self.keeps_ids and own_id is not None and own_id not in self.ids_in_use:
            # The record came from here, and is gone: it comes back under its own id.
            person.public_id = own_id
            self.ids_in_use.add(own_id)
        self.add(person)
        keys = keys_of_names(
            person.first_name, person.last_name, person.preferred_name, (), person.date_of_birth
        )
        for key in sorted(keys):
            self.add(LookupKey(program_id=person.program_id, person=person, key=key))
        return person

    def change(self, person: Person, record: models.Model, values: dict[str, object]) -> None:
        """Write values over others, and keep those sealed for the undo."""
        for name, value in values.items():
            self.former.append(former_value(self.batch, person, record, name, value))
            setattr(record, name, value)
        record.save(update_fields=list(values))
        if isinstance(record, Person) and {
            "first_name",
            "last_name",
            "preferred_name",
            "date_of_birth",
        } & set(values):
            rebuild_keys(record)

    # Referrals

    def new_referral(self, planned: PlannedRow, person: Person) -> Referral:
        row = planned.row
        stated = cast("StatedReferral", row.referral)
        said_yes, enrolled = stated.state in SAID_YES, planned.adds_enrollment
        declined = stated.state == State.DECLINED
        policy = self.policy_of(stated)
        kept_until = local_date(self.batch.program, self.at) + timedelta(days=policy.declined_kept_days)
        referral = Referral(
            program=self.batch.program,
            number=self.number,
            pathway=stated.pathway,
            referrer_kind="community" if stated.pathway == Pathway.COMMUNITY else "officer",
            agency_id=stated.agency_id,
            person=person,
            encounter=self.encounter(person, stated) if enrolled and stated.charges else None,
            policy=policy,
            state=stated.state,
            occurred_at=stated.occurred_at,
            submitted_at=self.at,
            answered_at=self.day_at(stated.later_no_on, stated.occurred_at),
            # Someone who said yes and has no intake is reached like anyone who says yes now.
            contact_due_at=self.contact_due if said_yes and not enrolled else stated.occurred_at,
            services_wanted=self.services(row, stated, enrolled=enrolled),
            decline_reason=stated.decline_reason if declined else "",
            keep_until=kept_until if declined else None,
            officer_seconds=None if stated.officer_minutes is None else stated.officer_minutes * 60,
            key=f"workbook:{self.batch.pk}:{row.line}",
        )
        self.number += 1
        self.add(referral)
        self.add_events(referral, stated)
        self.add(self.past(referral, row, stated))
        return referral

    def change_answer(self, planned: PlannedRow) -> None:
        referral, row = planned.referral, planned.row
        assert referral is not None
        assert planned.person is not None
        stated = cast("StatedReferral", row.referral)
        declined = planned.answer == State.DECLINED
        values: dict[str, object] = {"state": planned.answer, "answered_at": self.at}
        values["decline_reason"] = stated.decline_reason if declined else ""
        self.change(planned.person, referral, values)
        self.event(
            referral,
            Event.DECLINED if declined else Event.ACCEPTED,
            self.at,
            **({"reason": stated.decline_reason} if declined else {}),
        )

    # Intake and status

    def change_status(self, planned: PlannedRow) -> None:
        """Another status from the day that the workbook states, else from today; the former one ends then."""
        assert planned.person is not None
        assert planned.status is not None
        now = StatusPeriod.objects.select_related("enrollment").get(
            enrollment__person=planned.person, ends_at__isnull=True
        )
        since = self.day_at(planned.row.status_since, now.starts_at) if planned.row.status_since else self.at
        self.change(planned.person, now, {"ends_at": since})
        self.period(now.enrollment, *planned.status, since, None)

    def add_needs(self, planned: PlannedRow, person: Person) -> None:
        """Needs are recorded for participants; of others the referral says what they asked for."""
        row = planned.row
        if row.enrolled_on is None:
            return
        for code in planned.needs:
            self.add(
                Need(
                    program=self.batch.program,
                    person=person,
                    kind=code,
                    opened_on=row.enrolled_on,
                    added_at=self.at,
                    added_by_id=self.actor.user_id,
                    key=f"workbook:{self.batch.pk}:{row.line}:{code}",
                )
            )

    def remember(self, planned: PlannedRow, person: Person) -> None:
        """Recognize the row in the next workbook; cells that are blank now keep their fingerprint."""
        row, link = planned.row, planned.link
        typed = {
            f"typed:{name}": typed_print(
                self.context, name, list(value) if isinstance(value, tuple) else value
            )
            for name, value in row.person.known().items()
        }
        assert row.referral is not None
        typed["typed:state"] = typed_print(self.context, "state", row.referral.state in SAID_YES)
        if row.status and row.enrolled_on:
            typed["typed:status"] = typed_print(self.context, "status", (row.status, row.inactive_reason))
        if link is None:
            self.add(
                WorkbookRow(
                    program=self.batch.program,
                    source_name=self.batch.source_name,
                    identity=row.identity,
                    person=person,
                    referral=planned.referral,
                    prints={**row.prints, **typed},
                )
            )
            return
        prints = {**link.prints, **row.prints, **typed}
        if prints != link.prints:
            self.change(person, link, {"prints": prints})


def ids_in_use(rows: Iterable[StatedRow]) -> set[UUID]:
    """Those of the Handoff IDs that rows state that a record has."""
    stated = [found for row in rows if (found := uuid_or_none(row.handoff_id)) is not None]
    return {
        each
        for part in queries.chunks(stated)
        for each in Person.objects.filter(public_id__in=part).values_list("public_id", flat=True)
    }
