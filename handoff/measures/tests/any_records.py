"""Records of a program as no one would enter them: any states, answers, days and people, for the measures to count."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from handoff.charges.models import Encounter, NewCharge, SetAsideCharge
from handoff.enrollment.models import Enrollment, Intake, LookBack, SafetyEvent, StatusPeriod
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date, policy_at
from handoff.referrals.models import Referral, ReferralEvent
from handoff.testing.programs import make_person

FIRST, LAST = datetime(2026, 1, 20, tzinfo=UTC), datetime(2026, 9, 10, tzinfo=UTC)
RACES = ([], ["white"], ["black", "white"], ["hispanic"], ["not_asked"], ["middle_eastern"])
SAID_YES = ("accepted", "handed_off")
STATES = (*SAID_YES, "declined", "ineligible", "submitted", "withdrawn")


class AnyRecords:
    """Writes a program's records by chance, straight into the tables."""

    def __init__(self, program: Program, rng: Random) -> None:
        self.program, self.rng = program, rng
        self.policy = policy_at(program, LAST.date())
        self.agencies = [*Agency.objects.filter(program=program, kind=Agency.Kind.LAW_ENFORCEMENT), None]

    def moment(self) -> datetime:
        """Any minute; often the last ones of a month in the program's zone."""
        if self.rng.random() < 0.3:
            month = self.rng.randint(2, 9)
            return datetime(2026, month, 1, 3, tzinfo=UTC) + timedelta(hours=self.rng.randint(0, 3))
        return FIRST + (LAST - FIRST) * self.rng.random()

    def write(self, referrals: int) -> None:
        people = [self.person() for _each in range(max(referrals // 2, 1))]
        written = [self.referral(self.rng.choice([*people, None])) for _each in range(referrals)]
        enrolled = self.rng.sample(people, k=self.rng.randint(0, len(people)))
        for person in enrolled:
            theirs = [each for each in written if each.person == person]
            if theirs:
                self.enroll(person, self.rng.choice(theirs))
        if enrolled and self.rng.random() < 0.3:
            enrolled[0].merged_into = people[-1] if people[-1] != enrolled[0] else None
            enrolled[0].save()

    def person(self) -> Person:
        born = date(self.rng.randint(1955, 2007), 2, self.rng.randint(1, 28))
        return make_person(
            self.program,
            date_of_birth=self.rng.choice([None, born]),
            approximate_age=self.rng.choice([None, 24, 25, 64, 65]),
            gender=self.rng.choice(["man", "woman", "not_asked"]),
            race_ethnicity=self.rng.choice(RACES),
        )

    def referral(self, person: Person | None) -> Referral:
        rng, at = self.rng, self.moment()
        state = rng.choice(STATES if person else ("declined", "ineligible", "submitted", "withdrawn"))
        arrest = person is not None and rng.random() < 0.6
        number = Referral.objects.filter(program=self.program).count() + 1
        encounter = self.encounter(person, at) if arrest and person else None
        row = Referral.objects.create(
            program=self.program,
            number=number,
            pathway="arrest_diversion" if arrest else rng.choice(["officer_social", "community"]),
            referrer_kind=rng.choice(["officer", "community"]),
            referrer_user_id=rng.choice([None, 11, 12]),
            agency=rng.choice(self.agencies),
            person=person,
            encounter=encounter,
            policy=self.policy,
            state=state,
            occurred_at=at,
            submitted_at=at,
            answered_at=rng.choice([None, at, at + timedelta(days=40)]),
            contact_due_at=at,
            intake_due_on=rng.choice([None, self.day(at, 9), self.day(at, 300)]) if arrest else None,
            services_wanted=rng.choice([[], ["housing"]]),
            decline_reason=rng.choice(["", "not_ready"]) if state in ("declined", "withdrawn") else "",
            demographics={}
            if person
            else {"gender": "woman", "race_ethnicity": ["white"], "age_band": "25_34"},
            key=f"any:{number}",
        )
        for _each in range(rng.choice([0, 0, 1, 1, 2, 3])):
            self.event(row)
        return row

    def day(self, at: datetime, days: int) -> date:
        return local_date(self.program, at) + timedelta(days=days)

    def event(self, referral: Referral) -> None:
        """An answer as the record has it, or any other one."""
        rng, at = self.rng, referral.occurred_at
        said = "accepted" if referral.state in SAID_YES else "declined"
        what = said if rng.random() < 0.6 else rng.choice(["accepted", "declined", "screened"])
        reason = rng.choice(["", referral.decline_reason, "distrust_program"])
        ReferralEvent.objects.create(
            referral=referral,
            what=what,
            occurred_at=referral.answered_at or at + timedelta(days=rng.randint(0, 50)),
            recorded_at=at,
            details=rng.choice([{}, {"reason": reason}]) if what == "declined" else {},
        )

    def encounter(self, person: Person, at: datetime) -> Encounter:
        found = Encounter.objects.create(
            program=self.program, agency=self.agencies[0], person=person, occurred_at=at, recorded_at=at
        )
        for _each in range(self.rng.choice([0, 1, 1, 2])):
            SetAsideCharge.objects.create(
                encounter=found,
                offense_key=self.rng.choice(["trespass", "larceny"]),
                title="Offense",
                set_aside_at=self.rng.choice([at, self.moment()]),
                first_lapses_on=self.day(at, 14),
                lapses_on=self.day(at, self.rng.choice([14, 250])),
            )
        return found

    def enroll(self, person: Person, referral: Referral) -> None:
        rng, at = self.rng, self.moment()
        intake = Intake.objects.create(
            program=self.program,
            referral=referral,
            person=person,
            started_at=at,
            saved_at=at,
            completed_at=at,
        )
        enrollment = Enrollment.objects.create(
            program=self.program, person=person, intake=intake, enrolled_at=at, enrolled_on=self.day(at, 0)
        )
        status = "active"
        for _each in range(rng.randint(0, 3)):
            ends = at + timedelta(days=rng.randint(0, 60))
            self.status(enrollment, status, at, ends)
            at, status = ends, "inactive" if status == "active" else "active"
        self.status(enrollment, status, at, None)
        for _each in range(rng.choice([0, 0, 1, 2])):
            self.happened(person)

    def status(self, enrollment: Enrollment, status: str, starts: datetime, ends: datetime | None) -> None:
        reason = "" if status == "active" else "moved"
        StatusPeriod.objects.create(
            enrollment=enrollment,
            status=status,
            reason=reason,
            starts_at=starts,
            ends_at=ends,
            recorded_at=starts,
        )

    def happened(self, person: Person) -> None:
        """A new charge, an overdose, or a look at the jail's roster."""
        day = self.day(self.moment(), 0)
        NewCharge.objects.create(
            program=self.program,
            person=person,
            occurred_on=day,
            offense_key="larceny",
            how=self.rng.choice(["arrest", "warrant"]),
            recorded_at=LAST,
            title="Offense",
            key=f"any:{NewCharge.objects.count()}",
        )
        SafetyEvent.objects.create(
            program=self.program,
            person=person,
            kind="reversal",
            happened_on=day,
            source="worker",
            is_confirmed=True,
            recorded_at=LAST,
            key=f"any:{SafetyEvent.objects.count()}",
        )
        LookBack.objects.create(
            program=self.program,
            person=person,
            kind="booking",
            first_on=date(2025, 1, 1),
            last_on=date(2026, 12, 31),
            days=[day.isoformat()],
            source="Roster",
            recorded_at=LAST,
            key=f"any:{LookBack.objects.count()}",
        )
