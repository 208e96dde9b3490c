"""Replay, after a restore, the events of the off-site journal that a restore must never undo (threat T11).

Each event has a handler here. It reports the outcome: done, done already, or not here (the record was made after the
backup and is gone with it). Replaying an event twice does no harm.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from handoff.access.actor import system_actor
from handoff.accounts.models import Membership, User
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.audit.journal.services import JournalEntry, JournalEvent
from handoff.consent.models import Release, ReleaseEvent
from handoff.core.refusals import Refused
from handoff.core.tenancy import SITE, tenant_context
from handoff.programs.queries import local_date
from handoff.records.services import replay_erasure

LONGEST_TRANSACTION = timedelta(minutes=10)
"""An event is written just before its transaction commits: one written this long before the backup may not be in it."""


class ReplayOutcome(StrEnum):
    """What replaying one event came to."""

    DONE = "done"
    ALREADY = "done already"
    NOT_HERE = "not here"


@dataclass(frozen=True)
class ReplayedEvent:
    """One journal entry and its outcome."""

    entry: JournalEntry
    outcome: ReplayOutcome


def revoke_release(entry: JournalEntry, at: datetime) -> ReplayOutcome:
    """End a release from the moment the person said so."""
    release = Release.objects.select_for_update(of=("self",)).filter(public_id=entry.subject).first()
    if release is None:
        return ReplayOutcome.NOT_HERE
    if release.revoked_at is not None:
        return ReplayOutcome.ALREADY
    release.revoked_at = datetime.fromisoformat(entry.at)
    release.save(update_fields=["revoked_at"])
    ReleaseEvent.objects.create(
        release=release, what="revoked", occurred_at=release.revoked_at, recorded_at=at, recorded_by_id=None
    )
    return ReplayOutcome.DONE


def disable_account(entry: JournalEntry, at: datetime) -> ReplayOutcome:
    return _set_active(entry, active=False)


def enable_account(entry: JournalEntry, at: datetime) -> ReplayOutcome:
    """Enable an account that was disabled and enabled since the backup."""
    return _set_active(entry, active=True)


def _set_active(entry: JournalEntry, *, active: bool) -> ReplayOutcome:
    users = User.objects.filter(public_id=entry.subject)
    since = {"active_since": datetime.fromisoformat(entry.at)} if active else {}
    if users.exclude(is_active=active).update(is_active=active, **since):
        return ReplayOutcome.DONE
    return ReplayOutcome.ALREADY if users.exists() else ReplayOutcome.NOT_HERE


def end_role(entry: JournalEntry, at: datetime) -> ReplayOutcome:
    """End a role from the day it was ended; the entry's subject is the user's public id and the role."""
    user_id, _space, role = entry.subject.partition(" ")
    ended_at = datetime.fromisoformat(entry.at)
    held = Membership.objects.select_related("program").filter(
        user__public_id=user_id, program_id=entry.program_id
    )
    held = held.filter(role=role) if role else held
    outcome = ReplayOutcome.ALREADY if held.exists() else ReplayOutcome.NOT_HERE
    for membership in held:
        on = max(local_date(membership.program, ended_at), membership.starts_on)
        if held.filter(Q(pk=membership.pk) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))).update(
            ends_on=on
        ):
            outcome = ReplayOutcome.DONE
    return outcome


def erase_person(entry: JournalEntry, at: datetime) -> ReplayOutcome:
    """Erase a person again; the erasure was approved before the restore, so no one approves it a second time."""
    done = replay_erasure(entry.subject, at)
    return ReplayOutcome.DONE if done else ReplayOutcome.NOT_HERE


REPLAYS: dict[JournalEvent, Callable[[JournalEntry, datetime], ReplayOutcome]] = {
    JournalEvent.RELEASE_REVOKED: revoke_release,
    JournalEvent.PERSON_ERASED: erase_person,
    JournalEvent.ACCOUNT_DISABLED: disable_account,
    JournalEvent.ACCOUNT_ENABLED: enable_account,
    JournalEvent.ROLE_ENDED: end_role,
}
"""The handler of each journal event."""


def events_after(entries: Iterable[JournalEntry], taken_at: datetime) -> list[JournalEntry]:
    """The entries that a backup taken at `taken_at` may lack, oldest first."""
    return [entry for entry in entries if datetime.fromisoformat(entry.at) >= taken_at - LONGEST_TRANSACTION]


@transaction.atomic
def replay(entries: Iterable[JournalEntry], *, at: datetime) -> list[ReplayedEvent]:
    """Replay every entry in order, each with its own audit row in the installation's chain; all of them or none."""
    done = []
    for entry in entries:
        try:
            handle = REPLAYS[JournalEvent(entry.event)]
        except (ValueError, KeyError) as error:
            raise Refused(
                f"The journal holds {entry.event!r}, which this version cannot do again: use a newer one."
            ) from error
        with tenant_context(entry.program_id):
            outcome = handle(entry, at)
        audit.record(
            actor=system_actor(SITE),
            at=at,
            action=AuditAction.RESTORE_REPLAYED,
            subject=entry.subject.partition(" ")[0],
            details={
                "deed": entry.event,
                "program": entry.program_id,
                "noted": entry.at,
                "outcome": outcome.value,
            },
        )
        done.append(ReplayedEvent(entry, outcome))
    return done
