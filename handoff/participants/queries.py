"""Who works with a person, and who has given a reason to open their record."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.forms.phones import parse_phone
from handoff.core.statements import Statement
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.rules.names import normalize_name
from handoff.participants.lookup.rules.scoring import Reason
from handoff.participants.merging.queries import MOST_NOTICED, candidates_beside, people_decided_different
from handoff.participants.models import ContactPoint, Person, RecordOpening, TeamMember

Why = TeamMember.Why


@dataclass(frozen=True)
class PossibleMatch:
    """Someone on record who may be the person that is being entered; why the two aren't simply the same; and whether
    the one who enters may open that record.
    """

    person: Person
    reasons: tuple[Reason, ...]
    may_open: bool


PERSON = Statement(
    lambda program_id, public_id: Person.objects.filter(
        program_id=program_id, public_id=public_id
    ).select_related("program")
)


def find_person(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The person with this id. The id of a merged record leads to the record it's in."""
    person = PERSON.first(program_id, public_id)
    return person and kept_record(person)


def kept_record(person: Person) -> Person:
    """The record that a merged one is in, which may have been merged again; any other record itself."""
    while person.merged_into is not None:
        person = person.merged_into
    return person


def current_condition(at: datetime) -> Q:
    """The condition that a span of time includes an instant (half-open)."""
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def team_of(person: Person, at: datetime) -> QuerySet[TeamMember]:
    """The person's team, longest-standing members first."""
    return current_team(person.pk, at)


def current_team(person_id: int, at: datetime) -> QuerySet[TeamMember]:
    return TeamMember.objects.filter(current_condition(at), person_id=person_id).order_by("starts_at", "pk")


ON_TEAM = Statement(
    lambda person_id, user_id, at: current_team(person_id, at).filter(user_id=user_id).values_list("pk")[:1]
)


def is_on_team(actor: Actor, person: Person, at: datetime) -> bool:
    """True for the person's worker, for whoever started the intake, for a contact in the last 30 days, and for those
    who were added (C8).
    """
    return ON_TEAM.first(person.pk, actor.user_id or 0, at) is not None


def is_open_to_outreach(person: Person) -> bool:
    """True until a worker is assigned or added; until then any outreach staff may open the record.

    A contact alone does not close the record to others, and whoever started the intake hands it on without being asked
    for a reason: the warm handoff (handbook 4c).
    """
    return not TeamMember.objects.filter(person=person).exclude(why__in=(Why.CONTACT, Why.INTAKE)).exists()


def live_opening(actor: Actor, person: Person, at: datetime) -> RecordOpening | None:
    """The reason that a user gave for opening the record, while it is valid."""
    openings = RecordOpening.objects.filter(person=person, user_id=actor.user_id or 0)
    return openings.filter(opened_at__lte=at, ends_at__gt=at).order_by("-ends_at").first()


def correction_of_shift(actor: Actor, at: datetime) -> RecordOpening | None:
    """The first opening of this shift with the reason "Correcting data", for those whose work that is."""
    if not actor.can(Permission.RECORDS_CORRECT):
        return None
    earlier = RecordOpening.objects.filter(
        user_id=actor.user_id or 0,
        person__program_id=actor.program_id,
        reason=RecordOpening.Reason.CORRECTION,
        opened_at__lte=at,
        ends_at__gt=at,
    )
    return earlier.order_by("opened_at").first()


def can_open_record(actor: Actor, person: Person, at: datetime) -> bool:
    if is_on_team(actor, person, at) or live_opening(actor, person, at) is not None:
        return True
    return actor.can(Permission.OUTREACH_DO) and is_open_to_outreach(person)


def openable_people(actor: Actor, people: Collection[int], at: datetime) -> set[int]:
    """Which of some people's records the actor may open without giving a reason: `can_open_record` for a whole list."""
    here = Q(person_id__in=people)
    mine = TeamMember.objects.filter(here, current_condition(at), user_id=actor.user_id or 0)
    openings = RecordOpening.objects.filter(
        here, user_id=actor.user_id or 0, opened_at__lte=at, ends_at__gt=at
    )
    found = {*mine.values_list("person_id", flat=True), *openings.values_list("person_id", flat=True)}
    if actor.can(Permission.OUTREACH_DO):
        taken = TeamMember.objects.filter(here).exclude(why__in=(Why.CONTACT, Why.INTAKE))
        found |= set(people) - set(taken.values_list("person_id", flat=True))
    return found


def openings_of(person: Person) -> QuerySet[RecordOpening]:
    """Every reason that was given to open a person's record, newest first."""
    return RecordOpening.objects.filter(person=person).order_by("-opened_at", "-pk")


def may_know_who_is_on_record(actor: Actor) -> bool:
    """True for staff who may list participants. To anyone else a question about a match would tell that there is one
    (J3).
    """
    return actor.on_care_side and actor.can(Permission.PARTICIPANT_READ)


def possible_matches(
    actor: Actor, query: LookupQuery, at: datetime, besides: Person | None = None
) -> list[PossibleMatch]:
    """Who on record the person with this name may be, the likeliest first, as far as the actor may know (D6).

    `besides` is the record that is being corrected: neither it nor anyone it was decided to differ from is asked about.
    """
    if not may_know_who_is_on_record(actor) or not (
        normalize_name(query.first) or normalize_name(query.last)
    ):
        return []
    candidates = candidates_beside(actor.program_id, query, besides)
    if besides is not None:
        decided = people_decided_different(besides)
        candidates = [each for each in candidates if each.person_id not in decided]
    candidates = candidates[:MOST_NOTICED]
    people = Person.objects.in_bulk([each.person_id for each in candidates])
    openable = openable_people(actor, list(people), at)
    return [
        PossibleMatch(people[each.person_id], each.reasons, each.person_id in openable) for each in candidates
    ]


def textable_point(person: Person) -> ContactPoint | None:
    """The newest phone that may be texted and isn't known not to work."""
    points = person.contact_points.filter(
        kind=ContactPoint.Kind.PHONE, safe_to_text=True, ended_at__isnull=True
    ).exclude(works=ContactPoint.Works.NO)
    return next((each for each in points.order_by("-added_at", "-pk") if number_of(each)), None)


def with_working_phone() -> Exists:
    """Whether a person, by `person_id` of a row, has a phone now that isn't known not to work (K6)."""
    return Exists(
        ContactPoint.objects.filter(
            person_id=OuterRef("person_id"), kind=ContactPoint.Kind.PHONE, ended_at__isnull=True
        ).exclude(works=ContactPoint.Works.NO)
    )


def number_of(point: ContactPoint) -> str:
    found = parse_phone(point.value)
    return found.e164 if found is not None else ""
