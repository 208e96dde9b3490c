"""The world while it is played: the program, its people, and what the stories have come to so far."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.accounts.queries import actor_for
from handoff.demo.cast import Cast
from handoff.demo.organisation import Organisation, Worker
from handoff.demo.story import Story
from handoff.demo.times import AGREEMENT_CHANGED_AGO, Days, local_day
from handoff.programs.models import Agency, Program

NAMESPACE = uuid.UUID("0a1de7c0-0000-4000-8000-000000000000")


@dataclass
class Thread:
    """What one story has made: its rows, as far as later acts need them."""

    referral: Any = None
    person: Any = None
    message: Any = None
    intake: Any = None
    enrollment: Any = None
    request: Any = None
    draft: Any = None
    release: Any = None
    charge: Any = None


@dataclass
class World:
    """One program on its way through two years."""

    organisation: Organisation
    program: Program
    days: Days
    cast: Cast
    seed: int
    users: dict[str, User] = field(default_factory=dict)
    partners: dict[str, Agency] = field(default_factory=dict)
    stories: dict[int, Story] = field(default_factory=dict)
    threads: dict[int, Thread] = field(default_factory=dict)
    actors: dict[tuple[str, bool], Actor] = field(default_factory=dict)
    discloser: str = ""

    def worker(self, username: str) -> Worker:
        return next(each for each in self.cast.workers if each.username == username)

    def actor(self, username: str, at: datetime) -> Actor:
        """Return somebody's standing; it changes only when a new agreement is to be signed."""
        second = local_day(at) >= self.days.ago(AGREEMENT_CHANGED_AGO)
        if (username, second) not in self.actors:
            actor = actor_for(self.users[username], self.program, at)
            assert actor is not None, f"{username} has no role at {at}"
            self.actors[username, second] = actor
        return self.actors[username, second]

    def agency_of(self, username: str) -> Agency:
        return self.partners[self.worker(username).partner]

    def thread(self, number: int) -> Thread:
        return self.threads.setdefault(number, Thread())

    def key(self, text: str) -> str:
        """Return a submission key, the same in every world of this seed."""
        return str(uuid.uuid5(NAMESPACE, f"{self.seed}:{self.organisation.slug}:{text}"))
