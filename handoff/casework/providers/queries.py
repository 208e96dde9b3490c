"""What an agency of the program is asked: referrals to its services, as far as live ROIs let it know (P8, ADR 0056)."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import users_with_permission
from handoff.casework.appointments.queries import care_team_ids
from handoff.casework.definitions import ENDS, FOLLOWING, NO_ANSWER_AFTER_DAYS
from handoff.casework.models import ProviderAnswer, ServiceReferral, ServiceReferralEvent
from handoff.casework.needs.queries import agency_of, is_covered, kinds_asked
from handoff.consent.gate import ConsentDecision, decide
from handoff.consent.models import InformationKind as Kind
from handoff.directory.models import Service
from handoff.enrollment.models import Enrollment
from handoff.enrollment.queries import enrollment_of
from handoff.participants.models import ContactPoint, Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date

ANSWERS = (Permission.SERVICES_ANSWER,)
State = ServiceReferralEvent.State
REFUSED, CLOSED, UNANSWERED, ANSWERED = REASONS = ("refused", "closed", "unanswered", "answered")
NO_ANSWER_AFTER = timedelta(days=NO_ANSWER_AFTER_DAYS)
DECIDED_WITHIN = timedelta(days=30)
"""For how long a refusal asks the worker what becomes of the need: it may stay open, which needs no record."""
NEWS_SHOWN = timedelta(days=7)
"""How long an agency's answer stays on the worker's home page."""


@dataclass(frozen=True)
class AskedReferral:
    """One referral as the agency that it is addressed to may see it. What the ROI doesn't cover is None or empty."""

    referral: ServiceReferral
    agency: Agency
    decision: ConsentDecision
    phones: list[ContactPoint] = field(default_factory=list)
    worker: User | None = None

    @property
    def person(self) -> Person:
        return self.referral.need.person

    @property
    def name(self) -> str:
        """The name on record. The name they go by is known to the care team only."""
        return self.person.recorded_name

    @property
    def shows_contact(self) -> bool:
        return Kind.CONTACT.value in self.allowed

    @property
    def date_of_birth(self) -> date | None:
        return self.person.date_of_birth if self.shows_contact else None

    @property
    def allowed(self) -> frozenset[str]:
        """What the ROI lets this agency learn."""
        return self.decision.kinds_by_agency()[self.agency.pk]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of information that the agency's page shows, all of them allowed."""
        return self.allowed & {*kinds_asked(self.referral), Kind.CONTACT.value}

    @property
    def is_answered(self) -> bool:
        return any(each.what != ProviderAnswer.What.MESSAGE for each in self.answers)

    @property
    def is_open(self) -> bool:
        """True while the referral can still come to something."""
        return bool(FOLLOWING[self.referral.current.state])

    @property
    def answers(self) -> list[ProviderAnswer]:
        """The agency's own answers, oldest first; no query of its own where they are prefetched."""
        return [each for each in self.referral.answers.all() if each.agency_id == self.agency.pk]


def addressed_to(program_id: int, agency_ids: Collection[int]) -> QuerySet[ServiceReferral]:
    """The referrals to services of some agencies, newest first, whatever an ROI says of them."""
    rows = ServiceReferral.objects.filter(
        need__program_id=program_id, service__organization__agency_id__in=agency_ids
    )
    return (
        rows.select_related("need__person", "need__program", "service__organization__agency")
        .prefetch_related("events", "answers")
        .order_by("-added_at", "-pk")
    )


def asked_of(actor: Actor, at: datetime, only: uuid.UUID | None = None) -> list[AskedReferral]:
    """The referrals that the actor's agencies may know of now, newest first. The gate is asked at each request."""
    rows = addressed_to(actor.program_id, actor.agencies_with(Permission.SERVICES_ANSWER))
    if only is not None:
        rows = rows.filter(public_id=only)
    found = list(rows)
    decisions = decide(actor, {each.need.person_id for each in found}, at, permissions=ANSWERS)
    return [
        AskedReferral(each, agency, decisions[each.need.person_id])
        for each in found
        if (agency := agency_of(each)) is not None
        and is_covered(each, agency, decisions.get(each.need.person_id))
    ]


def find_asked(actor: Actor, public_id: uuid.UUID, at: datetime) -> AskedReferral | None:
    """One referral with who to call, and how to reach the participant where they share that; None if it isn't shown."""
    found = asked_of(actor, at, only=public_id)
    if not found:
        return None
    return with_details(found[0])


def as_asked(referral: ServiceReferral, at: datetime) -> AskedReferral | None:
    """A referral as the agency that it is addressed to may see it now, whoever opens it there; None if it may not."""
    agency, person_id = agency_of(referral), referral.need.person_id
    decision = decide(agency, [person_id], at).get(person_id) if agency is not None else None
    if agency is None or decision is None or not is_covered(referral, agency, decision):
        return None
    return with_details(AskedReferral(referral, agency, decision))


def with_details(asked: AskedReferral) -> AskedReferral:
    """The same referral with who to call, and how to reach the participant where they share that."""
    person = asked.person
    enrollment = Enrollment.objects.filter(program_id=person.program_id, person=person).first()
    worker_id = enrollment.primary_worker_id if enrollment is not None else None
    phones = phones_of(person) if asked.shows_contact else []
    worker = User.objects.filter(pk=worker_id or 0, is_active=True).first()
    return replace(asked, phones=phones, worker=worker)


def phones_of(person: Person) -> list[ContactPoint]:
    """The phones that may work, newest first. Never an address or a place."""
    rows = person.contact_points.filter(kind=ContactPoint.Kind.PHONE, ended_at__isnull=True)
    return list(rows.exclude(works=ContactPoint.Works.NO).order_by("-added_at", "-pk"))


def own_answers(actor: Actor) -> QuerySet[ProviderAnswer]:
    """What the actor's agencies answered, newest first: their own record, whatever an ROI says now."""
    rows = ProviderAnswer.objects.filter(
        agency_id__in=actor.agencies_with(Permission.SERVICES_ANSWER),
        referral__need__program_id=actor.program_id,
    )
    return rows.select_related("referral__need__person", "agency").order_by("-recorded_at", "-pk")


def answers_since(person: Person, since: datetime) -> list[ProviderAnswer]:
    """What agencies answered about a person since an instant, oldest first: the care team's to read."""
    rows = ProviderAnswer.objects.filter(referral__need__person=person, recorded_at__gte=since)
    return list(rows.select_related("agency").order_by("recorded_at", "pk"))


def open_questions(actor: Actor, at: datetime) -> list[AskedReferral]:
    """The referrals that wait for the actor's agencies' answer, the longest waiting first."""
    return [each for each in reversed(asked_of(actor, at)) if each.is_open and not each.is_answered]


@dataclass(frozen=True)
class FollowUp:
    """A referral to a service with which its participant's worker has something to do or to read, and since when."""

    referral: ServiceReferral
    reason: str
    since: datetime
    answer: ProviderAnswer | None = None


def who_follows(referral: ServiceReferral, at: datetime) -> list[User]:
    """The participant's worker, else whoever referred them, if on the care team today; else the managers."""
    program, team = referral.need.program, care_team_ids(referral.need.program, at)
    enrollment = enrollment_of(referral.need.person_id, program)
    worker_id = enrollment.primary_worker_id if enrollment is not None else None
    followers = [each for each in (worker_id, referral.added_by_id) if each in team]
    if followers:
        return list(User.objects.filter(pk=followers[0]))
    return list(users_with_permission(program, Permission.CASELOADS_MANAGE, local_date(program, at)))


def follow_ups(
    program: Program, user_id: int, at: datetime, team: Collection[int] | None = None
) -> list[FollowUp]:
    """What a worker does next about referrals to services: refused ones, services that closed, no answer, and news.

    Of those that `who_follows` names the worker for. Seven queries.
    """
    team = care_team_ids(program, at) if team is None else team
    managers = users_with_permission(program, Permission.CASELOADS_MANAGE, local_date(program, at))
    led = Enrollment.objects.filter(program=program, primary_worker_id__in=team).values("person_id")
    own = Enrollment.objects.filter(program=program, primary_worker_id=user_id).values("person_id")
    followed = Q(need__person__in=own) | Q(added_by_id=user_id) & ~Q(need__person__in=led)
    if managers.filter(pk=user_id).exists():
        followed |= ~Q(need__person__in=led) & ~Q(added_by_id__in=team)
    rows = ServiceReferral.objects.filter(followed, need__program=program)
    rows = rows.select_related("need__person", "need__program", "service").prefetch_related(
        "events", "answers__agency", "need__events", "need__referrals"
    )
    found = [each for row in rows if (each := follow_up_of(row, at)) is not None]
    return sorted(found, key=lambda each: (REASONS.index(each.reason), each.since))


def follow_up_of(referral: ServiceReferral, at: datetime) -> FollowUp | None:
    """The most urgent thing to do about one referral, if there is any."""
    current, answers = referral.current, list(referral.answers.all())
    last = answers[-1] if answers else None
    is_newest = list(referral.need.referrals.all())[-1] == referral
    if current.state in ENDS:
        # Whoever records an end says what becomes of the need; an agency doesn't, so that is left to the worker.
        by_agency = last is not None and last.event_id == current.pk
        recent = at - current.recorded_at <= DECIDED_WITHIN
        if by_agency and recent and is_newest and referral.need.is_open:
            return FollowUp(referral, REFUSED, current.recorded_at, last)
        return None
    if referral.service is not None and referral.service.status != Service.Status.ACTIVE:
        return FollowUp(referral, CLOSED, referral.service.changed_at)
    if last is not None and at - last.recorded_at <= NEWS_SHOWN:
        return FollowUp(referral, ANSWERED, last.recorded_at, last)
    if current.state == State.MADE and not answers and at - referral.added_at >= NO_ANSWER_AFTER:
        return FollowUp(referral, UNANSWERED, referral.added_at)
    return None
