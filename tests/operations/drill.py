"""What happens in an installation during a restore drill: python -m tests.operations.drill VERB...

build    make a program with a release, a scan, an officer and a case manager who is signed in
leave    revoke the release, switch the officer off, end the case manager's role, each in the journal
state    say who may still see and do what
verify   check every chain of the audit log
approvals  say which partner each approval of criteria counts for, and who is asked
"""

import json
import sys
from datetime import UTC, date, datetime
from typing import Any

import handoff.config  # noqa: F401  (puts the newer SQLite in place first)
from handoff.testing.papers import make_pdf

SCAN = make_pdf("a scanned paper of Rowan Tidewater")


def main() -> None:
    """Do what the command line says and print the answer."""
    import django

    django.setup()
    verbs = {"build": build, "leave": leave, "state": state, "verify": verify, "approvals": approvals}
    sys.stdout.write(json.dumps([verbs[each]() for each in sys.argv[1:]], default=str))


def now() -> datetime:
    return datetime.now(UTC)


def build() -> dict[str, Any]:
    """A small program in which every user still has access."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from handoff.documents.services import store_scan
    from handoff.testing.consent import make_release
    from handoff.testing.programs import actor_of, make_agency, make_member, make_person, make_program

    program = make_program(slug="drill")
    police, care = make_agency(program), make_agency(program, "case_management")
    make_member(program, "officer", police, username="officer")
    worker = make_member(program, "case_manager", care, username="worker")
    manager = make_member(program, "program_manager", username="manager")
    make_release(make_person(program), police, care, at=now())
    make_person(program, first_name="Marlow", last_name="Fensworth")
    upload = SimpleUploadedFile("scan.pdf", SCAN)
    actor = actor_of(worker, program, now())
    store_scan(actor=actor, program_id=program.pk, upload=upload, kind="roi_scan", at=now())
    Client().force_login(manager)
    return state()


def leave() -> dict[str, Any]:
    """What happens after the backup; written into the journal, by the services or here."""
    from handoff.accounts.models import Membership, User
    from handoff.accounts.services import end_membership, set_account_active
    from handoff.audit.journal.services import JournalEvent, append_event
    from handoff.consent.models import Release
    from handoff.consent.services import revoke_release
    from handoff.participants.models import Person
    from handoff.programs.models import Program
    from handoff.testing.programs import actor_of

    program, at = Program.objects.get(slug="drill"), now()
    worker = actor_of(User.objects.get(username="worker"), program, at)
    manager = actor_of(User.objects.get(username="manager"), program, at)
    officer, release = User.objects.get(username="officer"), Release.objects.get()
    revoke_release(actor=worker, release=release, at=at)
    set_account_active(actor=manager, user=officer, active=False, on=at.date(), at=at)
    held = Membership.objects.get(user__username="worker")
    end_membership(actor=manager, membership=held, on=date(2025, 1, 1), at=at)
    erased = Person.objects.get(last_name="Fensworth")
    approve_the_wish(erased, program, at)
    for event, subject in (
        (JournalEvent.PERSON_ERASED, erased.public_id),
        (JournalEvent.RELEASE_REVOKED, release.public_id),
        (JournalEvent.ACCOUNT_DISABLED, officer.public_id),
        (JournalEvent.ROLE_ENDED, f"{held.user.public_id} {held.role}"),
    ):
        append_event(event, program_id=program.pk, subject=subject, at=at)
    return state()


def approve_the_wish(person: Any, program: Any, at: datetime) -> None:
    """Erase a person as the records app does when a second person has approved it."""
    from django.db import transaction

    from handoff.records.services.erasure import erase_records

    with transaction.atomic():
        erase_records(person, by=None, at=at)


def state() -> dict[str, Any]:
    """Who may still see and do what."""
    from django.contrib.sessions.models import Session

    from handoff.accounts.models import User
    from handoff.accounts.queries import actor_for
    from handoff.audit.models import AuditEvent
    from handoff.consent.models import Release
    from handoff.documents.models import StoredFile
    from handoff.documents.services import read_file
    from handoff.participants.models import Person
    from handoff.programs.models import Program

    at = now()
    program = Program.objects.get(slug="drill")
    officer = User.objects.get(username="officer")
    return {
        "person_known": Person.objects.filter(last_name="Fensworth").exists(),
        "release_live": Release.objects.get().is_live(at),
        "officer_active": officer.is_active,
        "worker_has_role": actor_for(User.objects.get(username="worker"), program, at) is not None,
        "scan": all(read_file(stored) == SCAN for stored in StoredFile.objects.all()),
        "scans": StoredFile.objects.count(),
        "sessions": Session.objects.count(),
        "replayed": AuditEvent.objects.filter(action="restore.replayed").count(),
    }


def verify() -> dict[str, Any]:
    """The first broken row of each chain, and how many rows it has."""
    from handoff.audit.models import AuditChain
    from handoff.audit.queries import verify_chain

    checks = [verify_chain(chain.program_id) for chain in AuditChain.objects.all()]
    return {
        "rows": sum(check.rows for check in checks),
        "broken": [check.program_id for check in checks if check.broken_at is not None],
    }


def approvals() -> dict[str, Any]:
    """For which partner each approval of criteria counts, and which partners a proposed version asks."""
    from handoff.eligibility.models import CriteriaApproval, CriteriaVersion
    from handoff.programs.models import Agency

    names = dict(Agency.objects.values_list("pk", "name"))
    return {
        "approved": {
            each.pk: [each.agency and each.agency.name, each.approved_by_id]
            for each in CriteriaApproval.objects.select_related("agency")
        },
        "asked": {
            each.pk: sorted(names[pk] for pk in each.approvers) for each in CriteriaVersion.objects.all()
        },
    }


if __name__ == "__main__":
    main()
