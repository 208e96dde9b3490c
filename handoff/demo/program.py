"""A demo program while its history is written: staff, partners, and the records of each story so far."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.accounts.queries import actor_for
from handoff.demo.dates import AGREEMENT_CHANGED_AGO, DemoCalendar, local_day
from handoff.demo.organizations import Organization, StaffMember
from handoff.demo.staff import Staff
from handoff.demo.stories.story import Story
from handoff.programs.models import Agency, Program

NAMESPACE = uuid.UUID("0a1de7c0-0000-4000-8000-000000000000")


@dataclass
class StoryRecords:
    """The rows a story has created, as far as later events need them."""

    referral: Any = None
    person: Any = None
    message: Any = None
    intake: Any = None
    enrollment: Any = None
    exception: Any = None
    draft: Any = None
    release: Any = None
    charge: Any = None


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
