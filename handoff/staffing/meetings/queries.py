"""Meetings of a program: the coming ones, who leads and comes, who is at the table, and which mails are due."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.access.roles import OUTSIDE, ROLES, RoleName
from handoff.accounts.models import AgreementSignature, Membership, User
from handoff.accounts.queries import current_agreement, current_memberships, memberships_on
from handoff.casework.models import HandoverPlan
from handoff.core.sorting import sort_key
from handoff.notifications.services import FAILED
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date, special_days
from handoff.staffing.meetings.rules import Rhythm, dates_of
from handoff.staffing.models import Attendee, FacilitatorDuty, Meeting, MeetingSeries, Presence

CALM = timedelta(minutes=1)
"""A mail waits this long after the last change, so that edits made one after another are one mail (C-F16)."""
CLAIM_LASTS = timedelta(minutes=10)
MOST_TRIES = 10


@dataclass(frozen=True)
class Member:
    """Someone who can be asked to a meeting: their roles there, the agencies they come for, and if they have signed."""

    user: User
    roles: tuple[RoleName, ...]
    agencies: tuple[Agency, ...]
    signed: bool

    @property
    def outside_agencies(self) -> tuple[Agency, ...]:
        """The agencies that this person learns for; none for the care team, which needs no release."""
        return () if self.is_care else self.agencies

    @property
    def is_care(self) -> bool:
        return any(Permission.PARTICIPANT_READ in ROLES[role].permissions for role in self.roles)

    @property
    def reads_notes(self) -> bool:
        """Whether they read what is said about participants for care, as whoever leads a meeting does (ADR 0046)."""
        return any(Permission.NOTES_READ_PROTECTED in ROLES[role].permissions for role in self.roles)

    @property
    def is_outside(self) -> bool:
        return all(ROLES[role].side in OUTSIDE for role in self.roles)


def attending_memberships(program: Program, at: datetime) -> QuerySet[Membership]:
    """The roles held today that come to meetings."""
    roles = [name for name, role in ROLES.items() if Permission.MEETINGS_ATTEND in role.permissions]
    return current_memberships(local_date(program, at)).filter(program=program, role__in=roles)


def member_ids(program: Program, at: datetime) -> set[int]:
    """The users whose role comes to meetings today. One query."""
    return set(attending_memberships(program, at).values_list("user_id", flat=True))


def possible_attendees(
    program: Program, at: datetime, *, among: Collection[int] | None = None
) -> list[Member]:
    """Everyone whose role comes to meetings today, or those of some users, by agency and name. Three queries."""
    held = attending_memberships(program, at)
    if among is not None:
        held = held.filter(user__in=among)
    agreement = current_agreement(program, at)
    signed = set(AgreementSignature.objects.filter(agreement=agreement).values_list("user_id", flat=True))
    rows: dict[int, list[Membership]] = {}
    for row in held.select_related("user", "agency"):
        rows.setdefault(row.user_id, []).append(row)
    members = [
        Member(
            user=found[0].user,
            roles=tuple(RoleName(each.role) for each in found),
            agencies=tuple({each.agency for each in found if each.agency is not None}),
            signed=agreement is not None and user_id in signed,
        )
        for user_id, found in rows.items()
    ]
    return sorted(members, key=lambda each: (agency_names(each), sort_key(each.user.full_name)))


def agency_names(member: Member) -> str:
    """The agencies by name; empty for program staff who hold their role for none."""
    return ", ".join(sorted(each.name for each in member.agencies))


def possible_facilitators(program: Program, at: datetime) -> set[int]:
    """Who may lead: the members who may open participants' records today, and read what is said about them."""
    members = possible_attendees(program, at)
    return {each.user.pk for each in members if each.is_care and each.reads_notes and each.signed}


def current_duty(program: Program, on: date) -> FacilitatorDuty | None:
    duties = FacilitatorDuty.objects.filter(program=program, starts_on__lte=on)
    return duties.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).order_by("-starts_on", "-pk").first()


def facilitator_ids(program: Program, at: datetime) -> set[int]:
    """Who leads today: whoever has the duty, or covers their leave (ADR 0051); without anyone, the program managers."""
    today, able = local_date(program, at), possible_facilitators(program, at)
    duty = current_duty(program, today)
    leader = None if duty is None else duty.user_id
    leave = HandoverPlan.objects.filter(
        program=program,
        user_id=leader or 0,
        kind=HandoverPlan.Kind.LEAVE,
        closed_at__isnull=True,
        starts_on__lte=today,
        ends_on__gte=today,
    ).first()
    if leave is not None:
        leader = leave.stand_in_id
    if leader in able:
        return {leader} if leader is not None else set()
    managers = [name for name, role in ROLES.items() if Permission.PROGRAM_SETUP in role.permissions]
    held = current_memberships(today).filter(program=program, role__in=managers)
    return set(held.values_list("user_id", flat=True)) & able


def users(user_ids: Collection[int]) -> QuerySet[User]:
    return User.objects.filter(pk__in=user_ids)


def open_series(program: Program) -> MeetingSeries | None:
    return MeetingSeries.objects.filter(program=program, ended_at__isnull=True).first()


def rhythm_of(rhythm: str, weekday: int, weeks: Iterable[int]) -> Rhythm:
    """The rhythm as the rule that computes dates takes it."""
    every = {MeetingSeries.Rhythm.WEEKLY.value: 1, MeetingSeries.Rhythm.TWO_WEEKS.value: 2}.get(rhythm, 0)
    return Rhythm(weekday, every, tuple(weeks))


def next_slot(series: MeetingSeries | None, today: date) -> date:
    """The first day of a rhythm that hasn't passed; today without a rhythm. Every two weeks counts on from it."""
    if series is None or series.starts_on >= today:
        return today if series is None else series.starts_on
    rhythm = rhythm_of(series.rhythm, series.weekday, series.weeks)
    days = dates_of(rhythm, series.starts_on, today + timedelta(days=70))
    return next((day for day in days if day >= today), today)


def holidays(program: Program, at: datetime) -> dict[date, str]:
    """The days of the next twelve months on which the program is closed, with their names."""
    return {each.day: each.name for each in special_days(program, at) if not each.is_open}


def names_of_people(program: Program) -> list[str]:
    """First and last names of everyone the program has a record of, together and in both orders."""
    people = Person.objects.filter(program=program).values_list("first_name", "last_name", "preferred_name")
    return [name for person in people for name in names_of(*person)]


def names_of(first: str, last: str, preferred: str) -> list[str]:
    names = [f"{name} {last}" for name in (first, preferred) if name and last]
    return [*names, f"{last} {first}"] if first and last else names


def meetings_for(program: Program, actor: Actor, *, leads: bool) -> QuerySet[Meeting]:
    """All meetings for whoever leads and for the care team; for others those they are asked to."""
    meetings = Meeting.objects.filter(program=program).select_related("program", "series")
    if leads or actor.on_care_side:
        return meetings
    asked = Attendee.objects.filter(meeting=OuterRef("pk"), user_id=actor.user_id or 0, asked=True)
    return meetings.exclude(state=Meeting.State.PROPOSED).filter(Exists(asked))


UNFINISHED_FOR = timedelta(days=60)
"""How long a meeting that no one opened stays on the list of whoever leads, to be held after all or canceled."""


def coming_meetings(meetings: QuerySet[Meeting], at: datetime) -> QuerySet[Meeting]:
    """Of some meetings those to come, and of today; one in progress stays until it is closed."""
    since = at - timedelta(hours=12)
    rows = meetings.exclude(state__in=[Meeting.State.CLOSED, Meeting.State.CANCELED])
    return rows.filter(Q(starts_at__gt=since) | Q(state=Meeting.State.OPEN))


def meetings_not_held(meetings: QuerySet[Meeting], at: datetime) -> QuerySet[Meeting]:
    """Of some meetings those whose time has passed without anyone recorded in the room, for two months."""
    since, until = at - UNFINISHED_FOR, at - timedelta(hours=12)
    rows = meetings.filter(state__in=[Meeting.State.PROPOSED, Meeting.State.PLANNED])
    return rows.filter(starts_at__gt=since, starts_at__lte=until)


def canceled_meetings(meetings: QuerySet[Meeting], at: datetime) -> QuerySet[Meeting]:
    return meetings.filter(state=Meeting.State.CANCELED, starts_at__gt=at)


def find_meeting(program: Program, actor: Actor, public_id: uuid.UUID, *, leads: bool) -> Meeting | None:
    return meetings_for(program, actor, leads=leads).filter(public_id=public_id).first()


def asked_ids(meeting: Meeting) -> set[int]:
    """The users who should come."""
    return set(meeting.attendees.filter(asked=True).values_list("user_id", flat=True))


def present_times(meeting: Meeting) -> QuerySet[Presence]:
    """The open times of everyone at the table now."""
    return Presence.objects.filter(attendee__meeting=meeting, left_at__isnull=True).select_related("attendee")


def present_ids(meeting: Meeting) -> set[int]:
    return set(present_times(meeting).values_list("attendee__user_id", flat=True))


def who_was_there(meeting: Meeting) -> dict[str, list[str]]:
    """Everyone recorded in the room, under the organization that they came for on that day. Three queries.

    Minutes stay true: someone whose account was closed since then is still named under theirs.
    """
    there = set(meeting.attendees.filter(times__isnull=False).values_list("user_id", flat=True))
    on = local_date(meeting.program, meeting.starts_at)
    held = memberships_on(on).filter(program=meeting.program, user__in=there).select_related("agency")
    agencies: dict[int, set[str]] = {}
    for each in held:
        agencies.setdefault(each.user_id, set()).update([each.agency.name] if each.agency else [])
    found: dict[str, list[str]] = {}
    for user in users(there):
        name = ", ".join(sorted(agencies.get(user.pk, ()))) or meeting.program.name
        found.setdefault(name, []).append(user.full_name)
    return {name: sorted(found[name], key=sort_key) for name in sorted(found, key=sort_key)}


def is_empty(meeting: Meeting) -> bool:
    """Whether no one is at the table, and nothing was written about anyone."""
    written = meeting.discussions.exists() or meeting.actions.exists()
    return not (written or present_times(meeting).exists())


def attendees_due(program: Program, at: datetime) -> QuerySet[Attendee]:
    """Whose calendar doesn't say what is true: an invitation, an update or a cancellation is due.

    Meetings that are over or on an unconfirmed holiday send no invitation. What was never sent is never canceled.
    """
    wanted = Q(asked=True, meeting__state=Meeting.State.PLANNED)
    never = Q(sent_sequence__isnull=True) | Q(sent_as="CANCEL")
    news = Q(sent_content_of__lt=F("meeting__changed_at")) | Q(seen_sequence__lt=F("meeting__sequence"))
    invite = wanted & (never | news)
    gone = Q(asked=False) | Q(meeting__state=Meeting.State.CANCELED)
    cancel = gone & Q(sent_as="REQUEST")
    unclaimed = Q(claimed_at__isnull=True) | Q(claimed_at__lte=at - CLAIM_LASTS)
    return (
        Attendee.objects.filter(invite | cancel, unclaimed, meeting__program=program)
        .filter(meeting__starts_at__gt=at, attempts__lt=MOST_TRIES)
        .filter(meeting__changed_at__lte=at - CALM, changed_at__lte=at - CALM)
        .exclude(meeting__state__in=[Meeting.State.OPEN, Meeting.State.CLOSED])
        .order_by(FAILED, "meeting_id", "pk")
    )
