"""A stored file leaves through the gate only: authorized, recorded in the audit log, sandboxed, as a download."""

import io
import uuid

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from handoff.audit.models import AuditEvent
from handoff.core.sealing import generate_key
from handoff.documents.models import StoredFile
from handoff.documents.services import store_scan
from handoff.testing.programs import AT, make_actor, make_member, make_program

pytestmark = pytest.mark.django_db
Kind = StoredFile.Kind


@pytest.fixture
def program(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_program()


def store_picture(program, kind):
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, "PNG")
    actor = make_actor(program, "program_manager")
    upload = SimpleUploadedFile("scan.png", out.getvalue())
    return store_scan(actor=actor, program_id=program.pk, upload=upload, kind=kind, at=AT)


def download(program, role, file_id):
    client = Client()
    client.force_login(make_member(program, role))
    missing = client.get(f"/p/{program.slug}/nothing-here/")
    return client.get(reverse("documents:show", args=[program.slug, file_id])), missing


def test_a_file_comes_as_a_sandboxed_download_and_the_look_is_written_down(program):
    scan = store_picture(program, Kind.ROI_SCAN)
    response, _ = download(program, "peer_support", scan.public_id)
    assert response.status_code == 200 and response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith('attachment; filename="roi_scan-')
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff" and "no-store" in response["Cache-Control"]
    assert response.content[:3] == b"\xff\xd8\xff"
    assert AuditEvent.objects.get(action="file.opened").subject == str(scan.public_id)


ALLOWED = {
    Kind.ROI_SCAN: {"peer_support", "case_manager", "program_manager", "data_manager"},
    Kind.AGREEMENT: {"program_manager"},
}
ROLES = ("officer", "law_leader", "district_attorney", "crime_analyst", "peer_support", "case_manager",
         "program_manager", "data_manager", "evaluator", "site_administrator")  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", ALLOWED)
def test_each_kind_of_file_is_for_who_may_open_its_record(kind, role, program):
    response, missing = download(program, role, store_picture(program, kind).public_id)
    if role in ALLOWED[kind]:
        assert response.status_code == 200
    else:
        assert (response.status_code, response.content) == (404, missing.content)
        assert not AuditEvent.objects.filter(action="file.opened").exists()


def test_another_programs_file_a_deleted_one_and_an_unknown_one_get_the_same_answer(program):
    scan = store_picture(program, Kind.ROI_SCAN)
    elsewhere = make_program()
    response, missing = download(elsewhere, "peer_support", scan.public_id)
    assert (response.status_code, response.content) == (404, missing.content)
    response, missing = download(program, "peer_support", uuid.uuid4())
    assert (response.status_code, response.content) == (404, missing.content)
    default_storage.delete(scan.storage_name)
    response, missing = download(program, "peer_support", scan.public_id)
    assert (response.status_code, response.content) == (404, missing.content)


def change_on_disk(scan):
    with default_storage.open(scan.storage_name, "wb") as handle:
        handle.write(b"\xff\xd8\xffsomething else")


def test_a_changed_file_is_refused_with_its_own_sentence(program):
    scan = store_picture(program, Kind.ROI_SCAN)
    change_on_disk(scan)
    response, _ = download(program, "peer_support", scan.public_id)
    assert response.status_code == 409 and "Content-Disposition" not in response
    assert "This file changed after it was stored, so we can&#x27;t show it." in response.content.decode()
    assert b"something else" not in response.content


def test_a_file_whose_key_is_missing_is_refused_with_its_own_sentence(program, settings):
    settings.FILE_KEYS = [generate_key()]
    scan = store_picture(program, Kind.ROI_SCAN)
    settings.FILE_KEYS = [generate_key()]
    response, _ = download(program, "peer_support", scan.public_id)
    assert response.status_code == 409
    assert "a key this server doesn&#x27;t have" in response.content.decode()


def test_a_changed_file_does_not_exist_for_a_role_that_may_not_open_it(program):
    scan = store_picture(program, Kind.ROI_SCAN)
    change_on_disk(scan)
    response, missing = download(program, "officer", scan.public_id)
    assert (response.status_code, response.content) == (404, missing.content)
    assert not AuditEvent.objects.filter(action="file.opened").exists()


@pytest.mark.parametrize("problem", ["changed", "missing"])
def test_a_file_that_cannot_be_opened_is_audited_and_logged_without_names(program, caplog, problem):
    scan = store_picture(program, Kind.ROI_SCAN)
    change_on_disk(scan) if problem == "changed" else default_storage.delete(scan.storage_name)
    download(program, "peer_support", scan.public_id)
    row = AuditEvent.objects.get(action="file.opened")
    assert (row.outcome, row.subject) == ("refused", str(scan.public_id))
    assert row.details == {"kind": "roi_scan", "problem": problem}
    [line] = [each.getMessage() for each in caplog.records if each.name.startswith("handoff.documents")]
    assert line == f"stored file {scan.public_id} cannot be opened: {problem}"
