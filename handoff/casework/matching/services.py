"""Record what staff say about themselves and which worker a participant wishes. Nothing is assigned here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.caseloads.queries import care_team
from handoff.casework.matching import policies
from handoff.casework.matching.queries import wish_of
from handoff.casework.models import WorkerProfile, WorkerWish
from handoff.casework.services import lock_person
from handoff.participants.models import Person
from handoff.programs.models import Program


@dataclass(frozen=True)
class ProfileInput:
    """What a worker says about themselves; each part may be left out."""

    languages: Sequence[str] = ()
    gender: str = ""
    neighborhoods: str = ""
    experiences: Sequence[str] = ()


@dataclass(frozen=True)
class WishInput:
    """Which worker a participant wishes; no reason is asked."""

    another_worker: bool = False
    worker_id: int | None = None
    gender: str = ""
    experiences: Sequence[str] = ()
    words: str = ""


@transaction.atomic
def save_profile(
    *, actor: Actor, program: Program, profile_input: ProfileInput, at: datetime
) -> WorkerProfile:
    """Keep what the actor says about themselves. The earlier answers aren't kept: it's theirs to take back."""
    policies.check_is_own(actor, program)
    policies.check_lists(profile_input.gender, profile_input.experiences, profile_input.languages)
    profile, _created = WorkerProfile.objects.update_or_create(
        program=program,
        user_id=actor.user_id or 0,
        defaults={
            "languages": list(profile_input.languages),
            "gender": profile_input.gender,
            "neighborhoods": profile_input.neighborhoods.strip(),
            "experiences": list(profile_input.experiences),
            "changed_at": at,
        },
    )
    audit.record(actor=actor, at=at, action=AuditAction.WORKER_PROFILE_CHANGED)
    return profile


@transaction.atomic
def remove_profile(*, actor: Actor, program: Program, at: datetime) -> None:
    """Delete what the actor said about themselves."""
    policies.check_is_own(actor, program)
    WorkerProfile.objects.filter(program=program, user_id=actor.user_id or 0).delete()
    audit.record(actor=actor, at=at, action=AuditAction.WORKER_PROFILE_CHANGED)


@transaction.atomic
def record_wish(*, actor: Actor, person: Person, wish_input: WishInput, at: datetime) -> WorkerWish:
    """Record which worker a participant wishes. The same wish once more changes nothing."""
    person = lock_person(person)
    team = [each.pk for each in care_team(person.program, at)]
    policies.check_wish(actor, person, wish_input.worker_id, team)
    policies.check_lists(wish_input.gender, wish_input.experiences)
    newest = wish_of(person)
    if newest is not None and input_of(newest) == as_kept(wish_input):
        return newest
    kept = as_kept(wish_input)
    wish = WorkerWish.objects.create(
        program_id=actor.program_id,
        person=person,
        another_worker=kept.another_worker,
        worker_id=kept.worker_id,
        gender=kept.gender,
        experiences=list(kept.experiences),
        words=kept.words,
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    audit.record(actor=actor, at=at, action=AuditAction.WORKER_WISH_RECORDED, subject=person.public_id)
    return wish


def as_kept(wish: WishInput) -> WishInput:
    return WishInput(
        wish.another_worker, wish.worker_id, wish.gender, tuple(sorted(wish.experiences)), wish.words.strip()
    )


def input_of(wish: WorkerWish) -> WishInput:
    return WishInput(
        wish.another_worker, wish.worker_id, wish.gender, tuple(sorted(wish.experiences)), wish.words
    )
