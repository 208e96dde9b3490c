"""A staffing meeting with the agencies around the table."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.staffing.meetings import services
from handoff.staffing.meetings.inputs import MeetingInput, SeriesInput
from handoff.staffing.meetings.services import record_arrival
from handoff.staffing.models import Meeting, MeetingAction, PartnerFact
from handoff.staffing.table.inputs import ActionInput
from handoff.staffing.table.services import add_action
from handoff.testing.consent import make_release
from handoff.testing.programs import AT, PASSWORD, actor_of, make_member, make_person, make_program
from handoff.testing.staffing import enroll, make_new_charge

ROLES_AT_TABLE = (
    "program_manager",
    "case_manager",
    "peer_support",
    "officer",
    "district_attorney",
    "treatment_provider",
    "probation_officer",
    "lme_mco",
)


class Table:
    """A program with a member of each agency at the table; the program manager leads."""

    def __init__(self) -> None:
        self.program = make_program()
        self.users = {role: make_member(self.program, role) for role in ROLES_AT_TABLE}

    def actor(self, role: str = "program_manager", at: datetime = AT) -> Actor:
        return actor_of(self.users[role], self.program, at)

    def user(self, role: str) -> User:
        return self.users[role]

    def agency(self, role: str) -> Agency:
        membership = self.users[role].memberships.get()
        assert membership.agency is not None
        return membership.agency


def make_series_input(table: Table, **fields: Any) -> SeriesInput:
    """The second and fourth Thursday at 10, everyone invited."""
    return SeriesInput(
        **{
            "rhythm": "monthly",
            "weekday": 3,
            "weeks": (2, 4),
            "starts_on": AT.date(),
            "starts_at": time(10),
            "minutes": 90,
            "place": "Courthouse annex, room 2",
            "attendees": [each.pk for each in table.users.values()],
            **fields,
        }
    )


def make_series(table: Table, at: datetime = AT, **fields: Any) -> int:
    """Set the rhythm; how many coming dates that canceled."""
    return services.save_series(
        actor=table.actor(at=at),
        program=table.program,
        series_input=make_series_input(table, **fields),
        at=at,
    )


IN_TEN_DAYS = AT.date() + timedelta(days=10)


def make_meeting_input(on: date = IN_TEN_DAYS, **fields: Any) -> MeetingInput:
    return MeetingInput(
        **{"on": on, "starts_at": time(10), "minutes": 90, "place": "Courthouse annex", **fields}
    )


def make_meeting(program: Program, *users: User, at: datetime = AT, **fields: Any) -> Meeting:
    """A meeting that is planned for the same day, or for another `starts_at`, to which these users are asked."""
    starts_at = fields.pop("starts_at", at)
    meeting = Meeting.objects.create(
        **{
            "program": program,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=90),
            "place": "Courthouse annex",
            "changed_at": at - timedelta(days=7),
            "made_at": at - timedelta(days=7),
            **fields,
        }
    )
    services.ask(meeting, [each.pk for each in users], at - timedelta(days=7))
    return meeting


class MeetingRoom(Table):
    """A meeting today: Ann's release names the police, Bob's names no one; the officer and a worker are there."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self.client = client
        self.ann = make_person(self.program, first_name="Ann", last_name="Ashford", preferred_name="Annie")
        self.bob = make_person(self.program, first_name="Bob", last_name="Birchall")
        for number, person in enumerate((self.ann, self.bob), start=1):
            enroll(person, number)
            make_new_charge(person)
        make_release(
            self.ann,
            self.agency("officer"),
            kinds=("participation", "charges", "progress"),
            actor=self.actor("case_manager"),
        )
        self.meeting = make_meeting(self.program, *self.users.values())
        for role in ("officer", "case_manager"):
            record_arrival(actor=self.actor(), meeting=self.meeting, user_id=self.user(role).pk, at=AT)

    def enter(self, role: str = "program_manager") -> "MeetingRoom":
        self.client.login(username=self.user(role).username, password=PASSWORD)
        return self

    def path(self, name: str, *args: object) -> str:
        return reverse(f"table:{name}", args=[self.program.slug, *args])

    def get(self, name: str, *args: object) -> str:
        return self.client.get(self.path(name, *args)).content.decode()

    def post(self, name: str, *args: object, **sent: object) -> str:
        return self.client.post(self.path(name, *args), sent, follow=True).content.decode()


def decide_action(table: Table, meeting: Meeting, person: Person, **fields: Any) -> MeetingAction:
    """An action for a member by role, due in a week, for the care team alone."""
    owner = fields.pop("owner", "case_manager")
    return add_action(
        actor=table.actor(at=meeting.starts_at),
        meeting=meeting,
        person=person,
        action_input=ActionInput(
            words=fields.get("words", "Ask about the room"),
            owner_id=table.users[owner].pk if owner in table.users else 0,
            due_on=fields.get("due_on", meeting.starts_at.date() + timedelta(days=7)),
            about=fields.get("about", ""),
        ),
        key=fields.get("key", str(uuid.uuid4())),
        at=meeting.starts_at,
    )


def make_partner_fact(person: Person, agency: Agency, **fields: Any) -> PartnerFact:
    """An appointment in ten days that a partner says someone has with it."""
    at = fields.pop("at", AT)
    return PartnerFact.objects.create(
        **{
            "program": person.program,
            "person": person,
            "agency": agency,
            "kind": PartnerFact.Kind.APPOINTMENT,
            "on": IN_TEN_DAYS,
            "added_at": at,
            "key": str(uuid.uuid4()),
            **fields,
        }
    )
