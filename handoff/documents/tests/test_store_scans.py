"""Scans are known by their first bytes, limited, decoded and written anew."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.documents.models import StoredFile
from handoff.documents.services import read_file, store_scan
from handoff.testing.papers import make_pdf, make_picture
from handoff.testing.programs import AT, make_actor, make_program

pytestmark = pytest.mark.django_db

PDF = make_pdf()


def store_upload(content: bytes, name: str = "Rowan Tidewater ROI.png"):
    program = make_program()
    actor = make_actor(program, "peer_support")
    upload = SimpleUploadedFile(name, content)
    return store_scan(actor=actor, program_id=program.pk, upload=upload, kind=StoredFile.Kind.ROI_SCAN, at=AT)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_is_decoded_and_encoded_again(form):
    stored = store_upload(make_picture(form))
    assert stored.media_type == "image/jpeg"
    assert Image.open(io.BytesIO(read_file(stored))).size == (40, 30)


def test_a_pictures_metadata_is_removed():
    exif = Image.Exif()
    exif[0x010E] = "the place it was taken"
    stored = store_upload(make_picture("JPEG", exif=exif))
    assert b"the place it was taken" not in read_file(stored)


def test_a_sound_pdf_is_kept_as_it_is():
    stored = store_upload(PDF)
    assert (stored.media_type, read_file(stored)) == ("application/pdf", PDF)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"<svg onload=alert(1)>", b"GIF89a....", b"MZ\x90\x00", b"PK\x03\x04zip"]
)
def test_anything_else_is_refused_whatever_it_is_called(content):
    with pytest.raises(Refused):
        store_upload(content, "scan.pdf")
    assert not StoredFile.objects.exists()


def test_a_broken_picture_is_refused_with_a_sentence():
    with pytest.raises(Refused, match="picture"):
        store_upload(make_picture()[:60])


def test_a_file_over_the_limit_is_refused(settings):
    settings.MAX_SCAN_BYTES = 1024
    with pytest.raises(Refused):
        store_upload(PDF + b"x" * 2048)


def test_the_original_file_name_is_not_stored():
    stored = store_upload(make_picture())
    assert "Rowan" not in stored.storage_name
    row = AuditEvent.objects.get(action="file.stored")
    assert "Rowan" not in str(row.details)


def test_a_file_changed_on_disk_is_not_shown(settings):
    from django.core.files.storage import default_storage

    stored = store_upload(PDF)
    with Path(default_storage.path(stored.storage_name)).open("ab") as handle:
        handle.write(b"tampered")
    with pytest.raises(Refused, match="changed"):
        read_file(stored)
