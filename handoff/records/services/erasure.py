"""Erasing a person: asked by one, approved by another, done at once, and done again after a restore (C9, ADR 0014)."""

import uuid
from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor, clock_actor
from handoff.audit import services as audit
from handoff.audit.journal.services import Deed, note
from handoff.consent.models import Release, ReleaseEvent
from handoff.core.refusals import Refused
from handoff.documents.models import StoredFile
from handoff.enrollment.models import StatusPeriod
from handoff.participants.models import LookupKey, Person
from handoff.records import policies
from handoff.records.models import ERASURE_IS_OPEN, ErasureRequest
from handoff.records.queries.holdings import ERASED, HOLDINGS
from handoff.records.services.registers import user_of


@transaction.atomic
def ask_for_erasure(*, actor: Actor, person: Person, reason: str, words: str, at: datetime) -> ErasureRequest:
    """Write down the wish to erase a person; nothing is erased yet."""
    person = _locked(person)
    policies.check_can_ask_for_erasure(actor, person)
    if reason not in ErasureRequest.Reason.values:
        raise Refused(_("Choose the reason."))
    erasure = ErasureRequest.objects.create(
        program_id=person.program_id,
        person=person,
        reason=reason,
        words=words.strip(),
        requested_at=at,
        requested_by_id=user_of(actor),
    )
    details = {"erasure": str(erasure.public_id), "reason": reason}
    audit.record(actor=actor, at=at, action="erasure.asked", subject=person.public_id, details=details)
    return erasure


@transaction.atomic
def withdraw_erasure(*, actor: Actor, erasure: ErasureRequest, at: datetime) -> ErasureRequest:
    """Take the wish back."""
    erasure = ErasureRequest.objects.select_for_update(of=("self",)).get(pk=erasure.pk)
    policies.check_can_withdraw_erasure(actor, erasure)
    erasure.withdrawn_at, erasure.withdrawn_by_id = at, user_of(actor)
    erasure.save(update_fields=["withdrawn_at", "withdrawn_by_id"])
    details = {"erasure": str(erasure.public_id)}
    audit.record(
        actor=actor, at=at, action="erasure.withdrawn", subject=erasure.person.public_id, details=details
    )
    return erasure


@transaction.atomic
def approve_erasure(*, actor: Actor, erasure: ErasureRequest, at: datetime) -> ErasureRequest:
    """Approve somebody else's wish and carry it out: identity, contacts, notes, answers and scans go; dates,
    the accounting and the police-side facts of set-aside charges stay under a number.
    """
    erasure = ErasureRequest.objects.select_for_update(of=("self",)).get(pk=erasure.pk)
    person = _locked(erasure.person)
    policies.check_can_approve_erasure(actor, erasure)
    erasure.approved_by_id, erasure.done_at = user_of(actor), at
    erasure.save(update_fields=["approved_by_id", "done_at"])
    scans = wipe(person, by=actor.user_id, at=at)
    details = {
        "erasure": str(erasure.public_id),
        "asked_by": erasure.requested_by_id,
        "approved_by": erasure.approved_by_id,
        "scans": len(scans),
    }
    audit.record(actor=actor, at=at, action="erasure.done", subject=person.public_id, details=details)
    note(Deed.PERSON_ERASED, program_id=person.program_id, subject=person.public_id, at=at)
    return erasure


@transaction.atomic
def replay_erasure(person_public_id: uuid.UUID | str, at: datetime) -> bool:
    """Erase again, after a restore, somebody whom the journal says was erased; returns whether there was anything
    to do.

    Two people approved it before the backup was put back: nobody is asked again, nothing holds it up, and doing it
    twice does no harm. The wish that came back with the backup is taken away: the journal and the row in the audit
    trail say what became of it, and the approval itself is in the trail that the backup did not hold.
    """
    person = Person.objects.filter(public_id=person_public_id).first()
    if person is None or person.first_name == ERASED:
        return False
    person = _locked(person)
    scans = wipe(person, by=None, at=at)
    ErasureRequest.objects.filter(ERASURE_IS_OPEN, person=person).delete()
    audit.record(
        actor=clock_actor(person.program_id),
        at=at,
        action="erasure.replayed",
        subject=person.public_id,
        details={"scans": len(scans)},
    )
    return True


def wipe(person: Person, *, by: int | None, at: datetime) -> list[StoredFile]:
    """Take out of the records what the table of holdings says erasure takes; call within the caller's transaction.

    The bytes of scans go once the transaction has been committed.
    """
    _end_what_runs(person, by, at)
    for holding in HOLDINGS:
        rows = holding.model._default_manager.filter(holding.only, **{holding.path: person.pk})
        if holding.delete:
            rows.delete()
        elif holding.blank:
            holding.model._default_manager.filter(**{holding.path: person.pk}).update(**holding.blank)
    LookupKey.objects.filter(person=person).delete()
    scans = list(StoredFile.objects.filter(pk__in=Release.objects.filter(person=person).values("scan_id")))
    forget_bytes(scans)
    return scans


def forget_bytes(files: list[StoredFile]) -> None:
    """Delete the bytes of files when the transaction has been committed; their rows stay and lead to nothing."""
    for stored in files:
        transaction.on_commit(partial(default_storage.delete, stored.storage_name))


def _end_what_runs(person: Person, by: int | None, at: datetime) -> None:
    """End live ROIs and active participation: nobody is shared about or looked for who is no longer known."""
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


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
