"""Noticing records that may be about one person, merging them with everything kept, and separating them again."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.participants.lookup import services as lookup
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.merging import policies, queries
from handoff.participants.models import Gender, MergedRow, Person, PersonMerge, PersonName, PossibleDuplicate

FILLED_FIELDS = (
    "middle_name", "suffix", "preferred_name", "date_of_birth", "approximate_age", "gender", "gender_words",
    "race_ethnicity",
)  # fmt: skip
"""What the kept record takes from the merged one where it has nothing of its own."""
UNKNOWN: tuple[object, ...] = ("", None, [], Gender.NOT_ASKED)

Decision = PossibleDuplicate.Decision


def notice_duplicates(person: Person, at: datetime) -> list[PossibleDuplicate]:
    """Put a person's likely duplicates on the list for review; pairs that were decided stay decided.

    Staff who enter a person were asked before. Others learn nothing: they may not know of the other (J3).
    """
    if person.merged_into_id is not None:
        return []
    query = LookupQuery(person.first_name, person.last_name, person.date_of_birth)
    found = []
    for candidate in queries.candidates_beside(person.program_id, query, person)[: queries.MOST_NOTICED]:
        pair, _created = PossibleDuplicate.objects.get_or_create(
            one_id=min(person.pk, candidate.person_id),
            other_id=max(person.pk, candidate.person_id),
            defaults={
                "program_id": person.program_id,
                "score": round(candidate.score * 100),
                "reasons": [str(reason) for reason in candidate.reasons],
                "noticed_at": at,
            },
        )
        found.append(pair)
    return found


@transaction.atomic
def dismiss_duplicate(*, actor: Actor, one: Person, other: Person, at: datetime) -> PossibleDuplicate:
    """Record that two records are about two people: the pair isn't suggested again."""
    policies.check_can_merge(actor, one, other)
    return _decide(actor, one, other, Decision.DIFFERENT, at)


def _decide(actor: Actor, one: Person, other: Person, decision: str, at: datetime) -> PossibleDuplicate:
    first, second = sorted((one, other), key=lambda person: person.pk)
    pair, _created = PossibleDuplicate.objects.update_or_create(
        one=first,
        other=second,
        defaults={"decision": decision, "decided_at": at, "decided_by_id": actor.user_id},
        create_defaults={
            "program_id": first.program_id,
            "score": 0,
            "noticed_at": at,
            "decision": decision,
            "decided_at": at,
            "decided_by_id": actor.user_id,
        },
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.DUPLICATE_DECIDED,
        subject=one.public_id,
        details={"other": str(other.public_id), "decision": decision},
    )
    return pair


@transaction.atomic
def merge_people(*, actor: Actor, kept: Person, merged: Person, at: datetime) -> PersonMerge:
    """Merge a record into another: every row moves, and each is listed so that it can move back.

    What may exist once for a person, such as an enrollment, stays with the merged record if the kept one has its own.
    The merged record keeps its names and its id, and its id leads to the kept one from now on.
    """
    # In the order of their ids, so that two merges of the same people wait for each other.
    locked = {each.pk: each for each in _lock(kept.pk, merged.pk)}
    kept, merged = locked[kept.pk], locked[merged.pk]
    policies.check_can_merge(actor, kept, merged)
    merge = PersonMerge.objects.create(
        program_id=kept.program_id, kept=kept, merged=merged, merged_at=at, merged_by_id=actor.user_id
    )
    for field in queries.keys_to_person():
        _move_rows(merge, field)
    _add_name(merge)
    _fill_blanks(merge)
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    merged.lookup_keys.all().delete()
    lookup.rebuild_keys(kept)
    _decide(actor, kept, merged, Decision.MERGED, at)
    _hand_on_pairs(merge)
    details = {"merge": str(merge.public_id), "other": str(merged.public_id), "rows": merge.rows.count()}
    for subject in (kept, merged):
        audit.record(
            actor=actor, at=at, action=AuditAction.PERSON_MERGED, subject=subject.public_id, details=details
        )
    return merge


def _lock(*ids: int) -> list[Person]:
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    # Always locked in one order: two merges of the same pair would otherwise wait for each other.
    return list(rows.order_by("pk"))


def _move_rows(merge: PersonMerge, field: "models.ForeignKey[Any, Any]") -> None:
    manager = field.model._default_manager
    for row_id in list(manager.filter(**{field.attname: merge.merged_id}).values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                manager.filter(pk=row_id).update(**{field.attname: merge.kept_id})
        except IntegrityError:
            # Only one is allowed for a person, and the kept record has its own: this one stays where it is.
            continue
        MergedRow.objects.create(
            merge=merge, table=field.model._meta.label, column=field.attname, row_id=row_id
        )


def _add_name(merge: PersonMerge) -> None:
    """The merged record's name becomes another name of the person, so that a lookup finds them under it."""
    merged = merge.merged
    name = PersonName.objects.create(
        person=merge.kept, first_name=merged.first_name, last_name=merged.last_name
    )
    MergedRow.objects.create(
        merge=merge, table=PersonName._meta.label, column="person_id", row_id=name.pk, is_added=True
    )


def _fill_blanks(merge: PersonMerge) -> None:
    kept, merged = merge.kept, merge.merged
    filled = [
        name
        for name in FILLED_FIELDS
        if getattr(kept, name) in UNKNOWN and getattr(merged, name) not in UNKNOWN
    ]
    for name in filled:
        setattr(kept, name, getattr(merged, name))
    kept.save(update_fields=filled)
    merge.filled_fields = filled
    merge.save(update_fields=["filled_fields"])


def _hand_on_pairs(merge: PersonMerge) -> None:
    """Put the kept record in place of the merged one in the pairs that wait for review."""
    merged_id, kept_id = merge.merged_id, merge.kept_id
    waiting = PossibleDuplicate.objects.filter(decision=Decision.WAITING)
    for pair in waiting.filter(Q(one_id=merged_id) | Q(other_id=merged_id)):
        third_id = pair.other_id if pair.one_id == merged_id else pair.one_id
        PossibleDuplicate.objects.get_or_create(
            one_id=min(kept_id, third_id),
            other_id=max(kept_id, third_id),
            defaults={
                "program_id": pair.program_id,
                "score": pair.score,
                "reasons": pair.reasons,
                "noticed_at": pair.noticed_at,
            },
        )


@transaction.atomic
def separate_people(*, actor: Actor, merge: PersonMerge, at: datetime) -> Person:
    """Undo a merge: what it moved moves back, what it filled in is blank again unless someone changed it since.

    Rows written after the merge stay with the kept record: no one can know which of the two they are about.
    """
    _lock(merge.kept_id, merge.merged_id)
    merge = PersonMerge.objects.select_related("kept", "merged").get(pk=merge.pk)
    policies.check_can_separate(actor, merge)
    for row in queries.moved_rows(merge):
        rows = apps.get_model(row.table)._default_manager.filter(pk=row.row_id, **{row.column: merge.kept_id})
        if row.is_added:
            rows.delete()
        else:
            rows.update(**{row.column: merge.merged_id})
    _empty_filled(merge)
    kept, merged = merge.kept, merge.merged
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    merge.separated_at, merge.separated_by_id = at, actor.user_id
    merge.save(update_fields=["separated_at", "separated_by_id"])
    for person in (kept, merged):
        lookup.rebuild_keys(person)
        audit.record(
            actor=actor,
            at=at,
            action=AuditAction.PERSON_SEPARATED,
            subject=person.public_id,
            details={"merge": str(merge.public_id)},
        )
    _decide(actor, kept, merged, Decision.DIFFERENT, at)
    return merged


def _empty_filled(merge: PersonMerge) -> None:
    blank: dict[str, object] = {
        "date_of_birth": None,
        "approximate_age": None,
        "gender": Gender.NOT_ASKED,
        "race_ethnicity": [],
    }
    emptied = [
        name for name in merge.filled_fields if getattr(merge.kept, name) == getattr(merge.merged, name)
    ]
    for name in emptied:
        setattr(merge.kept, name, blank.get(name, ""))
    merge.kept.save(update_fields=emptied)
