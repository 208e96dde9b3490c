"""Stored files are sealed at rest, and sealed anew when the key changes, whenever that is broken off."""

import stat
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.core.sealing import generate_key, sealed_key_name
from handoff.documents.models import StoredFile
from handoff.documents.services import file_keys, read_file, rotation, store_scan
from handoff.documents.services.rotation import keys_in_use, reseal_file, rotate_files
from handoff.testing.papers import make_pdf
from handoff.testing.programs import AT, make_actor, make_program

pytestmark = pytest.mark.django_db
WORDS = make_pdf("Rowan Tidewater signs here")


@pytest.fixture
def program(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.FILE_KEYS_FILE = tmp_path / "file-keys"
    settings.FILE_KEYS = []
    return make_program()


def store_pdf(program) -> StoredFile:
    upload = SimpleUploadedFile("scan.pdf", WORDS)
    actor = make_actor(program, "peer_support")
    return store_scan(actor=actor, program_id=program.pk, upload=upload, kind="roi_scan", at=AT)


def path_on_disk(scan: StoredFile) -> Path:
    return Path(default_storage.path(scan.storage_name))


def make_plain(scan: StoredFile) -> None:
    """As an older release stored it."""
    path_on_disk(scan).write_bytes(WORDS)


def test_the_bytes_on_disk_show_nothing_of_the_paper(program, tmp_path):
    scan = store_pdf(program)
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Rowan" not in everything and b"%PDF" not in everything
    assert read_file(scan) == WORDS


def test_the_laptops_key_is_its_owners_only_and_not_in_the_database(program, settings):
    store_pdf(program)
    assert stat.S_IMODE(settings.FILE_KEYS_FILE.stat().st_mode) == 0o600


@pytest.mark.parametrize("place", [0, 16, 25, 40, -1])
def test_a_changed_file_is_not_shown(program, place):
    scan = store_pdf(program)
    content = bytearray(path_on_disk(scan).read_bytes())
    content[place] ^= 1
    path_on_disk(scan).write_bytes(bytes(content))
    with pytest.raises(Refused, match=r"can't show it|doesn't have"):
        read_file(scan)


def test_two_files_that_were_exchanged_are_not_shown(program):
    one, other = store_pdf(program), store_pdf(program)
    first, second = path_on_disk(one).read_bytes(), path_on_disk(other).read_bytes()
    path_on_disk(one).write_bytes(second)
    path_on_disk(other).write_bytes(first)
    with pytest.raises(Refused, match="can't show it"):
        read_file(one)


def test_a_file_whose_key_is_not_configured_names_the_key(program, settings):
    scan = store_pdf(program)
    settings.FILE_KEYS = [generate_key()]
    with pytest.raises(Refused, match="key this server doesn't have"):
        read_file(scan)


def test_a_file_of_an_older_release_is_read_and_then_sealed(program):
    scan = store_pdf(program)
    make_plain(scan)
    assert read_file(scan) == WORDS
    assert keys_in_use([program.pk]) == {"": 1}
    assert rotate_files(program_ids=[program.pk], at=AT).sealed == 1
    assert b"Rowan" not in path_on_disk(scan).read_bytes() and read_file(scan) == WORDS


def test_a_new_key_encrypts_old_files_again_and_the_old_key_can_be_removed(program, settings):
    old, fresh = generate_key(), generate_key()
    settings.FILE_KEYS = [old]
    scans = [store_pdf(program) for _ in range(3)]
    settings.FILE_KEYS = [fresh, old]
    assert all(read_file(scan) == WORDS for scan in scans)
    done = rotate_files(program_ids=[program.pk], at=AT)
    assert (done.sealed, done.in_order, done.unreadable) == (3, 0, ())
    settings.FILE_KEYS = [fresh]
    assert all(read_file(scan) == WORDS for scan in scans)
    assert rotate_files(program_ids=[program.pk], at=AT).in_order == 3
    row = AuditEvent.objects.filter(action="file.keys_rotated").first()
    assert row is not None and row.subject == file_keys().sealing.name and row.details["sealed"] == 3


@pytest.mark.parametrize("moment", ["before writing", "before replacing"])
def test_an_interrupted_rotation_loses_nothing_and_resumes(program, settings, monkeypatch, moment):
    old, fresh = generate_key(), generate_key()
    settings.FILE_KEYS = [old]
    scans = [store_pdf(program) for _ in range(3)]
    settings.FILE_KEYS = [fresh, old]
    reseal_file(scans[0])

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        if moment == "before writing":
            broken.setattr(rotation, "seal", crash)
        else:
            broken.setattr(rotation.Path, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            rotate_files(program_ids=[program.pk], at=AT)
    assert all(read_file(scan) == WORDS for scan in scans)
    rotate_files(program_ids=[program.pk], at=AT)
    settings.FILE_KEYS = [fresh]
    assert all(read_file(scan) == WORDS for scan in scans)
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.resealing"))


def test_the_command_names_what_it_could_not_open_and_seals_the_rest(program, settings, capsys):
    settings.FILE_KEYS = [generate_key()]
    lost = store_pdf(program)
    settings.FILE_KEYS = [generate_key()]
    plain = store_pdf(program)
    make_plain(plain)
    with pytest.raises(CommandError, match=str(lost.public_id)):
        call_command("rotate_keys")
    assert sealed_key_name(path_on_disk(plain).read_bytes()) == file_keys().sealing.name


def test_a_file_that_is_gone_is_counted_as_missing_beside_the_keys_in_use(program):
    kept, lost = store_pdf(program), store_pdf(program)
    path_on_disk(lost).unlink()
    assert keys_in_use([program.pk]) == {sealed_key_name(path_on_disk(kept).read_bytes()): 1, "?": 1}
