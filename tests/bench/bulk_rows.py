"""The rows of one batch of the benchmark program."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from handoff.casework.models import ContactAttempt
from handoff.charges.models import Encounter, SetAsideCharge, SetAsideChargeEvent
from handoff.consent.models import Release, ReleaseRecipient
from handoff.demo.dates import HISTORY_DAYS, DemoCalendar, local_day
from handoff.demo.inputs import charge_input, facts_input, signature
from handoff.demo.intake_answers import SECTIONS, answers_to
from handoff.demo.people import InventedPerson, invent_person
from handoff.eligibility.engine.assessment import assess
from handoff.eligibility.engine.criteria import Criteria
from handoff.eligibility.models import CriteriaVersion, EligibilityDecision
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.participants.models import ContactPoint, Person, TeamMember
from handoff.programs.models import Agency, PolicyVersion, Program
from handoff.referrals.models import Pathway, Referral, ReferralEvent

PATHWAYS = (Pathway.ARREST_DIVERSION, Pathway.OFFICER_SOCIAL, Pathway.COMMUNITY)
PATHWAY_WEIGHTS = (40, 35, 25)
STATES = ("enrolled", "declined", "waiting", "accepted")
STATE_WEIGHTS = (53, 25, 8, 14)
REASONS = StatusPeriod.InactiveReason.values
CHARGE = {
    "key": "possess-methamphetamine",
    "drug": "methamphetamine",
    "quantity": "1.2",
    "unit": "g",
    "value": None,
}


@dataclass(frozen=True)
class Frame:
    """Rows shared by every batch."""

    program: Program
    agencies: Sequence[Agency]
    officers: Sequence[int]
    care_workers: Sequence[int]
    version: CriteriaVersion
    policy: PolicyVersion
    days: DemoCalendar
    discloser: str


@dataclass
class Line:
    """One referral to write: who, when, pathway and outcome."""

    number: int
    invented: InventedPerson
    pathway: str
    end: str
    at: datetime
    officer: int
    care_worker: int
    agency: Agency
    person: Any = None
    check: Any = None
    encounter: Any = None
    referral: Any = None
    intake: Any = None
    enrollment: Any = None
    release: Any = None

    @property
    def arrest(self) -> bool:
        return self.pathway == Pathway.ARREST_DIVERSION

    @property
    def enrolled(self) -> bool:
        return self.end == "enrolled"

    @property
    def started_at(self) -> datetime:
        return self.at + timedelta(days=3)


@dataclass
class Batch:
    """Several hundred referrals with their related rows, referenced rows first."""

    frame: Frame
    rng: Random
    numbers: range
    lines: list[Line] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    held: list[SetAsideCharge] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = [self.line(number) for number in self.numbers]
        self.findings = {pathway: self.finding(pathway) for pathway in PATHWAYS}

    def line(self, number: int) -> Line:
        rng, days = self.rng, self.frame.days
        place = rng.randrange(len(self.frame.officers))
        return Line(
            number=number,
            invented=invent_person(rng, number, days.today),
            pathway=rng.choices(PATHWAYS, PATHWAY_WEIGHTS)[0],
            end=rng.choices(STATES, STATE_WEIGHTS)[0],
            at=days.staff_moment(rng, days.ago(rng.randint(8, HISTORY_DAYS))),
            officer=self.frame.officers[place],
            care_worker=rng.choice(self.frame.care_workers),
            agency=self.frame.agencies[place % len(self.frame.agencies)],
        )

    def finding(self, pathway: str) -> tuple[Any, Any, str]:
        """Facts, findings and advice of a check that meets every criterion."""
        person, charges = self.lines[0].invented, (CHARGE,) if pathway == Pathway.ARREST_DIVERSION else ()
        facts = facts_input(person, pathway, self.frame.days.today, "clear", charges)
        assessment = assess(facts, Criteria.from_plain(self.frame.version.criteria))
        return facts.to_plain(), [each.to_plain() for each in assessment.findings], assessment.advice.value

    def people(self) -> list[Person]:
        """A person who declines at the scene is not recorded."""
        for line in self.lines:
            if not (line.arrest and line.end == "declined"):
                line.person = self.person(line)
        self.persons = [line.person for line in self.lines if line.person is not None]
        return self.persons

    def person(self, line: Line) -> Person:
        who = line.invented
        return Person(
            program=self.frame.program,
            first_name=who.first,
            last_name=who.last,
            preferred_name=who.preferred,
            date_of_birth=who.born,
            approximate_age=who.approximate_age,
            gender=who.gender,
            race_ethnicity=list(who.races),
            language=who.language,
            added_at=line.at,
            added_by_id=line.officer,
        )

    def makers(self) -> list[Callable[[], list[Any]]]:
        return [
            self.contact_points,
            self.checks,
            self.encounters,
            self.charges,
            self.charge_events,
            self.referrals,
            self.events,
            self.contacts,
            self.intakes,
            self.enrollments,
            self.teams,
            self.periods,
            self.releases,
            self.recipients,
        ]

    def contact_points(self) -> list[ContactPoint]:
        return [
            ContactPoint(person=line.person, kind="phone", value=line.invented.phone, added_at=line.at)
            for line in self.lines
            if line.person is not None
        ]

    def checks(self) -> list[EligibilityDecision]:
        for line in self.lines:
            facts, findings, advice = self.findings[Pathway(line.pathway)]
            line.check = EligibilityDecision(
                program=self.frame.program,
                version=self.frame.version,
                person=line.person,
                facts=facts,
                findings=findings,
                advice=advice,
                decision="offer" if line.arrest else "social",
                decided_at=line.at,
                decided_by_id=line.officer,
            )
        return [line.check for line in self.lines]

    def encounters(self) -> list[Encounter]:
        held = [line for line in self.lines if line.arrest and line.person is not None]
        for line in held:
            line.encounter = Encounter(
                program=self.frame.program,
                agency=line.agency,
                person=line.person,
                officer_id=line.officer,
                incident_number=f"{line.at:%y}-{line.number:07d}",
                occurred_at=line.at,
                recorded_at=line.at,
            )
        return [line.encounter for line in held]

    def charges(self) -> list[SetAsideCharge]:
        charge = charge_input(CHARGE, self.frame.days.today)
        self.held.clear()
        for line in self.lines:
            if line.encounter is None:
                continue
            lapses_on = local_day(line.at) + timedelta(days=self.frame.policy.intake_window_days)
            dropped = lapses_on < self.frame.days.today - timedelta(days=20)
            state = "diverted" if line.enrolled else "dropped" if dropped else "held"
            self.held.append(
                SetAsideCharge(
                    encounter=line.encounter,
                    offense_key=charge.offense_key,
                    title=charge.title,
                    statute=charge.statute,
                    drug=charge.drug,
                    quantity=charge.quantity,
                    unit=charge.unit,
                    state=state,
                    set_aside_at=line.at,
                    first_lapses_on=lapses_on,
                    lapses_on=lapses_on,
                )
            )
        return self.held

    def charge_events(self) -> list[SetAsideChargeEvent]:
        return [
            SetAsideChargeEvent(
                charge=charge, what="set_aside", lapses_on=charge.lapses_on, occurred_at=charge.set_aside_at,
                recorded_at=charge.set_aside_at, recorded_by_id=charge.encounter.officer_id,
            )
            for charge in self.held
        ]  # fmt: skip

    def referrals(self) -> list[Referral]:
        for line in self.lines:
            line.referral = self.referral(line)
        return [line.referral for line in self.lines]

    def referral(self, line: Line) -> Referral:
        state = {"declined": "declined", "waiting": "accepted" if line.arrest else "submitted"}.get(
            line.end, "accepted"
        )
        due = local_day(line.at) + timedelta(days=self.frame.policy.intake_window_days)
        declined = state == "declined"
        return Referral(
            program=self.frame.program,
            number=line.number,
            pathway=line.pathway,
            referrer_kind="officer" if line.pathway != Pathway.COMMUNITY else "community",
            referrer_user_id=line.officer if line.pathway != Pathway.COMMUNITY else line.care_worker,
            agency=line.agency if line.pathway != Pathway.COMMUNITY else None,
            person=line.person,
            encounter=line.encounter,
            eligibility=line.check,
            policy=self.frame.policy,
            state=state,
            occurred_at=line.at,
            submitted_at=line.at,
            answered_at=None if state == "submitted" else line.at,
            contact_due_at=line.at + timedelta(hours=48),
            intake_due_on=due if line.encounter is not None else None,
            services_wanted=["housing", "substance_use"],
            decline_reason="not_ready" if declined else "",
            keep_until=local_day(line.at) + timedelta(days=365) if declined else None,
            officer_seconds=780 if line.pathway != Pathway.COMMUNITY else None,
            key=f"bulk:{self.frame.program.slug}:{line.number}",
        )

    def events(self) -> list[ReferralEvent]:
        found = []
        for line in self.lines:
            steps = ["submitted", *(["accepted"] if line.referral.state == "accepted" else [])]
            found += [
                ReferralEvent(
                    referral=line.referral,
                    what=what,
                    occurred_at=line.at,
                    recorded_at=line.at,
                    recorded_by_id=line.officer,
                )
                for what in steps
            ]
        return found

    def contacts(self) -> list[ContactAttempt]:
        """Up to four contacts with each person reached."""
        found = []
        for line in self.lines:
            if line.person is None or line.end == "waiting":
                continue
            for place in range(4 if line.enrolled else 1):
                moment = line.at + timedelta(hours=20 * (place + 1))
                found.append(
                    ContactAttempt(
                        program=self.frame.program, person=line.person, referral=line.referral, how="phone",
                        result="reached", occurred_at=moment, recorded_at=moment, recorded_by_id=line.care_worker,
                        key=f"bulk:{self.frame.program.slug}:{line.number}:{place}",
                    )
                )  # fmt: skip
        return found

    def intakes(self) -> list[Intake]:
        enrolled = [line for line in self.lines if line.enrolled]
        for line in enrolled:
            line.intake = Intake(
                program=self.frame.program,
                referral=line.referral,
                person=line.person,
                answers={section: answers_to(self.rng, section) for section in SECTIONS[:3]},
                sections_done=sorted(SECTIONS),
                started_at=line.started_at,
                started_by_id=line.care_worker,
                saved_at=line.started_at,
                completed_at=line.started_at,
                completed_by_id=line.care_worker,
            )
        return [line.intake for line in enrolled]

    def enrollments(self) -> list[Enrollment]:
        enrolled = [line for line in self.lines if line.enrolled]
        for line in enrolled:
            line.enrollment = Enrollment(
                program=self.frame.program,
                person=line.person,
                intake=line.intake,
                enrolled_at=line.started_at,
                enrolled_on=local_day(line.started_at),
                primary_worker_id=line.care_worker,
                criteria_number=self.frame.version.number,
            )
        return [line.enrollment for line in enrolled]

    def teams(self) -> list[TeamMember]:
        """The enrolling worker is the participant's team."""
        return [
            TeamMember(person=line.person, user_id=line.care_worker, why="worker", starts_at=line.started_at)
            for line in self.lines
            if line.enrolled
        ]

    def periods(self) -> list[StatusPeriod]:
        """A third are inactive now."""
        found = []
        for line in (each for each in self.lines if each.enrolled):
            left_at = line.started_at + timedelta(days=2) if line.number % 3 == 0 else None
            common = {"enrollment": line.enrollment, "recorded_by_id": line.care_worker}
            first = line.started_at
            found.append(
                StatusPeriod(status="active", starts_at=first, ends_at=left_at, recorded_at=first, **common)
            )
            if left_at is not None:
                reason = REASONS[line.number % len(REASONS)]
                found.append(
                    StatusPeriod(
                        status="inactive", reason=reason, starts_at=left_at, recorded_at=left_at, **common
                    )
                )
        return found

    def releases(self) -> list[Release]:
        signing = [line for line in self.lines if line.enrolled and line.number % 10]
        strokes = signature(self.rng)
        for line in signing:
            line.release = Release(
                program=self.frame.program,
                person=line.person,
                form_version="2026-11",
                language=line.invented.language,
                discloser=self.frame.discloser,
                purposes=["services", "intake_done"],
                starts_at=line.at,
                ends_at=line.at + timedelta(days=365),
                days=365,
                signer_name=line.invented.name,
                means="drawn",
                signature=strokes,
                signed_at=line.at,
                recorded_at=line.at,
                recorded_by_id=line.care_worker,
                copy_given=True,
                key=f"bulk:{self.frame.program.slug}:roi:{line.number}",
            )
        return [line.release for line in signing]

    def recipients(self) -> list[ReleaseRecipient]:
        return [
            ReleaseRecipient(release=line.release, agency=line.agency, kinds=["charges", "participation"])
            for line in self.lines
            if line.release is not None
        ]
