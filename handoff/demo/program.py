"""A demo program while its history is written: staff, partners, and the records of each story so far."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.accounts.queries import actor_for
from handoff.casework.models import ServiceReferral
from handoff.charges.models import NewCharge
from handoff.consent.models import Release
from handoff.demo.dates import AGREEMENT_CHANGED_AGO, DemoCalendar, local_day
from handoff.demo.organizations import Organization, StaffMember
from handoff.demo.staff import Staff
from handoff.demo.stories.story import Story
from handoff.enrollment.models import Enrollment, Intake
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.referrals.models import CommunityMessage, Referral, ReferralDraft
from handoff.referrals.models.exceptions import ExceptionRequest

NAMESPACE = uuid.UUID("0a1de7c0-0000-4000-8000-000000000000")


@dataclass(repr=False)
class StoryRecords:
    """The rows a story has created, as far as later events need them."""

    draft: ReferralDraft | None = None
    message: CommunityMessage | None = None
    referral: Referral = field(init=False)
    intake: Intake = field(init=False)
    enrollment: Enrollment = field(init=False)
    exception: ExceptionRequest = field(init=False)
    release: Release = field(init=False)
    charge: NewCharge = field(init=False)
    service_referrals: dict[str, ServiceReferral] = field(default_factory=dict)

    @property
    def person(self) -> Person:
        """Everyone in a story has been referred."""
        if self.referral.person is None:
            raise LookupError("a referral of the demo without its person")
        return self.referral.person


@dataclass
class DemoProgram:
    organization: Organization
    program: Program
    days: DemoCalendar
    staff: Staff
    seed: int
    users: dict[str, User] = field(default_factory=dict)
    partners: dict[str, Agency] = field(default_factory=dict)
    stories: dict[int, Story] = field(default_factory=dict)
    records_by_story: dict[int, StoryRecords] = field(default_factory=dict)
    actors: dict[tuple[str, bool], Actor] = field(default_factory=dict)
    discloser: str = ""

    def member(self, username: str) -> StaffMember:
        return next(each for each in self.staff.workers if each.username == username)

    def actor(self, username: str, at: datetime) -> Actor:
        """Cached: it changes only when a new confidentiality agreement is due."""
        second = local_day(at) >= self.days.ago(AGREEMENT_CHANGED_AGO)
        if (username, second) not in self.actors:
            actor = actor_for(self.users[username], self.program, at)
            assert actor is not None, f"{username} has no role at {at}"
            self.actors[username, second] = actor
        return self.actors[username, second]

    def agency_of(self, username: str) -> Agency:
        return self.partners[self.member(username).partner]

    def records(self, number: int) -> StoryRecords:
        return self.records_by_story.setdefault(number, StoryRecords())

    def key(self, text: str) -> str:
        """A submission key that is the same in every build with this seed."""
        return str(uuid.uuid5(NAMESPACE, f"{self.seed}:{self.organization.slug}:{text}"))
