"""A canary: the serving role makes a row and shows that row-level security hides it and the audit log keeps it.

The other checks read PostgreSQL's catalog: policies, owners, grants. A policy that was replaced by one of the same
name, a second one beside it or a right that was granted by hand would pass them. This one does what they promise, as
the role that serves, in a transaction that is always rolled back (ADR 0089).
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from django.core.checks import CheckMessage
from django.db import DatabaseError, ProgrammingError, transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.audit.models import AuditChain, AuditEvent
from handoff.config.results import result
from handoff.core.tenancy import tenant_context
from handoff.participants.models import Person
from handoff.programs.models import Program

OWN, OTHER = -1, -2
"""Programs that can't exist: ids start at 1. The canary belongs to the first, the second looks for it."""
NAME = "row-level security at work"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Undone(Exception):
    """Ends the canary's transaction, so that nothing of it stays."""


def check_canary() -> CheckMessage:
    """Whether another program's row is hidden from the serving role, and audit rows can't be changed by it."""
    found: list[str] = []
    try:
        with transaction.atomic():
            found += find_escapes()
            raise Undone
    except Undone:
        pass
    except (DatabaseError, audit.AuditNotWritten) as error:
        return result(NAME, False, f"can't be shown ({type(error).__name__})")
    return result(
        NAME, not found, "; ".join(found) or "hides another program's row, and audit rows can't be changed"
    )


def find_escapes() -> Iterator[str]:
    """Each thing that the serving role could do to the canary and must not."""
    with tenant_context(OWN):
        make_canary()
        if not Person.objects.filter(pk=OWN).exists():
            yield "a program doesn't see its own row"
        yield from change_audit_rows()
    for tenant, who in ((OTHER, "another program"), (None, "a request without a program")):
        with tenant_context(tenant):
            yield from look_for_canary(who)


def make_canary() -> None:
    """A program, a person in it and an audit row; no number is taken from a sequence but the audit row's."""
    Program.objects.create(
        pk=OWN, slug="not a slug", name="Canary", jurisdiction="-", phone="-", created_at=LONG_AGO
    )
    Person.objects.create(pk=OWN, program_id=OWN, first_name="Canary", last_name="-", added_at=LONG_AGO)
    actor = Actor(user_id=None, program_id=OWN, username="canary", roles=frozenset())
    audit.record(actor=actor, at=LONG_AGO, action=AuditAction.CLOCK_ACCEPTED)


def look_for_canary(who: str) -> Iterator[str]:
    """Look for the row and change it, from where no one may."""
    canary = Person.objects.filter(pk=OWN)
    if canary.exists() or AuditEvent.objects.filter(program_id=OWN).exists():
        yield f"{who} sees rows that aren't its own"
    if canary.update(first_name="Changed"):
        yield f"{who} changes rows that aren't its own"
    if not is_refused(
        lambda: Person.objects.create(
            pk=OTHER, program_id=OWN, first_name="Canary", last_name="-", added_at=LONG_AGO
        )
    ):
        yield f"{who} adds rows that aren't its own"


def change_audit_rows() -> Iterator[str]:
    """Try to rewrite the audit log of one's own program."""
    rows, chain = AuditEvent.objects.filter(program_id=OWN), AuditChain.objects.filter(program_id=OWN)
    for act, words in (
        (lambda: rows.update(username="changed"), "audit rows can be changed"),
        (lambda: rows._raw_delete("default"), "audit rows can be deleted"),
        (lambda: chain.update(length=0, head=""), "the audit log can be cut short"),
    ):
        if not is_refused(act):
            yield words


def is_refused(act: Callable[[], object]) -> bool:
    """Do it to a savepoint and say whether PostgreSQL refused; done or not, nothing of it stays."""
    try:
        with transaction.atomic():
            act()
            raise Undone
    except Undone:
        return False
    except ProgrammingError:
        return True
