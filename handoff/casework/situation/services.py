"""Record how things stand for a participant, correct it, and say when it ended. Each change is a new version."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.facts import CODES
from handoff.casework.models import DatedFact, DatedFactVersion
from handoff.casework.policies import check_is_care_team
from handoff.casework.services import check_same_person, lock_person
from handoff.casework.situation import policies
from handoff.core.refusals import check_says_the_same
from handoff.participants.models import Person
from handoff.programs.queries import local_date

What = DatedFactVersion.What


@dataclass(frozen=True)
class FactInput:
    """What a fact says: which of its kind, since when, until when if it ended, and how it is known."""

    kind: str
    code: str
    since: date
    until: date | None = None
    since_about: bool = False
    source: str = DatedFactVersion.Source.PARTICIPANT
    words: str = ""


def input_of(version: DatedFactVersion) -> FactInput:
    return FactInput(
        version.kind,
        version.value,
        version.since,
        version.until,
        version.since_about,
        version.source,
        version.said,
    )


def check(fact_input: FactInput, today: date) -> None:
    policies.check_fact(fact_input.kind, fact_input.code, fact_input.source)
    policies.check_days(fact_input.since, fact_input.until, today)


def write_version(
    actor: Actor, fact: DatedFact, what: str, fact_input: FactInput, at: datetime
) -> DatedFactVersion:
    """Add a version. What tells of health goes into the fields of health alone."""
    health = CODES[fact_input.kind, fact_input.code].health
    code, words = fact_input.code, fact_input.words.strip()
    return DatedFactVersion.objects.create(
        fact=fact,
        number=DatedFactVersion.objects.filter(fact=fact).count() + 1,
        what=what,
        kind=fact_input.kind,
        code="" if health else code,
        words="" if health else words,
        health_code=code if health else "",
        health_words=words if health else "",
        since=fact_input.since,
        since_about=fact_input.since_about,
        until=fact_input.until,
        source=fact_input.source,
        written_at=at,
        written_by_id=actor.user_id,
    )


def record(actor: Actor, fact: DatedFact, action: AuditAction, at: datetime) -> None:
    details = {"fact": str(fact.public_id)}
    audit.record(actor=actor, at=at, action=action, subject=fact.person.public_id, details=details)


def lock_fact(fact: DatedFact) -> DatedFact:
    """Lock the fact's person, and read the fact as it is now."""
    lock_person(fact.person)
    return DatedFact.objects.select_related("person", "program").get(pk=fact.pk)


@transaction.atomic
def add_fact(*, actor: Actor, person: Person, fact_input: FactInput, key: str, at: datetime) -> DatedFact:
    """Record a fact. What it replaces ends by the rules, with no word of it changed. A form sent twice adds one."""
    check_is_care_team(actor, person)
    person = lock_person(person)
    check(fact_input, local_date(person.program, at))
    existing = DatedFact.objects.filter(key=key).select_related("person").first()
    if existing is not None:
        check_same_person(existing.person_id, person)
        sent = replace(fact_input, words=fact_input.words.strip())
        check_says_the_same((input_of(existing.versions.earliest("pk")), sent))
        return existing
    fact = DatedFact.objects.create(
        program_id=actor.program_id, person=person, added_at=at, added_by_id=actor.user_id, key=key
    )
    write_version(actor, fact, What.ADDED, fact_input, at)
    record(actor, fact, AuditAction.FACT_ADDED, at)
    return fact


def change_fact(actor: Actor, fact: DatedFact, what: str, fact_input: FactInput, at: datetime) -> DatedFact:
    """Write what a fact says now as a new version, unless it says so already."""
    if input_of(fact.current) != fact_input:
        check(fact_input, local_date(fact.program, at))
        write_version(actor, fact, what, fact_input, at)
        record(actor, fact, AuditAction.FACT_CHANGED, at)
    return fact


@transaction.atomic
def correct_fact(*, actor: Actor, fact: DatedFact, fact_input: FactInput, at: datetime) -> DatedFact:
    """Correct what was recorded wrongly. The earlier version stays readable; the kind stays the same."""
    fact = lock_fact(fact)
    policies.check_can_change_fact(actor, fact)
    corrected = replace(fact_input, kind=fact.current.kind, words=fact_input.words.strip())
    return change_fact(actor, fact, What.CORRECTED, corrected, at)


@transaction.atomic
def end_fact(*, actor: Actor, fact: DatedFact, until: date, at: datetime) -> DatedFact:
    """Say on which day something ended, or will end. No reason is asked."""
    fact = lock_fact(fact)
    policies.check_can_change_fact(actor, fact)
    return change_fact(actor, fact, What.ENDED, replace(input_of(fact.current), until=until), at)


@transaction.atomic
def withdraw_fact(*, actor: Actor, fact: DatedFact, at: datetime) -> DatedFact:
    """Remove a fact recorded by mistake: its rows stay and count no longer. What it had ended holds again."""
    fact = lock_fact(fact)
    check_is_care_team(actor, fact.person)
    if not fact.current.is_withdrawn:
        write_version(actor, fact, What.WITHDRAWN, input_of(fact.current), at)
        record(actor, fact, AuditAction.FACT_CHANGED, at)
    return fact
