"""A file of services is undone in one step, as far as no one has worked with them since."""

from datetime import timedelta

import pytest
from django.db import models

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.directory import services
from handoff.directory.facts import PhoneFacts
from handoff.directory.models import DirectoryImport, Location, Organization, Service
from handoff.directory.tests.test_import_directory import AGAIN, FAULTS, LATER, file_of, service_named, state
from handoff.testing.directory import import_files, make_organization
from handoff.testing.programs import AT, make_actor, make_program


@pytest.fixture
def program(db):
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


def test_undoing_a_file_leaves_the_organizations_that_were_there(program, worker):
    """An organization kept by hand, without a service yet, was deleted with the file's."""
    make_organization(program, name="Beds Inc.")
    batch = import_files(worker, program, file_of("1", "1", "1", "1 Main St", "Beds"))
    services.undo_import(actor=worker, batch=batch, at=AT)
    assert Organization.objects.get().name == "Beds Inc."


def test_an_import_is_undone_in_one_step(program, worker):
    import_files(worker, program, FAULTS)
    before = state(program)
    batch = import_files(worker, program, AGAIN, at=LATER)
    services.undo_import(actor=worker, batch=batch, at=LATER)
    assert state(program) == before
    assert AuditEvent.objects.order_by("pk").last().action == "directory.import_undone"
    first = DirectoryImport.objects.order_by("pk").first()
    Service.objects.update(changed_at=models.F("added_at"))
    services.undo_import(actor=worker, batch=first, at=LATER)
    assert (
        not Service.objects.exists() and not Organization.objects.exists() and not Location.objects.exists()
    )


def test_only_what_no_one_worked_with_since_is_undone(program, worker):
    first = import_files(worker, program, FAULTS)
    second = import_files(worker, program, AGAIN, at=LATER)
    with pytest.raises(Refused, match="Another file was imported"):
        services.undo_import(actor=worker, batch=first, at=LATER)
    shelter = service_named("Night shelter")
    services.save_phone(
        actor=worker,
        service=shelter,
        facts=PhoneFacts(number="(910) 555-0159"),
        at=LATER + timedelta(hours=1),
    )
    with pytest.raises(Refused, match="1 service was changed after the import"):
        services.undo_import(actor=worker, batch=second, at=LATER)
    Service.objects.filter(pk=shelter.pk).update(changed_at=LATER)
    services.undo_import(actor=worker, batch=second, at=LATER)
    with pytest.raises(Refused, match="nothing to undo"):
        services.undo_import(actor=worker, batch=second, at=LATER)


def test_an_import_that_a_referral_uses_is_not_undone(program, worker, monkeypatch):
    batch = import_files(worker, program, FAULTS)

    def protected(self):
        raise models.ProtectedError("referred", set())

    monkeypatch.setattr(models.QuerySet, "delete", protected)
    with pytest.raises(Refused, match="already been referred"):
        services.undo_import(actor=worker, batch=batch, at=LATER)
    monkeypatch.undo()
    batch.refresh_from_db()
    assert batch.undone_at is None and Service.objects.count() == 6
