"""Erasing a person's records: requested, approved by a second person, done at once, and repeated after a restore (C9,
ADR 0014).
"""

import uuid
from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from handoff.access.actor import Actor, system_actor
from handoff.accounts.services.typed import delete_typed_about
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.audit.journal.services import JournalEvent, append_event
from handoff.casework.models import LetterLink
from handoff.consent.models import Release, ReleaseEvent
from handoff.core.refusals import Refused
from handoff.documents.models import StoredFile
from handoff.enrollment.models import QuestionLink, StatusPeriod
from handoff.participants.merging.queries import merged_ids
from handoff.participants.models import LookupKey, Person, PossibleDuplicate
from handoff.records import policies
from handoff.records.models import ERASURE_IS_OPEN, ErasureRequest
from handoff.records.queries.holding import ERASED
from handoff.records.queries.holdings import HOLDINGS
from handoff.records.services.registers import user_id_of


@transaction.atomic
def request_erasure(*, actor: Actor, person: Person, reason: str, words: str, at: datetime) -> ErasureRequest:
    """Record the request; nothing is erased yet."""
    person = _lock_person(person)
    policies.check_can_request_erasure(actor, person)
    if reason not in ErasureRequest.Reason.values:
        raise Refused(_("Choose a reason."))
    erasure = ErasureRequest.objects.create(
        program_id=person.program_id,
        person=person,
        reason=reason,
        words=words.strip(),
        requested_at=at,
        requested_by_id=user_id_of(actor),
    )
    details = {"erasure": str(erasure.public_id), "reason": reason}
    audit.record(
        actor=actor, at=at, action=AuditAction.ERASURE_ASKED, subject=person.public_id, details=details
    )
    return erasure


@transaction.atomic
def withdraw_erasure(*, actor: Actor, erasure: ErasureRequest, at: datetime) -> ErasureRequest:
    # Locked before the check: someone may be approving it at this moment, and an erasure can't be undone.
    erasure = ErasureRequest.objects.select_for_update(of=("self",)).get(pk=erasure.pk)
    policies.check_can_withdraw_erasure(actor, erasure)
    erasure.withdrawn_at, erasure.withdrawn_by_id = at, user_id_of(actor)
    erasure.save(update_fields=["withdrawn_at", "withdrawn_by_id"])
    details = {"erasure": str(erasure.public_id)}
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.ERASURE_WITHDRAWN,
        subject=erasure.person.public_id,
        details=details,
    )
    return erasure


@transaction.atomic
def approve_erasure(*, actor: Actor, erasure: ErasureRequest, at: datetime) -> ErasureRequest:
    """Approve someone else's request and carry it out.

    Identity, contacts, notes, answers and scans are erased; dates, the accounting and the police-side facts of set-
    aside charges stay under a number.
    """
    erasure = ErasureRequest.objects.select_for_update(of=("self",)).get(pk=erasure.pk)
    person = _lock_person(erasure.person)
    policies.check_can_approve_erasure(actor, erasure)
    erasure.approved_by_id, erasure.done_at = user_id_of(actor), at
    erasure.save(update_fields=["approved_by_id", "done_at"])
    scans = erase_records(person, by=actor.user_id, at=at)
    details = {
        "erasure": str(erasure.public_id),
        "asked_by": erasure.requested_by_id,
        "approved_by": erasure.approved_by_id,
        "scans": len(scans),
    }
    audit.record(
        actor=actor, at=at, action=AuditAction.ERASURE_DONE, subject=person.public_id, details=details
    )
    # A backup may be older than a merge: then each record has to be erased again by its own id.
    for subject in (person.public_id, *merged_ids(person)):
        append_event(JournalEvent.PERSON_ERASED, program_id=person.program_id, subject=subject, at=at)
    return erasure


@transaction.atomic
def replay_erasure(person_public_id: uuid.UUID | str, at: datetime) -> bool:
    """Erase again, after a restore, a person whose erasure is in the journal. Returns False if nothing is left to do.

    Two people approved it before the backup was restored: no one is asked again, no hold applies, and doing it twice
    does no harm. The request that came back with the backup is removed: the journal and the row in the audit log say
    what happened, and the approval itself is in the audit log that the backup did not contain.
    """
    person = Person.objects.filter(public_id=person_public_id).first()
    # The backup may be older than the person, or newer than their erasure.
    if person is None or person.first_name == ERASED:
        return False
    person = _lock_person(person)
    scans = erase_records(person, by=None, at=at)
    ErasureRequest.objects.filter(ERASURE_IS_OPEN, person=person).delete()
    audit.record(
        actor=system_actor(person.program_id),
        at=at,
        action=AuditAction.ERASURE_REPLAYED,
        subject=person.public_id,
        details={"scans": len(scans)},
    )
    return True


def erase_records(person: Person, *, by: int | None, at: datetime) -> list[StoredFile]:
    """Erase what the table of holdings says; call within the caller's transaction.

    The bytes of scans are deleted after the transaction has been committed.
    """
    _end_active_records(person, by, at)
    _delete_typed_pages(person)
    for holding in HOLDINGS:
        rows = holding.model._default_manager.filter(holding.only, **{holding.path: person.pk})
        if holding.delete:
            rows.delete()
        elif holding.blank:
            holding.model._default_manager.filter(**{holding.path: person.pk}).update(**holding.blank)
    LookupKey.objects.filter(person=person).delete()
    # There is nothing left to compare.
    pairs = PossibleDuplicate.objects.filter(Q(one=person) | Q(other=person))
    pairs.filter(decision=PossibleDuplicate.Decision.WAITING).delete()
    for merged in person.merged_people.all():
        # The records merged into this one hold the same person's names.
        erase_records(merged, by=by, at=at)
    scans = list(StoredFile.objects.filter(pk__in=Release.objects.filter(person=person).values("scan_id")))
    delete_file_bytes(scans)
    return scans


def delete_file_bytes(files: list[StoredFile]) -> None:
    """Delete the bytes of files after the transaction has been committed; their rows stay and lead to nothing."""
    for stored in files:
        transaction.on_commit(partial(default_storage.delete, stored.storage_name))


def _delete_typed_pages(person: Person) -> None:
    """Delete what users typed about the person and haven't saved (ADR 0035); while the rows of their records exist."""
    ids: set[uuid.UUID] = set()
    for holding in HOLDINGS:
        if hasattr(holding.model, "public_id"):
            rows = holding.model._default_manager.filter(**{holding.path: person.pk})
            ids.update(rows.values_list("public_id", flat=True))
    delete_typed_about(program_id=person.program_id, record_ids=ids)


def _end_active_records(person: Person, by: int | None, at: datetime) -> None:
    """End live ROIs, one-time links and active participation: nothing is shared about an erased person or asked of
    them, and no one looks for them.
    """
    QuestionLink.objects.filter(referral__person=person, ends_at__gt=at).update(ends_at=at)
    LetterLink.objects.filter(referral__need__person=person, ends_at__gt=at).update(ends_at=at)
    for release in Release.objects.filter(person=person, revoked_at__isnull=True, ends_at__gt=at):
        release.revoked_at, release.revoked_by_id = at, by
        release.save(update_fields=["revoked_at", "revoked_by_id"])
        ReleaseEvent.objects.create(
            release=release, what="revoked", occurred_at=at, recorded_at=at, recorded_by_id=by
        )
    for period in StatusPeriod.objects.filter(
        enrollment__person=person, status=StatusPeriod.Status.ACTIVE, ends_at__isnull=True
    ):
        period.ends_at = max(at, period.starts_at)
        period.save(update_fields=["ends_at"])
        StatusPeriod.objects.create(
            enrollment_id=period.enrollment_id,
            status=StatusPeriod.Status.INACTIVE,
            reason=StatusPeriod.InactiveReason.NO_LONGER_WANTS,
            starts_at=period.ends_at,
            recorded_at=at,
            recorded_by_id=by,
        )


def _lock_person(person: Person) -> Person:
    # `no_key` still lets others insert rows that refer to the person; a full lock would stop their foreign key check.
    return Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
