"""Which records may be about one person, and what a merge moved."""

import uuid

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from handoff.core.statements import Statement
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.rules.levels import MatchLevel
from handoff.participants.lookup.services import MOST_PEOPLE_SCORED, Candidate, find_candidates, weigh_among
from handoff.participants.models import LookupKey, MergedRow, Person, PersonMerge, PossibleDuplicate
from handoff.programs.models import Program

NOT_MOVED: frozenset[type[models.Model]] = frozenset({LookupKey, Person, PersonMerge, PossibleDuplicate})
"""Keys are made anew from the names; the others are about the two records themselves."""
MOST_NOTICED = 5


def candidates_beside(program_id: int, query: LookupQuery, person: Person | None) -> list[Candidate]:
    """Those who may be the person with this name, the likeliest first, apart from their own record.

    Weighed among themselves: beside their own record each would be one of two people of that name, which says nothing.
    """
    found = find_candidates(program_id, query, limit=MOST_PEOPLE_SCORED)
    others = weigh_among(each for each in found if person is None or each.person_id != person.pk)
    return [each for each in others if each.level is not MatchLevel.NOTHING]


def keys_to_person() -> list[models.ForeignKey[Person, Person]]:
    """Every foreign key to a person in the installed apps that a merge moves."""
    return [
        field
        for model in apps.get_models()
        if model not in NOT_MOVED
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Person
    ]


def waiting_duplicates(program: Program) -> QuerySet[PossibleDuplicate]:
    """The pairs to review, the most alike first; none with a record that is merged, which can't be compared."""
    pairs = PossibleDuplicate.objects.filter(
        program=program,
        decision=PossibleDuplicate.Decision.WAITING,
        one__merged_into__isnull=True,
        other__merged_into__isnull=True,
    )
    return pairs.select_related("one", "other").order_by("-score", "noticed_at", "pk")


def people_decided_different(person: Person) -> set[int]:
    """Those that someone decided are not this person."""
    decided = PossibleDuplicate.objects.filter(decision=PossibleDuplicate.Decision.DIFFERENT)
    pairs = decided.filter(Q(one=person) | Q(other=person)).values_list("one_id", "other_id")
    return {each for pair in pairs for each in pair} - {person.pk}


def find_duplicate(one: Person, other: Person) -> PossibleDuplicate | None:
    first, second = sorted((one, other), key=lambda person: person.pk)
    return PossibleDuplicate.objects.filter(one=first, other=second).first()


def find_second_person(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The other person of a pair: a record of its own, never one that was merged already."""
    rows = Person.objects.filter(program_id=program_id, public_id=public_id, merged_into__isnull=True)
    return rows.select_related("program").first()


MERGES = Statement(
    lambda person_id: (
        PersonMerge.objects.filter(kept_id=person_id, separated_at__isnull=True)
        .select_related("merged")
        .order_by("-merged_at", "-pk")
    )
)


def active_merges(person: Person) -> list[PersonMerge]:
    """The merges into this person that still stand, newest first."""
    return MERGES.rows(person.pk)


def find_merge(program: Program, public_id: uuid.UUID) -> PersonMerge | None:
    found = PersonMerge.objects.filter(program=program, public_id=public_id, separated_at__isnull=True)
    return found.select_related("kept", "merged", "program").first()


def person_of_merge(program_id: int, public_id: uuid.UUID) -> Person | None:
    """The person whose record the merged one is in."""
    return Person.objects.filter(program_id=program_id, merges__public_id=public_id).first()


def merged_ids(person: Person) -> list[uuid.UUID]:
    """The public ids of the records merged into this one, for what is stored under an id, such as the audit log.

    With those that had been merged into one of them before.
    """
    found: list[uuid.UUID] = []
    level = [person.pk]
    while level:
        rows = list(Person.objects.filter(merged_into__in=level).values_list("pk", "public_id"))
        found += [public_id for _pk, public_id in rows]
        level = [pk for pk, _public_id in rows]
    return found


def moved_rows(merge: PersonMerge) -> QuerySet[MergedRow]:
    return merge.rows.order_by("-pk")
