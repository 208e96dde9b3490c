"""Write a summary with the person, have it signed, and let its one recipient read it (J5, ADR 0068)."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.accounts.queries import users_with_permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction, AuditLook
from handoff.casework.services import lock_person
from handoff.consent import services as consent
from handoff.consent.models import PROCEEDINGS_PURPOSE, DisclosureContext, InformationKind
from handoff.consent.services import ReleaseInput, retry_once_if_consent_changed
from handoff.core.refusals import Refused, check_says_the_same
from handoff.notifications.services import queue_notice
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date
from handoff.staffing.models import ParticipationSummary
from handoff.staffing.summaries import policies, queries
from handoff.staffing.summaries.queries import READERS, Readable


def record(actor: Actor, summary: ParticipationSummary, action: AuditAction, at: datetime) -> None:
    audit.record(
        actor=actor,
        at=at,
        action=action,
        subject=summary.person.public_id,
        details={"summary": str(summary.public_id)},
    )


def lock(summary: ParticipationSummary) -> ParticipationSummary:
    """Read a summary again under a lock on its person: changing and signing wait for each other."""
    lock_person(summary.person)
    found = queries.whole_summaries().filter(pk=summary.pk).first()
    if found is None:
        raise Refused(_("This draft was deleted meanwhile. Write a new summary."))
    return found


@transaction.atomic
def write_summary(
    *, actor: Actor, person: Person, agency: Agency, words: str, key: str, at: datetime
) -> ParticipationSummary:
    """Keep a draft. Only the care team reads it until the person signs. A form sent twice makes one."""
    lock_person(person)
    existing = ParticipationSummary.objects.filter(key=key).first()
    if existing is not None:
        check_says_the_same((existing.person_id, person.pk), (existing.words, words.strip()))
        return existing
    policies.check_words(actor, person, agency, words)
    summary = ParticipationSummary.objects.create(
        program=person.program,
        person=person,
        agency=agency,
        words=words.strip(),
        written_at=at,
        written_by_id=actor.user_id,
        key=key,
    )
    record(actor, summary, AuditAction.SUMMARY_WRITTEN, at)
    return summary


@transaction.atomic
def change_words(
    *, actor: Actor, summary: ParticipationSummary, agency: Agency, words: str, at: datetime
) -> ParticipationSummary:
    """Change a draft as the person wants it. Pages that show the words before no longer sign them."""
    summary = lock(summary)
    policies.check_is_draft(actor, summary)
    policies.check_words(actor, summary.person, agency, words)
    if (summary.words, summary.agency_id) == (words.strip(), agency.pk):
        return summary
    summary.words, summary.agency, summary.version = words.strip(), agency, summary.version + 1
    summary.written_at, summary.written_by_id = at, actor.user_id
    summary.save(update_fields=["words", "agency", "version", "written_at", "written_by_id"])
    record(actor, summary, AuditAction.SUMMARY_WRITTEN, at)
    return summary


@transaction.atomic
def drop_draft(*, actor: Actor, summary: ParticipationSummary, at: datetime) -> None:
    """Delete a draft that the person doesn't want. It was shown to no one else, so nothing of it stays."""
    summary = lock(summary)
    policies.check_is_draft(actor, summary)
    record(actor, summary, AuditAction.SUMMARY_DELETED, at)
    summary.delete()


@transaction.atomic
def sign_summary(
    *,
    actor: Actor,
    summary: ParticipationSummary,
    version: int,
    release_input: ReleaseInput,
    key: str,
    at: datetime,
) -> ParticipationSummary:
    """Record the person's signature under these words. From now on the one recipient may read them, and no one else."""
    summary = lock(summary)
    if summary.release is not None and summary.release.key == key:
        return summary
    policies.check_is_draft(actor, summary)
    policies.check_saw_these_words(summary, version)
    policies.check_words(actor, summary.person, summary.agency, summary.words)
    summary.release = consent.sign_release(
        actor=actor, person=summary.person, release_input=release_input, key=key, at=at
    )
    summary.save(update_fields=["release"])
    record(actor, summary, AuditAction.SUMMARY_SIGNED, at)
    notify_readers(summary, at)
    return summary


def notify_readers(summary: ParticipationSummary, at: datetime) -> None:
    """Notify the recipient's users, where it has any, by a link that names no one (H4)."""
    program = summary.program
    path, key = reverse("summaries:received", args=[program.slug]), str(summary.public_id)
    for user in users_with_permission(program, READERS[0], local_date(program, at), summary.agency):
        queue_notice(program_id=program.pk, user=user, kind="summary_signed", path=path, key=key, at=at)


def log_reading(actor: Actor, readable: Iterable[Readable], at: datetime) -> None:
    """Log that a recipient's user is shown a summary, once a day each, under its own consent (C5)."""
    listed = list(readable)
    known = queries.read_today(actor, listed, DisclosureContext.SUMMARY_READ, at)
    for each in listed:
        if each.summary.release_id not in known:
            disclose(actor, each, DisclosureContext.SUMMARY_READ, actor.user_id, at)


def disclose(
    actor: Actor, readable: Readable, what: DisclosureContext, to_user_id: int | None, at: datetime
) -> None:
    consent.disclose(
        actor=actor,
        person=readable.person,
        agency=readable.agency,
        decision=readable.decision,
        kinds={InformationKind.SUMMARY},
        what=what,
        purpose=PROCEEDINGS_PURPOSE,
        to_user_id=to_user_id,
        at=at,
    )


@retry_once_if_consent_changed
@transaction.atomic
def open_received(*, actor: Actor, program: Program, at: datetime) -> list[Readable]:
    """The summaries that the reader's office may read now, after logging that they were shown."""
    found = queries.readable_by(actor, program, at)
    log_reading(actor, found, at)
    audit.record_read(
        actor=actor,
        at=at,
        action=AuditLook.SUMMARIES_LISTED,
        details={"count": len(found)},
        people=[each.person.public_id for each in found],
    )
    return found


@retry_once_if_consent_changed
@transaction.atomic
def open_one(
    *, actor: Actor, program: Program, public_id: uuid.UUID, at: datetime, printed: bool = False
) -> Readable | None:
    """One summary for a reader of the office it is for, after logging it; None where no live consent covers it."""
    found = queries.readable_by(actor, program, at, only=public_id)
    if not found:
        return None
    log_reading(actor, found, at)
    action = AuditLook.SUMMARY_PRINTED if printed else AuditLook.SUMMARY_READ
    audit.record_read(actor=actor, at=at, action=action, subject=found[0].person.public_id)
    return found[0]


@retry_once_if_consent_changed
@transaction.atomic
def print_summary(*, actor: Actor, summary: ParticipationSummary, at: datetime) -> Readable:
    """The summary on paper for its recipient. Printing it is the disclosure."""
    readable = queries.readable_on_paper(summary, at)
    policies.check_can_hand_over(actor, summary, readable.decision if readable else None)
    assert readable is not None
    disclose(actor, readable, DisclosureContext.SUMMARY_PAPER, None, at)
    audit.record_read(actor=actor, at=at, action=AuditLook.SUMMARY_PRINTED, subject=readable.person.public_id)
    return readable
