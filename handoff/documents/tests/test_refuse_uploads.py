"""Each limit of an upload, with the file made to break it (threat T6)."""

import io
import struct
import tracemalloc
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.documents.engines.pdf_check import UnsafePdfError, check_pdf
from handoff.documents.models import StoredFile
from handoff.documents.services import MOST_PIXELS, read_file, reencode_picture, store_scan
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


def pdf(pages: int = 1) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(612, 792)
    return writer


def pdf_bytes(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("side", [6_400, 12_000, 20_000, 60_000])
def test_a_picture_of_too_many_pixels_is_refused_by_its_header_before_it_is_unpacked(side, monkeypatch):
    assert side * side > MOST_PIXELS
    monkeypatch.setattr(Image.Image, "load", lambda _self: pytest.fail("unpacked"))
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", lambda _self: pytest.fail("unpacked"))
    with pytest.raises(Refused, match="too large"):
        reencode_picture(png(side, side, b"\0" * 1000))


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


def test_plain_pdfs_are_taken():
    check_pdf(pdf_bytes(pdf(3)))
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "PDF")
    check_pdf(out.getvalue())


def test_a_pdf_with_another_file_or_a_lock_is_refused():
    attached, locked = pdf(), pdf()
    attached.add_attachment("words.txt", b"hello")
    locked.encrypt("secret", algorithm="RC4-128")
    for writer in (attached, locked):
        with pytest.raises(UnsafePdfError):
            check_pdf(pdf_bytes(writer))


@pytest.mark.parametrize(
    "name",
    [b"/JavaScript", b"/Launch", b"/J#61vaScript", b"/#4aavaScript", b"/RichMedia", b"/XFA", b"/SubmitForm"],
)
def test_a_pdf_that_acts_is_refused_however_its_names_are_spelled(name):
    with pytest.raises(UnsafePdfError):
        check_pdf(b"%PDF-1.4\n1 0 obj\n<</S " + name + b" /F (x)>>\nendobj\n%%EOF")


def object_stream(objects: bytes, packing: bytes = b"/FlateDecode") -> bytes:
    packed = zlib.compress(objects)
    return (
        b"%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter"
        + packing
        + b"/Length %d>>\nstream\n" % len(packed)
        + packed
        + b"\nendstream\nendobj\n%%EOF"
    )


def test_a_script_in_a_packed_object_stream_is_found():
    check_pdf(object_stream(b"1 0 <</Type/Catalog>>"))
    with pytest.raises(UnsafePdfError):
        check_pdf(object_stream(b"1 0 <</S/JavaScript/JS(app.alert(1))>>"))


def test_an_object_stream_that_cannot_be_looked_through_is_refused():
    for packing in (b"[/ASCIIHexDecode /FlateDecode]", b"/LZWDecode", b""):
        with pytest.raises(UnsafePdfError):
            check_pdf(object_stream(b"1 0 <<>>", packing))


def test_an_object_stream_that_unpacks_without_end_is_refused_before_it_fills_the_memory():
    bomb = object_stream(b" " * 100_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(UnsafePdfError):
            check_pdf(bomb)
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_a_pdf_of_too_many_pages_is_refused():
    check_pdf(pdf_bytes(pdf(200)))
    with pytest.raises(UnsafePdfError):
        check_pdf(pdf_bytes(pdf(201)))


@pytest.mark.django_db
def test_a_refused_upload_leaves_nothing_behind(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    program = make_program()
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n<</S /JavaScript>>")
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
            upload=SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF"),
            kind="roi_scan",
            at=AT,
        )
    assert not StoredFile.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_no_path_of_the_upload_reaches_the_disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    program = make_program()
    upload = SimpleUploadedFile("../../etc/passwd.pdf", b"%PDF-1.4\n%%EOF")
    actor = make_actor(program, "peer_support")
    stored = store_scan(actor=actor, program_id=program.pk, upload=upload, kind="roi_scan", at=AT)
    assert read_file(stored) == b"%PDF-1.4\n%%EOF"
    assert (tmp_path / "files" / stored.storage_name).is_file()
    assert default_storage.path(stored.storage_name).startswith(str(tmp_path / "files"))
