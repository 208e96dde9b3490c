"""Doing again, after a restore, what must never be undone by one: the deeds of the off-site journal (threat T11).

Each deed has a function here. It says what came of it: done, done already, or not here (the record was made after
the backup and is gone with it). Doing one twice does no harm.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from handoff.access.actor import clock_actor
from handoff.accounts.models import Membership, User
from handoff.audit import services as audit
from handoff.audit.journal.services import Deed, Line
from handoff.consent.models import Release, ReleaseEvent
from handoff.core.refusals import Refused
from handoff.core.wall import behind_wall
from handoff.programs.queries import local_date
from handoff.records.services import replay_erasure

SITE = 0
LONGEST_TRANSACTION = timedelta(minutes=10)
"""A deed is written down just before it commits, so one noted shortly before the backup may not be in it."""


class Outcome(StrEnum):
    """What came of doing a deed again."""

    DONE = "done"
    ALREADY = "done already"
    NOT_HERE = "not here"


@dataclass(frozen=True)
class Replayed:
    """One line of the journal and what came of it."""

    line: Line
    outcome: Outcome


def revoke_release(line: Line, at: datetime) -> Outcome:
    """End a release from the moment the person said so."""
    release = Release.objects.select_for_update(of=("self",)).filter(public_id=line.subject).first()
    if release is None:
        return Outcome.NOT_HERE
    if release.revoked_at is not None:
        return Outcome.ALREADY
    release.revoked_at = datetime.fromisoformat(line.at)
    release.save(update_fields=["revoked_at"])
    ReleaseEvent.objects.create(
        release=release, what="revoked", occurred_at=release.revoked_at, recorded_at=at, recorded_by_id=None
    )
    return Outcome.DONE


def disable_account(line: Line, at: datetime) -> Outcome:
    """Switch an account off."""
    return _set_active(line, active=False)


def enable_account(line: Line, at: datetime) -> Outcome:
    """Switch an account on again, which was switched off and on since."""
    return _set_active(line, active=True)


def _set_active(line: Line, *, active: bool) -> Outcome:
    users = User.objects.filter(public_id=line.subject)
    since = {"active_since": datetime.fromisoformat(line.at)} if active else {}
    if users.exclude(is_active=active).update(is_active=active, **since):
        return Outcome.DONE
    return Outcome.ALREADY if users.exists() else Outcome.NOT_HERE


def end_role(line: Line, at: datetime) -> Outcome:
    """End a role from the day it was ended; the line's subject is the user's public id and the role."""
    user_id, _space, role = line.subject.partition(" ")
    ended_at = datetime.fromisoformat(line.at)
    held = Membership.objects.select_related("program").filter(
        user__public_id=user_id, program_id=line.program_id
    )
    held = held.filter(role=role) if role else held
    outcome = Outcome.ALREADY if held.exists() else Outcome.NOT_HERE
    for membership in held:
        on = max(local_date(membership.program, ended_at), membership.starts_on)
        if held.filter(Q(pk=membership.pk) & (Q(ends_on__isnull=True) | Q(ends_on__gt=on))).update(
            ends_on=on
        ):
            outcome = Outcome.DONE
    return outcome


def erase_person(line: Line, at: datetime) -> Outcome:
    """Erase a person again; nobody is asked a second time."""
    done = replay_erasure(line.subject, at)
    return Outcome.DONE if done else Outcome.NOT_HERE


REPLAYS: dict[Deed, Callable[[Line, datetime], Outcome]] = {
    Deed.RELEASE_REVOKED: revoke_release,
    Deed.PERSON_ERASED: erase_person,
    Deed.ACCOUNT_DISABLED: disable_account,
    Deed.ACCOUNT_ENABLED: enable_account,
    Deed.ROLE_ENDED: end_role,
}
"""What is done again for each deed of the journal."""


def newer_than(lines: Iterable[Line], taken_at: datetime) -> list[Line]:
    """Return the lines that a backup taken at a moment may not hold, oldest first."""
    return [line for line in lines if datetime.fromisoformat(line.at) >= taken_at - LONGEST_TRANSACTION]


@transaction.atomic
def replay(lines: Iterable[Line], *, at: datetime) -> list[Replayed]:
    """Do every deed again, in order, each with its row in the installation's chain; all of them or none."""
    done = []
    for line in lines:
        try:
            again = REPLAYS[Deed(line.deed)]
        except (ValueError, KeyError) as error:
            raise Refused(
                f"The journal holds {line.deed!r}, which this version cannot do again: use a newer one."
            ) from error
        with behind_wall(line.program_id):
            outcome = again(line, at)
        audit.record(
            actor=clock_actor(SITE),
            at=at,
            action="restore.replayed",
            subject=line.subject.partition(" ")[0],
            details={
                "deed": line.deed,
                "program": line.program_id,
                "noted": line.at,
                "outcome": outcome.value,
            },
        )
        done.append(Replayed(line, outcome))
    return done
