"""The agenda, pulled from the records at each request, and what each reader may see of it (S1, S2, C10)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.casework.court.queries import news_of
from handoff.casework.definitions import SHARED_AS
from handoff.casework.models import Milestone
from handoff.casework.needs.queries import open_needs_of
from handoff.casework.queries import out_of_touch_participants
from handoff.charges.models import NewCharge
from handoff.charges.queries import new_charges_of
from handoff.consent.gate import ConsentDecision, decide
from handoff.consent.models import InformationKind
from handoff.consent.queries import roi_states
from handoff.core.sorting import sort_key
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.enrollment.queries import awaiting_intake, roster
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date, policy_at
from handoff.staffing.agendas.definitions import CARE_ONLY, INTAKE_AHEAD_DAYS, News
from handoff.staffing.agendas.queries import (
    NAME_FIELDS,
    NAMED,
    Collected,
    Line,
    Silence,
    agenda_changes,
    in_order,
    open_actions,
    since_of,
    weights_of,
)
from handoff.staffing.meetings.queries import Member, member_ids, possible_attendees, present_ids
from handoff.staffing.models import AgendaChange, Meeting, MeetingAction, SharedWords
from handoff.staffing.partners.queries import news_of_partners
from handoff.staffing.queries import is_to_be_decided

Kind = InformationKind
ATTENDING = (Permission.MEETINGS_ATTEND,)
FEW_PEOPLE = 20


@dataclass(frozen=True)
class Entry:
    """One person on the agenda, with their worker, their news, and what they agreed may be said."""

    person: Person
    worker: str = ""
    status: str = ""
    lines: tuple[Line, ...] = ()
    shared: SharedWords | None = None
    kinds: frozenset[str] | None = None
    weight: int = 0

    @property
    def name(self) -> str:
        """The name for this reader: what someone goes by stays with the care team (finding-S6)."""
        return self.person.full_name if self.kinds is None else self.person.recorded_name

    @property
    def has_news(self) -> bool:
        return bool(self.lines)

    def shows(self, kind: str) -> bool:
        """Whether this reader may see a kind of information; the care team, which needs no release, sees all."""
        return self.kinds is None or kind in self.kinds


def build_agenda(meeting: Meeting, at: datetime) -> list[Entry]:
    """Everyone active or inactive, and whoever's intake is due, those with the weightiest news first.

    Whoever was put on it by hand is news, whoever was taken off for this date is left out (S2). A fixed number of
    queries, however many people. Someone who died is left out (C-F08).
    """
    program, since, by_hand = meeting.program, since_of(meeting), agenda_changes(meeting)
    enrolled = list(roster(program).only("primary_worker_id", *NAMED).order_by())
    known = {each.person_id: each for each in enrolled if each.status_reason != "deceased"}  # type: ignore[attr-defined]
    people = {pk: each.person for pk, each in known.items()}
    found, enrolled_ids = Collected(), {each.person_id for each in enrolled}
    collect_by_hand(found, people, by_hand)
    collect_intakes(found, program, people, enrolled_ids, at)
    collect_charges(found, people, since)
    collect_court(found, program, people, at)
    collect_releases(found, people, since, at)
    collect_contact(found, program, people, at)
    collect_actions(found, program, people, at)
    collect_needs(found, program, people)
    collect_facts(found, program, people, since, at)
    collect_status(found, program, known, since)
    workers = names_of({each.primary_worker_id for each in known.values()})
    shared = {each.person_id: each for each in SharedWords.objects.filter(program=program)}
    weights = weights_of(program)
    entries = [
        Entry(
            person=person,
            worker=workers.get(known[pk].primary_worker_id or 0, "") if pk in known else "",
            status=known[pk].status if pk in known else "",  # type: ignore[attr-defined]
            lines=in_order(found.lines.get(pk, ())),
            shared=shared.get(pk),
            weight=sum(weights[news] for news in {line.news for line in found.lines.get(pk, ())}),
        )
        for pk, person in people.items()
        if pk not in by_hand or by_hand[pk].is_on
    ]
    return sorted(
        entries, key=lambda each: (-each.weight, sort_key(each.person.recorded_name), each.person.pk)
    )


def names_of(user_ids: Collection[int | None]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=[each or 0 for each in user_ids]).values_list("pk", "full_name"))


def collect_by_hand(found: Collected, people: dict[int, Person], by_hand: Mapping[int, AgendaChange]) -> None:
    for change in by_hand.values():
        if change.is_on:
            people.setdefault(change.person_id, change.person)
            found.add(change.person_id, News.BY_HAND, CARE_ONLY, change)


def collect_intakes(
    found: Collected, program: Program, people: dict[int, Person], enrolled: Collection[int], at: datetime
) -> None:
    """Whoever's intake deadline comes within two weeks, or has passed without an intake."""
    until = local_date(program, at) + timedelta(days=INTAKE_AHEAD_DAYS)
    due_soon = awaiting_intake(program).filter(intake_due_on__lte=until, person__isnull=False)
    due = [
        (person_id, on)
        for person_id, on in due_soon.values_list("person_id", "intake_due_on")
        if on is not None and person_id not in enrolled
    ]
    missing = {person_id for person_id, _on in due} - set(people)
    people.update(Person.objects.only(*NAME_FIELDS).in_bulk(missing))
    for person_id, on in due:
        found.add(person_id, News.INTAKE_DUE, Kind.PARTICIPATION, on, on)


def collect_charges(found: Collected, people: Mapping[int, Person], since: datetime) -> None:
    """New charges since the last meeting, and those that neither the DA's office nor a court has decided yet."""
    charges = new_charges_of(people).prefetch_related("decisions", "dispositions")
    for charge in charges.order_by("occurred_on", "pk"):
        is_open = is_to_be_decided(charge.decisions.all()) and not charge.dispositions.all()
        waits = charge.asks_for_decision and is_open
        if waits or charge.recorded_at > since:
            found.add(charge.person_id, News.NEW_CHARGE, Kind.CHARGES, charge, charge.occurred_on)


def collect_court(found: Collected, program: Program, people: Mapping[int, Person], at: datetime) -> None:
    """Court dates of the next two weeks. Warrants and orders stay with the care team: no list of people to look for."""
    appearances, orders = news_of(program, people, at)
    for each in appearances:
        found.add(each.person.pk, News.COURT_DATE, Kind.CHARGES, each, each.first.on)
    for order in orders:
        found.add(order.person_id, News.COURT_ORDER, CARE_ONLY, order, order.ends_on)


def collect_releases(found: Collected, people: Mapping[int, Person], since: datetime, at: datetime) -> None:
    """Releases that end soon, or ended since the last meeting."""
    for person_id, state in roi_states(list(people), at).items():
        ended = state.kind in {"expired", "revoked"} and state.ends_at is not None and state.ends_at > since
        if state.kind == "expiring" or ended:
            found.add(person_id, News.ROI_ENDING, CARE_ONLY, state)


def collect_contact(found: Collected, program: Program, people: Mapping[int, Person], at: datetime) -> None:
    days = policy_at(program, local_date(program, at)).silent_days
    silent = out_of_touch_participants(program, at, days).order_by()
    for person_id, last_touch in silent.values_list("person_id", "last_touch"):  # type: ignore[misc]
        if person_id in people:
            found.add(person_id, News.OUT_OF_TOUCH, CARE_ONLY, Silence(last_touch))


def collect_actions(found: Collected, program: Program, people: Mapping[int, Person], at: datetime) -> None:
    """Actions of earlier meetings until they are done; those whose owner left stand first (C-F25)."""
    actions = [each for each in open_actions(program) if each.person_id in people]
    members = member_ids(program, at)
    for each in actions:
        news = News.OPEN_ACTION if each.owner_id in members else News.NO_OWNER
        found.add(each.person_id, news, each.about or CARE_ONLY, each, each.due_on)


def collect_needs(found: Collected, program: Program, people: Mapping[int, Person]) -> None:
    """Needs that are still open. A partner reads only those of the kind that its release names."""
    for need in open_needs_of(program):
        if need.person_id in people:
            found.add(need.person_id, News.UNMET_NEED, SHARED_AS[need.kind], need, need.opened_on)


def collect_facts(
    found: Collected, program: Program, people: Mapping[int, Person], since: datetime, at: datetime
) -> None:
    """What partners added, new or of a day still ahead."""
    for fact in news_of_partners(program, since, local_date(program, at)):
        if fact.person_id in people:
            found.add(fact.person_id, News.PARTNER_FACT, CARE_ONLY, fact, fact.on)


def collect_status(
    found: Collected, program: Program, known: Mapping[int, Enrollment], since: datetime
) -> None:
    """Milestones and changes of status since the last meeting."""
    reached = Milestone.objects.filter(program=program, added_at__gt=since, withdrawn_at__isnull=True)
    for milestone in reached:
        if milestone.person_id in known:
            found.add(milestone.person_id, News.MILESTONE, CARE_ONLY, milestone, milestone.reached_on)
    by_enrollment = {each.pk: person_id for person_id, each in known.items()}
    current = StatusPeriod.objects.filter(
        enrollment__program=program, starts_at__gt=since, ends_at__isnull=True
    )
    for period in current.only("enrollment_id", "status", "starts_at"):
        if period.enrollment_id in by_enrollment:
            found.add(by_enrollment[period.enrollment_id], News.STATUS_CHANGED, CARE_ONLY, period)


def as_seen(entries: Iterable[Entry], kinds: Mapping[int, frozenset[str]]) -> list[Entry]:
    """The agenda as a partner may see it: participants who let it know that they're in the program, and of their news
    only what the release names. Nothing shows that anyone or anything was left out (C-F23). Who has no intake yet
    isn't a participant.
    """
    seen = []
    for each in entries:
        allowed = kinds.get(each.person.pk, frozenset())
        if each.status and Kind.PARTICIPATION.value in allowed:
            lines = tuple(line for line in each.lines if line.kind in allowed)
            shared = each.shared if Kind.PROGRESS.value in allowed else None
            seen.append(replace(each, lines=lines, shared=shared, kinds=allowed, status="", weight=0))
    return sorted(seen, key=lambda each: (not each.lines, sort_key(each.name), each.person.pk))


def kinds_used(entry: Entry) -> frozenset[str]:
    """The kinds of information that someone's entry shows a partner: what the disclosure log holds."""
    progress = {Kind.PROGRESS.value} if entry.shared is not None else set()
    return frozenset({Kind.PARTICIPATION.value, *progress, *(str(line.kind) for line in entry.lines)})


def charges_of(entries: Iterable[Entry]) -> list[NewCharge]:
    """The new charges on an agenda."""
    return [line.record for each in entries for line in each.lines if isinstance(line.record, NewCharge)]


def charge_ids(entries: Iterable[Entry]) -> set[int]:
    return {each.pk for each in charges_of(entries)}


Decisions = Mapping[int, ConsentDecision]


def decisions_of(actor: Actor, entries: Iterable[Entry], at: datetime) -> Decisions:
    """What the releases let a partner's user learn of the people on an agenda, asked anew."""
    return decide(actor, [each.person.pk for each in entries], at, permissions=ATTENDING)


def kinds_of(decisions: Decisions) -> dict[int, frozenset[str]]:
    return {pk: each.kinds for pk, each in decisions.items()}


@dataclass(frozen=True)
class Room:
    """Who is in the room now, and what each of their agencies may learn."""

    members: tuple[Member, ...]
    unsure: bool
    decisions: dict[int, Decisions]

    @property
    def outside(self) -> list[tuple[Member, Agency]]:
        """Each person who learns for an agency, with that agency."""
        return [(each, agency) for each in self.members for agency in each.outside_agencies]

    @property
    def common_kinds(self) -> dict[int, frozenset[str]] | None:
        """For each person what every agency in the room may see; None where only the care team is there."""
        if self.unsure:
            return {}
        if not self.decisions:
            return None
        each_agency = [kinds_of(decisions) for decisions in self.decisions.values()]
        people = set.intersection(*(set(kinds) for kinds in each_agency))
        return {pk: frozenset.intersection(*(kinds[pk] for kinds in each_agency)) for pk in people}

    def hides(self, person: Person) -> list[str]:
        """The organizations in the room that may not know that someone is in the program, by name."""
        unknown = {
            agency.name
            for _member, agency in self.outside
            if (found := self.decisions[agency.pk].get(person.pk)) is None
            or not found.covers(Kind.PARTICIPATION)
        }
        return sorted(unknown, key=sort_key)


def room_of(meeting: Meeting, entries: Iterable[Entry], at: datetime) -> Room:
    """The room as it is at this request: an arrival, a departure or a revoked release counts at once.

    If someone in it has no role any more, hasn't signed, or comes for no agency, no one is shown.
    """
    present = present_ids(meeting)
    members = [each for each in possible_attendees(meeting.program, at) if each.user.pk in present]
    unsure = len(members) < len(present) or any(
        not each.signed or not (each.is_care or each.agencies) for each in members
    )
    people = [each.person.pk for each in entries]
    agencies = {agency for each in members for agency in each.outside_agencies}
    return Room(tuple(members), unsure, {agency.pk: decide(agency, people, at) for agency in agencies})


def on_projector(entries: Iterable[Entry], room: Room) -> list[Entry]:
    """What everyone in the room may see. Words of the care team's own are never on the projector."""
    listed = list(entries)
    kinds = room.common_kinds
    if kinds is None:
        everyone = frozenset(str(each) for each in Kind)
        kinds = {each.person.pk: everyone for each in listed}
    return as_seen(listed, kinds)


@dataclass(frozen=True)
class LeftOut:
    """An agency that is asked to a meeting, and the people whose releases leave it out."""

    agency: Agency
    people: list[Person]


def left_out(meeting: Meeting, entries: Iterable[Entry], at: datetime) -> list[LeftOut]:
    """For each agency asked: whose release doesn't let it know that they're in the program, by the agency's name."""
    asked = set(meeting.attendees.filter(asked=True).values_list("user_id", flat=True))
    members = possible_attendees(meeting.program, at, among=asked)
    agencies = {agency.pk: agency for each in members for agency in each.outside_agencies}
    people = [each.person for each in entries]
    # Of a whole agenda the releases of everyone are read: naming hundreds of people in the question takes longer.
    asked_about = [each.pk for each in people] if len(people) <= FEW_PEOPLE else None
    found = []
    for agency in sorted(agencies.values(), key=lambda each: sort_key(each.name)):
        decisions = decide(agency, asked_about, at)
        hidden = [
            each
            for each in people
            if each.pk not in decisions or not decisions[each.pk].covers(Kind.PARTICIPATION)
        ]
        if hidden:
            found.append(LeftOut(agency, hidden))
    return found


def actions_decided(meeting: Meeting, person: Person | None = None) -> QuerySet[MeetingAction]:
    """The actions decided at a meeting, about one person or about all."""
    actions = meeting.actions.select_related("person")
    return actions if person is None else actions.filter(person=person)


def actions_without_owner(meeting: Meeting, at: datetime) -> list[MeetingAction]:
    """Of the actions decided at an open meeting, those for someone who no longer has a role in the program."""
    waiting = list(actions_decided(meeting).filter(starts_at__isnull=True))
    members = member_ids(meeting.program, at) if waiting else set()
    return [each for each in waiting if each.owner_id not in members]


def own_actions(program: Program, actor: Actor, at: datetime) -> list[MeetingAction]:
    """The open actions of a user. A partner's user sees those that a live release still lets them know of."""
    mine = list(open_actions(program).filter(owner_id=actor.user_id or 0))
    if actor.on_care_side:
        return mine
    decisions = decide_about_actions(actor, mine, at)
    return [each for each in mine if may_know(each, decisions.get(each.person_id))]


def decided_as_seen(meeting: Meeting, actor: Actor, at: datetime) -> list[MeetingAction]:
    """The actions that started when a meeting was closed, of those that a partner's user may know of (P8)."""
    started = list(
        actions_decided(meeting).filter(starts_at__isnull=False).select_related("meeting__program")
    )
    decisions = decide_about_actions(actor, started, at)
    return [each for each in started if may_know(each, decisions.get(each.person_id))]


def decide_about_actions(actor: Actor, actions: Iterable[MeetingAction], at: datetime) -> Decisions:
    return decide(actor, {each.person_id for each in actions}, at, permissions=ATTENDING)


def agencies_of(actor: Actor) -> dict[int, Agency]:
    """The agencies that a partner's user comes to meetings for."""
    return Agency.objects.in_bulk(actor.agencies_with(Permission.MEETINGS_ATTEND))


def may_know(action: MeetingAction, decision: ConsentDecision | None) -> bool:
    """Whether a release lets an action's owner know of it: being in the program, and what it's about."""
    if decision is None or not action.about:
        return False
    return {Kind.PARTICIPATION.value, action.about} <= decision.kinds
