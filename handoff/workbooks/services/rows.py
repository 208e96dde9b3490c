"""Rows of what a workbook states, not yet saved: nothing is made up (ADR 0066).

No eligibility check, no hold, no release, no answers to an intake: only what stands in the workbook, dated as stated.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import models

from handoff.access.actor import Actor
from handoff.charges.models import Encounter, SetAsideCharge
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.participants.models import ContactPoint, Person, TeamMember
from handoff.programs.models import PolicyVersion
from handoff.programs.queries import time_zone_of
from handoff.referrals.models import PastReferral, Referral, ReferralEvent, ServiceWanted
from handoff.spreadsheets.models import ImportBatch
from handoff.workbooks.facts import StatedReferral, StatedRow
from handoff.workbooks.readers.people import Context
from handoff.workbooks.services.planning import SAID_YES

State, Event = Referral.State, ReferralEvent.Kind


@dataclass
class Rows:
    """The rows that an import adds, by their table."""

    actor: Actor
    batch: ImportBatch
    context: Context
    at: datetime
    policies: list[PolicyVersion] = field(default_factory=list)
    added: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)

    def add(self, row: models.Model) -> None:
        self.added.setdefault(type(row), []).append(row)

    def contact(self, person: Person, kind: str, value: str) -> ContactPoint:
        return ContactPoint(
            person=person,
            kind=kind,
            value=value,
            from_care=True,
            added_at=self.at,
            added_by_id=self.actor.user_id,
        )

    def policy_of(self, stated: StatedReferral) -> PolicyVersion:
        """The policy of that day; the program's first for referrals before it."""
        day = stated.occurred_on
        return next((each for each in reversed(self.policies) if each.effective_on <= day), self.policies[0])

    def services(self, row: StatedRow, stated: StatedReferral, *, enrolled: bool) -> list[str]:
        """What they asked for; of someone without an intake also what the columns of needs say."""
        asked = () if enrolled else tuple(code for code in row.needs if code in ServiceWanted.values)
        return list(dict.fromkeys((*stated.services, *asked)))

    def day_at(self, day: date | None, other: datetime) -> datetime:
        """The start of a local day, and never before another moment."""
        if day is None:
            return other
        return max(other, datetime.combine(day, time(), time_zone_of(self.batch.program)))

    def past(self, referral: Referral, row: StatedRow, stated: StatedReferral) -> PastReferral:
        return PastReferral(
            referral=referral,
            source_name=self.batch.source_name,
            officer_name=stated.officer_name,
            officer_id=stated.officer_id,
            charges="\n".join(stated.charges)[:500],
            note=row.note,
            external_number=row.external_number,
            imported_at=self.at,
            imported_by_id=self.actor.user_id,
        )

    def add_events(self, referral: Referral, stated: StatedReferral) -> None:
        self.event(referral, Event.SUBMITTED, stated.occurred_at, door=referral.pathway, imported=True)
        if stated.state in SAID_YES or stated.later_no_on:
            self.event(referral, Event.ACCEPTED, stated.occurred_at)
        if stated.state == State.DECLINED:
            said_at = self.day_at(stated.later_no_on, stated.occurred_at)
            self.event(referral, Event.DECLINED, said_at, reason=stated.decline_reason)
        if stated.screened_at is not None:
            self.event(referral, Event.SCREENED, stated.screened_at)

    def event(self, referral: Referral, what: str, occurred_at: datetime, **details: object) -> None:
        self.add(
            ReferralEvent(
                referral=referral,
                what=what,
                occurred_at=occurred_at,
                recorded_at=self.at,
                recorded_by_id=self.actor.user_id,
                details=details,
            )
        )

    def encounter(self, person: Person, stated: StatedReferral) -> Encounter:
        """The charges that an intake diverted long ago. No hold: they were never set aside here."""
        encounter = Encounter(
            program=self.batch.program, person=person, occurred_at=stated.occurred_at, recorded_at=self.at
        )
        self.add(encounter)
        for words in stated.charges:
            self.add(
                SetAsideCharge(
                    encounter=encounter,
                    title=words,
                    state=SetAsideCharge.State.DIVERTED,
                    set_aside_at=stated.occurred_at,
                    first_lapses_on=stated.occurred_on,
                    lapses_on=stated.occurred_on,
                )
            )
        return encounter

    def enroll(self, row: StatedRow, person: Person, referral: Referral) -> None:
        """A completed intake without answers, dated as stated, and the status that follows from it."""
        day = row.enrolled_on
        assert day is not None
        done_at = self.day_at(day, referral.occurred_at)
        intake = Intake(
            program=self.batch.program,
            referral=referral,
            person=person,
            started_at=done_at,
            saved_at=self.at,
            completed_at=done_at,
        )
        enrollment = Enrollment(
            program=self.batch.program,
            person=person,
            intake=intake,
            enrolled_at=done_at,
            enrolled_on=day,
            primary_worker_id=row.worker_id,
        )
        self.add(intake)
        self.add(enrollment)
        self.event(referral, Event.INTAKE_COMPLETED, done_at)
        self.add_status(row, enrollment, done_at)
        if row.worker_id is not None:
            self.add(
                TeamMember(person=person, user_id=row.worker_id, why=TeamMember.Why.WORKER, starts_at=self.at)
            )

    def add_status(self, row: StatedRow, enrollment: Enrollment, done_at: datetime) -> None:
        """Active from the intake on; inactive from the day that is stated, else from today."""
        if row.status != "inactive":
            since = self.day_at(row.status_since, done_at)
            self.period(enrollment, "active", "", since if row.status_since else done_at, None)
            return
        since = self.day_at(row.status_since, done_at) if row.status_since else self.at
        if since > done_at:
            self.period(enrollment, "active", "", done_at, since)
        self.period(enrollment, "inactive", row.inactive_reason, since, None)

    def period(
        self, enrollment: Enrollment, status: str, reason: str, starts_at: datetime, ends_at: datetime | None
    ) -> None:
        self.add(
            StatusPeriod(
                enrollment=enrollment,
                status=status,
                reason=reason,
                starts_at=starts_at,
                ends_at=ends_at,
                recorded_at=self.at,
                recorded_by_id=self.actor.user_id,
            )
        )
