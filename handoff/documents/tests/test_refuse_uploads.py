"""Each limit of an upload, with the file made to break it (threat T6, finding-S4, finding-F17)."""

import io
import resource
import struct
import zlib
from contextlib import suppress

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin
from pillow_heif import register_heif_opener

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.documents.engines import limited_process
from handoff.documents.engines.limited_process import run_upload_work
from handoff.documents.engines.upload_work import MEMORY_BYTES, MOST_PIXELS, UploadRefused, check_pdf
from handoff.documents.engines.upload_work import reencode_picture as reencode_here
from handoff.documents.models import StoredFile
from handoff.documents.services import read_file, reencode_picture, store_scan
from handoff.testing.papers import make_pdf, make_picture
from handoff.testing.programs import AT, make_actor, make_program

TOUCHED = b"touched by a stranger"


def png(width: int, height: int, rows: bytes) -> bytes:
    """A PNG of any claimed size whose packed rows are as given."""

    def part(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", head)
        + part(b"IDAT", zlib.compress(rows, 9))
        + part(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [7_200, 12_000, 20_000, 60_000])
def test_a_picture_of_too_many_pixels_is_refused_by_its_header_before_it_is_unpacked(side, monkeypatch):
    assert side * side > MOST_PIXELS
    monkeypatch.setattr(Image.Image, "load", lambda _self: pytest.fail("unpacked"))
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", lambda _self: pytest.fail("unpacked"))
    with pytest.raises(UploadRefused, match="too_large"):
        reencode_here(png(side, side, b"\0" * 1000))


def test_a_picture_of_too_many_pixels_is_refused_with_a_sentence():
    with pytest.raises(Refused, match="too large"):
        reencode_picture(png(20_000, 20_000, b"\0" * 1000))


def test_a_picture_that_unpacks_to_more_than_it_claims_is_kept_as_it_claims():
    content = reencode_picture(png(10, 10, b"\0" * 50_000_000))
    assert Image.open(io.BytesIO(content)).size == (10, 10) and len(content) < 1_000


def test_a_picture_with_a_bomb_in_its_words_is_refused():
    words = PngImagePlugin.PngInfo()
    words.add_text("note", "x" * 5_000_000, zip=True)
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "PNG", pnginfo=words)
    with pytest.raises(Refused, match="can't read this picture"):
        reencode_picture(out.getvalue())


def test_the_words_profile_and_data_in_a_picture_are_left_behind():
    exif = Image.Exif()
    exif[0x010E] = TOUCHED.decode()
    out = io.BytesIO()
    picture = Image.new("RGB", (9, 9))
    picture.save(out, "JPEG", comment=TOUCHED, icc_profile=TOUCHED, xmp=TOUCHED, exif=exif)
    assert out.getvalue().count(TOUCHED) == 4
    assert TOUCHED not in reencode_picture(out.getvalue() + TOUCHED)


def test_an_iphones_photo_is_taken_without_its_data():  # finding-F17
    register_heif_opener()
    exif = Image.Exif()
    exif[0x010E] = TOUCHED.decode()
    content = reencode_picture(make_picture("HEIF", (60, 40), exif=exif))
    assert Image.open(io.BytesIO(content)).size == (60, 40) and TOUCHED not in content


def test_a_photo_of_48_megapixels_is_taken():  # finding-F17
    content = reencode_picture(make_picture("JPEG", (8_064, 6_048)))
    assert max(Image.open(io.BytesIO(content)).size) == 2_400


@pytest.mark.parametrize("form", ["PNG", "HEIF"])
def test_a_picture_that_was_cut_off_is_refused(form):
    register_heif_opener()
    content = make_picture(form, (300, 300))
    with pytest.raises(Refused, match="can't read this picture"):
        reencode_picture(content[: len(content) // 2])


def test_sound_pdfs_are_kept_as_they_came():
    pictures = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(pictures, "PDF")
    for content in (make_pdf("plain", pages=3), pictures.getvalue()):
        assert check_pdf(content) == content


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n", b"X-Scanner: 1\r\n\r\n"])
def test_a_pdf_with_bytes_before_it_is_kept_clean(before):  # finding-F17
    kept = check_pdf(before + make_pdf(pages=2))
    assert kept.startswith(b"%PDF-") and len(pikepdf.open(io.BytesIO(kept)).pages) == 2


def test_a_pdf_locked_only_for_printing_is_kept_unlocked():  # finding-F17
    kept = pikepdf.open(io.BytesIO(check_pdf(make_pdf(owner="secret"))))
    assert not kept.is_encrypted and len(kept.pages) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (make_pdf(password="secret"), "unsafe"),
        (make_pdf(pages=201), "too_large"),
        (b"%PDF-1.4\n%%EOF", "unreadable"),
        (b"%PDF-" + b"0 " * 5_000, "unreadable"),
        (make_pdf(pages=0), "unreadable"),
    ],
)
def test_a_pdf_that_cannot_be_kept_says_why(content, reason):
    with pytest.raises(UploadRefused, match=reason):
        check_pdf(content)


def action(kind: str) -> pikepdf.Object:
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"))


@pytest.mark.parametrize(
    "kind", ["JavaScript", "Launch", "GoToR", "GoToE", "ImportData", "SubmitForm", "Rendition"]
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf_that_acts_is_refused_also_where_its_objects_are_packed(kind, packed):  # finding-S4
    with pikepdf.open(io.BytesIO(make_pdf())) as pdf:
        pdf.Root["/OpenAction"] = pdf.make_indirect(action(kind))
        out = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
        pdf.save(out, object_stream_mode=mode)
    assert (kind.encode() in out.getvalue()) != packed
    with pytest.raises(UploadRefused, match="unsafe"):
        check_pdf(out.getvalue())


@pytest.mark.parametrize("name", [b"/J#61vaScript", b"/#4aavaScript", b"\0/JavaScript\0"])
def test_a_pdf_that_acts_is_refused_however_its_names_are_spelled(name):  # finding-S4
    plain = make_pdf(OpenAction=action("Javascripts"))
    assert plain.count(b"/Javascripts") == 1
    with pytest.raises(UploadRefused, match="unsafe"):
        check_pdf(plain.replace(b"/Javascripts", name))


def test_an_action_that_no_page_leads_to_is_found_too():
    with pikepdf.open(io.BytesIO(make_pdf())) as pdf:
        pdf.trailer["/Elsewhere"] = pikepdf.Array([pikepdf.Array([action("Launch")])])
        out = io.BytesIO()
        pdf.save(out)
    with pytest.raises(UploadRefused, match="unsafe"):
        check_pdf(out.getvalue())


def test_a_pdf_with_another_file_or_a_stream_from_elsewhere_is_refused():
    with pikepdf.open(io.BytesIO(make_pdf())) as pdf:
        pdf.attachments["words.txt"] = b"hello"
        attached = io.BytesIO()
        pdf.save(attached)
    with pikepdf.open(io.BytesIO(make_pdf())) as pdf:
        pdf.Root["/Elsewhere"] = pdf.make_stream(b"", F=pikepdf.String("/etc/passwd"))
        elsewhere = io.BytesIO()
        pdf.save(elsewhere)
    for content in (attached.getvalue(), elsewhere.getvalue()):
        with pytest.raises(UploadRefused, match="unsafe"):
            check_pdf(content)


def test_a_pdf_of_too_many_values_is_refused():
    with pytest.raises(UploadRefused, match="too_large"):
        check_pdf(make_pdf(Much=pikepdf.Array([0] * 300_001)))


def object_stream_bomb() -> bytes:
    packer = zlib.compressobj(9)
    packed = packer.compress(b"1 0 <<") + b"".join(packer.compress(b" " * 10_000_000) for _ in range(150))
    packed += packer.compress(b">>") + packer.flush()
    return (
        b"%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
        + b"%d>>\nstream\n" % len(packed)
        + packed
        + b"\nendstream\nendobj\n2 0 obj\n<</Type/XRef/Size 3/W[1 2 1]/Root 1 0 R>>\nendobj\n%%EOF"
    )


def children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cost_of(content: bytes) -> float:
    """CPU seconds that the check of a PDF costs, whatever its answer."""
    before = children_seconds()
    with suppress(UploadRefused):
        run_upload_work("pdf", content)
    return children_seconds() - before


@pytest.mark.parametrize(
    "hostile",
    [
        b"%PDF-1.4\n" + b"<<" * 10_000,  # 20 kB that cost the former check nine seconds
        b"%PDF-1.4\n" + b"<<" * 400_000,
        b"%PDF-1.4\n" + b"1 0 obj<</Type/ObjStm " * 40_000,
        b"%PDF-1.4\n" + b"[" * 800_000,
        b"%PDF-1.4\n" + b"/Type /Page " * 66_000,
    ],
)
def test_a_hostile_pdf_costs_no_more_than_five_plain_ones(hostile):  # finding-S4
    plain = cost_of(make_pdf(pages=3))
    assert cost_of(hostile) < 5 * plain


def test_work_without_end_is_ended_by_its_limit(monkeypatch, tmp_path):  # finding-S4
    program = tmp_path / "work.py"
    program.write_text("import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass\n")
    monkeypatch.setattr(limited_process, "PROGRAM", program)
    with pytest.raises(UploadRefused, match="too_large"):
        run_upload_work("pdf", b"")
    program.write_text("import time\ntime.sleep(9)\n")
    monkeypatch.setattr(limited_process, "TIMEOUT_SECONDS", 0.2)
    with pytest.raises(UploadRefused, match="too_large"):
        run_upload_work("pdf", b"")


def test_a_crash_of_the_work_is_a_refusal(monkeypatch, tmp_path):  # finding-S4
    program = tmp_path / "work.py"
    program.write_text("raise SystemExit(1)\n")
    monkeypatch.setattr(limited_process, "PROGRAM", program)
    with pytest.raises(UploadRefused, match="unreadable"):
        run_upload_work("pdf", b"")


def test_an_object_stream_that_unpacks_without_end_stays_within_the_memory():  # finding-S4
    with pytest.raises(UploadRefused):
        run_upload_work("pdf", object_stream_bomb())
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MEMORY_BYTES // 1024


@pytest.mark.django_db
def test_a_refused_upload_leaves_nothing_behind(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    program = make_program()
    upload = SimpleUploadedFile("a.pdf", make_pdf(OpenAction=action("JavaScript")))
    with pytest.raises(Refused, match="Scan the document again"):
        store_scan(
            actor=make_actor(program, "peer_support"),
            program_id=program.pk,
            upload=upload,
            kind="roi_scan",
            at=AT,
        )
    assert not StoredFile.objects.exists() and not AuditEvent.objects.filter(action="file.stored").exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_nothing_is_kept_when_the_last_write_fails(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "files"
    program = make_program()

    def fail(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("handoff.documents.services.scans.audit.record", fail)
    with pytest.raises(RuntimeError):
        store_scan(
            actor=make_actor(program, "peer_support"),
            program_id=program.pk,
            upload=SimpleUploadedFile("a.pdf", make_pdf()),
            kind="roi_scan",
            at=AT,
        )
    assert not StoredFile.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_no_path_of_the_upload_reaches_the_disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    program = make_program()
    upload = SimpleUploadedFile("../../etc/passwd.pdf", make_pdf())
    actor = make_actor(program, "peer_support")
    stored = store_scan(actor=actor, program_id=program.pk, upload=upload, kind="roi_scan", at=AT)
    assert read_file(stored) == make_pdf()
    assert (tmp_path / "files" / stored.storage_name).is_file()
    assert default_storage.path(stored.storage_name).startswith(str(tmp_path / "files"))
