"""A stored file leaves through the gate only: asked, written down, sandboxed, as a download."""

import io
import uuid

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from handoff.audit.models import AuditEvent
from handoff.documents.models import StoredFile
from handoff.documents.services import store_scan
from handoff.testing.worlds import AT, make_actor, make_member, make_program

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


def test_a_file_of_another_program_one_that_is_gone_and_one_that_never_was_answer_alike(program):
    scan = store_picture(program, Kind.ROI_SCAN)
    elsewhere = make_program()
    response, missing = download(elsewhere, "peer_support", scan.public_id)
    assert (response.status_code, response.content) == (404, missing.content)
    response, missing = download(program, "peer_support", uuid.uuid4())
    assert (response.status_code, response.content) == (404, missing.content)
    default_storage.delete(scan.storage_name)
    response, missing = download(program, "peer_support", scan.public_id)
    assert (response.status_code, response.content) == (404, missing.content)


def test_a_file_that_was_changed_on_the_disk_is_not_shown(program):
    scan = store_picture(program, Kind.ROI_SCAN)
    with default_storage.open(scan.storage_name, "wb") as handle:
        handle.write(b"\xff\xd8\xffsomething else")
    response, missing = download(program, "peer_support", scan.public_id)
    assert (response.status_code, response.content) == (404, missing.content)
