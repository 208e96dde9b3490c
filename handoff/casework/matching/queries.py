"""Suggested workers with their reasons, and the participants who ask for another worker."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from handoff.casework.caseloads.queries import Caseload, Caseloads, asks_for_another
from handoff.casework.matching.rules import Candidate, Match, Wanted, order_matches
from handoff.casework.models import WorkerChange, WorkerProfile, WorkerWish
from handoff.core.statements import Statement
from handoff.participants.models import ContactPoint, Person
from handoff.programs.models import Program
from handoff.programs.rules.folding import strip_accents

Kind = ContactPoint.Kind


def profiles(program: Program) -> dict[int, WorkerProfile]:
    """What each worker says about themselves, by user. One query."""
    return {each.user_id: each for each in WorkerProfile.objects.filter(program=program)}


def profile_of(program: Program, user_id: int | None) -> WorkerProfile | None:
    return WorkerProfile.objects.filter(program=program, user_id=user_id or 0).first()


WISH = Statement(lambda person_id: WorkerWish.objects.filter(person_id=person_id).reverse()[:1])


def wish_of(person: Person) -> WorkerWish | None:
    """What a person wishes now."""
    return WISH.first(person.pk)


def last_change(person: Person) -> datetime | None:
    changes: dict[str, datetime | None] = WorkerChange.objects.filter(person=person).aggregate(
        last=Max("changed_at")
    )
    return changes["last"]


def folded(text: str) -> str:
    return strip_accents(text.casefold()).strip()


def places_of(person: Person) -> str:
    """Where a person lives or can be found, as the care team knows it, in plain letters."""
    points = person.contact_points.filter(kind__in=[Kind.ADDRESS, Kind.PLACE], ended_at__isnull=True)
    return " | ".join(folded(f"{value} {note}") for value, note in points.values_list("value", "note"))


def wanted_by(person: Person, worker_id: int | None) -> Wanted:
    """What a person wishes and speaks, and where they are. Three queries."""
    wish = wish_of(person)
    away = worker_id if asks_for_another(wish, last_change(person)) else None
    return Wanted(
        language=person.language,
        gender=wish.gender if wish else "",
        experiences=frozenset(wish.experiences) if wish else frozenset(),
        worker_id=wish.worker_id if wish else None,
        away_from=away,
        places=places_of(person),
    )


def candidate_of(caseload: Caseload, profile: WorkerProfile | None) -> Candidate:
    free = caseload.limits.limit - caseload.load
    if profile is None:
        return Candidate(caseload.user.pk, free=free)
    named = [folded(each) for each in profile.neighborhoods.split(",")]
    return Candidate(
        user_id=caseload.user.pk,
        languages=tuple(profile.languages),
        gender=profile.gender,
        experiences=frozenset(profile.experiences),
        neighborhoods=tuple(each for each in named if each),
        free=free,
    )


@dataclass(frozen=True)
class Suggestion:
    """A worker with their caseload, and why they stand here."""

    caseload: Caseload
    match: Match


def suggestions(program: Program, found: Caseloads, wanted: Wanted) -> list[Suggestion]:
    """Everyone on the team, the best fit first. One query."""
    said = profiles(program)
    by_user = {each.user.pk: each for each in found.workers}
    candidates = [candidate_of(each, said.get(each.user.pk)) for each in found.workers]
    return [Suggestion(by_user[each.candidate.user_id], each) for each in order_matches(candidates, wanted)]
